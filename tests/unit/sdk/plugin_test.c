/* A backend over movie/plugin.h and its host in one program. Exit status 0 if all went as movie/store.h says. */
#include <movie/plugin.h>
#include <stdio.h>

#define CHECK(condition)                                                             \
  do {                                                                               \
    if (!(condition)) {                                                              \
      fprintf(stderr, "plugin_test.c:%d: %s does not hold\n", __LINE__, #condition); \
      return 1;                                                                      \
    }                                                                                \
  } while (0)

#define CAPABILITIES MOVIE_MANY

static int32_t run(movie_session *session, movie_ask *ask) {
  (void)session;
  if (ask->op.code == MOVIE_OP_CREATE_MANY) { /* stops where the host has enough */
    const movie_row row = {sizeof row, 2000, 1, {"Alien", 5}, {"Horror", 6}, {NULL, 0}};
    int sent;
    for (sent = 0; sent < 3 && movie_emit(ask, &row); ++sent) continue;
    movie_count(ask, sent);
    return MOVIE_OK;
  }
  if (ask->op.code != MOVIE_OP_GET) return MOVIE_OK;
  movie_finish(ask, MOVIE_OK, 28, "no room"); /* the code where it is known, the status in the end */
  return MOVIE_FULL;
}
static int32_t execute(movie_session *session, const movie_call *call) { return movie_execute(session, call, CAPABILITIES, run); }
static int32_t open_store(const movie_open *how, movie_store **store, movie_limits *limits, movie_error *error) {
  (void)how, (void)store, (void)limits;
  return movie_refuse(error, MOVIE_UNAVAILABLE, 2, "there is none");
}
static void close_store(movie_store *store) { (void)store; }
static int32_t migrate(movie_store *store, const movie_migration *how, movie_error *error) {
  (void)store, (void)how, (void)error;
  return MOVIE_OK;
}
static void figures(movie_store *store, void (*report)(void *ctx, const movie_figure *figure), void *ctx) {
  const movie_figure figure = {sizeof figure, MOVIE_GAUGE, {"films", 5}, 7};
  (void)store;
  report(ctx, &figure);
}
MOVIE_PLUGIN_TABLE("told", "1", CAPABILITIES, open_store, close_store, movie_serial_session_open, movie_serial_session_close, execute,
                   migrate, figures);

static int32_t keep_emitted(void *ctx, const movie_row *row) {
  (void)row;
  return ++*(int *)ctx == 2;
}
static int32_t no_rows(void *ctx, const movie_row **row) {
  (void)ctx, (void)row;
  return 0;
}
static void sum(void *ctx, const movie_figure *figure) { *(int64_t *)ctx += figure->value; }

static char message[32];
static movie_result ask_for(movie_op op) {
  movie_result result = {sizeof result, MOVIE_UNSET, 0, 0, 0, NULL, 0};
  const movie_op *const ops[] = {&op};
  movie_call call = {sizeof call, 0, 0, {NULL, 0}, 1, NULL};
  result.message = message, result.message_size = sizeof message;
  op.struct_size = sizeof op;
  op.next = no_rows;
  op.result = &result;
  call.ops = ops;
  movie_plugin_v1.execute(NULL, &call);
  return result;
}

static int keeps_what_an_operation_has_told(void) {
  int emitted = 0;
  movie_op op = {0};
  movie_result result;
  op.code = MOVIE_OP_GET;
  op.emit = keep_emitted;
  op.ctx = &emitted;
  result = ask_for(op);
  CHECK(result.status == MOVIE_FULL && result.native == 28);
  CHECK(strcmp(message, "no room") == 0);
  return 0;
}

static int refuses_fields_that_are_not_for_the_operation(void) { /* [S-2] */
  static const uint32_t codes[] = {MOVIE_OP_GET, MOVIE_OP_CREATE, MOVIE_OP_REMOVE};
  size_t at;
  for (at = 0; at < sizeof codes / sizeof *codes; ++at) {
    movie_op op = {0};
    op.code = codes[at];
    op.fields = MOVIE_YEAR;
    CHECK(ask_for(op).status == MOVIE_UNSUPPORTED);
  }
  return 0;
}

static int emits_until_the_host_has_enough_or_for_nobody(void) {
  int emitted = 0;
  movie_op op = {0};
  op.code = MOVIE_OP_CREATE_MANY;
  op.emit = keep_emitted;
  op.ctx = &emitted;
  CHECK(ask_for(op).count == 1 && emitted == 2);
  op.emit = NULL;
  CHECK(ask_for(op).count == 3);
  return 0;
}

static int refuses_a_key_that_is_nowhere_unless_it_is_unknown(void) {
  movie_row row = {sizeof row, 1979, 0, {"Alien", 5}, {"Horror", 6}, {NULL, 5}};
  int emitted = 0;
  movie_op op = {0};
  op.code = MOVIE_OP_CREATE;
  op.emit = keep_emitted;
  op.ctx = &emitted;
  op.row = &row;
  CHECK(ask_for(op).status == MOVIE_INVALID);
  row.struct_size = offsetof(movie_row, title_key); /* of a host without keys */
  CHECK(ask_for(op).status == MOVIE_OK);
  return 0;
}

static int has_all_of_its_table(void) {
  int64_t films = 0;
  CHECK(movie_plugin_v1.migrate == migrate);
  movie_plugin_v1.figures(NULL, sum, &films);
  CHECK(films == 7);
  return 0;
}

int main(void) {
  return keeps_what_an_operation_has_told() || refuses_fields_that_are_not_for_the_operation() ||
         emits_until_the_host_has_enough_or_for_nobody() || refuses_a_key_that_is_nowhere_unless_it_is_unknown() ||
         has_all_of_its_table();
}
