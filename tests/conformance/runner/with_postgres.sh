#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own, whose URL is in FILE, and which is started again whenever it ends, as a
# supervisor does.
#   with_postgres.sh FILE COMMAND…
# 77: PostgreSQL is not installed; under CI that is a failure.
set -euo pipefail
file=$1
shift
programs=$(find /usr/lib/postgresql -path '*/bin/initdb' -printf '%h\n' 2>/dev/null | sort -V | tail -1)
if [ -z "$programs" ]; then
  echo "skipped: no PostgreSQL server to kill: apt-get install postgresql"
  [ -z "${CI:-}" ] && exit 77 || exit 1
fi
folder=$(mktemp -d)
as=()
if [ "$(id -u)" = 0 ]; then # whom PostgreSQL refuses
  chown postgres "$folder"
  as=(runuser -u postgres --)
fi
cd "$folder"
"${as[@]}" "$programs/initdb" -D data -U movie --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
while :; do
  "${as[@]}" "$programs/postgres" -D data -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 -c max_connections=300 </dev/null >>log 2>&1 || :
  sleep 0.05 # while what it left behind goes
done &
keeper=$!
end() {
  kill "$keeper"
  "${as[@]}" "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null || :
  rm -rf "$folder" "$file"
}
trap end EXIT
until "$programs/pg_isready" -q -h 127.0.0.1 -p "$port"; do
  kill -0 "$keeper" && sleep 0.05
done
echo "postgresql://movie@127.0.0.1:$port/postgres" >"$file"
cd - >/dev/null
"$@"
