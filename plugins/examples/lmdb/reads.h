#ifndef LMDB_READS_H
#define LMDB_READS_H
#include "database.h"

/* Each runs an operation in the session's snapshot of this call and returns its status. */
int32_t get_film(movie_session *session, movie_ask *ask);
int32_t list_films(movie_session *session, movie_ask *ask);
int32_t ping(movie_session *session);

/* A snapshot that is held keeps LMDB from using old pages again, so it ends with the call. */
void end_reading(movie_session *session);

#endif
