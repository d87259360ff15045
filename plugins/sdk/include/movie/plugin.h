/* movie/plugin.h: what every backend in C would write anew.  SPDX-License-Identifier: MIT
 *
 * C99 and POSIX, header only. A backend writes one function that runs an operation; movie_execute() reads the host's structs
 * by their sizes [S-1], refuses what is not claimed [S-2] or came too late, and puts each outcome where it goes. A backend that
 * groups its writes calls the parts by itself. MOVIE_PLUGIN_TABLE writes the exported table and the ELF note. */
#ifndef MOVIE_PLUGIN_H
#define MOVIE_PLUGIN_H
#include <movie/store.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#ifndef CLOCK_MONOTONIC
#error "movie/plugin.h needs clock_gettime(): compile as gnu99 or later, or define _POSIX_C_SOURCE as 200809L"
#endif

/* Once, at file scope, followed by a semicolon. name: the mode; migrate, figures: NULL for a store that has none. */
#define MOVIE_PLUGIN_TABLE(name, version, capabilities, open, close, session_open, session_close, execute, migrate, figures)  \
  typedef char movie_name_and_version_fit[sizeof(name) <= 32 && sizeof(version) <= 32 ? 1 : -1];                              \
  MOVIE_PLUGIN_NOTE(name, version, capabilities);                                                                             \
  MOVIE_EXPORT const movie_plugin movie_plugin_v1 = {MOVIE_ABI_MAJOR, MOVIE_ABI_MINOR, sizeof(movie_plugin), 0u, name, version, \
                                                     (capabilities), open, close, session_open, session_close, execute, migrate, figures}

/* A struct of the host as this side knows it: what lies beyond its struct_size reads as zero. */
#define MOVIE_SIZED(to, from) movie_sized(&(to), sizeof(to), (from))
static inline void movie_sized(void *to, size_t size, const void *from) {
  uint32_t theirs;
  memcpy(&theirs, from, sizeof theirs);
  memset(to, 0, size);
  memcpy(to, from, theirs < size ? theirs : size);
}

static inline uint64_t movie_now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
static inline int movie_passed(uint64_t deadline_ns) { return deadline_ns != 0 && movie_now_ns() >= deadline_ns; }
static inline int movie_readable(movie_text text) { return text.data != 0 || text.size == 0; }
static inline int movie_readable_film(const movie_row *row) {
  return movie_readable(row->title) && movie_readable(row->genre) && movie_readable(row->title_key);
}
static inline int movie_readable_texts(const movie_text *texts, uint64_t count) {
  while (count != 0 && texts != 0 && movie_readable(texts[count - 1])) --count;
  return count == 0;
}
static inline int movie_same_text(movie_text one, movie_text other) {
  return one.size == other.size && (one.size == 0 || memcmp(one.data, other.data, one.size) == 0);
}
static inline int movie_same_film(const movie_row *one, const movie_row *other) {
  return one->year == other->year && movie_same_text(one->title, other->title) && movie_same_text(one->genre, other->genre);
}

/* [S-5] Cut between code points where the other side has no room for all of it. */
static inline void movie_copy_message(char *to, uint64_t size, const char *message) {
  size_t length = strlen(message);
  if (to == 0 || size == 0) return;
  if (length >= size) {
    length = (size_t)size - 1;
    while (length > 0 && ((unsigned char)message[length] & 0xC0u) == 0x80u) --length;
  }
  memcpy(to, message, length);
  to[length] = '\0';
}

/* One operation, its structs whole, however much of them the host knows. Valid during the call. */
typedef struct movie_ask {
  movie_op op;                /* its row, query, expect and memo point to the copies below, where given */
  movie_row row, expect;
  movie_query query;          /* skip, limit, after; of the rest what op.require asks for */
  movie_memo memo;
  uint64_t deadline_ns;
  uint32_t no_wait, stopped;  /* stopped: emit wants no more rows */
  int64_t kept;               /* the last id that movie_next gave to be kept */
} movie_ask;

#define MOVIE_SET_RESULT(result, member, value)                                                                          \
  do {                                                                                                                   \
    if ((result)->struct_size >= offsetof(movie_result, member) + sizeof((result)->member)) (result)->member = (value);  \
  } while (0)
/* The outcome; it may be replaced until execute returns. message: for the log; native: the backend's own code. NULL and 0: what was
 * told before stays. */
static inline void movie_finish(const movie_ask *ask, int32_t status, uint32_t native, const char *message) {
  movie_result *const result = ask->op.result;
  movie_result known;
  MOVIE_SIZED(known, result);
  MOVIE_SET_RESULT(result, status, status);
  if (native != 0) MOVIE_SET_RESULT(result, native, native);
  if (message != 0) movie_copy_message(known.message, known.message_size, message);
}
static inline void movie_count(const movie_ask *ask, int64_t count) { MOVIE_SET_RESULT(ask->op.result, count, count); }
/* Hands a row to the host; its text is needed during this call only. 0: the host has enough. */
static inline int movie_emit(movie_ask *ask, const movie_row *row) {
  movie_row whole = *row;
  whole.struct_size = sizeof whole;
  whole.title_key.data = 0, whole.title_key.size = 0;
  if (!ask->stopped && ask->op.emit != 0) ask->stopped = ask->op.emit(ask->op.ctx, &whole) != 0;
  return !ask->stopped;
}

/* CREATE_MANY: 1: ask->row is the next row, its text valid until the next call; 0: that was all; -1: undo what was created
 * and end MOVIE_INVALID. */
static inline int movie_next(movie_ask *ask) {
  const movie_row *row = 0;
  const int32_t more = ask->op.next(ask->op.ctx, &row);
  if (more <= 0) return more < 0 ? -1 : 0;
  if (row == 0) return -1;
  MOVIE_SIZED(ask->row, row);
  if (!movie_readable_film(&ask->row)) return -1;
  if ((ask->op.require & MOVIE_KEEP_ID) == 0) return 1;
  if (ask->row.id <= ask->kept) return -1;
  ask->kept = ask->row.id;
  return 1;
}

/* UPDATE: the film `was` with what ask sets, text borrowed from both. */
static inline movie_row movie_changed(const movie_row *was, const movie_ask *ask) {
  movie_row row = *was;
  if (ask->op.fields & MOVIE_TITLE) row.title = ask->row.title;
  if (ask->op.fields & MOVIE_YEAR) row.year = ask->row.year;
  if (ask->op.fields & MOVIE_GENRE) row.genre = ask->row.genre;
  return row;
}
static inline int movie_writes(uint32_t code) {
  return (code >= MOVIE_OP_CREATE && code <= MOVIE_OP_REMOVE) || code == MOVIE_OP_CREATE_MANY || code == MOVIE_OP_CLEAR ||
         code == MOVIE_OP_SET_KEY || code == MOVIE_OP_KEY_VERSION || code == MOVIE_OP_NEXT_ID;
}
/* [S-2] Which `require` bits a plug-in of these capabilities understands with this code. */
static inline uint64_t movie_known_bits(uint32_t code, uint32_t require, uint64_t capabilities) {
  switch (code) {
    case MOVIE_OP_LIST: return capabilities & (MOVIE_FILTER | MOVIE_SEARCH | MOVIE_SORT | MOVIE_TOTAL | MOVIE_SNAPSHOT);
    case MOVIE_OP_CREATE: return capabilities & ((require & MOVIE_KEEP_ID) != 0 ? MOVIE_KEEP_ID : MOVIE_MEMO);
    case MOVIE_OP_CREATE_MANY: return capabilities & (MOVIE_IF_EMPTY | MOVIE_KEEP_ID);
    case MOVIE_OP_UPDATE: case MOVIE_OP_REMOVE: return capabilities & MOVIE_EXPECT;
    default: return 0;
  }
}
static inline int movie_known_code(uint32_t code, uint64_t capabilities) {
  if (code == MOVIE_OP_CREATE_MANY) return (capabilities & MOVIE_MANY) != 0;
  if (code == MOVIE_OP_CLEAR) return (capabilities & MOVIE_CLEARS) != 0;
  if (code == MOVIE_OP_NEXT_ID) return (capabilities & MOVIE_KEEP_ID) != 0;
  if (code >= MOVIE_OP_UNKEYED && code <= MOVIE_OP_KEY_VERSION) return (capabilities & MOVIE_REKEYS) != 0;
  return code >= MOVIE_OP_GET && code <= MOVIE_OP_PING;
}
/* A query's words, years and order count only where they are asked for. */
static inline int movie_query_sound(const movie_query *query, uint32_t require) {
  const uint32_t sort = query->sort;
  if ((require & MOVIE_FILTER) != 0 && !movie_readable_texts(query->genres, query->n_genres)) return 0;
  if ((require & MOVIE_SEARCH) != 0 && !movie_readable_texts(query->contains, query->n_contains)) return 0;
  if ((require & MOVIE_SORT) == 0 || sort == 0) return 1;
  return (sort == MOVIE_TITLE || sort == MOVIE_YEAR || sort == MOVIE_GENRE) && query->after == 0;
}
/* [S-9] */
static inline int movie_arguments_given(const movie_ask *ask) {
  const movie_op *const op = &ask->op;
  const movie_memo *const memo = &ask->memo;
  if (op->row != 0 && !movie_readable_film(&ask->row)) return 0;
  if ((op->require & MOVIE_EXPECT) != 0 && (op->expect == 0 || op->emit == 0 || !movie_readable_film(&ask->expect))) return 0;
  if ((op->require & MOVIE_MEMO) != 0 && (op->memo == 0 || memo->key.data == 0 || memo->key.size == 0)) return 0;
  if ((op->require & MOVIE_MEMO) != 0 && !movie_readable(memo->digest)) return 0;
  if (op->code == MOVIE_OP_CREATE && (op->require & MOVIE_KEEP_ID) != 0 && ask->row.id < 1) return 0;
  switch (op->code) {
    case MOVIE_OP_GET: return op->emit != 0;
    case MOVIE_OP_LIST: return op->emit != 0 && op->query != 0 && movie_query_sound(&ask->query, op->require);
    case MOVIE_OP_UNKEYED: return op->emit != 0 && op->query != 0;
    case MOVIE_OP_CREATE: case MOVIE_OP_UPDATE: return op->emit != 0 && op->row != 0;
    case MOVIE_OP_SET_KEY: return op->row != 0;
    case MOVIE_OP_CREATE_MANY: return op->next != 0;
    default: return 1;
  }
}

/* Reads a call: MOVIE_OK, or what execute is to return at once. */
static inline int32_t movie_read_call(movie_call *known, const movie_call *call) {
  uint64_t at;
  if (call == 0) return MOVIE_INVALID;
  MOVIE_SIZED(*known, call);
  if ((known->require & ~MOVIE_NO_WAIT) != 0) return MOVIE_UNSUPPORTED;
  if (known->n_ops != 0 && known->ops == 0) return MOVIE_INVALID;
  for (at = 0; at < known->n_ops; ++at) {
    movie_op op;
    if (known->ops[at] == 0) return MOVIE_INVALID;
    MOVIE_SIZED(op, known->ops[at]);
    if (op.result == 0 || op.result->struct_size < offsetof(movie_result, native)) return MOVIE_INVALID;
  }
  return MOVIE_OK;
}

/* Reads an operation of such a call: MOVIE_OK, or the status that it ends with, nothing done. */
static inline int32_t movie_read_ask(movie_ask *ask, const movie_call *known, uint64_t at, uint64_t capabilities) {
  movie_op *const op = &ask->op;
  memset(ask, 0, sizeof *ask);
  MOVIE_SIZED(*op, known->ops[at]);
  ask->deadline_ns = known->deadline_ns;
  ask->no_wait = known->require & MOVIE_NO_WAIT;
  if (!movie_known_code(op->code, capabilities)) return MOVIE_UNSUPPORTED;
  if ((op->require & ~movie_known_bits(op->code, op->require, capabilities)) != 0) return MOVIE_UNSUPPORTED;
  if ((op->fields & ~(uint64_t)(op->code == MOVIE_OP_UPDATE ? MOVIE_TITLE | MOVIE_YEAR | MOVIE_GENRE : 0u)) != 0) return MOVIE_UNSUPPORTED;
  if (op->row != 0) MOVIE_SIZED(ask->row, op->row), op->row = &ask->row;
  if (op->query != 0) MOVIE_SIZED(ask->query, op->query), op->query = &ask->query;
  if ((op->require & MOVIE_EXPECT) != 0 && op->expect != 0) MOVIE_SIZED(ask->expect, op->expect), op->expect = &ask->expect;
  if ((op->require & MOVIE_MEMO) != 0 && op->memo != 0) MOVIE_SIZED(ask->memo, op->memo), op->memo = &ask->memo;
  if (!movie_arguments_given(ask)) return MOVIE_INVALID;
  return movie_passed(ask->deadline_ns) ? MOVIE_TIMEOUT : MOVIE_OK;
}

/* The whole of `execute` for a backend that runs one operation after another: `run` returns the status of each. */
static inline int32_t movie_execute(movie_session *session, const movie_call *call, uint64_t capabilities,
                                    int32_t (*run)(movie_session *session, movie_ask *ask)) {
  movie_call known;
  movie_ask ask;
  uint64_t at;
  const int32_t refused = movie_read_call(&known, call);
  for (at = 0; refused == MOVIE_OK && at < known.n_ops; ++at) {
    int32_t status = movie_read_ask(&ask, &known, at, capabilities);
    if (status == MOVIE_OK) status = run(session, &ask);
    movie_finish(&ask, status, 0, 0);
  }
  return refused;
}

/* For `open`: what it returns if it refuses, and what it tells of the store if not. */
static inline int32_t movie_refuse(movie_error *error, int32_t status, uint32_t native, const char *message) {
  movie_error known;
  if (error == 0) return status;
  MOVIE_SIZED(known, error);
  movie_copy_message(known.message, known.message_size, message);
  if (error->struct_size >= offsetof(movie_error, native) + sizeof(error->native)) error->native = native;
  return status;
}
static inline void movie_set_limits(movie_limits *limits, movie_limits mine) {
  mine.struct_size = limits->struct_size;
  memcpy(limits, &mine, mine.struct_size < sizeof mine ? mine.struct_size : sizeof mine);
}

/* One line to the host's log, from any thread until close returns; host: movie_open's. */
static inline void movie_log(const movie_host *host, int32_t level, const char *line) {
  const movie_text text = {line, strlen(line)};
  movie_host known;
  if (host == 0) return;
  MOVIE_SIZED(known, host);
  if (known.log != 0) known.log(known.ctx, level, text);
}

/* session_open and session_close of a serial store, which is its only session. */
static inline int32_t movie_serial_session_open(movie_store *store, uint32_t writer, movie_session **session, movie_error *error) {
  (void)writer, (void)error;
  *session = (movie_session *)(void *)store;
  return MOVIE_OK;
}
static inline void movie_serial_session_close(movie_session *session) { (void)session; }

#endif
