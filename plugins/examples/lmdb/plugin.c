/* Films in an LMDB database: lmdb:///folder, or lmdb://folder from the working directory. README.md tells the rest. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "reads.h"
#include "writes.h"

#define CAPABILITIES (MOVIE_EXPECT | MOVIE_MEMO | MOVIE_KEEP_ID | MOVIE_IF_EMPTY | MOVIE_SNAPSHOT | MOVIE_MANY | MOVIE_CLEARS)

/* Writes of one call that share a transaction: those of the operations from `first` on that have an outcome. */
typedef struct group {
  movie_session *session;
  const movie_call *call;
  uint64_t first;
} group;

/* None of the group was done, or nobody knows: what its operations found counts no more either. */
static void fail_group(const group *of, uint64_t end, int32_t status, int native) {
  movie_ask ask;
  uint64_t at;
  for (at = of->first; at < end; ++at) {
    MOVIE_SIZED(ask.op, of->call->ops[at]);
    if (movie_writes(ask.op.code) && ask.op.result->status >= MOVIE_OK && ask.op.result->status <= MOVIE_EXISTS)
      movie_finish(&ask, status, (uint32_t)native, native != 0 ? mdb_strerror(native) : NULL);
  }
}

static void end_group(const group *of, uint64_t end) {
  int native;
  int32_t status;
  if (of->session->writing == NULL) return;
  status = commit(of->session, &native);
  if (status != MOVIE_OK) fail_group(of, end, status, native);
}

/* Runs a write in the group's transaction, of which it may be the first. */
static void join_group(group *of, uint64_t at, movie_ask *ask) {
  int32_t status = MOVIE_OK;
  int code;
  if (of->session->writing == NULL) {
    of->first = at;
    status = begin_writing(of->session, ask);
  }
  if (status != MOVIE_OK) {
    movie_finish(ask, status, 0, NULL);
    return;
  }
  code = write_in(of->session, ask, &status);
  movie_finish(ask, code == 0 ? status : MOVIE_OK, 0, NULL);
  if (code == 0) return;
  abandon(of->session);
  fail_group(of, at + 1, status_of(code), code);
}

/* All or nothing, and perhaps long: a transaction of its own, so that nobody else's write is undone with it. */
static void run_alone(group *of, uint64_t at, movie_ask *ask) {
  end_group(of, at);
  join_group(of, at, ask);
  if (of->session->writing != NULL && ask->op.result->status != MOVIE_OK) abandon(of->session);
  end_group(of, at + 1);
}

static void run(group *of, uint64_t at) {
  movie_session *const session = of->session;
  movie_ask ask;
  const int32_t refused = movie_read_ask(&ask, of->call, at, CAPABILITIES);
  if (refused != MOVIE_OK) {
    movie_finish(&ask, refused, 0, NULL);
    return;
  }
  switch (ask.op.code) {
    case MOVIE_OP_GET: movie_finish(&ask, get_film(session, &ask), 0, NULL); break;
    case MOVIE_OP_LIST: movie_finish(&ask, list_films(session, &ask), 0, NULL); break;
    case MOVIE_OP_PING: movie_finish(&ask, ping(session), 0, NULL); break;
    case MOVIE_OP_CREATE_MANY: run_alone(of, at, &ask); break;
    default: join_group(of, at, &ask);
  }
}

static int32_t execute(movie_session *session, const movie_call *call) {
  movie_call known;
  group writes = {session, &known, 0};
  uint64_t at;
  int code;
  const int32_t refused = movie_read_call(&known, call);
  if (refused != MOVIE_OK) return refused;
  code = enter(session);
  if (code != 0) return status_of(code);
  for (at = 0; at < known.n_ops; ++at) run(&writes, at);
  end_group(&writes, known.n_ops);
  end_reading(session);
  leave(session);
  return MOVIE_OK;
}

static void session_close(movie_session *session) {
  part(session);
  if (session->lock >= 0) close(session->lock);
  free(session->film);
  free(session);
}

static int32_t session_open(movie_store *store, uint32_t writer, movie_session **session, movie_error *error) {
  movie_session *const made = calloc(1, sizeof *made);
  if (made == NULL) return movie_refuse(error, MOVIE_UNAVAILABLE, ENOMEM, "out of memory");
  made->store = store;
  join(made);
  made->lock = writer ? open_lock(store) : -1;
  if (writer && made->lock < 0) {
    const int code = errno;
    session_close(made);
    return movie_refuse(error, status_of(code), (uint32_t)code, "writer.lock cannot be opened");
  }
  *session = made;
  return MOVIE_OK;
}

static void close_store(movie_store *store) {
  close_database(store);
  free(store->folder);
  free(store);
}

/* The folder of lmdb://folder; NULL: the URL is no such. */
static char *folder_of(movie_text url) {
  static const char scheme[] = "lmdb://";
  const size_t begin = sizeof scheme - 1;
  char *folder;
  if (url.size <= begin || memcmp(url.data, scheme, begin) != 0) return NULL;
  folder = malloc(url.size - begin + 1);
  if (folder == NULL) return NULL;
  memcpy(folder, url.data + begin, url.size - begin);
  folder[url.size - begin] = '\0';
  return folder;
}

static int32_t open_store(const movie_open *how, movie_store **store, movie_limits *limits, movie_error *error) {
  const movie_limits many = {0, 0, 0, 0, 0, 0, 1u << MOVIE_OP_GET | 1u << MOVIE_OP_LIST | 1u << MOVIE_OP_PING};
  movie_open known;
  movie_store *const made = calloc(1, sizeof *made);
  int code;
  if (made == NULL) return movie_refuse(error, MOVIE_UNAVAILABLE, ENOMEM, "out of memory");
  MOVIE_SIZED(known, how);
  made->host = known.host;
  made->folder = folder_of(known.url);
  if (made->folder == NULL) {
    free(made);
    return movie_refuse(error, MOVIE_INVALID, 0, "the URL must be lmdb:///folder, or lmdb://folder from the working directory");
  }
  code = open_database(made);
  if (code != 0) {
    char message[512];
    snprintf(message, sizeof message, "%s: %s", made->folder, mdb_strerror(code));
    close_store(made);
    return movie_refuse(error, status_of(code), (uint32_t)code, message);
  }
  movie_set_limits(limits, many);
  *store = made;
  return MOVIE_OK;
}

MOVIE_PLUGIN_TABLE("lmdb", "1.0", CAPABILITIES, open_store, close_store, session_open, session_close, execute, NULL, NULL);
