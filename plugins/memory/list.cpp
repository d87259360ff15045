#include "list.hpp"

namespace movie::memory {
namespace {

constexpr std::uint64_t kStride =
    256;  // rows between two looks at the clock; films merged at a time

/// Takes films until the host has enough, the limit is reached or the time is up.
class Page {
 public:
  Page(std::uint64_t limit, sdk::Operation& op) noexcept : left_(limit), op_(op) {}

  /// How many more are wanted.
  std::uint64_t left() const noexcept { return left_; }
  sdk::Status status() const noexcept { return late_ ? MOVIE_TIMEOUT : MOVIE_OK; }
  void add(const Film& film) noexcept {
    late_ = left_ % kStride == 0 && sdk::passed(op_.deadline());
    left_ = !late_ && op_.emit(film.row()) ? left_ - 1 : 0;
  }

 private:
  std::uint64_t left_;
  sdk::Operation& op_;
  bool late_ = false;
};

template <class Order>
void emit_some(const Tree<Order>& films, std::uint64_t from, Page& page) {
  if (page.left() == 0) return;
  films.walk(from, [&](const typename Order::Entry& entry) {
    page.add(Order::film(entry));
    return page.left() != 0;
  });
}

/// How many entries are at or before `probe`.
template <class Order>
std::uint64_t upto(const Tree<Order>& films, const typename Order::Probe& probe) noexcept {
  return films.rank(probe) + (films.find(probe) != nullptr ? 1 : 0);
}

/// A genre's films, of which those before `from` are done with: places in the order by genre.
struct Range {
  std::string_view genre;
  std::uint64_t from, to;
};

Range range_of(const Tree<ByGenre>& films, std::string_view genre, std::int64_t after) noexcept {
  return {genre, upto(films, {genre, after}), upto(films, {genre, INT64_MAX})};
}

std::vector<Range> ranges_of(const Tree<ByGenre>& films, const sdk::Query& query) {
  std::vector<std::string_view> genres;
  for (std::size_t at = 0; at < query.genres.size(); ++at) genres.push_back(query.genres[at]);
  std::sort(genres.begin(), genres.end());
  genres.erase(std::unique(genres.begin(), genres.end()), genres.end());
  std::vector<Range> ranges;
  for (const std::string_view genre : genres) ranges.push_back(range_of(films, genre, query.after));
  return ranges;
}

std::int64_t highest_id(const Tree<ByGenre>& films, const std::vector<Range>& ranges) {
  std::int64_t highest = 0;
  for (const Range& range : ranges) {
    if (range.from == range.to) continue;
    films.walk(range.to - 1, [&](const Ref<Film>& film) {
      highest = std::max(highest, film->id());
      return false;
    });
  }
  return highest;
}

/// Leaves the `skip` films with the lowest ids behind.
void advance(const Tree<ByGenre>& films, std::vector<Range>& ranges, std::uint64_t skip,
             std::int64_t after) {
  const auto skipped_at = [&](std::int64_t id) {
    std::uint64_t sum = 0;
    for (const Range& range : ranges) sum += upto(films, {range.genre, id}) - range.from;
    return sum;
  };
  std::int64_t low = after;
  std::int64_t high = std::max(after, highest_id(films, ranges));
  while (low < high) {  // the highest id up to which no more than `skip` lie
    const std::int64_t middle = low + (high - low + 1) / 2;
    if (skipped_at(middle) <= skip) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  for (Range& range : ranges) range.from = upto(films, {range.genre, low});
}

/// The next films of each genre into `films_found`; returns the id up to which none is missing
/// there.
std::int64_t gather(const Tree<ByGenre>& films, const std::vector<Range>& ranges,
                    std::uint64_t most, std::vector<const Film*>& found) {
  std::int64_t complete = INT64_MAX;
  found.clear();
  for (const Range& range : ranges) {
    std::uint64_t wanted = std::min(most, range.to - range.from);
    if (wanted == 0) continue;
    films.walk(range.from, [&](const Ref<Film>& film) {
      found.push_back(film.get());
      return --wanted != 0;
    });
    if (range.to - range.from > most) complete = std::min(complete, found.back()->id());
  }
  std::sort(found.begin(), found.end(),
            [](const Film* a, const Film* b) { return a->id() < b->id(); });
  return complete;
}

void emit_merged(const Tree<ByGenre>& films, std::vector<Range>& ranges, Page& page) {
  std::vector<const Film*> found;
  for (std::int64_t complete = 0; complete != INT64_MAX && page.left() != 0;) {
    complete = gather(films, ranges, std::min(kStride, page.left()), found);
    for (const Film* film : found) {
      if (film->id() > complete || page.left() == 0) break;
      page.add(*film);
    }
    for (Range& range : ranges) range.from = upto(films, {range.genre, complete});
  }
}

}  // namespace

sdk::Status list(const Tree<ById>& films, const sdk::Query& query, sdk::Operation& op) {
  const std::uint64_t first = upto(films, query.after);
  if (query.skip >= films.size() - first) return MOVIE_OK;
  Page page(query.limit, op);
  emit_some(films, first + query.skip, page);
  return page.status();
}

sdk::Status list(const Tree<ByGenre>& films, const sdk::Query& query, sdk::Operation& op) {
  std::vector<Range> ranges = ranges_of(films, query);
  std::uint64_t matching = 0;
  for (const Range& range : ranges) matching += range.to - range.from;
  if (query.skip >= matching) return MOVIE_OK;
  Page page(std::min(query.limit, matching - query.skip), op);
  if (ranges.size() == 1) {
    emit_some(films, ranges.front().from + query.skip, page);
  } else {
    advance(films, ranges, query.skip, query.after);
    emit_merged(films, ranges, page);
  }
  return page.status();
}

}  // namespace movie::memory
