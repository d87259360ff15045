#include "reads.h"

#include <errno.h>
#include <sys/statvfs.h>
#include <unistd.h>

static int begin_reading(movie_session *session) {
  int code = 0, dead;
  if (session->reading) return 0;
  if (session->snapshot != NULL) {
    code = mdb_txn_renew(session->snapshot);
  } else {
    code = mdb_txn_begin(session->store->at->env, NULL, MDB_RDONLY, &session->snapshot);
    if (code == MDB_READERS_FULL && mdb_reader_check(session->store->at->env, &dead) == 0 && dead > 0)
      code = mdb_txn_begin(session->store->at->env, NULL, MDB_RDONLY, &session->snapshot);
  }
  session->reading = code == 0;
  return code;
}

void end_reading(movie_session *session) {
  if (session->reading) mdb_txn_reset(session->snapshot);
  session->reading = 0;
}

int32_t get_film(movie_session *session, movie_ask *ask) {
  id_key id = key_of_id(ask->op.id);
  MDB_val key = {sizeof id, &id}, value;
  movie_row row;
  int code = begin_reading(session);
  if (code == 0) code = mdb_get(session->snapshot, session->store->at->films, &key, &value);
  if (code != 0) return status_of(code);
  if (!read_film(ask->op.id, &value, &row)) return MOVIE_CORRUPT;
  movie_emit(ask, &row);
  return MOVIE_OK;
}

static int32_t emit_rows(MDB_cursor *cursor, int code, MDB_val *key, MDB_val *value, movie_ask *ask) {
  uint64_t seen = 0, sent = 0;
  movie_row row;
  for (; code == 0 && sent < ask->query.limit; code = mdb_cursor_get(cursor, key, value, MDB_NEXT)) {
    if (++seen % 256 == 0 && movie_passed(ask->deadline_ns)) return MOVIE_TIMEOUT;
    if (seen <= ask->query.skip) continue;
    if (!read_film(id_of_key(key), value, &row)) return MOVIE_CORRUPT;
    if (!movie_emit(ask, &row)) return MOVIE_OK;
    ++sent;
  }
  return code == MDB_NOTFOUND ? MOVIE_OK : status_of(code);
}

int32_t list_films(movie_session *session, movie_ask *ask) {
  id_key first;
  MDB_val key = {sizeof first, &first}, value;
  MDB_cursor *cursor;
  int32_t status;
  int code;
  if (ask->query.after == INT64_MAX) return MOVIE_OK;
  first = key_of_id(ask->query.after < 0 ? 1 : ask->query.after + 1);
  code = begin_reading(session);
  if (code == 0) code = mdb_cursor_open(session->snapshot, session->store->at->films, &cursor);
  if (code != 0) return status_of(code);
  code = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
  status = emit_rows(cursor, code, &key, &value, ask);
  mdb_cursor_close(cursor);
  return status;
}

/* Whether a write would find a disk with room; it waits for nobody who writes. */
int32_t ping(movie_session *session) {
  struct statvfs disk;
  const int code = begin_reading(session);
  if (code != 0) return status_of(code);
  if (access(session->store->folder, W_OK) != 0 || statvfs(session->store->folder, &disk) != 0) return status_of(errno);
  return disk.f_bavail == 0 || (disk.f_flag & ST_RDONLY) != 0 ? MOVIE_FULL : MOVIE_OK;
}
