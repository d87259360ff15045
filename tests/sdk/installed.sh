#!/usr/bin/env bash
# What is installed is enough: builds a backend out of tree with CMake and one with pkg-config, and holds the former to the
# contract. The prefix is moved first, so that a path of the building machine would be missed.
#   installed.sh BUILD SOURCE
set -euo pipefail
build=$1 source=$2
# shellcheck source=tests/sdk/prefix.sh
. "$(dirname "$0")/prefix.sh"
mkdir "$work/consumer"
cp "$source"/tests/sdk/consumer/* "$source/tests/conformance/core_profile_store.cpp" "$work/consumer"
cd "$work"
if grep -rIl -e "$build" -e "$source" -e "$work/first" moved; then fail "files that name this machine's folders"; fi

clean cmake -S consumer -B out -DCMAKE_PREFIX_PATH="$work/moved" -DBACKEND=core_profile_store.cpp >/dev/null
clean cmake --build out >/dev/null
plugin=out/libstore_core_profile.so
[ "$(nm -D --defined-only $plugin | awk '{print $3}')" = movie_plugin_v1 ] || fail "other symbols than movie_plugin_v1"
clean moved/bin/movie-conformance $plugin || fail "the core profile does not conform"
status=0 && clean moved/bin/movie-conformance $plugin --durable --only '*Reopened*' >/dev/null || status=$?
[ $status = 1 ] || fail "a store that forgets passed as durable: $status"
status=0 && clean moved/bin/movie-conformance consumer/forgetful.c 2>/dev/null || status=$?
[ $status = 2 ] || fail "a C file passed as a plug-in: $status"

if command -v pkg-config >/dev/null; then
  flags=$(clean pkg-config --cflags --libs movie-store)
  # shellcheck disable=SC2086 # flags are words
  clean cc -shared -fPIC -o libstore_forgetful.so consumer/forgetful.c $flags
  nm -D --defined-only libstore_forgetful.so | grep -q movie_plugin_v1 || fail "no table"
fi
