// A plug-in that lets exceptions out through the C boundary, which the contract forbids. THROWS_IN
// names the function, THROWN what comes out.
#include <stdexcept>

#include "movie/store.h"

namespace {

enum Function { kConstructor, kOpen, kClose, kSession, kSessionClose, kExecute, kMigrate };

/// What knows no std::exception.
struct Custom {};

void maybe(Function here) {
  if (here == THROWS_IN) throw THROWN;
}

__attribute__((constructor)) void construct() { maybe(kConstructor); }

std::int32_t open_store(const movie_open*, movie_store** store, movie_limits*, movie_error*) {
  static char the_store;
  maybe(kOpen);
  *store = reinterpret_cast<movie_store*>(&the_store);
  return MOVIE_OK;
}
void close_store(movie_store*) { maybe(kClose); }
std::int32_t open_session(movie_store* store, std::uint32_t, movie_session** session,
                          movie_error*) {
  maybe(kSession);
  *session = reinterpret_cast<movie_session*>(store);
  return MOVIE_OK;
}
void close_session(movie_session*) { maybe(kSessionClose); }
/// Pings end well, so that only what throws can make the service unready.
std::int32_t execute(movie_session*, const movie_call* call) {
  for (std::uint64_t i = 0; i < call->n_ops; ++i) {
    if (call->ops[i]->code != MOVIE_OP_PING) maybe(kExecute);
    call->ops[i]->result->status = MOVIE_OK;
  }
  return MOVIE_OK;
}

std::int32_t migrate(movie_store*, const movie_migration*, movie_error*) {
  maybe(kMigrate);
  return MOVIE_OK;
}

MOVIE_PLUGIN_NOTE(MODE, "1.0", 0u);

}  // namespace

const movie_plugin movie_plugin_v1 = {MOVIE_ABI_MAJOR,
                                      MOVIE_ABI_MINOR,
                                      sizeof(movie_plugin),
                                      0,
                                      MODE,
                                      "1.0",
                                      0,
                                      open_store,
                                      close_store,
                                      open_session,
                                      close_session,
                                      execute,
                                      migrate,
                                      nullptr};
