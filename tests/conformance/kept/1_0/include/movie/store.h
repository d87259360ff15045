/* movie/store.h: the contract between Movie Service (the host) and a storage plug-in.  SPDX-License-Identifier: MIT
 *
 * A plug-in is one shared object, libstore_<mode>.so, that exports one const object, movie_plugin_v1. The host loads it
 * once, never unloads it, opens one store and calls execute() from several threads. This header needs <stdint.h> only
 * and means the same from C99 to C23 and from C++11 on.
 * The promise: a plug-in built with a header of major 1 loads and works in every later host of major 1. This is 1.0, frozen: from
 * now on it only grows, structs at their ends, with a new minor version (core/abi/HISTORY.md).
 *
 * Each clause that binds a plug-in has a number, [S-1] and so on, by which tests name it; a number is never given to another
 * clause. Conventions, which bind both sides:
 * [S-1] Every struct but movie_text and movie_option begins with struct_size (movie_plugin has it third), set by whoever
 *       fills the struct: the size it was compiled with. A member that lies beyond struct_size reads as zero and is not
 *       written. Structs grow at their end only. Arrays of sized structs are arrays of pointers. Members called reserved are
 *       zero and stay so.
 * [S-2] `require` and `fields` bits must be understood: an operation with one that is unknown or not meant for its code
 *       ends MOVIE_UNSUPPORTED with nothing done; so does a whole call by its own `require`; so does an unknown code.
 * [S-3] Unknown `hint` bits are ignored.
 * [S-4] Memory never changes owner. Arguments live until the call returns, an emitted row until emit returns.
 * [S-5] `message` is the caller's buffer, gets at most message_size bytes including a NUL, and is for the log, never for a client.
 * [S-6] Text is UTF-8 without NUL, given as pointer and length, not NUL-terminated; it comes back byte for byte and is
 *       compared by bytes.
 * [S-7] emit, next, report and log neither throw nor wait for a client nor call the plug-in. emit, next and report are
 *       called only during the call that passed them, on its thread; log from any thread until close returns.
 * [S-74] emit and next may take their time: that of a read holds up no other session, that of a write none of another's reads.
 *       So no lock that they need is held meanwhile.
 * [S-8] Nothing emitted counts until execute has returned and the operation's status says so. Of the rows that a write
 *       emits, having been tried again, the last counts. A list that has begun to emit is not begun again.
 * [S-9] Once emit has said stop, it is not called again.
 *       Pointers that an operation's line below names are never NULL: emit for whatever emits (but for CREATE_MANY), next,
 *       row, query, expect, memo, result.
 * [S-10] The operations of a call are independent: any order, any grouping, each with its own result.
 * [S-11] MOVIE_OK on a write means that every later call sees it,
 * [S-12] and durable: it outlives the process and the machine, as far as this kind of store ever promises that.
 * [S-13] A session is used by one thread at a time, the sessions of a store at once. Thread rules stand in brackets at each function.
 * [S-14] No function throws, exits, forks or touches signals.
 * [S-15] The host has judged what users send: a store never does. Titles have 1..200 code points, genres 1..50, years
 *       1888..2100; rows that another program wrote may break this and are served as they are. */
#ifndef MOVIE_STORE_H
#define MOVIE_STORE_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

#define MOVIE_ABI_MAJOR 1u
#define MOVIE_ABI_MINOR 0u

/* Status of an operation or a call: int32_t. */
#define MOVIE_UNSET (-1)     /* put there by the host; left there: INTERNAL for a read, UNKNOWN for a write [S-16] */
#define MOVIE_OK 0
#define MOVIE_NOT_FOUND 1
#define MOVIE_CONFLICT 2     /* [S-17] the expected row differs; the current one is emitted; nothing done */
#define MOVIE_EXISTS 3       /* [S-18] IF_EMPTY: the store has films. KEEP_ID: an id is taken. MEMO: the key belongs to another request. Nothing done */
#define MOVIE_AGAIN 4        /* [S-19] under NO_WAIT only: it would have had to wait; not begun */
#define MOVIE_BUSY 5         /* [S-20] 5..8: certainly not done. Busy: another user of the store holds it */
#define MOVIE_UNAVAILABLE 6  /* the store cannot be reached, or is not migrated */
#define MOVIE_TIMEOUT 7      /* the deadline passed */
#define MOVIE_FULL 8         /* no room, or read-only */
#define MOVIE_UNKNOWN 9      /* [S-21] a write that may have been done; nobody repeats it */
#define MOVIE_INVALID 10     /* the host broke a clause of this header */
#define MOVIE_UNSUPPORTED 11 /* an operation or a require bit this plug-in does not know */
#define MOVIE_CORRUPT 12     /* the stored data cannot be read */
#define MOVIE_INTERNAL 13    /* a defect of the plug-in; a write may have been done */

/* Operations. 1..6 are the core profile, required of every store [S-22]. */
#define MOVIE_OP_GET 1u         /* [S-23] id -> emits the row, or NOT_FOUND */
#define MOVIE_OP_LIST 2u        /* [S-24] query -> emits rows in its order, each film that exists throughout exactly once; [S-25] skip, limit, after */
#define MOVIE_OP_CREATE 3u      /* [S-26] row (its id ignored, unless KEEP_ID) -> emits it with its id: 1 in a new store, then upwards, gaps allowed,
                                 * [S-27] never given twice, also after REMOVE and reopening */
#define MOVIE_OP_UPDATE 4u      /* [S-28] id, row, fields -> sets the named members (none: changes nothing), emits the row, or NOT_FOUND */
#define MOVIE_OP_REMOVE 5u      /* [S-29] id -> OK or NOT_FOUND */
#define MOVIE_OP_PING 6u        /* [S-30] OK when reads and writes can be served now */
#define MOVIE_OP_CREATE_MANY 7u /* [S-31] rows from next (their ids ignored, unless KEEP_ID), all or nothing, ids ascending in their order; result.count = how many.
                                 * [S-32] If emit is not NULL: emits each with its id, in that order. Needs MOVIE_MANY */
#define MOVIE_OP_CLEAR 8u       /* [S-33] removes every row and every memo, ids begin at 1 again; result.count = how many rows. Needs MOVIE_CLEARS */
#define MOVIE_OP_UNKEYED 9u     /* [S-34] query's after, limit -> emits rows without a title key, by ascending id. 9..11 need MOVIE_REKEYS */
#define MOVIE_OP_SET_KEY 10u    /* [S-35] id, row -> gives the film row's title_key, if its title still is row's; or NOT_FOUND. Changes nothing else */
#define MOVIE_OP_KEY_VERSION 11u /* [S-36] result.count = the number recorded for how title keys are made (0: none); then records id, unless 0 */
#define MOVIE_OP_NEXT_ID 12u    /* [S-37] ids that the store gives from now on are at least `id`; what it would give is never lowered (so 0 changes
                                 * nothing); result.count = the least that it may give next, 0: none is left. A write. Needs MOVIE_KEEP_ID */

/* Capabilities of a plug-in; as `require` bits of an operation they carry the same number. */
#define MOVIE_EXPECT (1u << 0)   /* [S-38] UPDATE, REMOVE: only if the film's title, year and genre are those of expect, as emitted; else CONFLICT */
#define MOVIE_MEMO (1u << 1)     /* [S-39] CREATE: once only for a key, as movie_memo says; not together with KEEP_ID */
#define MOVIE_KEEP_ID (1u << 2)  /* [S-40] CREATE, CREATE_MANY: rows have ids of their own, from 1 upwards, ascending; EXISTS if one is taken. Ids that the
                                  * store gives afterwards lie above them and all it gave before */
#define MOVIE_IF_EMPTY (1u << 3) /* [S-41] CREATE_MANY: EXISTS if the store has rows */
#define MOVIE_FILTER (1u << 4)   /* [S-42] LIST: query->genres, year_min, year_max */
#define MOVIE_SEARCH (1u << 5)   /* [S-43] LIST: query->contains; and whatever sets a title keeps the row's title_key beside it */
#define MOVIE_SORT (1u << 6)     /* [S-44] LIST: query->sort, descending */
#define MOVIE_TOTAL (1u << 7)    /* [S-45] LIST: result.count = all rows that match, whatever after, skip and limit */
#define MOVIE_SNAPSHOT (1u << 8) /* [S-46] LIST: all rows that it emits, and a total, are those of one moment */
#define MOVIE_MANY (1u << 9)     /* capability only: CREATE_MANY */
#define MOVIE_CLEARS (1u << 10)  /* capability only: CLEAR */
#define MOVIE_REKEYS (1u << 11)  /* capability only: UNKEYED, SET_KEY, KEY_VERSION: other programs may write rows, whose title keys the host adds.
                                  * [S-47] A title that one changes loses its key */

#define MOVIE_NO_WAIT (1u << 0)  /* [S-48] `require` bit of a call: whatever would wait for a lock, a commit or a socket ends AGAIN */

#define MOVIE_TITLE 1u           /* bits of movie_op.fields; values of movie_query.sort */
#define MOVIE_YEAR 2u
#define MOVIE_GENRE 4u

typedef struct movie_text { const char *data; uint64_t size; } movie_text;   /* frozen: never grows. data may be NULL if size is 0 */
typedef struct movie_option { movie_text name, value; } movie_option;        /* frozen: never grows */

typedef struct movie_row {
  uint32_t struct_size;
  int32_t year;
  int64_t id;
  movie_text title, genre;
  movie_text title_key;          /* [S-49] only from the host, with each title: the title as searches see it, folded; derived, so no part of the film */
} movie_row;

typedef struct movie_query {
  uint32_t struct_size, n_genres;
  const movie_text *genres;      /* with MOVIE_FILTER: only rows whose genre equals one of these; none: any */
  uint64_t skip, limit;          /* after filtering and sorting; UINT64_MAX: no limit */
  int64_t after;                 /* in an order by id only: the rows behind this id, whether it exists or not; 0: all */
  int32_t year_min, year_max;    /* with MOVIE_FILTER: only years from .. to, both included; INT32_MIN, INT32_MAX: any */
  uint32_t sort, descending;     /* with MOVIE_SORT: by 0 (id), MOVIE_TITLE, MOVIE_YEAR or MOVIE_GENRE, then by id; descending (1): both from the highest */
  uint64_t n_contains;
  const movie_text *contains;    /* with MOVIE_SEARCH: only rows in whose title_key each of these words occurs, as bytes; none: any. No word
                                  * holds a blank, so a store may keep blanks at a key's end */
} movie_query;

/* [S-50] With MOVIE_MEMO. A film is created, and key, digest and the row as emitted are remembered in the same transaction; result.count = 0.
 * [S-51] But if the key is remembered, nothing is created: with the same digest the row as it was created is emitted, whatever became of
 * the film, the status is OK and result.count = 1; with another digest it is EXISTS. [S-52] A key is remembered until now_s of a later one
 * is lifetime_s more, or CLEAR. [S-53] Each create that is remembered removes a few of the oldest: those past their time and those beyond `most`. */
typedef struct movie_memo {
  uint32_t struct_size, lifetime_s;
  movie_text key, digest;        /* 1..255 and at most 64 bytes */
  int64_t now_s;                 /* CLOCK_REALTIME, in seconds */
  uint64_t most;                 /* how many keys the store is to remember at most */
} movie_memo;

typedef struct movie_result {
  uint32_t struct_size;
  int32_t status;
  uint32_t native, reserved;     /* native: the backend's own error code, 0 if none */
  int64_t count;
  char *message;
  uint64_t message_size;
} movie_result;

typedef struct movie_op {
  uint32_t struct_size, code, require, hint;
  int64_t id;
  uint64_t fields;               /* UPDATE: MOVIE_TITLE and so on; 0 for any other code */
  const movie_row *row;
  const movie_query *query;
  int32_t (*emit)(void *ctx, const movie_row *row);   /* 0: go on; else: stop, the operation is OK [S-54] */
  int32_t (*next)(void *ctx, const movie_row **row);  /* [S-55] 1: a row, valid until the next call; 0: the end; <0: abandon, nothing done, status INVALID */
  void *ctx;
  movie_result *result;
  const movie_row *expect;       /* with MOVIE_EXPECT */
  const movie_memo *memo;        /* with MOVIE_MEMO */
} movie_op;

typedef struct movie_call {
  uint32_t struct_size, require;
  uint64_t deadline_ns;          /* [S-56] CLOCK_MONOTONIC; 0: none. What has not begun by then ends TIMEOUT; execute returns within 100 ms of it */
  movie_text trace;              /* for the plug-in's own log lines; may be empty */
  uint64_t n_ops;
  const movie_op *const *ops;
} movie_call;

typedef struct movie_store movie_store;       /* the plug-in's own, opaque to the host */
typedef struct movie_session movie_session;

typedef struct movie_error {
  uint32_t struct_size, native;
  char *message;
  uint64_t message_size;
} movie_error;

#define MOVIE_LOG_DEBUG 10                    /* levels of movie_host.log: Python's numbers */
#define MOVIE_LOG_INFO 20
#define MOVIE_LOG_WARNING 30
#define MOVIE_LOG_ERROR 40
typedef struct movie_host {
  uint32_t struct_size, abi_minor;            /* the minor version the host was built with */
  void *ctx;
  void (*log)(void *ctx, int32_t level, movie_text line);  /* [any thread] one line, no newline, no secrets */
} movie_host;

typedef struct movie_open {
  uint32_t struct_size, n_options;
  const movie_option *options;   /* pool_size, pool_timeout_ms, echo (0|1), client (name/version); [S-57] unknown ones are ignored */
  movie_text url;
  const movie_host *host;        /* *host lives until close returns */
  uint64_t deadline_ns;          /* [S-75] CLOCK_MONOTONIC; 0: none. open has returned within 100 ms of it, whatever is away. The host gives
                                  * 4 s, and ends the program after 5 s */
} movie_open;

#define MOVIE_CREATED (1u << 0)  /* [S-58] flag of movie_limits: open itself made this store, so the host may migrate it without asking */
typedef struct movie_limits {    /* [S-59] filled by open, within struct_size; the host zeroes it before */
  uint32_t struct_size, flags;
  uint32_t max_sessions, max_writers; /* how many the host may hold at once; 0: as many as it likes. A serial store says 1, 1 */
  uint32_t max_batch, reserved;  /* operations a call; 0: any number */
  uint64_t no_wait_ops;          /* bit 1 << code: an operation that NO_WAIT can complete; others are not tried */
} movie_limits;

#define MOVIE_MIGRATE_STATUS 0u  /* [S-60] report each step; changes nothing */
#define MOVIE_MIGRATE_PLAN 1u    /* [S-61] report each pending step, with its text; changes nothing */
#define MOVIE_MIGRATE_UP 2u      /* [S-62] apply what is pending, all or nothing, safe when several processes do it at once; report each */
#define MOVIE_STEP_APPLIED 0
#define MOVIE_STEP_PENDING 1
#define MOVIE_STEP_AHEAD 2       /* applied by a newer plug-in */
#define MOVIE_STEP_CHANGED 3     /* applied with another checksum: refuse */
typedef struct movie_step {
  uint32_t struct_size, number;
  int32_t state;
  uint32_t min_reader;           /* the oldest newest-known step whose programs still work after this one */
  movie_text name, checksum, text;
} movie_step;
typedef struct movie_migration {
  uint32_t struct_size, mode;
  uint64_t deadline_ns;          /* CLOCK_MONOTONIC; 0: none. The host gives none and bounds nothing: a step takes what it takes, and its operator ends it */
  void (*report)(void *ctx, const movie_step *step);  /* [S-63] in ascending order of number */
  void *ctx;
} movie_migration;

#define MOVIE_GAUGE 0u           /* may go up and down */
#define MOVIE_COUNTER 1u         /* only goes up, from 0 at open */
typedef struct movie_figure {
  uint32_t struct_size, kind;
  movie_text name;               /* [S-71] [a-z][a-z0-9_]*, at most 63 bytes, with its unit at the end: database_bytes */
  int64_t value;
} movie_figure;

typedef struct movie_plugin {
  uint32_t abi_major, abi_minor, struct_size, host_minor;  /* needs a host of at least host_minor */
  const char *name, *version;                              /* [S-64] name: the mode, [a-z][a-z0-9_]*, at most 31 bytes; version: at most 31 */
  uint64_t capabilities;
  /* [S-65] [main thread] OK: *store and *limits are set; else *store is left alone. UNAVAILABLE: the host tries again later; any
   * other status: it refuses to start and shows error->message to its operator. [S-66] A schema that is behind or ahead is no failure of open.
   * [S-73] What lives beyond the process may be open several times at once, in one process or in several. */
  int32_t (*open)(const movie_open *how, movie_store **store, movie_limits *limits, movie_error *error);
  void (*close)(movie_store *store);                       /* [main thread] no session is left */
  /* [S-67] [any thread] A session that is no writer gets no writes. A serial store may return itself. */
  int32_t (*session_open)(movie_store *store, uint32_t writer, movie_session **session, movie_error *error);
  void (*session_close)(movie_session *session);           /* [the thread that uses it] */
  /* [one thread at a time per session] [S-68] Returns OK, or a status that every result still UNSET then has. */
  int32_t (*execute)(movie_session *session, const movie_call *call);
  /* Optional (NULL, or beyond struct_size): */
  int32_t (*migrate)(movie_store *store, const movie_migration *how, movie_error *error);  /* [any thread, one at a time] */
  /* [S-70] [any thread, also while others run; not concurrently with close] Reports figures of the store for its operators, never waiting. */
  void (*figures)(movie_store *store, void (*report)(void *ctx, const movie_figure *figure), void *ctx);
} movie_plugin;

/* The one exported symbol: `MOVIE_EXPORT const movie_plugin movie_plugin_v1 = {…};` */
#define MOVIE_EXPORT __attribute__((visibility("default")))
extern MOVIE_EXPORT const movie_plugin movie_plugin_v1;

/* The same facts as an ELF note, so that host and tools can read them without running code. Write once, at file scope:
 *   MOVIE_PLUGIN_NOTE("mine", "1.0", MOVIE_FILTER | MOVIE_MANY);
 * A missing note is a warning; [S-72] one that differs from the table is a refusal. */
typedef struct movie_note {
  uint32_t namesz, descsz, type;                           /* Elf32_Nhdr: 12, 88, 1 */
  char owner[12];                                          /* "movie-store" */
  uint32_t abi_major, abi_minor, host_minor, reserved;
  uint64_t capabilities;
  char name[32], version[32];
} movie_note;
#define MOVIE_PLUGIN_NOTE(name, version, capabilities)                                                             \
  __attribute__((section(".note.movie"), used, aligned(8))) static const movie_note movie_plugin_note = {          \
      12u, 88u, 1u, "movie-store", MOVIE_ABI_MAJOR, MOVIE_ABI_MINOR, 0u, 0u, (capabilities), name, version}

#ifdef __cplusplus
}
#endif
#endif
