#!/usr/bin/env bash
# What movie-tools plugin new writes is built, and tests itself, where nothing but the installed SDK and a compiler is.
#   template.sh BUILD c|cpp|rust       77: there is no compiler; under CI that is a failure
set -euo pipefail
build=$1 language=$2
for need in $(case $language in c) echo make pkg-config ;; rust) echo rustc cargo ;; esac); do
  [ -x "/usr/bin/$need" ] || { echo "skipped: no /usr/bin/$need" && exit $([ -n "${CI:-}" ] && echo 1 || echo 77); }
done
# shellcheck source=tests/sdk/prefix.sh
. "$(dirname "$0")/prefix.sh"
cd "$work"
name=class  # a keyword in C++ and nearly one elsewhere: the name never stands alone
clean movie-tools plugin new $name --lang "$language"
cd $name
case $language in
  c) clean CFLAGS="-g -Wall -Wextra -Werror $sanitize" make test && plugin=libstore_$name.so ;;
  cpp) clean cmake -B out -DCMAKE_PREFIX_PATH="$prefix" && clean cmake --build out && clean ctest --test-dir out && plugin=out/libstore_$name.so ;;
  rust) clean cargo test --offline && clean cargo build --offline && plugin=target/debug/libstore_$name.so ;;
esac >"$work/log" 2>&1 || { cat "$work/log" && fail "it does not build or does not pass"; }
[ "$(nm -D --defined-only "$plugin" | awk '{print $3}')" = movie_plugin_v1 ] || fail "other symbols than movie_plugin_v1"
grep -qE "^  $name +0\.1, ABI" <<<"$(clean movie-tools plugins "$plugin")" || fail "no note"
if grep -rIiq mystore .; then fail "the template's own name is left: $(grep -rIil mystore .)"; fi
case $language in rust) backend=src/store.rs ;; *) backend=$name.$language ;; esac
[ "$(wc -l <"$backend")" -le 150 ] || fail "$backend has more than 150 lines"

if [ "$language" = rust ]; then  # its copy of the header says what the header does
  {
    echo '#include <movie/store.h>'
    sed -nE 's/^pub const ([A-Z_]+): [A-Za-z0-9]+ = (-?[0-9]+);.*/_Static_assert(MOVIE_\1 == \2, "\1");/p' src/abi.rs
    paste <(sed -n 's/^    sizes!(\(.*\)),$/\1/p' src/abi.rs | tr -d ' ' | tr ',' '\n' | sed 's/Outcome/result/' | tr '[:upper:]' '[:lower:]') \
      <(sed -n 's/^    \[\(.*\)\],$/\1/p' src/abi.rs | tr -d ' ' | tr ',' '\n') |
      sed -E 's/(.*)\t(.*)/_Static_assert(sizeof(movie_\1) == \2, "\1");/'
  } >"$work/drift.c"
  [ "$(grep -c _Static_assert "$work/drift.c")" -ge 30 ] || fail "constants of abi.rs are not found"
  cc -fsyntax-only -I"$prefix/include" "$work/drift.c" || fail "abi.rs is not movie/store.h"
fi

if [ "$language" = rust ]; then  # a panic costs the operation, not the process
  sed -i 's/abi::OP_PING => abi::OK,/abi::OP_PING => panic!("a seeded panic"),/' src/store.rs
  clean cargo build --offline >"$work/log" 2>&1
  status=0 && clean movie-conformance "$plugin" --gtest_filter='*Crud.PingIsOk*' >"$work/log" 2>&1 || status=$?
  [ "$status $(grep -c 'Which is: 13' "$work/log")" = "1 1" ] || { cat "$work/log" && fail "a panic is no MOVIE_INTERNAL: $status"; }
fi
