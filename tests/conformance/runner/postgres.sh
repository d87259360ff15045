#!/usr/bin/env bash
# A database for each case, as a hook: on the server of MOVIE_DATABASE_URL_TEST, else on the one that ctest started for all.
#   postgres.sh create NAME FILE      prints the URL of a new database; FILE holds the URL of ctest's server
#   postgres.sh drop NAME FILE
#   postgres.sh kill URL              the server of that URL, with SIGKILL
#   postgres.sh check FILE            77: there is no server; under CI that is a failure
set -euo pipefail
what=$1 file=${!#}
server=${MOVIE_DATABASE_URL_TEST:-}
server=${server/postgresql+*:\/\//postgresql:\/\/}
[[ $server == postgres* ]] || server=$(cat "$file" 2>/dev/null || true)
case $what in
  check)
    [ -z "$server" ] || exit 0
    echo "skipped: no PostgreSQL server to test with: apt-get install postgresql, or set MOVIE_DATABASE_URL_TEST"
    [ -z "${CI:-}" ] && exit 77 || exit 1
    ;;
  create)
    psql -Xqd "$server" -c "CREATE DATABASE $2"
    sed -E "s|^([^?]*//[^/?]*)(/[^?]*)?|\1/$2|" <<<"$server"
    ;;
  kill)
    server=$(psql -XAtqd "$2" -c "SELECT pg_read_file('postmaster.pid')" | head -1)
    # shellcheck disable=SC2046 # several
    kill -KILL "$server" $(cat "/proc/$server/task/$server/children")
    ;;
  drop) psql -Xqd "$server" -c "DROP DATABASE IF EXISTS $2 WITH (FORCE)" ;;
esac
