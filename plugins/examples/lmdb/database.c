#include "database.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

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
    case MDB_PANIC: /* a write failed half-way; the next call opens it again */
    case MDB_MAP_RESIZED:
    case ENOMEM:
    case EMFILE:
    case ENFILE:
    case EIO:
    case ENOENT:
    case ENOTDIR: return MOVIE_UNAVAILABLE;
    default: return MOVIE_INTERNAL;
  }
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
