#include "writes.h"

#include <errno.h>
#include <stdlib.h>

#include "memos.h"

int32_t begin_writing(movie_session *session, const movie_ask *ask) {
  int32_t status;
  int code;
  if (ask->no_wait) return MOVIE_AGAIN; /* a commit waits for the disk */
  status = lock_writing(session, ask->deadline_ns);
  if (status != MOVIE_OK) return status;
  code = mdb_txn_begin(session->store->at->env, NULL, 0, &session->writing);
  if (code != 0) unlock_writing(session);
  return status_of(code);
}

/* LMDB writes the pages first and last the one that makes them count. If that one fails it cannot tell what the disk holds. */
int32_t commit(movie_session *session, int *native) {
  const int code = mdb_txn_commit(session->writing);
  session->writing = NULL;
  unlock_writing(session);
  *native = code;
  if (code == 0) return MOVIE_OK;
  if (last_page_failed(session)) return MOVIE_UNKNOWN;
  return code == EIO ? MOVIE_FULL : status_of(code); /* a write cut short, as on a full disk, is EIO to LMDB */
}

void abandon(movie_session *session) {
  mdb_txn_abort(session->writing);
  session->writing = NULL;
  unlock_writing(session);
}

static MDB_val last_id_key(void) {
  MDB_val key = {7, (void *)"last_id"};
  return key;
}
static int get_last_id(movie_session *session, int64_t *last) {
  MDB_val key = last_id_key(), value;
  const int code = mdb_get(session->writing, session->store->at->meta, &key, &value);
  *last = 0;
  if (code == MDB_NOTFOUND) return 0;
  if (code == 0 && value.mv_size != sizeof *last) return MDB_CORRUPTED;
  if (code == 0) memcpy(last, value.mv_data, sizeof *last);
  return code;
}
static int put_last_id(movie_session *session, int64_t last) {
  MDB_val key = last_id_key(), value = {sizeof last, &last};
  return mdb_put(session->writing, session->store->at->meta, &key, &value, 0);
}

/* Writes row and emits it, if that is wanted. The value is made apart: row's text may lie in the page that is changed. */
static int put_film(movie_session *session, movie_ask *ask, const movie_row *row, unsigned flags) {
  const uint64_t size = film_size(row);
  id_key id = key_of_id(row->id);
  MDB_val key = {sizeof id, &id}, value = {(size_t)size, NULL};
  movie_row written;
  int code;
  if (size > UINT32_MAX) return MDB_BAD_VALSIZE;
  if (size > session->film_room) {
    char *const room = realloc(session->film, (size_t)size);
    if (room == NULL) return ENOMEM;
    session->film = room, session->film_room = (size_t)size;
  }
  write_film(row, session->film);
  value.mv_data = session->film;
  code = mdb_put(session->writing, session->store->at->films, &key, &value, flags);
  if (code == 0 && read_film(row->id, &value, &written)) movie_emit(ask, &written);
  return code;
}

/* A film with an id of its own [S-40]. */
static int create_kept(movie_session *session, movie_ask *ask, int32_t *status) {
  int64_t last;
  int code = get_last_id(session, &last);
  if (code == 0) code = put_film(session, ask, &ask->row, MDB_NOOVERWRITE);
  *status = code == MDB_KEYEXIST ? MOVIE_EXISTS : MOVIE_OK;
  if (code != 0) return code == MDB_KEYEXIST ? 0 : code;
  return ask->row.id > last ? put_last_id(session, ask->row.id) : 0;
}

static int next_id(movie_session *session, movie_ask *ask, int32_t *status) {
  int64_t last;
  int code = get_last_id(session, &last);
  if (code == 0 && ask->op.id > 0 && ask->op.id - 1 > last) {
    last = ask->op.id - 1;
    code = put_last_id(session, last);
  }
  if (code == 0) movie_count(ask, last == INT64_MAX ? 0 : last + 1);
  *status = MOVIE_OK;
  return code;
}

static int create(movie_session *session, movie_ask *ask, int32_t *status) {
  const int once = (ask->op.require & MOVIE_MEMO) != 0;
  int64_t last;
  int code = 0, found = 0;
  if (once) code = recall(session, ask, &found, status);
  if (code != 0 || found) return code;
  code = get_last_id(session, &last);
  if (code != 0 || last == INT64_MAX) return code != 0 ? code : ENOSPC;
  ask->row.id = last + 1;
  code = put_last_id(session, ask->row.id);
  if (code == 0) code = put_film(session, ask, &ask->row, MDB_APPEND);
  if (code == 0 && once) movie_count(ask, 0), code = remember(session, ask);
  *status = MOVIE_OK;
  return code;
}

/* The film that UPDATE or REMOVE is about. *status: MOVIE_OK, or why it is not to be changed. */
static int find(movie_session *session, movie_ask *ask, movie_row *row, int32_t *status) {
  id_key id = key_of_id(ask->op.id);
  MDB_val key = {sizeof id, &id}, value;
  const int code = mdb_get(session->writing, session->store->at->films, &key, &value);
  *status = code == MDB_NOTFOUND ? MOVIE_NOT_FOUND : MOVIE_OK;
  if (code != 0) return code == MDB_NOTFOUND ? 0 : code;
  if (!read_film(ask->op.id, &value, row)) {
    *status = MOVIE_CORRUPT;
  } else if ((ask->op.require & MOVIE_EXPECT) != 0 && !movie_same_film(row, &ask->expect)) {
    *status = MOVIE_CONFLICT;
    movie_emit(ask, row);
  }
  return 0;
}

static int update(movie_session *session, movie_ask *ask, int32_t *status) {
  movie_row row;
  const int code = find(session, ask, &row, status);
  if (code != 0 || *status != MOVIE_OK) return code;
  row = movie_changed(&row, ask);
  return put_film(session, ask, &row, 0);
}

static int remove_film(movie_session *session, movie_ask *ask, int32_t *status) {
  id_key id = key_of_id(ask->op.id);
  MDB_val key = {sizeof id, &id};
  movie_row row;
  const int code = find(session, ask, &row, status);
  if (code != 0 || *status != MOVIE_OK) return code;
  return mdb_del(session->writing, session->store->at->films, &key, NULL);
}

static int count_films(movie_session *session, int64_t *count) {
  MDB_stat stat;
  const int code = mdb_stat(session->writing, session->store->at->films, &stat);
  if (code == 0) *count = (int64_t)stat.ms_entries;
  return code;
}

static int clear(movie_session *session, movie_ask *ask, int32_t *status) {
  int64_t count;
  int code = count_films(session, &count);
  if (code == 0) code = mdb_drop(session->writing, session->store->at->films, 0);
  if (code == 0) code = forget_all(session);
  if (code == 0) code = put_last_id(session, 0);
  if (code == 0) movie_count(ask, count);
  *status = MOVIE_OK;
  return code;
}

/* Adds what movie_next gives. *status other than MOVIE_OK: none of it is to stay. */
static int add_rows(movie_session *session, movie_ask *ask, int64_t *last, int32_t *status) {
  const int keep = (ask->op.require & MOVIE_KEEP_ID) != 0;
  int64_t count = 0;
  int code = 0, more;
  while (code == 0 && (more = movie_next(ask)) > 0) {
    if (!keep && *last == INT64_MAX) return ENOSPC;
    if (!keep) ask->row.id = *last + 1;
    code = put_film(session, ask, &ask->row, keep ? MDB_NOOVERWRITE : MDB_APPEND);
    if (ask->row.id > *last) *last = ask->row.id;
    if (++count % 1024 == 0 && movie_passed(ask->deadline_ns)) *status = MOVIE_TIMEOUT;
    if (*status != MOVIE_OK) return code;
  }
  if (code == 0 && more < 0) *status = MOVIE_INVALID;
  if (keep && code == MDB_KEYEXIST) *status = MOVIE_EXISTS, code = 0;
  if (code == 0 && *status == MOVIE_OK) movie_count(ask, count);
  return code;
}

static int create_many(movie_session *session, movie_ask *ask, int32_t *status) {
  int64_t last, there = 0;
  int code = get_last_id(session, &last);
  if (code == 0 && (ask->op.require & MOVIE_IF_EMPTY) != 0) code = count_films(session, &there);
  *status = there == 0 ? MOVIE_OK : MOVIE_EXISTS;
  if (code == 0 && *status == MOVIE_OK) code = add_rows(session, ask, &last, status);
  return code == 0 && *status == MOVIE_OK ? put_last_id(session, last) : code;
}

int write_in(movie_session *session, movie_ask *ask, int32_t *status) {
  switch (ask->op.code) {
    case MOVIE_OP_CREATE:
      return (ask->op.require & MOVIE_KEEP_ID) != 0 ? create_kept(session, ask, status) : create(session, ask, status);
    case MOVIE_OP_NEXT_ID: return next_id(session, ask, status);
    case MOVIE_OP_UPDATE: return update(session, ask, status);
    case MOVIE_OP_REMOVE: return remove_film(session, ask, status);
    case MOVIE_OP_CREATE_MANY: return create_many(session, ask, status);
    case MOVIE_OP_CLEAR: return clear(session, ask, status);
    default: *status = MOVIE_UNSUPPORTED; return 0;
  }
}
