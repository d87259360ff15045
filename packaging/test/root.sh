# shellcheck shell=bash
# Debian roots to try packages in: debootstrapped once, copied for each trial. To source; needs root. Whatever is mounted is
# so in a mount namespace of the one command, and gone with it.

suite=bookworm
service_user=64001 # stands for the user that systemd would make up

# The archive that this machine itself uses: only Debian's.
debian_sources() {
  apt-get indextargets --format 'deb $(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' | sort -u
}

# base_root FOLDER: makes it, unless it is there. Lists of packages older than a day name some that the archive no longer has.
base_root() {
  if [ -e "$1/.complete" ]; then
    [ -n "$(find "$1/.complete" -mtime -1)" ] || { in_root "$1" apt-get -qq update && touch "$1/.complete"; }
    return
  fi
  echo "== debootstrap"
  rm -rf "$1"
  local mirror
  mirror=$(debian_sources | awk -v suite=$suite '$3 == suite { print $2; exit }')
  debootstrap --variant=minbase $suite "$1" "$mirror" >"$1.log" 2>&1 || { tail -n 5 "$1.log" >&2 && return 1; }
  debian_sources >"$1/etc/apt/sources.list"
  apt-config dump | grep -iE '^Acquire::(http|https)::' >"$1/etc/apt/apt.conf.d/90host" || true
  printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d" && chmod +x "$1/usr/sbin/policy-rc.d"
  in_root "$1" apt-get -qq update
  touch "$1/.complete"
}

# new_root BASE FOLDER
new_root() {
  rm -rf "$2"
  cp -a --reflink=auto "$1" "$2"
}

# in_root ROOT COMMAND…: as root of it, with $packages below /packages and the downloads of all roots in one place.
in_root() {
  local root=$1
  shift
  mkdir -p "$root/packages" "$downloads/partial"
  # shellcheck disable=SC2016 # the inner shell's
  unshare --mount sh -ec '
    root=$1 packages=$2 downloads=$3; shift 3
    mount -t proc proc "$root/proc"; mount --bind "$packages" "$root/packages"; mount --bind "$downloads" "$root/var/cache/apt/archives"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
      $(env | grep -iE "^(http|https|no)_proxy=") chroot "$root" "$@"' sh "$root" "$packages" "$downloads" "$@"
}

# apt_root ROOT ARGUMENT…: apt-get, quiet unless it fails.
apt_root() {
  local root=$1
  shift
  in_root "$root" apt-get -y -q "$@" >"$root.apt.log" 2>&1 || { tail -n 20 "$root.apt.log" >&2 && return 1; }
}

# The values of a key of the installed unit, a line each.
unit_values() { sed -n "s/^$2=//p" "$1/lib/systemd/system/movie-service.service"; }

# as_service ROOT COMMAND…: as the unit would run it, of a dynamic user: its environment, its folder (which lies below private/,
# that only root may enter, but for the unit), no rights. Its process stands in ROOT.pid.
as_service() {
  local root=$1
  shift
  mkdir -p "$root/var/lib/private/movie-service"
  chmod 700 "$root/var/lib/private"
  [ -L "$root/var/lib/movie-service" ] || ln -s private/movie-service "$root/var/lib/movie-service"
  [ "$(stat -c %u "$root/var/lib/private/movie-service")" = $service_user ] ||
    chown -R $service_user:$service_user "$root/var/lib/private/movie-service"
  # shellcheck disable=SC2016,SC2046
  unshare --mount sh -ec '
    root=$1 user=$2; shift 2
    mount -t proc proc "$root/proc"
    mkdir -p "$root.state" && mount --bind "$root/var/lib/private/movie-service" "$root.state"
    mount -t tmpfs -o mode=755 tmpfs "$root/var/lib/private" && mkdir "$root/var/lib/private/movie-service"
    mount --bind "$root.state" "$root/var/lib/private/movie-service"
    echo $$ >"$root.pid" # all the way down
    exec chroot "$root" setpriv --reuid="$user" --regid="$user" --clear-groups --no-new-privs --bounding-set=-all env -i PATH=/usr/bin:/bin "$@"' \
    sh "$root" $service_user $(grep -hE '^[A-Z]' "$root/etc/movie-service/movie-service.env") "MOVIE_PORT=$port" \
    sh -c 'cd /var/lib/movie-service && exec "$@"' sh "$@"
}
