#!/bin/sh
# The Python application's libraries in an environment of their own: install_python.sh <folder>. Where they cannot be
# had the folder is absent afterwards, and the tests say so.
set -u
[ -x "$1/bin/python" ] && "$1/bin/python" -c 'import sqlmodel, psycopg' 2>/dev/null && exit 0
rm -rf "$1"
python3 -m venv "$1" && "$1/bin/pip" install --quiet --disable-pip-version-check sqlmodel 'psycopg[binary]' || rm -rf "$1"
