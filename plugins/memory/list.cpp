#include "list.hpp"

#include "found.hpp"
#include "merge.hpp"

namespace movie::memory {
namespace {

template <class Order>
void emit(const Tree<Order>& films, Range range, bool descending, Page& page) {
  const std::uint64_t skip = page.take_skip();
  if (page.full() || skip >= range.size()) return;
  if (descending) {
    range.to -= skip;
  } else {
    range.from += skip;
  }
  walk_range(films, range, descending, [&](const Film& film) { return page.take(film); });
}

/// Hands over the films of ranges in each of which they lie in the list's sequence.
template <class Order>
void emit(const Tree<Order>& films, const Ranges& ranges, Sequence sequence, Page& page) {
  if (ranges.size() == 1) return emit(films, ranges.front(), sequence.descending, page);
  const std::uint64_t skip = page.take_skip();
  if (page.full() || skip >= size(ranges)) return;
  Merge<Order> merge(films, ranges, sequence);
  merge.skip(skip);
  merge.walk([&](const Film& film) { return page.take(film); });
}

/// The narrowest places that hold all films that a filter lets through but for `contains`, in any
/// order: use(tree, ranges).
template <class Use>
auto with_candidates(const Catalogue& films, const Filter& filter, Use use) {
  if (filter.any_genre() && filter.any_year()) {
    return use(films.in<ById>(), whole(films.in<ById>()));
  }
  if (filter.any_year()) {
    return use(films.in<ByGenre>(), ranges(films.in<ByGenre>(), filter, Ids()));
  }
  if (filter.any_genre()) return use(films.in<ByYear>(), ranges(films.in<ByYear>(), filter));
  return use(films.in<ByGenreYear>(), ranges(films.in<ByGenreYear>(), filter));
}

/// One list, of a snapshot.
class Listing {
 public:
  Listing(const Catalogue& films, const sdk::Query& query, sdk::Operation& op)
      : films_(films), query_(query), op_(op), filter_(query), sequence_(query) {}

  sdk::Status run() {
    if (!filter_.contains.empty() && op_.wants_total()) return collect();
    if (!op_.wants_total() && residue_of_order() == Residue::kContains) return in_sequence();
    const std::uint64_t candidates = with_candidates(
        films_, filter_, [](const auto&, const Ranges& ranges) { return size(ranges); });
    if (op_.wants_total()) op_.count(static_cast<std::int64_t>(candidates));
    if (candidates == 0) return MOVIE_OK;
    return better_collected(candidates) ? collect() : in_sequence();
  }

 private:
  /// What is left of the filter to be looked at when films are walked by the list's sort.
  unsigned residue_of_order() const noexcept {
    unsigned residue = Residue::kContains;
    const bool by_title = query_.sort == MOVIE_TITLE;
    if (by_title && !filter_.any_genre()) residue |= Residue::kGenres;
    if ((by_title || query_.sort == MOVIE_GENRE) && !filter_.any_year()) residue |= Residue::kYears;
    return residue;
  }

  /// Few films are sooner sorted than found in an order that cares about others: in the mean
  /// a page lies `size / candidates` times as far.
  bool better_collected(std::uint64_t candidates) const noexcept {
    if (residue_of_order() == Residue::kContains || candidates > Found::kMost) return false;
    const std::uint64_t wanted =
        std::min(candidates, query_.skip) + std::min(candidates, query_.limit);
    const std::uint64_t walked = std::min(films_.size(), wanted * films_.size() / candidates);
    return candidates * 2 + wanted * 16 < walked || !filter_.contains.empty();
  }

  sdk::Status in_sequence() {
    Page page(query_, Residue(filter_, residue_of_order()), op_);
    const auto from = [&](const auto& tree, const Ranges& ranges) {
      emit(tree, ranges, sequence_, page);
    };
    const auto& by_genre_year = films_.in<ByGenreYear>();
    if (query_.sort == MOVIE_TITLE) {
      from(films_.in<ByTitle>(), whole(films_.in<ByTitle>()));
    } else if (query_.sort == MOVIE_GENRE || (sequence_.by_id() && filter_.any_year())) {
      by_genre_or_id(from);
    } else if (query_.sort == MOVIE_YEAR && filter_.any_genre()) {
      from(films_.in<ByYear>(), ranges(films_.in<ByYear>(), filter_));
    } else if (query_.sort == MOVIE_YEAR) {
      from(by_genre_year, ranges(by_genre_year, filter_));
    } else if (filter_.any_genre()) {
      from(films_.in<ByYear>(), ranges_of_years(films_.in<ByYear>(), filter_, Ids::behind(query_)));
    } else {
      from(by_genre_year, ranges_of_years(by_genre_year, filter_, Ids::behind(query_)));
    }
    return page.status();
  }
  template <class From>
  void by_genre_or_id(From from) {
    const Ids ids = Ids::behind(query_);
    if (sequence_.by_id() && filter_.any_genre()) {
      from(films_.in<ById>(), Ranges{range(films_.in<ById>(), ids)});
    } else {
      from(films_.in<ByGenre>(), ranges(films_.in<ByGenre>(), filter_, ids));
    }
  }

  /// Counts what matches, and sorts it if it is not too much; of much a page is soon found in
  /// sequence.
  sdk::Status collect() {
    Found found;
    Patience patience(op_);
    const std::uint64_t count = find(found, patience);
    if (patience.late()) return MOVIE_TIMEOUT;
    if (op_.wants_total()) op_.count(static_cast<std::int64_t>(count));
    if (!found.kept()) return in_sequence();
    Page page(query_, Residue(filter_, Residue::kNone), op_);
    found.emit(query_, page);
    return page.status();
  }
  std::uint64_t find(Found& found, Patience& patience) {
    const Residue residue(filter_, Residue::kContains);
    const Ids ids = Ids::behind(query_);
    std::uint64_t count = 0;
    const auto look = [&](const Film& film) {
      if (!residue.passes(film)) return patience.lasts();
      ++count;
      if (ids.has(film.id())) found.add(film);
      return patience.lasts();
    };
    with_candidates(films_, filter_, [&](const auto& tree, const Ranges& ranges) {
      for (const Range& range : ranges) {
        if (!patience.late()) walk_range(tree, range, false, look);
      }
    });
    return count;
  }

  const Catalogue& films_;
  const sdk::Query& query_;
  sdk::Operation& op_;
  Filter filter_;
  Sequence sequence_;
};

}  // namespace

bool plain(const sdk::Query& query) noexcept {
  return query.genres.empty() && query.any_year() && query.contains.empty() && query.sort == 0;
}

sdk::Status list(const Tree<ById>& films, const sdk::Query& query, sdk::Operation& op) {
  if (op.wants_total()) op.count(static_cast<std::int64_t>(films.size()));
  Page page(query, Residue(), op);
  emit(films, range(films, Ids::behind(query)), query.descending, page);
  return page.status();
}

sdk::Status list(const Catalogue& films, const sdk::Query& query, sdk::Operation& op) {
  return Listing(films, query, op).run();
}

}  // namespace movie::memory
