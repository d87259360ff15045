# shellcheck shell=bash disable=SC2034 # used where it is sourced
# Debian 12 packages by purpose, for tools/serve and tools/test to source. Not a program of its own.

build_packages="g++ cmake ninja-build pkg-config libpistache-dev rapidjson-dev libsqlite3-dev libboost-dev libspdlog-dev
  libfmt-dev libicu-dev libexpected-dev libcli11-dev libcsv-dev libxxhash-dev"
# The Postgres plug-in, and what it is tested with; where PyPI can be reached, SQLModel too.
postgres_packages="libpq-dev"
test_packages="libgtest-dev libgmock-dev liblmdb-dev rustc-web cargo-web postgresql pgbouncer python3-venv clang-14 libclang-rt-14-dev
  abigail-tools dwarves"
# The service's clients, for tools/test-clients. Debian's npm brings hundreds of packages, so any other will do.
client_packages="postgresql python3-venv chromium chromium-driver"
command -v npm >/dev/null || client_packages+=" npm"
proxy_packages="haproxy nginx-light curl openssl iproute2"
# Debian packages, and the bare systems that they are tried in.
package_packages="dpkg-dev file"
deb_packages="$package_packages libgtest-dev libgmock-dev liblmdb-dev debootstrap lintian curl python3 systemd git"
bench_packages="wrk valgrind strace postgresql python3 python3-matplotlib"

# need_packages NAME…: installs those that are missing, as root or through sudo; otherwise says the one line and stops.
need_packages() {
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null || ! sudo -v; then
      echo "Packages are missing. As root, run:" >&2
      echo "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  echo "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}
