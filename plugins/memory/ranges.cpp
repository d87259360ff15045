#include "ranges.hpp"

namespace movie::memory {
namespace {

void add(Ranges& to, Range range) {
  if (range.from < range.to) to.push_back(range);
}

/// Cuts a range where its films' year changes: finds the year at hand, then where it ends.
/// `probe` makes a year and an id a place.
template <class Order, class Probe>
void split(const Tree<Order>& films, Range range, Ids ids, Ranges& to, Probe probe) {
  while (range.from < range.to) {
    const std::int32_t year = films.at(range.from)->year();
    const std::uint64_t end = films.rank(probe(year, INT64_MAX));
    add(to, {ids.from == INT64_MIN ? range.from : films.rank(probe(year, ids.from)),
             ids.to == INT64_MAX ? end : films.rank(probe(year, ids.to))});
    range.from = end;
  }
}

}  // namespace

Ranges ranges(const Tree<ByGenre>& films, const Filter& filter, Ids ids) {
  if (filter.any_genre()) return whole(films);
  Ranges found;
  for (const std::string_view genre : filter.genres) {
    add(found, {films.rank({genre, ids.from}), films.rank({genre, ids.to})});
  }
  return found;
}

Ranges ranges(const Tree<ByYear>& films, const Filter& filter) {
  if (filter.any_year()) return whole(films);
  Ranges found;
  add(found, {films.rank({filter.year_min, INT64_MIN}), films.rank({filter.year_max, INT64_MAX})});
  return found;
}

Ranges ranges(const Tree<ByGenreYear>& films, const Filter& filter) {
  Ranges found;
  for (const std::string_view genre : filter.genres) {
    add(found, {films.rank({genre, filter.year_min, INT64_MIN}),
                films.rank({genre, filter.year_max, INT64_MAX})});
  }
  return found;
}

Ranges ranges_of_years(const Tree<ByYear>& films, const Filter& filter, Ids ids) {
  Ranges found;
  for (const Range& range : ranges(films, filter)) {
    split(films, range, ids, found, [](std::int32_t year, std::int64_t id) {
      return ByYear::Probe{year, id};
    });
  }
  return found;
}

Ranges ranges_of_years(const Tree<ByGenreYear>& films, const Filter& filter, Ids ids) {
  Ranges found;
  for (const Range& range : ranges(films, filter)) {
    const std::string_view genre = films.at(range.from)->genre();
    split(films, range, ids, found, [&](std::int32_t year, std::int64_t id) {
      return ByGenreYear::Probe{genre, year, id};
    });
  }
  return found;
}

}  // namespace movie::memory
