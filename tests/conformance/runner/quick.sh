#!/usr/bin/env bash
# movie-conformance --profile quick on a plug-in, as a stranger would: the verdict, within a minute.
#   quick.sh VERDICT PROGRAM PLUGIN [OPTION…]      MOVIE_QUICK_NEEDS: a command that says whether it can be done
set -euo pipefail
verdict=$1
shift
# shellcheck disable=SC2086 # a command's words
[ -z "${MOVIE_QUICK_NEEDS:-}" ] || $MOVIE_QUICK_NEEDS || exit $?
begun=$SECONDS
"$@" --profile quick | tee /dev/stderr | grep -q "^verdict: $verdict: " || { echo "quick.sh: the verdict is not $verdict" >&2 && exit 1; }
took=$((SECONDS - begun))
[ $took -lt "${MOVIE_QUICK_LIMIT:-60}" ] || { echo "quick.sh: it took $took s" >&2 && exit 1; }
