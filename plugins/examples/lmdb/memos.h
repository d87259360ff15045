/* What was created under a key [movie_memo]: memos: key -> memo; ages: number, big end first -> key, the oldest first. */
#ifndef LMDB_MEMOS_H
#define LMDB_MEMOS_H
#include "database.h"

/* 0, or a code. *found: the key is remembered, *status says how the operation ends, and what was created then is emitted. */
int recall(movie_session *session, movie_ask *ask, int *found, int32_t *status);
/* In the transaction that created the film. */
int remember(movie_session *session, const movie_ask *ask);
int forget_all(movie_session *session);

#endif
