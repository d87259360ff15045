# shellcheck shell=bash
# Packages as they were or will be, for trying upgrades: made from today's. To source.

# variant VERSION EDIT: into $packages/VERSION come core and SQLite store of that version, the store built from a copy of
# the source in whose migrations/ the command EDIT was run. The core holds no migration, so its files are today's.
variant() {
  local version=$1 edit=$2 tree=$work/source-$1
  mkdir -p "$packages/$1" "$tree"
  # Called where the caller looks at the status, so that `set -e` sees nothing: every command is joined to the next.
  git ls-files -z | grep -zv '^tests/' | xargs -0 cp --parents -t "$tree" &&
    (cd "$tree/migrations" && eval "$edit") &&
    sed -i "s/^project(movie-service VERSION [0-9.]*/project(movie-service VERSION $version/" "$tree/CMakeLists.txt" &&
    (cd "$tree" && cmake --preset package -DMOVIE_PLUGINS=sqlite -DBUILD_TESTING=OFF >"$work/source-$version.log" &&
      cmake --build --preset package --target store_sqlite >>"$work/source-$version.log") &&
    strip --strip-unneeded "$tree/build/package/lib/movie-service/plugins/libstore_sqlite.so" &&
    repack movie-store-sqlite "$version" "$tree/build/package/lib/movie-service/plugins/libstore_sqlite.so" &&
    repack movie-service "$version"
}

# repack NAME VERSION [PLUGIN]: today's package under another version, with another plug-in in it.
repack() {
  local unpacked=$work/repack
  rm -rf "$unpacked"
  dpkg-deb -R "$packages"/"$1"_*.deb "$unpacked" &&
    sed -i "s/^Version: .*/Version: $2/" "$unpacked/DEBIAN/control" &&
    { [ $# -lt 3 ] || cp "$3" "$unpacked"/usr/lib/*/movie-service/plugins/; } &&
    rm -f "$unpacked/DEBIAN/md5sums" &&
    dpkg-deb -b --root-owner-group "$unpacked" "$packages/$2/$1_$2_$(dpkg --print-architecture).deb" >/dev/null
}

# strangers_package: the LMDB example as somebody else's, who has only what movie-service-dev installs: no scripts, one file.
strangers_package() {
  local unpacked=$work/stranger sdk=$work/sdk folder
  dpkg-deb -x "$packages"/movie-service-dev_*.deb "$sdk" && cp -r plugins/examples/lmdb "$work/lmdb" || return 1
  cmake -S "$work/lmdb" -B "$work/lmdb/build" -DCMAKE_PREFIX_PATH="$sdk/usr" -DBUILD_TESTING=OFF >"$work/lmdb.log" &&
    cmake --build "$work/lmdb/build" >>"$work/lmdb.log" || { tail -n 20 "$work/lmdb.log" >&2 && return 1; }
  folder=$unpacked/$(dpkg-deb -c "$packages"/movie-store-sqlite_*.deb | sed -n 's|.* \./\(usr/lib/.*/plugins\)/libstore_sqlite\.so$|\1|p')
  [ "$folder" != "$unpacked/" ] || return 1
  mkdir -p "$unpacked/DEBIAN" "$folder"
  install -m 644 "$work/lmdb/build/libstore_lmdb.so" "$folder" || return 1
  cat >"$unpacked/DEBIAN/control" <<EOF
Package: strangers-store
Version: 1
Architecture: $(dpkg --print-architecture)
Maintainer: Somebody Else <somebody@localhost>
Depends: movie-store-abi-1, liblmdb0, libc6
Description: another plug-in for movie-service
EOF
  dpkg-deb -b --root-owner-group "$unpacked" "$packages/strangers-store_1_$(dpkg --print-architecture).deb" >/dev/null
}
