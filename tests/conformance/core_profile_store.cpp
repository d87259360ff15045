#include <map>
#include <string>

#include "movie/plugin.hpp"

namespace {

using movie::sdk::Operation;
using movie::sdk::Query;
using movie::sdk::Row;
using movie::sdk::Status;

/// The least that a backend may be: the core profile, serial, forgetful. The host must make up for
/// all the rest.
class CoreProfileStore final : public movie::sdk::SimpleStore {
 public:
  explicit CoreProfileStore(const movie::sdk::Open&) {}

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

  Films films_;
  std::int64_t last_id_ = 0;
};

}  // namespace

MOVIE_PLUGIN(CoreProfileStore, "core_profile", "1.0", 0)
