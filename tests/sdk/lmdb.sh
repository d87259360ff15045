#!/usr/bin/env bash
# A backend out of tree, dropped in: plugins/examples/lmdb is built with what is installed, conforms, and copied into the
# plug-in folder serves the service, its tools and its probes at once, in several processes, over kill -9 and a full disk.
#   lmdb.sh BUILD SOURCE       77: there is no LMDB; under CI that is a failure
set -euo pipefail
build=$1 source=$2
[ -e /usr/include/lmdb.h ] || { echo "skipped: no liblmdb-dev" && exit $([ -n "${CI:-}" ] && echo 1 || echo 77); }
# shellcheck source=tests/sdk/prefix.sh
. "$(dirname "$0")/prefix.sh"
server=""
films=$work
[ ! -w /dev/shm ] || films=$(mktemp -d -p /dev/shm)  # what is tested is not how long a disk takes
trap '[ -z "$server" ] || kill -9 $server 2>/dev/null || true; rm -rf "$work" "$films"' EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
settings=(MOVIE_DB_MODE=lmdb MOVIE_DATABASE_URL_LMDB="lmdb://$films/films" MOVIE_PORT="$port" TMPDIR="$films")
mine() { clean "${settings[@]}" "$@" 2>>"$work/told"; }
# same WHAT EXPECTED FOUND
same() { [ "$2" = "$3" ] || fail "$1: expected '$2', found '$3'"; }

cd "$work"
clean cmake -S "$source/plugins/examples/lmdb" -B out -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_FLAGS="-Wconversion -Wshadow -Werror $sanitize" >log
clean cmake --build out >>log || { cat log && fail "it does not build"; }
mine movie-conformance out/libstore_lmdb.so --url 'lmdb://{dir}/films' --durable --profile quick >log || { cat log told && fail "it does not conform"; }
grep -q '^verdict: core: ' log || fail "its verdict: $(grep '^verdict' log)"

# Dropped in.
cp "$build/bin/movie-service" "$prefix/bin"
mkdir -p "$prefix/lib/movie-service/plugins"
install -m 755 out/libstore_lmdb.so "$prefix/lib/movie-service/plugins"
grep -q '^\* lmdb  *1\.0, ABI' <<<"$(mine movie-tools plugins --load)" || fail "not found"

# The tools.
mine movie-tools seed --sample 5 >log
mine movie-tools import "$source/tests/data/movies.csv" >>log
mine movie-tools export --format ndjson >all.ndjson
count=$(wc -l <all.ndjson)
[ "$count" -gt 5 ] || fail "import: $(cat log)"
mine movie-tools reset --yes >log
same "films after reset" 0 "$(mine movie-tools export --format ndjson | wc -l)"
mine movie-tools import --keep-ids all.ndjson >log
mine movie-tools export --format ndjson | cmp - all.ndjson || fail "restored, it is another catalogue"

# ask METHOD PATH [BODY]: the status, then the answer.
ask() {
  python3 - "http://127.0.0.1:$port" "$@" <<'EOF'
import sys, urllib.request, urllib.error
base, method, path, *body = sys.argv[1:]
request = urllib.request.Request(base + path, body[0].encode() if body else None, {"Content-Type": "application/json"}, method=method)
try:
    answer = urllib.request.urlopen(request, timeout=5)
except urllib.error.HTTPError as error:
    answer = error
print(answer.status, answer.read().decode())
EOF
}
# serve [SETTING…]
serve() {
  env -i "${settings[@]}" "$@" "$prefix/bin/movie-service" >serve.log 2>&1 &  # no function: $! is to be the service's
  server=$!
  for ((tries = 0; tries < 200; ++tries)); do
    mine movie-service --probe ready >/dev/null 2>&1 && return
    kill -0 $server 2>/dev/null || fail "it ended: $(cat serve.log)"
    sleep 0.05
  done
  fail "not ready in 10 s: $(cat serve.log)"
}
film='{"title":"Arrival","year":2016,"genre":"sci-fi"}'

# The service, while the tools use the same folder.
serve
mine movie-service --probe live >/dev/null || fail "not alive"
same "a film created" 201 "$(ask POST /movies "$film" | cut -d' ' -f1)"
same "films seen by another process" $((count + 1)) "$(mine movie-tools export --format ndjson | wc -l)"
mine movie-tools import --format json - <<<"[$film, $film]" >log
same "films of another process" $((count + 3)) "$(ask GET '/movies?page=1&page_size=1' | sed 's/.*"total": *\([0-9]*\).*/\1/')"
grep -q '^200 .*"Arrival"' <<<"$(ask GET '/movies?q=arrival&sort=-id&limit=1')" || fail "not found by q"
same "a film that is removed" 204 "$(ask DELETE /movies/1 | cut -d' ' -f1)"
kill -9 $server
wait $server 2>/dev/null || true
serve MOVIE_REQUEST_TIMEOUT=1
same "films after kill -9" $((count + 2)) "$(mine movie-tools export --format ndjson | wc -l)"
exec 9>>"$films/films/writer.lock"
flock 9  # as another process that writes for long
same "a film that cannot be written in time" 503 "$(ask POST /movies "$film" | cut -d' ' -f1)"
same "a film that is read meanwhile" 200 "$(ask GET /movies/2 | cut -d' ' -f1)"
exec 9>&-
same "a film created thereafter" 201 "$(ask POST /movies "$film" | cut -d' ' -f1)"
kill $server
wait $server || fail "it ended with $?: $(cat serve.log)"
server=""

# No room: told as such, and what is there stays as it was. 200 KiB a file at most, instead of a full disk.
mine movie-tools export --format ndjson >all.ndjson
head -n 4000 < <(yes "$film") >many.ndjson
status=0
rm told
(trap '' XFSZ && ulimit -f 200 && mine movie-tools import many.ndjson >log) || status=$?
[ $status != 0 ] || fail "4,000 films fit into 200 KiB"
grep -qiE "full|no room|read-only" told || fail "a full disk is told as: $(cat told)"
mine movie-tools reset --yes >log
same "films after a full disk" 0 "$(mine movie-tools export --format ndjson | wc -l)"
