/* A plug-in whose URL says how it behaves: "scripted:slow", "scripted:behind" … It keeps nothing.
 */
#include <movie/store.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int says(const char* url, const char* word) { return strstr(url, word) != NULL; }

static struct {
  char url[128];
  const movie_host* host;
  int migrated;
  int64_t last_id;
} self;

static void tell(movie_error* error, const char* why) {
  strncpy(error->message, why, error->message_size - 1);
  error->message[error->message_size - 1] = '\0';
}

static int32_t open_store(const movie_open* how, movie_store** store, movie_limits* limits,
                          movie_error* error) {
  uint64_t size = how->url.size < sizeof self.url - 1 ? how->url.size : sizeof self.url - 1;
  memcpy(self.url, how->url.data, size);
  self.host = how->host;
  if (says(self.url, "absent")) {
    tell(error, "nobody listens there");
    return MOVIE_UNAVAILABLE;
  }
  if (says(self.url, "broken")) {
    tell(error, "not a store of mine");
    return MOVIE_CORRUPT;
  }
  if (says(self.url, "created")) limits->flags |= MOVIE_CREATED;
  if (says(self.url, "hangs")) /* on an HTTP thread, which needs a session of its own */
    limits->no_wait_ops = 1u << MOVIE_OP_GET;
  else
    limits->max_sessions = limits->max_writers = 1; /* what is slow holds up all that is queued */
  *store = (movie_store*)&self;
  return MOVIE_OK;
}

static void close_store(movie_store* store) { (void)store; }

static int32_t open_session(movie_store* store, uint32_t writer, movie_session** session,
                            movie_error* error) {
  (void)writer, (void)error;
  *session = (movie_session*)store;
  return MOVIE_OK;
}

static void close_session(movie_session* session) { (void)session; }

static void create(const movie_op* op) {
  movie_row row = *op->row;
  if (says(self.url, "slow")) {
    static const char line[] = "a slow write begins";
    struct timespec pause = {1, 0};
    self.host->log(self.host->ctx, MOVIE_LOG_WARNING, (movie_text){line, sizeof line - 1});
    nanosleep(&pause, NULL);
  }
  if (says(self.url, "small") && self.last_id == 2) { /* it takes no more */
    op->result->status = MOVIE_FULL;
    return;
  }
  row.id = ++self.last_id;
  op->emit(op->ctx, &row);
  op->result->status = MOVIE_OK;
}

static void list(const movie_op* op) {
  movie_row row;
  memset(&row, 0, sizeof row);
  row.struct_size = sizeof row;
  row.id = 1;
  row.year = 2016;
  row.title.data = row.genre.data = "film";
  row.title.size = row.genre.size = 4;
  if (op->query->after < row.id && op->query->skip == 0 && op->query->limit > 0)
    op->emit(op->ctx, &row);
}

/* "away": the store cannot be reached; "comes": it can from the third question on. */
static int is_away(void) {
  static int asked;
  ++asked;
  return says(self.url, "away") || (says(self.url, "comes") && asked < 3);
}

static int32_t execute(movie_session* session, const movie_call* call) {
  (void)session;
  if (is_away()) return MOVIE_UNAVAILABLE;
  for (uint64_t i = 0; i < call->n_ops; ++i) {
    const movie_op* op = call->ops[i];
    switch (op->code) {
      case MOVIE_OP_CREATE:
        create(op);
        break;
      case MOVIE_OP_LIST:
        if (says(self.url, "films")) list(op);
        op->result->status = MOVIE_OK;
        break;
      case MOVIE_OP_PING:
        op->result->status = MOVIE_OK;
        break;
      default:
        if (says(self.url, "hangs")) pause();
        op->result->status = MOVIE_NOT_FOUND;
    }
  }
  return MOVIE_OK;
}

static void report(const movie_migration* how, uint32_t number, const char* name, int32_t state) {
  movie_step step;
  memset(&step, 0, sizeof step);
  step.struct_size = sizeof step;
  step.number = number;
  step.min_reader = state == MOVIE_STEP_AHEAD ? number : 1;
  step.state = state;
  step.name.data = name;
  step.name.size = strlen(name);
  step.checksum.data = "0";
  step.checksum.size = 1;
  how->report(how->ctx, &step);
}

static int32_t migrate(movie_store* store, const movie_migration* how, movie_error* error) {
  (void)store;
  if (is_away()) {
    tell(error, "nobody answers there");
    return MOVIE_UNAVAILABLE;
  }
  if (how->mode == MOVIE_MIGRATE_UP && says(self.url, "locked")) {
    static const char line[] = "waiting for the lock";
    self.host->log(self.host->ctx, MOVIE_LOG_WARNING, (movie_text){line, sizeof line - 1});
    for (;;) pause();
  }
  if (how->mode == MOVIE_MIGRATE_UP) self.migrated = 1;
  report(how, 1, "first", says(self.url, "changed") ? MOVIE_STEP_CHANGED : MOVIE_STEP_APPLIED);
  report(how, 2, "second",
         says(self.url, "behind") && !self.migrated ? MOVIE_STEP_PENDING : MOVIE_STEP_APPLIED);
  if (says(self.url, "ahead")) report(how, 3, "third", MOVIE_STEP_AHEAD);
  return MOVIE_OK;
}

MOVIE_PLUGIN_NOTE("scripted", "1", 0);
MOVIE_EXPORT const movie_plugin movie_plugin_v1 = {
    MOVIE_ABI_MAJOR,
    MOVIE_ABI_MINOR,
    sizeof(movie_plugin),
    0,
    "scripted",
    "1",
    0,
    open_store,
    close_store,
    open_session,
    close_session,
    execute,
    migrate,
    NULL,
};
