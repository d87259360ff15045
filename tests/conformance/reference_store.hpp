#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "movie/plugin.hpp"

namespace movie::test {

using movie::sdk::Operation;
using movie::sdk::Query;
using movie::sdk::Row;
using movie::sdk::Status;

struct Film {
  std::int64_t id = 0;
  std::string title;
  std::int32_t year = 0;
  std::string genre;
  std::optional<std::string> key;  ///< none: another program's row

  [[nodiscard]] Row row() const { return {id, title, year, genre}; }
};

/// Whether `text` holds the bytes of each.
inline bool holds_all(const std::string& text, const movie::sdk::Texts& parts) {
  for (std::size_t at = 0; at < parts.size(); ++at) {
    if (text.find(parts[at]) == std::string::npos) return false;
  }
  return true;
}

inline bool matches(const Film& film, const Query& query) {
  if (film.year < query.year_min || film.year > query.year_max) return false;
  if (!query.genres.empty() && !query.genres.contains(film.genre)) return false;
  return query.contains.empty() || (film.key && holds_all(*film.key, query.contains));
}

/// The rising order.
inline bool stands_before(const Film& one, const Film& other, std::uint32_t sort) {
  const auto text = [sort](const Film& film) -> const std::string& {
    static const std::string none;
    return sort == MOVIE_TITLE ? film.title : sort == MOVIE_GENRE ? film.genre : none;
  };
  const auto year = [sort](const Film& film) { return sort == MOVIE_YEAR ? film.year : 0; };
  return std::forward_as_tuple(text(one), year(one), one.id) <
         std::forward_as_tuple(text(other), year(other), other.id);
}

/// Where a list's rows begin behind `after`.
inline std::size_t begin_of(const std::vector<Film>& films, const Query& query) {
  if (query.after == 0) return 0;
  const auto first = std::find_if(films.begin(), films.end(), [&query](const Film& film) {
    return query.descending ? film.id < query.after : film.id > query.after;
  });
  return static_cast<std::size_t>(first - films.begin());
}

/// A create that is remembered by its key.
struct Memo {
  std::string digest;
  std::int64_t expires = 0;
  Film film;
  std::int64_t number = 0;  ///< the older, the lower
};

/// What a store of one URL holds, for as long as the process lives.
struct Catalogue {
  std::timed_mutex writing;   ///< one write at a time; taken before `mutex`
  std::shared_mutex mutex{};  ///< of all below
  std::map<std::int64_t, Film> films{};
  std::int64_t last_id = 0;
  std::int64_t key_version = 0;
  std::map<std::string, Memo, std::less<>> memos{};
  std::int64_t last_memo = 0;
};

inline std::shared_ptr<Catalogue> catalogue_of(std::string_view url) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<Catalogue>, std::less<>> all;
  const std::lock_guard lock(mutex);
  auto& found = all[std::string(url)];
  if (!found) found = std::make_shared<Catalogue>();
  return found;
}

/// The lock of a write, waited for as long as the operation may.
inline std::unique_lock<std::timed_mutex> begin_write(Catalogue& catalogue, const Operation& op) {
  std::unique_lock lock(catalogue.writing, std::defer_lock);
  if (lock.try_lock()) return lock;
  if (op.no_wait()) throw movie::sdk::Failure(MOVIE_AGAIN, "another write is under way");
  if (op.deadline() == movie::sdk::Clock::time_point::max()) {
    lock.lock();
  } else if (!lock.try_lock_until(op.deadline())) {
    throw movie::sdk::Failure(MOVIE_TIMEOUT, "another write is under way");
  }
  return lock;
}

/// All of movie/store.h in the plainest words there are: a list copies every film, sorts, and cuts.
/// The measure of what the conformance cases ask; no example of how to store anything.
class ReferenceStore : public movie::sdk::SimpleStore {
 public:
  explicit ReferenceStore(const movie::sdk::Open& how) : data_(catalogue_of(how.url())) {}
  explicit ReferenceStore(std::shared_ptr<Catalogue> films) : data_(std::move(films)) {}

  movie::sdk::Limits limits() const override { return {0, 0, 0, UINT64_MAX, false}; }

  Status get(std::int64_t id, Operation& op) override {
    const auto film = find(id);
    return film ? emitted(*film, op) : MOVIE_NOT_FOUND;
  }

  Status list(const Query& query, Operation& op) override {
    std::vector<Film> films = copy([&](const Film& film) { return matches(film, query); });
    std::sort(films.begin(), films.end(), [&query](const Film& one, const Film& other) {
      return query.descending ? stands_before(other, one, query.sort)
                              : stands_before(one, other, query.sort);
    });
    if (op.wants_total()) op.count(static_cast<std::int64_t>(films.size()));
    std::size_t at = begin_of(films, query);
    at += std::min<std::uint64_t>(query.skip, films.size() - at);
    for (std::uint64_t sent = 0; sent < query.limit && at < films.size(); ++sent, ++at) {
      if (!op.emit(films[at].row())) break;
    }
    return MOVIE_OK;
  }

  Status create(const Row& row, Operation& op) override {
    const auto write = begin_write(*data_, op);
    const auto memo = op.memo();
    if (!memo) return emitted(add({film_of(row)}).front(), op);
    const auto found = data_->memos.find(memo->key);
    if (found != data_->memos.end() && found->second.expires > memo->now_s) {
      if (found->second.digest != memo->digest) return MOVIE_EXISTS;
      op.count(1);
      return emitted(found->second.film, op);
    }
    const Film film = add({film_of(row)}).front();
    remember(*memo, film);
    return emitted(film, op);
  }

  Status update(std::int64_t id, const Row& row, std::uint64_t fields, Operation& op) override {
    const auto write = begin_write(*data_, op);
    auto film = find(id);
    if (!film) return MOVIE_NOT_FOUND;
    if (!as_expected(*film, op)) return conflict(*film, op);
    if ((fields & MOVIE_TITLE) != 0) film->title = row.title, film->key = row.title_key;
    if ((fields & MOVIE_YEAR) != 0) film->year = row.year;
    if ((fields & MOVIE_GENRE) != 0) film->genre = row.genre;
    put(*film);
    return emitted(*film, op);
  }

  Status remove(std::int64_t id, Operation& op) override {
    const auto write = begin_write(*data_, op);
    const auto film = find(id);
    if (film && !as_expected(*film, op)) return conflict(*film, op);
    const std::unique_lock lock(data_->mutex);
    return data_->films.erase(id) == 1 ? MOVIE_OK : MOVIE_NOT_FOUND;
  }

  Status create_many(Operation& op) override {
    const auto write = begin_write(*data_, op);
    if (op.requires_bit(MOVIE_IF_EMPTY) && !copy([](const Film&) { return true; }).empty())
      return MOVIE_EXISTS;
    std::vector<Film> films;
    const bool keep = op.requires_bit(MOVIE_KEEP_ID);
    for (Row row; op.next(row);) {
      if (keep && find(row.id)) return MOVIE_EXISTS;
      films.push_back(film_of(row));
      if (keep) films.back().id = row.id;
    }
    op.count(static_cast<std::int64_t>(films.size()));
    const std::vector<Film> added = add(std::move(films));
    for (const Film& film : added) op.emit(film.row());
    return MOVIE_OK;
  }

  Status next_id(std::int64_t id, Operation& op) override {
    const auto write = begin_write(*data_, op);
    const std::unique_lock lock(data_->mutex);
    if (id > 0) data_->last_id = std::max(data_->last_id, id - 1);
    op.count(data_->last_id == INT64_MAX ? 0 : data_->last_id + 1);
    return MOVIE_OK;
  }

  Status clear(Operation& op) override {
    const auto write = begin_write(*data_, op);
    const std::unique_lock lock(data_->mutex);
    op.count(static_cast<std::int64_t>(data_->films.size()));
    data_->films.clear();
    data_->last_id = 0;
    data_->memos.clear();
    return MOVIE_OK;
  }

  Status unkeyed(const Query& query, Operation& op) override {
    const auto films =
        copy([&query](const Film& film) { return !film.key && film.id > query.after; });
    for (std::uint64_t sent = 0; sent < query.limit && sent < films.size(); ++sent) {
      if (!op.emit(films[sent].row())) break;
    }
    return MOVIE_OK;
  }

  Status set_key(std::int64_t id, const Row& row, Operation& op) override {
    const auto write = begin_write(*data_, op);
    auto film = find(id);
    if (!film || film->title != row.title) return MOVIE_NOT_FOUND;
    film->key = row.title_key;
    put(*film);
    return MOVIE_OK;
  }

  Status key_version(std::int64_t version, Operation& op) override {
    const auto write = begin_write(*data_, op);
    const std::unique_lock lock(data_->mutex);
    op.count(data_->key_version);
    if (version != 0) data_->key_version = version;
    return MOVIE_OK;
  }

 private:
  static Film film_of(const Row& row) {
    return {0, std::string(row.title), row.year, std::string(row.genre),
            std::string(row.title_key)};
  }
  static bool as_expected(const Film& film, const Operation& op) {
    const auto expected = op.expected();
    return !expected || film.row().same_film(*expected);
  }
  static Status conflict(const Film& film, Operation& op) {
    op.emit(film.row());
    return MOVIE_CONFLICT;
  }
  static Status emitted(const Film& film, Operation& op) {
    op.emit(film.row());
    return MOVIE_OK;
  }

  /// By ascending id. No lock is held while rows are emitted.
  template <class Wanted>
  std::vector<Film> copy(Wanted wanted) const {
    const std::shared_lock lock(data_->mutex);
    std::vector<Film> films;
    for (const auto& [id, film] : data_->films) {
      if (wanted(film)) films.push_back(film);
    }
    return films;
  }
  std::optional<Film> find(std::int64_t id) const {
    const std::shared_lock lock(data_->mutex);
    const auto found = data_->films.find(id);
    return found == data_->films.end() ? std::nullopt : std::optional(found->second);
  }
  /// Under the lock of a write, as all that looks at memos.
  void remember(const movie::sdk::Memo& memo, const Film& film) {
    auto& memos = data_->memos;
    memos[std::string(memo.key)] = {std::string(memo.digest), memo.expires_s, film,
                                    ++data_->last_memo};
    for (int few = 0; few < 4; ++few) {
      const auto oldest = std::min_element(
          memos.begin(), memos.end(),
          [](const auto& a, const auto& b) { return a.second.number < b.second.number; });
      if (oldest == memos.end()) return;
      if (memos.size() > memo.most || oldest->second.expires <= memo.now_s) memos.erase(oldest);
    }
  }
  void put(Film film) {
    const std::unique_lock lock(data_->mutex);
    data_->films[film.id] = std::move(film);
  }
  /// All at once; those that have no id are given one.
  std::vector<Film> add(std::vector<Film> films) {
    const std::unique_lock lock(data_->mutex);
    std::map<std::int64_t, Film> made;
    std::int64_t last = data_->last_id;
    for (Film& film : films) {
      if (film.id == 0 && last == INT64_MAX) throw movie::sdk::Failure(MOVIE_FULL, "no id is left");
      if (film.id == 0) film.id = last + 1;
      last = std::max(last, film.id);
      made.emplace(film.id, film);
    }
    data_->films.merge(made);  // from here on nothing can fail
    data_->last_id = last;
    return films;
  }

  std::shared_ptr<Catalogue> data_;
};

/// All that it can do.
constexpr std::uint64_t kEverything = MOVIE_EXPECT | MOVIE_MEMO | MOVIE_KEEP_ID | MOVIE_IF_EMPTY |
                                      MOVIE_FILTER | MOVIE_SEARCH | MOVIE_SORT | MOVIE_TOTAL |
                                      MOVIE_SNAPSHOT | MOVIE_MANY | MOVIE_CLEARS | MOVIE_REKEYS;

}  // namespace movie::test
