#include "database.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Address space, not disk: the file is as long as its films. Taken once, because a map can only grow while nobody reads. */
#if SIZE_MAX > UINT32_MAX
#define MAP_BYTES ((size_t)128 << 30)
#else
#define MAP_BYTES ((size_t)1 << 30)
#endif
#define MAX_READERS 1022

int32_t status_of(int code) {
  switch (code) {
    case MDB_SUCCESS: return MOVIE_OK;
    case MDB_NOTFOUND: return MOVIE_NOT_FOUND;
    case MDB_READERS_FULL: return MOVIE_BUSY;
    case MDB_MAP_FULL:
    case MDB_TXN_FULL:
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EROFS:
    case EACCES:
    case EPERM: return MOVIE_FULL;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_VERSION_MISMATCH:
    case MDB_INVALID: return MOVIE_CORRUPT;
    case MDB_PANIC: /* a write failed half-way; only opening it again helps */
    case MDB_MAP_RESIZED:
    case ENOMEM:
    case EIO:
    case ENOENT:
    case ENOTDIR: return MOVIE_UNAVAILABLE;
    default: return MOVIE_INTERNAL;
  }
}

/* What a new file is in a folder lasts only once the folder is written, too. */
static int sync_folder(const char *folder) {
  const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int failed = fd < 0 || fsync(fd) != 0;
  const int code = failed ? errno : 0;
  if (fd >= 0) close(fd);
  return code;
}

static int open_tables(movie_store *store, unsigned txn_flags, unsigned flags) {
  MDB_txn *txn;
  int code = mdb_txn_begin(store->env, NULL, txn_flags, &txn);
  if (code != 0) return code;
  code = mdb_dbi_open(txn, "films", flags, &store->films);
  if (code == 0) code = mdb_dbi_open(txn, "meta", flags, &store->meta);
  if (code == 0) code = mdb_dbi_open(txn, "memos", flags, &store->memos);
  if (code == 0) code = mdb_dbi_open(txn, "ages", flags, &store->ages);
  if (code == 0) return mdb_txn_commit(txn);
  mdb_txn_abort(txn);
  return code;
}

/* Those of processes that died keep old pages from being used again. */
static int drop_dead_snapshots(movie_store *store) {
  int dead = 0;
  const int code = mdb_reader_check(store->env, &dead);
  if (code == 0 && dead > 0) movie_log(store->host, MOVIE_LOG_INFO, "lmdb: dropped what processes that died were reading");
  return code;
}

int open_database(movie_store *store) {
  int code = mkdir(store->folder, 0750) == 0 || errno == EEXIST ? 0 : errno;
  if (code == 0) code = mdb_env_create(&store->env);
  if (code == 0) code = mdb_env_set_maxdbs(store->env, 4);
  if (code == 0) code = mdb_env_set_maxreaders(store->env, MAX_READERS);
  if (code == 0) code = mdb_env_set_mapsize(store->env, MAP_BYTES);
  if (code == 0) code = mdb_env_open(store->env, store->folder, MDB_NOTLS, 0640); /* a session is no thread */
  if (code == 0) code = drop_dead_snapshots(store);
  if (code == 0) code = open_tables(store, MDB_RDONLY, 0); /* which waits for no writer */
  if (code == MDB_NOTFOUND) code = open_tables(store, 0, MDB_CREATE);
  if (code == 0) code = sync_folder(store->folder);
  if (code != 0) close_database(store);
  return code;
}

void close_database(movie_store *store) {
  if (store->env != NULL) mdb_env_close(store->env);
  store->env = NULL;
}

int open_lock(const movie_store *store) {
  const size_t size = strlen(store->folder) + sizeof "/writer.lock";
  char *const file = malloc(size);
  int fd = -1;
  if (file == NULL) return -1;
  snprintf(file, size, "%s/writer.lock", store->folder);
  fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  free(file);
  return fd;
}

/* LMDB's own lock for writers cannot be tried nor given up: a lock that can is taken before it, so that it is always free. */
int32_t lock_writing(movie_session *session, uint64_t deadline_ns) {
  struct timespec pause = {0, 50000};
  while (flock(session->lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return MOVIE_UNAVAILABLE;
    if (movie_passed(deadline_ns)) return MOVIE_TIMEOUT;
    nanosleep(&pause, NULL);
    if (pause.tv_nsec < 2000000) pause.tv_nsec *= 2;
  }
  return MOVIE_OK;
}

void unlock_writing(movie_session *session) { flock(session->lock, LOCK_UN); }
