#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "movie/plugin.hpp"

namespace {

using movie::sdk::Operation;
using movie::sdk::Query;
using movie::sdk::Row;
using movie::sdk::Status;

/// What is wrong with it. WRONG is one of these, one a plug-in.
enum Wrong { none, lost_update, stale_read, torn_batch, id_race };
constexpr Wrong kWrong = WRONG;

struct Film {
  std::string title;
  std::int32_t year = 0;
  std::string genre;
  [[nodiscard]] Row row(std::int64_t id) const { return {id, title, year, genre}; }
};
using Films = std::map<std::int64_t, Film>;

/// A plain store behind one lock, that lets it go where it should not.
class WrongStore final : public movie::sdk::SimpleStore {
 public:
  explicit WrongStore(const movie::sdk::Open&) {}

  movie::sdk::Limits limits() const override { return {0, 0, 0, 0, false}; }

  Status get(std::int64_t id, Operation& op) override {
    const Films films = visible();
    const auto found = films.find(id);
    if (found == films.end()) return MOVIE_NOT_FOUND;
    op.emit(found->second.row(id));
    return MOVIE_OK;
  }

  Status list(const Query& query, Operation& op) override {
    const Films films = visible();
    std::uint64_t skip = query.skip, left = query.limit;
    for (auto at = films.upper_bound(query.after); at != films.end() && left > 0; ++at) {
      if (skip > 0) {
        --skip;
        continue;
      }
      --left;
      if (!op.emit(at->second.row(at->first))) break;
    }
    return MOVIE_OK;
  }

  Status create(const Row& row, Operation& op) override {
    std::unique_lock lock(mutex_);
    const std::int64_t id = last_id_ + 1;
    if (kWrong == id_race) let_others(lock);
    op.emit(put(id, {std::string(row.title), row.year, std::string(row.genre)}).row(id));
    return MOVIE_OK;
  }

  Status update(std::int64_t id, const Row& row, std::uint64_t fields, Operation& op) override {
    std::unique_lock lock(mutex_);
    const auto found = films_.find(id);
    if (found == films_.end()) return MOVIE_NOT_FOUND;
    if (!as_expected(*found, op)) return conflict(*found, op);
    Film film = found->second;
    if (kWrong == lost_update) let_others(lock);
    if (!films_.contains(id)) return MOVIE_NOT_FOUND;
    if ((fields & MOVIE_TITLE) != 0) film.title = row.title;
    if ((fields & MOVIE_YEAR) != 0) film.year = row.year;
    if ((fields & MOVIE_GENRE) != 0) film.genre = row.genre;
    op.emit(put(id, film).row(id));
    return MOVIE_OK;
  }

  Status remove(std::int64_t id, Operation& op) override {
    const std::lock_guard lock(mutex_);
    const auto found = films_.find(id);
    if (found == films_.end()) return MOVIE_NOT_FOUND;
    if (!as_expected(*found, op)) return conflict(*found, op);
    shown_ = films_;
    films_.erase(found);
    return MOVIE_OK;
  }

  Status create_many(Operation& op) override {
    std::vector<Film> films;
    for (Row row; op.next(row);)
      films.push_back({std::string(row.title), row.year, std::string(row.genre)});
    std::unique_lock lock(mutex_);
    for (const Film& film : films) {
      if (kWrong == torn_batch && &film != &films.front()) let_others(lock);
      const std::int64_t id = last_id_ + 1;
      op.emit(put(id, film).row(id));
    }
    op.count(static_cast<std::int64_t>(films.size()));
    return MOVIE_OK;
  }

 private:
  static void let_others(std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    std::this_thread::yield();
    lock.lock();
  }
  static bool as_expected(const Films::value_type& film, const Operation& op) {
    const auto expected = op.expected();
    return !expected || film.second.row(film.first).same_film(*expected);
  }
  static Status conflict(const Films::value_type& film, Operation& op) {
    op.emit(film.second.row(film.first));
    return MOVIE_CONFLICT;
  }
  /// What was before the last write, on every eighth read of a store that is stale at times.
  Films visible() {
    const std::lock_guard lock(mutex_);
    return kWrong == stale_read && ++reads_ % 8 == 0 ? shown_ : films_;
  }
  const Film& put(std::int64_t id, const Film& film) {
    shown_ = films_;
    last_id_ = std::max(last_id_, id);
    return films_[id] = film;
  }

  std::mutex mutex_;
  Films films_, shown_;
  std::int64_t last_id_ = 0;
  std::uint64_t reads_ = 0;
};

}  // namespace

MOVIE_PLUGIN(WrongStore, "wrong", "1.0", MOVIE_EXPECT | MOVIE_SNAPSHOT | MOVIE_MANY)
