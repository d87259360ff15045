#include "memos.h"

#include <errno.h>
#include <stdlib.h>

typedef struct memo {
  int64_t number; /* its place among ages */
  int64_t expires_s, film_id;
  uint64_t digest_size;
} memo; /* then digest, then the film's value */

static int read_memo(const MDB_val *value, memo *head) {
  if (value->mv_size < sizeof *head) return MDB_CORRUPTED;
  memcpy(head, value->mv_data, sizeof *head);
  return head->digest_size <= value->mv_size - sizeof *head ? 0 : MDB_CORRUPTED;
}

static int64_t expiry(const movie_memo *of) {
  return of->now_s > INT64_MAX - (int64_t)of->lifetime_s ? INT64_MAX : of->now_s + (int64_t)of->lifetime_s;
}
static MDB_val key_of(const movie_memo *of) {
  MDB_val key = {(size_t)of->key.size, (void *)of->key.data};
  return key;
}

int recall(movie_session *session, movie_ask *ask, int *found, int32_t *status) {
  MDB_val key = key_of(&ask->memo), value, film;
  movie_text digest;
  movie_row row;
  memo head;
  int code = mdb_get(session->writing, session->store->at->memos, &key, &value);
  *found = 0;
  if (code == 0) code = read_memo(&value, &head);
  if (code != 0) return code == MDB_NOTFOUND ? 0 : code;
  if (head.expires_s <= ask->memo.now_s) return 0;
  digest.data = (const char *)value.mv_data + sizeof head, digest.size = head.digest_size;
  film.mv_data = (char *)value.mv_data + sizeof head + head.digest_size;
  film.mv_size = value.mv_size - sizeof head - head.digest_size;
  if (!read_film(head.film_id, &film, &row)) return MDB_CORRUPTED;
  *found = 1;
  *status = movie_same_text(digest, ask->memo.digest) ? MOVIE_OK : MOVIE_EXISTS;
  if (*status != MOVIE_OK) return 0;
  movie_emit(ask, &row);
  movie_count(ask, 1);
  return 0;
}

static int forget(movie_session *session, MDB_val *key) {
  MDB_val value, age;
  id_key number;
  memo head;
  int code = mdb_get(session->writing, session->store->at->memos, key, &value);
  if (code == 0) code = read_memo(&value, &head);
  if (code != 0) return code == MDB_NOTFOUND ? 0 : code;
  number = key_of_id(head.number);
  age.mv_size = sizeof number, age.mv_data = &number;
  code = mdb_del(session->writing, session->store->at->memos, key, NULL);
  return code == 0 ? mdb_del(session->writing, session->store->at->ages, &age, NULL) : code;
}

/* The oldest or the youngest: its number, and its key, which is copied, for what is done with it moves pages. */
static int end_of_ages(movie_session *session, MDB_cursor_op which, int64_t *number, char *room, MDB_val *key) {
  MDB_cursor *cursor;
  MDB_val age, value;
  int code = mdb_cursor_open(session->writing, session->store->at->ages, &cursor);
  if (code != 0) return code;
  code = mdb_cursor_get(cursor, &age, &value, which);
  if (code == 0 && value.mv_size > 255) code = MDB_CORRUPTED;
  if (code == 0) {
    *number = id_of_key(&age);
    memcpy(room, value.mv_data, value.mv_size);
    key->mv_data = room, key->mv_size = value.mv_size;
  }
  mdb_cursor_close(cursor);
  return code;
}

/* A few of the oldest go: those past their time, those beyond `most`. */
static int make_room(movie_session *session, const movie_memo *of) {
  int few, code = 0;
  for (few = 0; code == 0 && few < 4; ++few) {
    MDB_val key, value;
    MDB_stat stat;
    int64_t number;
    char room[255];
    memo head;
    code = mdb_stat(session->writing, session->store->at->memos, &stat);
    if (code == 0) code = end_of_ages(session, MDB_FIRST, &number, room, &key);
    if (code == 0) code = mdb_get(session->writing, session->store->at->memos, &key, &value);
    if (code == 0) code = read_memo(&value, &head);
    if (code != 0 || (stat.ms_entries <= of->most && head.expires_s > of->now_s)) return code == MDB_NOTFOUND ? 0 : code;
    code = forget(session, &key);
  }
  return code;
}

static int put_memo(movie_session *session, const movie_ask *ask, const memo *head) {
  const size_t size = sizeof *head + (size_t)head->digest_size + (size_t)film_size(&ask->row);
  MDB_val key = key_of(&ask->memo), value = {size, malloc(size)};
  char *const to = value.mv_data;
  int code;
  if (to == NULL) return ENOMEM;
  memcpy(to, head, sizeof *head);
  if (head->digest_size != 0) memcpy(to + sizeof *head, ask->memo.digest.data, (size_t)head->digest_size);
  write_film(&ask->row, to + sizeof *head + head->digest_size);
  code = mdb_put(session->writing, session->store->at->memos, &key, &value, 0);
  free(to);
  return code;
}

int remember(movie_session *session, const movie_ask *ask) {
  MDB_val key = key_of(&ask->memo), last_key, age;
  memo head = {0, expiry(&ask->memo), ask->row.id, ask->memo.digest.size};
  char room[255];
  id_key number;
  int code = forget(session, &key); /* one past its time */
  if (code == 0) code = end_of_ages(session, MDB_LAST, &head.number, room, &last_key);
  if (code != 0 && code != MDB_NOTFOUND) return code;
  number = key_of_id(++head.number);
  age.mv_size = sizeof number, age.mv_data = &number;
  code = put_memo(session, ask, &head);
  if (code == 0) code = mdb_put(session->writing, session->store->at->ages, &age, &key, MDB_APPEND);
  return code == 0 ? make_room(session, &ask->memo) : code;
}

int forget_all(movie_session *session) {
  const int code = mdb_drop(session->writing, session->store->at->memos, 0);
  return code == 0 ? mdb_drop(session->writing, session->store->at->ages, 0) : code;
}
