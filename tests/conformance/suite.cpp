#include "suite.hpp"

#include <cstdlib>
#include <ostream>

#ifdef STORE_PG
#include "support/postgres_cluster.hpp"
#endif

namespace movie::conformance {

std::ostream& operator<<(std::ostream& out, const Backend& backend) { return out << backend.name; }

std::vector<Backend> backends() {
  if (const char* const file = std::getenv("MOVIE_CONFORMANCE_PLUGIN")) {
    const char* const url = std::getenv("MOVIE_CONFORMANCE_URL");
    const bool durable = std::getenv("MOVIE_CONFORMANCE_DURABLE") != nullptr;
    std::string mode = std::filesystem::path(file).stem().string();  // libstore_<mode>
    if (mode.rfind("libstore_", 0) == 0) mode.erase(0, 9);
    return {{mode, std::filesystem::absolute(file), url == nullptr ? "" : url, "", durable}};
  }
  return {
      {"core_profile", STORE_CORE_PROFILE, "", "", false},
      {"reference", STORE_REFERENCE, "{dir}", "", true},
#ifdef STORE_MEMORY
      {"memory", STORE_MEMORY, "memory://", "sqlite:///movies.db", false},
#endif
#ifdef STORE_SQLITE
      {"sqlite", STORE_SQLITE, "sqlite:///{dir}/movies.db", "sqlite:///{dir}", true},
#endif
#ifdef STORE_PG
      {"postgres", STORE_PG, "{database}", "postgresql://localhost:no_port/movies", true},
#endif
  };
}

Place::Place(const Backend& backend) : url_(backend.url), bad_url_(backend.bad_url) {
  for (std::string* url : {&url_, &bad_url_}) {
    if (const auto at = url->find("{dir}"); at != std::string::npos)
      url->replace(at, 5, dir_.path().string());
  }
#ifdef STORE_PG
  if (url_ != "{database}") return;
  database_ = std::make_shared<test::PostgresDatabase>();
  url_ = database_->url();
#endif
}

Place::~Place() = default;

Suite::Suite() : plugin_(load(GetParam().file)) {
#ifdef STORE_PG
  if (GetParam().name == "postgres") {
    [] { MOVIE_NEEDS_POSTGRES(); }();  // a constructor returns nothing, not even void
    if (HasFailure() || IsSkipped()) return;
  }
#endif
  place_.emplace(GetParam());
  reopen();
}

Suite::~Suite() { close(); }

void Suite::close() {
  if (store_) {
    EXPECT_FALSE(store_->logged_no_line()) << "movie_host.log";
  }
  session_.reset();
  store_.reset();
}

void Suite::reopen() {
  close();
  store_.emplace(plugin_, url());
  if (migrate_of(plugin_) != nullptr) store_->migrate(MOVIE_MIGRATE_UP);
  session_.emplace(store_->session());
}

unsigned Suite::sessions(unsigned wanted) const {
  const unsigned most = store_->limits().max_sessions;
  return most == 0 ? wanted : std::min(wanted, most);
}

Film Suite::make(const std::string& title, std::int32_t year, const std::string& genre) {
  const Outcome made = run(create(title, year, genre));
  EXPECT_EQ(made.status, MOVIE_OK) << made.message;
  return made.rows.empty() ? Film{} : made.rows.back();
}

std::vector<std::int32_t> statuses(const std::vector<Outcome>& outcomes) {
  std::vector<std::int32_t> found;
  for (const Outcome& outcome : outcomes) found.push_back(outcome.status);
  return found;
}

std::vector<std::int64_t> ids(const std::vector<Film>& films) {
  std::vector<std::int64_t> found;
  for (const Film& film : films) found.push_back(film.id);
  return found;
}

}  // namespace movie::conformance
