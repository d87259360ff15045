#!/usr/bin/env bash
# movie-conformance --profile quick on a plug-in, as a stranger would: the verdict, and that two cores have it within a minute.
#   quick.sh VERDICT PROGRAM PLUGIN [OPTION…]
# MOVIE_NEEDS: a command that says whether it can be done. MOVIE_QUICK_LIMIT: seconds of a processor, which other programs
# on the machine do not change; sanitizers need more than 100.
set -euo pipefail
verdict=$1
shift
# shellcheck disable=SC2086 # a command's words
[ -z "${MOVIE_NEEDS:-}" ] || $MOVIE_NEEDS || exit $?
fail() { echo "quick.sh: $*" >&2 && exit 1; }
status=0
told=$("$@" --profile quick) || status=$?
echo "$told"
[ $status = 0 ] || fail "it ended with $status"
grep -q "^verdict: $verdict: " <<<"$told" || fail "the verdict is not $verdict"
took=$(sed -nE 's/^run: .* ([0-9]+)\.[0-9] s of a processor$/\1/p' <<<"$told")
[ "$took" -lt "${MOVIE_QUICK_LIMIT:-100}" ] || fail "it took $took s of a processor"
