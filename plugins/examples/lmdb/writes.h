#ifndef LMDB_WRITES_H
#define LMDB_WRITES_H
#include "database.h"

/* MOVIE_OK: a transaction is under way. Else why the operation cannot be begun. */
int32_t begin_writing(movie_session *session, const movie_ask *ask);
/* MOVIE_OK: all that was written is on the disk. Else what became of it. */
int32_t commit(movie_session *session, int *native);
void abandon(movie_session *session);

/* Runs an operation in the transaction under way. 0: *status is its outcome so far. Else a code: the transaction is to be
 * abandoned. */
int write_in(movie_session *session, movie_ask *ask, int32_t *status);

#endif
