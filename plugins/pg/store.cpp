#include "store.hpp"

#include "schema.hpp"
#include "session.hpp"

namespace movie::pg {

sdk::Limits Store::limits() const {
  sdk::Limits limits;
  limits.max_sessions = server_.pool_size();
  limits.max_writers = server_.pool_size();
  return limits;
}

std::shared_ptr<sdk::Session> Store::session(bool) { return std::make_shared<Session>(server_); }

void Store::migrate(const sdk::Migration& how) {
  Schema schema(server_, how.deadline());
  movie::sql::migrate(movie::sql::history(), schema, how);
}

}  // namespace movie::pg
