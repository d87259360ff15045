/* The core-profile store of the tests, but for what its URL says: "crash@Ids.BeginAtOneAndAscend;hang@…; now={case}" crashes and
 * hangs when these cases open it. */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "movie/store.h"

MOVIE_PLUGIN_NOTE(MODE, "1.0", CLAIMED);

static const movie_plugin* inner(void) {
  static const movie_plugin* found;
  if (found == NULL) {
    void* const handle = dlopen(INNER, RTLD_NOW | RTLD_LOCAL);
    found = handle == NULL ? NULL : (const movie_plugin*)dlsym(handle, "movie_plugin_v1");
    if (found == NULL) abort();
  }
  return found;
}

static char url[1024];

static int told(const char* what) {
  char wanted[512];
  const char* const now = strstr(url, "now=");
  snprintf(wanted, sizeof wanted, "%s@%s;", what, now == NULL ? "" : now + 4);
  return strstr(url, wanted) != NULL;
}

static int32_t refuse(movie_error* error, const char* why) {
  snprintf(error->message, (size_t)error->message_size, "%s", why);
  return MOVIE_INTERNAL;
}

/* A daemon as one may be written: out of the session and the process group. */
static void leave_one_behind(void) {
  if (fork() != 0) return;
  setsid();
  if (fork() != 0) _exit(0);
  for (;;) pause();
}

static int32_t open_store(const movie_open* how, movie_store** store, movie_limits* limits, movie_error* error) {
  snprintf(url, sizeof url, "%.*s", (int)how->url.size, how->url.data);
  if (told("crash")) abort();
  if (told("hang"))
    for (;;) pause();
  if (told("exit")) exit(0);
  if (told("crash_late")) atexit(abort);
  if (told("leave")) leave_one_behind();
  if (told("seed")) return refuse(error, getenv("MOVIE_CONFORMANCE_SEED"));
  if (told("bytes")) return refuse(error, "<&\"\x01\xff]]>");
  const int32_t status = inner()->open(how, store, limits, error);
  if (told("many")) limits->max_sessions = limits->max_writers = 4;
  return status;
}

static void close_store(movie_store* store) { inner()->close(store); }

static int32_t open_session(movie_store* store, uint32_t writer, movie_session** session, movie_error* error) {
  return inner()->session_open(store, writer, session, error);
}

static void close_session(movie_session* session) { inner()->session_close(session); }

static int32_t execute(movie_session* session, const movie_call* call) { return inner()->execute(session, call); }

MOVIE_EXPORT const movie_plugin movie_plugin_v1 = {
    .abi_major = MOVIE_ABI_MAJOR,
    .abi_minor = MOVIE_ABI_MINOR,
    .struct_size = sizeof(movie_plugin),
    .name = MODE,
    .version = "1.0",
    .capabilities = CLAIMED,
    .open = open_store,
    .close = close_store,
    .session_open = open_session,
    .session_close = close_session,
    .execute = execute,
};
