#include "suite.hpp"

#include <ostream>

namespace movie::conformance {

std::ostream& operator<<(std::ostream& out, const Backend& backend) { return out << backend.name; }

Place::Place(const Backend& backend) : url_(backend.url), bad_url_(backend.bad_url) {
  for (std::string* url : {&url_, &bad_url_}) {
    if (const auto at = url->find("{dir}"); at != std::string::npos)
      url->replace(at, 5, dir_.path().string());
  }
  if (backend.provide) provided_ = backend.provide(url_);
}

Place::~Place() = default;

Suite::Suite() : plugin_(load(GetParam().file)) {
  place_.emplace(GetParam());
  if (HasFailure() || IsSkipped()) return;
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
