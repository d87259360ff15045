# shellcheck shell=bash disable=SC2154 # variables of tools/test-packages, which sources it
# What is tried, each in the state that the one before has left.

# The package of that name, as a root sees it.
deb() { (cd "$packages" && echo "$1"_*.deb | sed "s,^,/packages/,"); }

film='{"title":"Arrival","year":2016,"genre":"sci-fi"}'
create() { ask /movies -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -d "$film"; }

core_alone() {
  echo "== the core alone"
  local root=$work/core said status=0
  new_root "$cache/base" "$root"
  apt_root "$root" install --no-install-recommends "$(deb movie-service)"
  without "$root" libpq
  without "$root" sqlite
  [ -L "$root/etc/systemd/system/multi-user.target.wants/movie-service.service" ] || fail "the unit is not enabled"
  said=$(as_service "$root" /usr/bin/movie-service 2>&1) || status=$?
  same "status without any store" 78 $status
  has "what it says then" "$said" "sqlite"
  row "$root" "nothing of a database there; without a store it ends with 78, once"
}

sqlite_store() {
  echo "== core and SQLite store"
  local root=$work/sqlite
  new_root "$cache/base" "$root"
  apt_root "$root" install --no-install-recommends "$(deb movie-service)" "$(deb movie-store-sqlite)"
  without "$root" libpq
  serve "$root"
  same "create" 201 "$(create)"
  same "films" 1 "$(count)"
  tools_by_root "$root"
  stop
  row "$root" "serves; root's movie-tools leave nothing of root's; nothing of Postgres there"
}

# While the service runs.
tools_by_root() {
  printf 'title,year,genre\nAlien,1979,horror\n' >"$1/root/films.csv"
  chmod 600 "$1/root/films.csv"
  in_root "$1" movie-tools import /root/films.csv >"$work/import.log" 2>&1 || fail "import by root: $(cat "$work/import.log")"
  same "films that the service sees" 2 "$(count)"
  in_root "$1" sh -c 'movie-tools export --format ndjson > /root/films.ndjson'
  same "films exported" 2 "$(wc -l <"$1/root/films.ndjson")"
  same "owners of the data" $service_user "$(find "$1/var/lib/private/movie-service" -printf '%U\n' | sort -u)"
  same "create after root's import" 201 "$(create)"
}

postgres_added() {
  echo "== the Postgres store added"
  local root=$work/postgres said
  new_root "$work/sqlite" "$root"
  apt_root "$root" install --no-install-recommends "$(deb movie-store-pg)"
  has "what came along" "$(in_root "$root" dpkg-query -W -f '${Package} ${db:Status-Status}\n' libpq5)" "libpq5 installed"
  said=$(in_root "$root" movie-tools plugins --load) || fail "a plug-in cannot be loaded: $said"
  has "plug-ins" "$said" '^  postgres +[0-9]'
  serve "$root"
  same "films" 3 "$(count)"
  stop
  row "$root" "libpq5 came with it; SQLite goes on"
}

older_upgraded() {
  echo "== an upgrade over a migration"
  local root=$work/upgraded said
  variant 0.0.9 'rm 0003_*.sql' || fail "cannot build the older packages"
  new_root "$cache/base" "$root"
  apt_root "$root" install --no-install-recommends "$(deb 0.0.9/movie-service)" "$(deb 0.0.9/movie-store-sqlite)"
  serve "$root"
  same "create" 201 "$(create)"
  stop
  said=$(in_root "$root" movie-tools migrate status 2>&1)
  has "the older schema" "$said" "^  0002 .*: applied$"
  hasnt "the older schema" "$said" "0003"
  echo 'LOG_LEVEL=WARNING' >>"$root/etc/movie-service/movie-service.env" # the operator's own
  apt_root "$root" install --no-install-recommends "$(deb movie-service)" "$(deb movie-store-sqlite)"
  has "the conffile" "$(cat "$root/etc/movie-service/movie-service.env")" '^LOG_LEVEL=WARNING$'
  serve "$root"
  same "films" 1 "$(count)"
  has "the schema" "$(in_root "$root" movie-tools migrate status 2>&1)" "^  0003 .*: applied$"
  stop
  row "$root" "from 0.0.9 with a step less: migrated, film and conffile kept"
}

newer_refused() {
  echo "== a downgrade under a newer schema"
  local root=$work/upgraded next said status=0
  next=$(printf '%04d' $(($(find migrations -name '*.sql' | wc -l) + 1)))
  variant 9.0.0 "printf -- '-- min_reader: %d\nCREATE TABLE later (id INTEGER);\n' $((10#$next)) > ${next}_later.sql" || fail "cannot build the newer packages"
  apt_root "$root" install --no-install-recommends "$(deb 9.0.0/movie-service)" "$(deb 9.0.0/movie-store-sqlite)"
  serve "$root"
  same "films" 1 "$(count)"
  stop
  apt_root "$root" install --no-install-recommends --allow-downgrades "$(deb movie-service)" "$(deb movie-store-sqlite)"
  said=$(as_service "$root" /usr/bin/movie-service 2>&1) || status=$?
  same "status of the downgraded service" 3 $status
  same "lines that it says" 1 "$(wc -l <<<"$said")"
  echo "   $said"
  apt_root "$root" install --no-install-recommends "$(deb 9.0.0/movie-service)" "$(deb 9.0.0/movie-store-sqlite)"
  serve "$root"
  same "films after the way back" 1 "$(count)"
  stop
  row "$root" "downgrade to $version: status 3 and one line; 9.0.0 again: the film is there"
}

stranger_added() {
  echo "== a third party's plug-in"
  local root=$work/sqlite said
  hasnt "plug-ins before" "$(in_root "$root" movie-tools plugins)" "lmdb"
  strangers_package || fail "cannot build the stranger's package"
  apt_root "$root" install --no-install-recommends "$(deb strangers-store)"
  cp "$root/etc/movie-service/movie-service.env" "$work/movie-service.env"
  sed -i 's/^MOVIE_DB_MODE=.*/MOVIE_DB_MODE=lmdb/' "$root/etc/movie-service/movie-service.env"
  echo 'MOVIE_DATABASE_URL_LMDB=lmdb:///var/lib/movie-service/films' >>"$root/etc/movie-service/movie-service.env"
  said=$(in_root "$root" movie-tools plugins --load) || fail "a plug-in cannot be loaded: $said"
  has "plug-ins" "$said" '^\* lmdb +[0-9]'
  serve "$root"
  same "create" 201 "$(create)"
  stop
  serve "$root"
  same "films after a restart" 1 "$(count)"
  tools_by_root "$root"
  stop
  cp "$work/movie-service.env" "$root/etc/movie-service/movie-service.env"
  row "$root" "LMDB, a package of one file: movie-tools plugins shows it, it serves, films outlive a restart"
}

# systemd itself does not run in a root, so the scripts of the package are asked what they would tell it.
triggered_by_a_plugin() {
  echo "== the trigger"
  local root=$work/core state said
  mkdir -p "$root/run/systemd/system" "$root/opt/fake"
  printf '#!/bin/sh\n[ "$1" != is-active ] || { cat /opt/fake/state; [ "$(cat /opt/fake/state)" = active ]; }\n' >"$root/opt/fake/systemctl"
  printf '#!/bin/sh\necho "$@" >>/opt/fake/said\n' >"$root/opt/fake/deb-systemd-invoke"
  chmod +x "$root"/opt/fake/*
  for state in active activating failed inactive; do
    echo $state >"$root/opt/fake/state"
    : >"$root/opt/fake/said"
    in_root "$root" env PATH=/opt/fake:/usr/sbin:/usr/bin:/sbin:/bin sh /var/lib/dpkg/info/movie-service.postinst triggered
    said=$(cat "$root/opt/fake/said")
    if [ $state = inactive ]; then
      same "what a plug-in does to a service that is $state" "" "$said"
    else
      same "what a plug-in does to a service that is $state" "restart movie-service.service" "$said"
    fi
  done
}

purged_from_a_mount() {
  echo "== purge where the data folder is mounted"
  local root=$work/mounted folder
  for folder in /var/lib/private/movie-service /var/lib/movie-service; do
    new_root "$work/sqlite" "$root"
    # shellcheck disable=SC2016 # the inner shell's
    in_root "$root" sh -ec '[ "$1" != /var/lib/movie-service ] || { rm -f "$1"; mkdir "$1"; }
      mount -t tmpfs tmpfs "$1"; touch "$1/movies.db"; mkdir "$1/films"; touch "$1/films/data.mdb"
      apt-get -y -q purge movie-service 2>&1; [ -z "$(ls -A "$1")" ]; [ ! -e /etc/movie-service ]' sh $folder >"$work/purge.log" ||
      fail "a purge fails or leaves films where $folder is mounted: $(tail -n 5 "$work/purge.log")"
    rm -rf "$root"
  done
}

removed_and_purged() {
  echo "== remove, purge"
  local root=$work/sqlite
  apt_root "$root" remove movie-service movie-store-sqlite strangers-store
  [ ! -e "$root/usr/bin/movie-service" ] || fail "the program is still there"
  [ -e "$root/etc/movie-service/movie-service.env" ] || fail "removing took the settings"
  [ -e "$root/var/lib/private/movie-service/movies.db" ] || fail "removing took the films"
  apt_root "$root" purge movie-service movie-store-sqlite
  same "what a purge leaves" "" "$(find "$root/etc" "$root/usr" "$root/var/lib" -name '*movie*' -not -path '*/apt/*')"
  row "$root" "remove keeps settings and films, purge leaves nothing"
}
