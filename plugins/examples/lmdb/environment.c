#include "database.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
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
  MDB_env *env;
  MDB_dbi films, meta, memos, ages;
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
  int code = mdb_txn_begin(of->env, NULL, txn_flags, &txn);
  if (code != 0) return code;
  code = mdb_dbi_open(txn, "films", flags, &of->films);
  if (code == 0) code = mdb_dbi_open(txn, "meta", flags, &of->meta);
  if (code == 0) code = mdb_dbi_open(txn, "memos", flags, &of->memos);
  if (code == 0) code = mdb_dbi_open(txn, "ages", flags, &of->ages);
  if (code == 0) return mdb_txn_commit(txn);
  mdb_txn_abort(txn);
  return code;
}

/* Those of processes that died keep old pages from being used again. */
static int drop_dead_snapshots(struct environment *of, const movie_store *store) {
  int dead = 0;
  const int code = mdb_reader_check(of->env, &dead);
  if (code == 0 && dead > 0) movie_log(store->host, MOVIE_LOG_INFO, "lmdb: dropped what processes that died were reading");
  return code;
}

static int open_environment(struct environment *of, const movie_store *store) {
  int code = mdb_env_create(&of->env);
  if (code == 0) code = mdb_env_set_maxdbs(of->env, 4);
  if (code == 0) code = mdb_env_set_maxreaders(of->env, MAX_READERS);
  if (code == 0) code = mdb_env_set_mapsize(of->env, MAP_BYTES);
  if (code == 0) code = mdb_env_open(of->env, store->folder, MDB_NOTLS, 0640); /* a session is no thread */
  if (code == 0) code = drop_dead_snapshots(of, store);
  if (code == 0) code = open_tables(of, MDB_RDONLY, 0); /* which waits for no writer */
  if (code == MDB_NOTFOUND) code = open_tables(of, 0, MDB_CREATE);
  if (code == 0) code = sync_folder(AT_FDCWD, store->folder);
  return code;
}

static void let_go(struct environment *of) {
  struct environment **at = &opened;
  if (--of->users > 0) return;
  while (*at != of) at = &(*at)->next;
  *at = of->next;
  if (of->env != NULL) mdb_env_close(of->env);
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
  if (code == 0) {
    store->shared = of, store->env = of->env;
    store->films = of->films, store->meta = of->meta, store->memos = of->memos, store->ages = of->ages;
  }
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
