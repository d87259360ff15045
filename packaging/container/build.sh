#!/usr/bin/env bash
# The image's first stage, and all that a bare Debian 12 needs to make packages: build.sh "memory;sqlite" leaves those of the
# core and these plug-ins in build/package/packages. Run from the top of the source, as root.
set -euo pipefail
# shellcheck source=tools/packages.sh
. tools/packages.sh

client_libraries=""
if [[ ";$1;" == *";pg;"* ]]; then client_libraries=$postgres_packages; fi
# shellcheck disable=SC2086 # lists of names
need_packages $build_packages $package_packages $client_libraries

cmake --preset package -DMOVIE_PLUGINS="$1" -DBUILD_TESTING=OFF --log-level=WARNING
cmake --build --preset package
cpack --preset package
