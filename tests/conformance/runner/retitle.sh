#!/usr/bin/env bash
# Another program that changes a film's title, as a hook, on SQLite or Postgres.
#   retitle.sh URL ID TITLE
set -euo pipefail
case $1 in
  sqlite:*) /usr/bin/python3 - "${1#sqlite:///}" "$2" "$3" <<'PYTHON' ;;
import sqlite3, sys
file, film, title = sys.argv[1:]
with sqlite3.connect(file, timeout=30) as store:
    store.execute("UPDATE movies SET title = ? WHERE id = ?", (title, film))
PYTHON
  *) psql -Xqd "$1" -v ON_ERROR_STOP=1 -v id="$2" -v title="$3" <<<"UPDATE movies SET title = :'title' WHERE id = :id" ;;
esac
