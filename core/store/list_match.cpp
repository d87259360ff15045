#include "store/list_match.hpp"

#include <algorithm>
#include <string>

#include "model/search_key.hpp"

namespace movie::store {
namespace {

/// < 0: `one` is lower by the sort key alone.
int compare(const MovieView& one, const MovieView& other, SortKey key) {
  switch (key) {
    case SortKey::title:
      return one.title.compare(other.title);
    case SortKey::year:
      return one.year < other.year ? -1 : one.year > other.year ? 1 : 0;
    case SortKey::genre:
      return one.genre.compare(other.genre);
    case SortKey::id:
      break;
  }
  return 0;
}

}  // namespace

bool matches(const MovieView& film, const Query& query) {
  if (film.year < query.year_min || film.year > query.year_max) return false;
  const auto& genres = query.genres;
  if (!genres.empty() && std::find(genres.begin(), genres.end(), film.genre) == genres.end()) {
    return false;
  }
  if (query.contains.empty()) return true;
  const std::string key = text::search_key(film.title);
  return std::all_of(query.contains.begin(), query.contains.end(),
                     [&](const std::string& word) { return key.find(word) != std::string::npos; });
}

bool stands_before(const MovieView& one, const MovieView& other, const Query& query) {
  const int by_key = compare(one, other, query.sort);
  const bool lower = by_key != 0 ? by_key < 0 : one.id < other.id;
  return query.descending ? !lower && (by_key != 0 || one.id != other.id) : lower;
}

}  // namespace movie::store
