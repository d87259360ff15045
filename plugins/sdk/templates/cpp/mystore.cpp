// Storage plug-in 'mystore' of Movie Service. As it stands it keeps films in memory and passes
// movie-conformance: put your engine in the place of `films_`. What each operation has to do stands
// at its MOVIE_OP_ in movie/store.h; what can be overridden besides, in movie/sdk/store.hpp.
#include <map>
#include <movie/plugin.hpp>
#include <string>

namespace {

using movie::sdk::Operation;
using movie::sdk::Query;
using movie::sdk::Row;
using movie::sdk::Status;

// Each you claim (MOVIE_FILTER | ...) is something that the host no longer makes up for.
constexpr std::uint64_t kCapabilities = 0;

/// Used by one thread at a time, since limits() are left at one session. A verb that throws
/// movie::sdk::Failure ends with its status, one that throws anything else with MOVIE_INTERNAL.
class Store final : public movie::sdk::SimpleStore {
 public:
  /// how.url(): where the films are. Throw Failure(MOVIE_INVALID, "...") if they cannot be there.
  /// log_(MOVIE_LOG_WARNING, "a line") writes to the service's own log.
  explicit Store(const movie::sdk::Open& how) : log_(how.log()) {}

  Status get(std::int64_t id, Operation& op) override {
    const auto found = films_.find(id);
    if (found == films_.end()) return MOVIE_NOT_FOUND;
    return emitted(*found, op);
  }

  Status list(const Query& query, Operation& op) override {
    auto film = films_.upper_bound(query.after);
    for (std::uint64_t skipped = 0; skipped < query.skip && film != films_.end(); ++skipped) ++film;
    for (std::uint64_t sent = 0; sent < query.limit && film != films_.end(); ++sent, ++film) {
      if (!op.emit(row_of(*film))) break;
    }
    return MOVIE_OK;
  }

  Status create(const Row& row, Operation& op) override {
    const auto made = films_.emplace_hint(
        films_.end(), last_id_ + 1, Film{std::string(row.title), row.year, std::string(row.genre)});
    last_id_ = made->first;
    return emitted(*made, op);
  }

  Status update(std::int64_t id, const Row& row, std::uint64_t fields, Operation& op) override {
    const auto found = films_.find(id);
    if (found == films_.end()) return MOVIE_NOT_FOUND;
    Film changed = found->second;
    if ((fields & MOVIE_TITLE) != 0) changed.title = row.title;
    if ((fields & MOVIE_YEAR) != 0) changed.year = row.year;
    if ((fields & MOVIE_GENRE) != 0) changed.genre = row.genre;
    found->second = std::move(changed);
    return emitted(*found, op);
  }

  Status remove(std::int64_t id, Operation&) override {
    return films_.erase(id) == 1 ? MOVIE_OK : MOVIE_NOT_FOUND;
  }

  /// Ask your engine whether it can be read and written now.
  Status ping(Operation&) override { return MOVIE_OK; }

 private:
  struct Film {
    std::string title;
    std::int32_t year;
    std::string genre;
  };
  using Films = std::map<std::int64_t, Film>;

  static Row row_of(const Films::value_type& film) {
    return {film.first, film.second.title, film.second.year, film.second.genre};
  }
  static Status emitted(const Films::value_type& film, Operation& op) {
    op.emit(row_of(film));
    return MOVIE_OK;
  }

  movie::sdk::Log log_;
  Films films_;
  std::int64_t last_id_ = 0;  // never given again, even if its film is removed
};

}  // namespace

MOVIE_PLUGIN(Store, "mystore", "0.1", kCapabilities)
