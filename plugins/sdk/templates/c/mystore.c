/* Storage plug-in 'mystore' of Movie Service. As it stands it keeps films in memory, by ascending id, and passes
 * movie-conformance: put your engine in the place of `films`. What each operation has to do stands at its MOVIE_OP_ in
 * movie/store.h; what movie/plugin.h does for you, there. */
#include <movie/plugin.h>
#include <stdlib.h>

#define CAPABILITIES 0 /* MOVIE_FILTER | ...: each you claim is an operation, or a bit of one, that the host no longer makes up for */

typedef struct film {
  int64_t id;
  int32_t year;
  size_t title_size, genre_size;
  char text[]; /* title, then genre */
} film;

struct movie_store {
  const movie_host *host; /* movie_log(store->host, MOVIE_LOG_WARNING, "a line"): into the service's own log */
  film **films;           /* by ascending id */
  size_t count, room;
  int64_t last_id;        /* never given again, even if its film is removed */
};

static film *new_film(const movie_row *row) {
  film *const made = malloc(sizeof(film) + row->title.size + row->genre.size);
  if (made == NULL) return NULL;
  made->id = row->id, made->year = row->year;
  made->title_size = row->title.size, made->genre_size = row->genre.size;
  if (made->title_size != 0) memcpy(made->text, row->title.data, made->title_size);
  if (made->genre_size != 0) memcpy(made->text + made->title_size, row->genre.data, made->genre_size);
  return made;
}

static movie_row row_of(const film *from) {
  const movie_row row = {sizeof row,
                         from->year,
                         from->id,
                         {from->text, from->title_size},
                         {from->text + from->title_size, from->genre_size},
                         {NULL, 0}};
  return row;
}

/* Where the first film behind `id` stands. */
static size_t behind(const movie_store *store, int64_t id) {
  size_t low = 0, high = store->count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (store->films[middle]->id <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}
static film **find(movie_store *store, int64_t id) {
  const size_t at = behind(store, id);
  return at != 0 && store->films[at - 1]->id == id ? &store->films[at - 1] : NULL;
}

static int32_t emit_film(movie_ask *ask, const film *from) {
  const movie_row row = row_of(from);
  movie_emit(ask, &row);
  return MOVIE_OK;
}

static int32_t get(movie_store *store, movie_ask *ask) {
  film **const found = find(store, ask->op.id);
  return found == NULL ? MOVIE_NOT_FOUND : emit_film(ask, *found);
}

static int32_t list(movie_store *store, movie_ask *ask) {
  const movie_query *const query = &ask->query;
  size_t at = behind(store, query->after);
  uint64_t sent;
  if (query->skip >= store->count - at) return MOVIE_OK;
  at += (size_t)query->skip;
  for (sent = 0; sent < query->limit && at < store->count && !ask->stopped; ++sent, ++at) emit_film(ask, store->films[at]);
  return MOVIE_OK;
}

static int32_t create(movie_store *store, movie_ask *ask) {
  film *made;
  if (store->count == store->room) {
    const size_t room = store->room == 0 ? 64 : store->room * 2;
    film **const films = realloc(store->films, room * sizeof *films);
    if (films == NULL) return MOVIE_FULL;
    store->films = films, store->room = room;
  }
  ask->row.id = store->last_id + 1;
  made = new_film(&ask->row);
  if (made == NULL) return MOVIE_FULL;
  store->last_id = made->id;
  store->films[store->count++] = made;
  return emit_film(ask, made);
}

static int32_t update(movie_store *store, movie_ask *ask) {
  film **const found = find(store, ask->op.id);
  movie_row was, row;
  film *made;
  if (found == NULL) return MOVIE_NOT_FOUND;
  was = row_of(*found);
  row = movie_changed(&was, ask);
  made = new_film(&row);
  if (made == NULL) return MOVIE_FULL;
  free(*found);
  *found = made;
  return emit_film(ask, made);
}

static int32_t remove_film(movie_store *store, movie_ask *ask) {
  film **const found = find(store, ask->op.id);
  if (found == NULL) return MOVIE_NOT_FOUND;
  free(*found);
  memmove(found, found + 1, (size_t)(store->films + --store->count - found) * sizeof *found);
  return MOVIE_OK;
}

static int32_t run(movie_session *session, movie_ask *ask) {
  movie_store *const store = (movie_store *)(void *)session;
  switch (ask->op.code) {
    case MOVIE_OP_GET: return get(store, ask);
    case MOVIE_OP_LIST: return list(store, ask);
    case MOVIE_OP_CREATE: return create(store, ask);
    case MOVIE_OP_UPDATE: return update(store, ask);
    case MOVIE_OP_REMOVE: return remove_film(store, ask);
    case MOVIE_OP_PING: return MOVIE_OK; /* ask your engine whether it can be read and written now */
    default: return MOVIE_UNSUPPORTED;
  }
}
static int32_t execute(movie_session *session, const movie_call *call) { return movie_execute(session, call, CAPABILITIES, run); }

static int32_t open_store(const movie_open *how, movie_store **store, movie_limits *limits, movie_error *error) {
  const movie_limits serial = {0, 0, 1, 1, 0, 0, 0}; /* one session at a time: no locks needed */
  movie_open known;
  movie_store *const made = calloc(1, sizeof *made);
  if (made == NULL) return movie_refuse(error, MOVIE_UNAVAILABLE, 0, "out of memory");
  MOVIE_SIZED(known, how); /* known.url: where the films are; MOVIE_INVALID if it cannot be */
  made->host = known.host;
  movie_set_limits(limits, serial);
  *store = made;
  return MOVIE_OK;
}

static void close_store(movie_store *store) {
  while (store->count != 0) free(store->films[--store->count]);
  free(store->films);
  free(store);
}

MOVIE_PLUGIN_TABLE("mystore", "0.1", CAPABILITIES, open_store, close_store, movie_serial_session_open, movie_serial_session_close, execute,
                   NULL, NULL);
