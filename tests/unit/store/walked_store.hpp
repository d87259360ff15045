#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "model/search_key.hpp"
#include "store/operation.hpp"
#include "unit/store/session_fixture.hpp"

namespace movie::store {

/// Films that can be listed by ascending id, page by page, and no other way; and, for comparison,
/// what any list of them should be.
class WalkedStore {
 public:
  struct Expected {
    std::vector<std::int64_t> ids;
    std::int64_t total;
  };

  int pages = 0;                              ///< asked for so far
  std::function<void(Operation&)> on_page{};  ///< may look, change films, or give it a status

  void add(std::string title, std::int32_t year, std::string genre) {
    const std::int64_t id = ++last_id_;
    films_[id] = {id, std::move(title), year, std::move(genre)};
  }
  /// Films of few years and genres, their titles out of order.
  void fill(int count) {
    for (int at = 0; at < count; ++at) {
      add("Film " + std::to_string(at * 7919LL % 4'001), 1900 + at * 31 % 120,
          "Genre " + std::to_string(at * 5 % 7));
    }
  }
  void remove(std::int64_t id) { films_.erase(id); }
  void change(std::int64_t id, std::int32_t year) {
    if (const auto film = films_.find(id); film != films_.end()) film->second.year = year;
  }

  /// A store's part in a list.
  void execute(Operation& page) {
    ++pages;
    page.status = Status::unset;
    if (on_page) on_page(page);
    if (page.status != Status::unset) return;
    std::uint64_t left = page.query.limit;
    for (auto film = films_.upper_bound(page.query.after); film != films_.end() && left > 0;
         ++film, --left) {
      const Movie& row = film->second;
      if (!page.rows->take({row.id, row.title, row.year, row.genre})) break;
    }
    page.status = Status::ok;
  }

  [[nodiscard]] Expected expected(const Query& query) const {
    std::vector<const Movie*> all;
    for (const auto& [id, film] : films_) {
      if (wanted(film, query)) all.push_back(&film);
    }
    const auto key = [&query](const Movie& film) {
      const std::string text = query.sort == SortKey::title   ? film.title
                               : query.sort == SortKey::genre ? film.genre
                                                              : "";
      return std::tuple(text, query.sort == SortKey::year ? film.year : 0, film.id);
    };
    std::ranges::sort(all, {}, [&key](const Movie* film) { return key(*film); });
    if (query.descending) std::ranges::reverse(all);
    Expected found{{}, static_cast<std::int64_t>(all.size())};
    std::erase_if(all, [&query](const Movie* film) {
      return query.after != 0 &&
             (query.descending ? film->id >= query.after : film->id <= query.after);
    });
    for (std::size_t at = query.skip; at < all.size() && found.ids.size() < query.limit; ++at) {
      found.ids.push_back(all[at]->id);
    }
    return found;
  }

 private:
  static bool wanted(const Movie& film, const Query& query) {
    const std::string key = text::search_key(film.title);
    const auto in_key = [&key](const std::string& word) {
      return key.find(word) != std::string::npos;
    };
    return film.year >= query.year_min && film.year <= query.year_max &&
           (query.genres.empty() || std::ranges::count(query.genres, film.genre) > 0) &&
           std::ranges::all_of(query.contains, in_key);
  }

  std::map<std::int64_t, Movie> films_;
  std::int64_t last_id_ = 0;
};

}  // namespace movie::store
