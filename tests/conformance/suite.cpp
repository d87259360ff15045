#include "suite.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
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
  store_ = opened();
}

std::unique_ptr<Store> Suite::opened() {
  auto made = std::make_unique<Store>(plugin(), url());
  if (migrate_of(plugin()) != nullptr) made->migrate(MOVIE_MIGRATE_UP);
  return made;
}

Session& Suite::session() {
  if (!session_) session_.emplace(store().session());
  return *session_;
}

unsigned Suite::writers_of_store(unsigned wanted) const {
  for (const unsigned most : {store_->limits().max_sessions, store_->limits().max_writers}) {
    if (most != 0) wanted = std::min(wanted, most);
  }
  return wanted;
}

unsigned Suite::writers(unsigned wanted) const {
  return GetParam().durable ? wanted : writers_of_store(wanted);
}

bool Suite::alone(bool writer) const {
  if (GetParam().durable) return false;
  return store_->limits().max_sessions == 1 || (writer && writers_of_store(2) == 1);
}

Suite::Another Suite::another(bool writer) {
  if (store_->limits().max_sessions != 1 && !(writer && writers_of_store(2) == 1))
    return {nullptr, store().session(writer)};
  auto opening = opened();
  Session session = opening->session(writer);
  return {std::move(opening), std::move(session)};
}

void Suite::together(unsigned threads, const Work& work) {
  run_each(threads, writers_of_store(threads), work);
}

void Suite::as_programs(unsigned threads, const Work& work) { run_each(threads, 0, work); }

void Suite::run_each(unsigned threads, unsigned of_store, const Work& work) {
  leave();
  std::deque<Beside> running;
  for (unsigned number = 0; number < threads; ++number) {
    running.emplace_back([this, number, of_store, &work] {
      const auto opening = number < of_store ? nullptr : opened();
      Session own = (opening ? *opening : store()).session();
      work(own, number);
    });
  }
}

std::string Suite::lacks(std::uint64_t capabilities) const {
  constexpr const char* kNames[] = {"EXPECT", "MEMO",  "KEEP_ID",  "IF_EMPTY", "FILTER", "SEARCH",
                                    "SORT",   "TOTAL", "SNAPSHOT", "MANY",     "CLEARS", "REKEYS"};
  std::string names;
  for (std::size_t at = 0; at < std::size(kNames); ++at) {
    const auto bit = std::uint64_t{1} << at;
    if ((capabilities & bit) != 0 && !can(bit))
      names += (names.empty() ? "MOVIE_" : ", MOVIE_") + std::string(kNames[at]);
  }
  return names.empty() ? names : "does not claim " + names;
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
