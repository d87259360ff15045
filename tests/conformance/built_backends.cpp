#include "suite.hpp"

#ifdef STORE_PG
#include "support/postgres_cluster.hpp"
#endif

namespace movie::conformance {
namespace {

#ifdef STORE_PG
std::shared_ptr<void> new_database(std::string& url) {
  [] { MOVIE_NEEDS_POSTGRES(); }();  // returns from where it stands, and returns nothing
  if (testing::Test::HasFailure() || testing::Test::IsSkipped()) return nullptr;
  const auto database = std::make_shared<test::PostgresDatabase>();
  url = database->url();
  return database;
}
#endif

}  // namespace

std::vector<Backend> backends() {
  return {
      {"core_profile", STORE_CORE_PROFILE, "", "", false},
      {"reference", STORE_REFERENCE, "{dir}", "", true, true},
      {"one_session", STORE_ONE_SESSION, "", "", false},
      {"two_sessions", STORE_TWO_SESSIONS, "{dir}", "", true, true},
      {"kept_1_0", STORE_KEPT_1_0, "{dir}", "", true, true},
#ifdef STORE_MEMORY
      {"memory", STORE_MEMORY, "memory://", "sqlite:///movies.db", false},
#endif
#ifdef STORE_SQLITE
      {"sqlite", STORE_SQLITE, "sqlite:///{dir}/movies.db", "sqlite:///{dir}", true},
#endif
#ifdef STORE_PG
      {"postgres", STORE_PG, "", "postgresql://localhost:no_port/movies", true, false,
       new_database},
#endif
  };
}

}  // namespace movie::conformance
