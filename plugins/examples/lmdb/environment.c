#include "database.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Address space, not disk: the file is as long as its films. Taken once, because a map can only grow while nobody reads. */
#if SIZE_MAX > UINT32_MAX
#define MAP_BYTES ((size_t)128 << 30)
#else
#define MAP_BYTES ((size_t)1 << 30)
#endif
#define MAX_READERS 1022

/* LMDB must not have a folder open twice in one process: closing either gives up the locks of both, the next to open then takes
 * itself for the first, and of two that write at once one's films are lost. So all stores of a process on one folder share. */
struct environment {
  struct environment *next;
  dev_t device;
  ino_t inode; /* of the folder, whatever it is called */
  unsigned users;
  tables at;
  pthread_rwlock_t use; /* held by whoever uses a session; alone by who opens it again */
  movie_session *sessions; /* under the mutex */
  atomic_int failed;       /* it refuses everything */
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* of all that follows */
static struct environment *opened;

/* What a new file is in a folder lasts only once the folder is written, too. */
static int sync_folder(int at, const char *folder) {
  const int fd = openat(at, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int failed = fd < 0 || fsync(fd) != 0;
  const int code = failed ? errno : 0;
  if (fd >= 0) close(fd);
  return code;
}

/* As is what a new folder is in the one above. */
static int make_folder(const char *folder) {
  int fd, code;
  if (mkdir(folder, 0750) != 0) return errno == EEXIST ? 0 : errno;
  fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return errno;
  code = sync_folder(fd, "..");
  close(fd);
  return code;
}

static int open_tables(struct environment *of, unsigned txn_flags, unsigned flags) {
  MDB_txn *txn;
  int code = mdb_txn_begin(of->at.env, NULL, txn_flags, &txn);
  if (code != 0) return code;
  code = mdb_dbi_open(txn, "films", flags, &of->at.films);
  if (code == 0) code = mdb_dbi_open(txn, "meta", flags, &of->at.meta);
  if (code == 0) code = mdb_dbi_open(txn, "memos", flags, &of->at.memos);
  if (code == 0) code = mdb_dbi_open(txn, "ages", flags, &of->at.ages);
  if (code == 0) return mdb_txn_commit(txn);
  mdb_txn_abort(txn);
  return code;
}

/* Those of processes that died keep old pages from being used again. */
static int drop_dead_snapshots(struct environment *of, const movie_store *store) {
  int dead = 0;
  const int code = mdb_reader_check(of->at.env, &dead);
  if (code == 0 && dead > 0) movie_log(store->host, MOVIE_LOG_INFO, "lmdb: dropped what processes that died were reading");
  return code;
}

static int open_environment(struct environment *of, const movie_store *store) {
  int code = mdb_env_create(&of->at.env);
  if (code == 0) code = mdb_env_set_maxdbs(of->at.env, 4);
  if (code == 0) code = mdb_env_set_maxreaders(of->at.env, MAX_READERS);
  if (code == 0) code = mdb_env_set_mapsize(of->at.env, MAP_BYTES);
  if (code == 0) code = mdb_env_open(of->at.env, store->folder, MDB_NOTLS, 0640); /* a session is no thread */
  if (code == 0) code = drop_dead_snapshots(of, store);
  if (code == 0) code = open_tables(of, MDB_RDONLY, 0); /* which waits for no writer */
  if (code == MDB_NOTFOUND) code = open_tables(of, 0, MDB_CREATE);
  if (code == 0) code = sync_folder(AT_FDCWD, store->folder);
  return code;
}

static void close_environment(struct environment *of) {
  if (of->at.env != NULL) mdb_env_close(of->at.env);
  of->at.env = NULL;
}

static void let_go(struct environment *of) {
  struct environment **at = &opened;
  if (--of->users > 0) return;
  while (*at != of) at = &(*at)->next;
  *at = of->next;
  close_environment(of);
  pthread_rwlock_destroy(&of->use);
  free(of);
}

/* 0: *found is the folder's, opened if nobody has. Under the mutex. */
static int environment_of(const movie_store *store, struct environment **found) {
  struct stat folder;
  struct environment *of;
  int code;
  if (stat(store->folder, &folder) != 0) return errno;
  for (of = opened; of != NULL && (of->device != folder.st_dev || of->inode != folder.st_ino);) of = of->next;
  *found = of;
  if (of != NULL) return ++of->users, 0;
  of = calloc(1, sizeof *of);
  if (of == NULL) return ENOMEM;
  pthread_rwlock_init(&of->use, NULL);
  of->device = folder.st_dev, of->inode = folder.st_ino, of->users = 1;
  of->next = opened, opened = *found = of;
  code = open_environment(of, store);
  if (code != 0) let_go(of);
  return code;
}

int open_database(movie_store *store) {
  struct environment *of = NULL;
  int code = make_folder(store->folder);
  if (code != 0) return code;
  pthread_mutex_lock(&mutex);
  code = environment_of(store, &of);
  if (code == 0) store->shared = of, store->at = &of->at;
  pthread_mutex_unlock(&mutex);
  return code;
}

void close_database(movie_store *store) {
  if (store->shared == NULL) return;
  pthread_mutex_lock(&mutex);
  let_go(store->shared);
  pthread_mutex_unlock(&mutex);
  store->shared = NULL;
}

void join(movie_session *session) {
  struct environment *const of = session->store->shared;
  pthread_mutex_lock(&mutex);
  session->next = of->sessions, of->sessions = session;
  pthread_mutex_unlock(&mutex);
}

void part(movie_session *session) {
  movie_session **at = &session->store->shared->sessions;
  pthread_mutex_lock(&mutex);
  while (*at != session) at = &(*at)->next;
  *at = session->next;
  if (session->snapshot != NULL) mdb_txn_abort(session->snapshot);
  pthread_mutex_unlock(&mutex);
}

/* Alone, and under the mutex. */
static int open_again(struct environment *of, const movie_store *store) {
  movie_session *session;
  int code;
  for (session = of->sessions; session != NULL; session = session->next) {
    if (session->snapshot != NULL) mdb_txn_abort(session->snapshot);
    session->snapshot = NULL;
  }
  close_environment(of);
  code = open_environment(of, store);
  if (code != 0) close_environment(of);
  movie_log(store->host, MOVIE_LOG_WARNING, code == 0 ? "lmdb: a commit had failed in its last page: opened again"
                                                      : "lmdb: a commit failed in its last page, and it cannot be opened again");
  return code;
}

static int mend(struct environment *of, const movie_store *store) {
  int code = 0;
  if (pthread_rwlock_trywrlock(&of->use) != 0) return MDB_PANIC; /* who uses it is soon refused, too */
  pthread_mutex_lock(&mutex);
  if (of->failed) code = open_again(of, store);
  if (code == 0) of->failed = 0;
  pthread_mutex_unlock(&mutex);
  pthread_rwlock_unlock(&of->use);
  return code;
}

int enter(movie_session *session) {
  struct environment *const of = session->store->shared;
  const int code = of->failed ? mend(of, session->store) : 0;
  if (code != 0) return code;
  pthread_rwlock_rdlock(&of->use);
  if (!of->failed) return 0;
  pthread_rwlock_unlock(&of->use);
  return MDB_PANIC;
}

void leave(movie_session *session) { pthread_rwlock_unlock(&session->store->shared->use); }

int last_page_failed(movie_session *session) {
  MDB_txn *txn;
  const int code = mdb_txn_begin(session->store->at->env, NULL, MDB_RDONLY, &txn);
  if (code == 0) mdb_txn_abort(txn);
  if (code == MDB_PANIC) session->store->shared->failed = 1;
  return code == MDB_PANIC;
}
