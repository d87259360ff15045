/* A plug-in that would do, but for what a macro spoils. MODE is its mode; each build defines a
 * spoiler or two. */
#include <string.h>

#include "movie/store.h"

#ifndef NAME
#define NAME MODE
#endif
#ifndef VERSION
#define VERSION "1.0"
#endif
#ifndef MAJOR
#define MAJOR MOVIE_ABI_MAJOR
#endif
#ifndef HOST_MINOR
#define HOST_MINOR 0u
#endif
#ifndef TABLE_SIZE
#define TABLE_SIZE sizeof(movie_plugin)
#endif
#ifndef ENTRY
#define ENTRY movie_plugin_v1
#endif
#ifndef OPEN
#define OPEN open_store
#endif
#ifndef CLOSE
#define CLOSE close_store
#endif
#ifndef SESSION_OPEN
#define SESSION_OPEN open_session
#endif
#ifndef SESSION_CLOSE
#define SESSION_CLOSE close_session
#endif
#ifndef EXECUTE
#define EXECUTE execute
#endif
#define MAY_BE_UNUSED __attribute__((unused))

#if defined(SHORT_NOTE)
__attribute__((section(".note.movie"), used, aligned(8))) static const struct {
  uint32_t namesz, descsz, type;
  char owner[12];
  uint32_t major, minor;
} note = {12u, 8u, 1u, "movie-store", 1u, 0u};
#elif defined(NOTE_MAJOR)
__attribute__((section(".note.movie"), used, aligned(8))) static const movie_note note = {
    12u, 88u, 1u, "movie-store", NOTE_MAJOR, 0u, 0u, 0u, 0u, MODE, VERSION};
#elif !defined(NO_NOTE)
MOVIE_PLUGIN_NOTE(MODE, "1.0", 0u);
#endif

#ifdef MUST_NOT_RUN
#include <stdlib.h>
__attribute__((constructor)) static void run(void) { abort(); }
#endif
#ifdef NEEDS
int NEEDS(void);
#endif

#if defined(EXITS) || defined(FAULTS) || defined(OVERFLOWS) || defined(HANGS)
#include <stdlib.h>
#include <unistd.h>
#if defined(OVERFLOWS)
static int deeper(const volatile char* above) {
  volatile char here[4096];
  here[0] = above[0];
  return here[0] != 0 ? 0 : deeper(here) + here[0];
}
#endif
static void misbehave(void) {
#if defined(EXITS)
  exit(0);
#elif defined(FAULTS)
  abort();
#elif defined(OVERFLOWS)
  const volatile char none = 0;
  deeper(&none);
#else
  for (;;) pause();
#endif
}
#endif
#ifdef IN_CONSTRUCTOR
__attribute__((constructor)) static void construct(void) { misbehave(); }
#endif

/* Says why, and returns the status. */
MAY_BE_UNUSED static int32_t fail(movie_error* error, int32_t status, const char* reason) {
  strncpy(error->message, reason, (size_t)error->message_size - 1u);
  error->message[error->message_size - 1u] = '\0';
  return status;
}

MAY_BE_UNUSED static int32_t open_store(const movie_open* how, movie_store** store,
                                        movie_limits* limits, movie_error* error) {
  static char the_store;
  (void)how, (void)error;
  limits->max_sessions = limits->max_writers = 1u;
#ifdef NEEDS
  limits->max_batch = (uint32_t)NEEDS();
#endif
#ifdef IN_OPEN
  misbehave();
#endif
#ifdef OPEN_STATUS
  return fail(error, OPEN_STATUS, OPEN_REASON);
#endif
#ifndef NO_STORE
  *store = (movie_store*)&the_store;
#else
  (void)store, (void)the_store;
#endif
  return MOVIE_OK;
}
MAY_BE_UNUSED static void close_store(movie_store* store) { (void)store; }

MAY_BE_UNUSED static int32_t open_session(movie_store* store, uint32_t writer,
                                          movie_session** session, movie_error* error) {
  (void)writer, (void)error;
  *session = (movie_session*)store;
#ifdef SESSION_STATUS
  return fail(error, SESSION_STATUS, "no session today");
#endif
  return MOVIE_OK;
}
MAY_BE_UNUSED static void close_session(movie_session* session) { (void)session; }

MAY_BE_UNUSED static int32_t execute(movie_session* session, const movie_call* call) {
  (void)session, (void)call;
  return MOVIE_OK;
}

extern MOVIE_EXPORT const movie_plugin ENTRY;
MOVIE_EXPORT const movie_plugin ENTRY = {
    .abi_major = MAJOR,
    .abi_minor = MOVIE_ABI_MINOR,
    .struct_size = TABLE_SIZE,
    .host_minor = HOST_MINOR,
    .name = NAME,
    .version = VERSION,
    .open = OPEN,
    .close = CLOSE,
    .session_open = SESSION_OPEN,
    .session_close = SESSION_CLOSE,
    .execute = EXECUTE,
};
