/* The smallest host, in plain C: loads a plug-in, creates a film, reads it back, removes it.
 * Usage: abi_client PLUGIN URL. Exit status 0 if all went as movie/store.h says. */
#include <dlfcn.h>
#include <movie/store.h>
#include <stdio.h>
#include <string.h>

#define CHECK(condition)                                                        \
  do {                                                                          \
    if (!(condition)) {                                                         \
      fprintf(stderr, "client.c:%d: %s does not hold\n", __LINE__, #condition); \
      return 1;                                                                 \
    }                                                                           \
  } while (0)

typedef struct seen {
  int64_t id;
  int32_t year;
  char title[32], genre[32];
  int rows;
} seen;

static void copy(char* to, movie_text from) {
  memcpy(to, from.data, from.size < 31 ? from.size : 31);
  to[from.size < 31 ? from.size : 31] = '\0';
}

static int32_t keep(void* ctx, const movie_row* row) {
  seen* to = (seen*)ctx;
  to->id = row->id;
  to->year = row->year;
  copy(to->title, row->title);
  copy(to->genre, row->genre);
  ++to->rows;
  return 0;
}

static int32_t run(const movie_plugin* plugin, movie_session* session, movie_op* op) {
  static char message[128];
  movie_result result = {sizeof result, MOVIE_UNSET, 0, 0, 0, message, sizeof message};
  const movie_op* ops[1];
  movie_call call = {sizeof call, 0, 0, {NULL, 0}, 1, NULL};
  int32_t status;
  op->struct_size = sizeof *op;
  op->emit = keep;
  op->result = &result;
  ops[0] = op;
  call.ops = ops;
  status = plugin->execute(session, &call);
  return result.status == MOVIE_UNSET ? status : result.status;
}

static int round_trip(const movie_plugin* plugin, movie_session* session) {
  const movie_row row = {sizeof row, 1979, 0, {"Alien", 5}, {"Horror", 6}, {NULL, 0}};
  const movie_query every = {sizeof every, 0, NULL, 0, UINT64_MAX, 0, INT32_MIN, INT32_MAX, 0, 0, 0, NULL};
  seen film;
  movie_op op;
  memset(&film, 0, sizeof film);
  memset(&op, 0, sizeof op);
  op.ctx = &film;

  op.code = MOVIE_OP_CREATE;
  op.row = &row;
  CHECK(run(plugin, session, &op) == MOVIE_OK);
  CHECK(film.rows == 1 && film.id == 1);

  op.code = MOVIE_OP_GET;
  op.id = film.id;
  CHECK(run(plugin, session, &op) == MOVIE_OK);
  CHECK(film.rows == 2 && film.year == 1979);
  CHECK(strcmp(film.title, "Alien") == 0 && strcmp(film.genre, "Horror") == 0);

  op.code = MOVIE_OP_LIST;
  op.query = &every;
  CHECK(run(plugin, session, &op) == MOVIE_OK);
  CHECK(film.rows == 3);

  op.code = MOVIE_OP_REMOVE;
  CHECK(run(plugin, session, &op) == MOVIE_OK);
  CHECK(run(plugin, session, &op) == MOVIE_NOT_FOUND);
  return 0;
}

static int with_store(const movie_plugin* plugin, const char* url) {
  char message[256] = "";
  movie_error error = {sizeof error, 0, message, sizeof message};
  movie_limits limits;
  movie_open how;
  movie_store* store = NULL;
  movie_session* session = NULL;
  int failed;
  memset(&limits, 0, sizeof limits);
  memset(&how, 0, sizeof how);
  limits.struct_size = sizeof limits;
  how.struct_size = sizeof how;
  how.url.data = url;
  how.url.size = strlen(url);

  CHECK(plugin->open(&how, &store, &limits, &error) == MOVIE_OK);
  CHECK(plugin->session_open(store, 1, &session, &error) == MOVIE_OK);
  failed = round_trip(plugin, session);
  plugin->session_close(session);
  plugin->close(store);
  return failed;
}

int main(int argc, char** argv) {
  void* object;
  const movie_plugin* plugin;
  CHECK(argc == 3);
  object = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  CHECK(object != NULL);
  plugin = (const movie_plugin*)dlsym(object, "movie_plugin_v1");
  CHECK(plugin != NULL && plugin->abi_major == MOVIE_ABI_MAJOR);
  return with_store(plugin, argv[2]);
}
