#pragma once

#include "catalogue.hpp"
#include "filter.hpp"
#include "sequence.hpp"

/// A filter as places in an order. Within each range films lie by what else the order sorts by.
namespace movie::memory {

/// Places [from, to) of a tree.
struct Range {
  std::uint64_t from, to;
  std::uint64_t size() const noexcept { return to - from; }
};
/// Without empty ones; no two overlap; ascending.
using Ranges = std::vector<Range>;

inline std::uint64_t size(const Ranges& ranges) noexcept {
  std::uint64_t sum = 0;
  for (const Range& range : ranges) sum += range.size();
  return sum;
}

template <class Order>
Ranges whole(const Tree<Order>& films) {
  return films.size() == 0 ? Ranges() : Ranges{{0, films.size()}};
}

/// Visits the films of a range, not empty, from either end until `visit` returns false.
template <class Order, class Visit>
void walk_range(const Tree<Order>& films, Range range, bool descending, Visit&& visit) {
  std::uint64_t left = range.size();
  const auto each = [&](const typename Order::Entry& entry) {
    return visit(Order::film(entry)) && --left != 0;
  };
  if (descending) {
    films.walk_back(range.to, each);
  } else {
    films.walk(range.from, each);
  }
}

/// By id; may be empty.
inline Range range(const Tree<ById>& films, Ids ids) noexcept {
  return {ids.from == INT64_MIN ? 0 : films.rank(ids.from),
          ids.to == INT64_MAX ? films.size() : films.rank(ids.to)};
}
/// A range for each genre, in it by id. Any genre: one for all, by genre.
Ranges ranges(const Tree<ByGenre>& films, const Filter& filter, Ids ids);
/// One for all years, in it by year.
Ranges ranges(const Tree<ByYear>& films, const Filter& filter);
/// A range for each genre, of which there are some, in it by year.
Ranges ranges(const Tree<ByGenreYear>& films, const Filter& filter);

/// A range for each year that films are of, in it by id.
Ranges ranges_of_years(const Tree<ByYear>& films, const Filter& filter, Ids ids);
/// A range for each genre and each year that films are of, in it by id.
Ranges ranges_of_years(const Tree<ByGenreYear>& films, const Filter& filter, Ids ids);

}  // namespace movie::memory
