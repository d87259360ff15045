# shellcheck shell=bash
# Packages as they were or will be, for trying upgrades: made from today's. To source.

# variant VERSION EDIT: into $packages/VERSION come core and SQLite store of that version, the store built from a copy of
# the source in whose migrations/ the command EDIT was run. The core holds no migration, so its files are today's.
variant() {
  local version=$1 edit=$2 tree=$work/source-$1 to=$packages/$1
  mkdir -p "$to" "$tree"
  git ls-files -z | grep -zv '^tests/' | xargs -0 cp --parents -t "$tree"
  (cd "$tree/migrations" && eval "$edit")
  (
    cd "$tree"
    sed -i "s/^project(movie-service VERSION [0-9.]*/project(movie-service VERSION $version/" CMakeLists.txt
    # shellcheck disable=SC2086
    cmake --preset package -DMOVIE_PLUGINS=sqlite -DBUILD_TESTING=OFF ${CMAKE_CXX_COMPILER_LAUNCHER:+-DCMAKE_CXX_COMPILER_LAUNCHER=$CMAKE_CXX_COMPILER_LAUNCHER} >/dev/null
    cmake --build --preset package --target store_sqlite >"$work/source-$version.log"
  ) || return 1
  strip --strip-unneeded "$tree"/build/package/lib/movie-service/plugins/libstore_sqlite.so
  repack movie-store-sqlite "$version" "$tree/build/package/lib/movie-service/plugins/libstore_sqlite.so"
  repack movie-service "$version"
}

# repack NAME VERSION [PLUGIN]: today's package under another version, with another plug-in in it.
repack() {
  local unpacked=$work/repack
  rm -rf "$unpacked"
  dpkg-deb -R "$packages"/"$1"_*.deb "$unpacked"
  sed -i "s/^Version: .*/Version: $2/" "$unpacked/DEBIAN/control"
  [ $# -lt 3 ] || cp "$3" "$unpacked"/usr/lib/*/movie-service/plugins/
  rm -f "$unpacked/DEBIAN/md5sums"
  dpkg-deb -b --root-owner-group "$unpacked" "$packages/$2/$1_$2_$(dpkg --print-architecture).deb" >/dev/null
}

# strangers_package: a plug-in by somebody else, who has only the header and the SDK: no scripts, one file.
strangers_package() {
  local unpacked=$work/stranger folder
  folder=$unpacked/$(dpkg-deb -c "$packages"/movie-store-sqlite_*.deb | sed -n 's|.* \./\(usr/lib/.*/plugins\)/libstore_sqlite\.so$|\1|p')
  rm -rf "$unpacked"
  mkdir -p "$unpacked/DEBIAN" "$folder"
  g++ -std=c++20 -O1 -shared -fPIC -fvisibility=hidden -Icore/abi/include -Iplugins/sdk/include \
    tests/conformance/core_profile_store.cpp -o "$folder/libstore_core_profile.so"
  cat >"$unpacked/DEBIAN/control" <<EOF
Package: strangers-store
Version: 1
Architecture: $(dpkg --print-architecture)
Maintainer: Somebody Else <somebody@localhost>
Depends: movie-store-abi-1, libstdc++6
Description: another plug-in for movie-service
EOF
  dpkg-deb -b --root-owner-group "$unpacked" "$packages/strangers-store_1_all.deb" >/dev/null
}
