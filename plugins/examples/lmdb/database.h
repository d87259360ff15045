/* The folder with the films, a session's way into it, and who may write. */
#ifndef LMDB_DATABASE_H
#define LMDB_DATABASE_H
#include "film.h"

struct environment;

/* A folder's database, which all stores of the process on it share. */
typedef struct tables {
  MDB_env *env;
  MDB_dbi films; /* id -> film */
  MDB_dbi meta;  /* "last_id" -> int64_t: what was given last, so that no id is given twice */
  MDB_dbi memos, ages; /* memos.h */
} tables;

struct movie_store {
  struct environment *shared;
  const tables *at; /* its */
  char *folder;
  const movie_host *host;
};

struct movie_session {
  movie_store *store;
  movie_session *next; /* of the environment's */
  MDB_txn *snapshot; /* what this session reads, renewed by each call that does */
  int reading;       /* whether it is renewed */
  MDB_txn *writing;  /* the transaction under way, if any */
  int lock;          /* descriptor of the file that whoever writes holds a lock on */
  char *film;        /* room for a film's value */
  size_t film_room;
};

/* The status of an operation that ended with this code of LMDB or errno, and was not done. */
int32_t status_of(int code);

/* 0, or a code; the store is then as it was. */
int open_database(movie_store *store);
void close_database(movie_store *store);

/* From the one to the other the session may be used. LMDB refuses everything once a commit has failed in its last page; what it
 * refuses is then closed and opened again, while no session is used. 0, or a code. */
int enter(movie_session *session);
void leave(movie_session *session);
/* Whether a commit that failed did so in its last page. */
int last_page_failed(movie_session *session);
/* A session is known from the one to the other, and its snapshot gone with it. */
void join(movie_session *session);
void part(movie_session *session);

int open_lock(const movie_store *store);
/* MOVIE_OK once this session alone may write, of all in all processes; else MOVIE_TIMEOUT. */
int32_t lock_writing(movie_session *session, uint64_t deadline_ns);
void unlock_writing(movie_session *session);

#endif
