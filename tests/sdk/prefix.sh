# shellcheck shell=bash disable=SC2154,SC2034 # shared with the sourcing script
# To source: a prefix with what an author installs, moved so that a path of the building machine would be missed.
# Needs $build; sets $work, $prefix and $sanitize,
# what this build compiles C with.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$(basename "$0"): $*" >&2; exit 1; }
clean() { env -i PATH="$prefix/bin:/usr/bin:/bin" HOME="$work" PKG_CONFIG_PATH="$prefix/share/pkgconfig" "$@"; }  # nothing of the developer's

for component in dev conformance; do
  cmake --install "$build" --prefix "$work/first" --component $component >/dev/null
done
cp "$build/bin/movie-tools" "$work/first/bin"  # its component has files outside of the prefix
mv "$work/first" "$work/moved"
prefix=$work/moved
sanitize=$(sed -n 's/^CMAKE_C_FLAGS:STRING=//p' "$build/CMakeCache.txt")
