#include "far_pages.hpp"

#include <algorithm>
#include <span>

#include "list_statement.hpp"

namespace movie::pg {
namespace {

/// A millisecond's walk, and some ten round trips. Shorter hops did not make the longest waits
/// shorter.
constexpr std::uint64_t kHop = 20'000;

constexpr std::uint64_t kFar = 2 * kHop;

/// A place in all films by id, of one snapshot.
class Walk {
 public:
  Walk(Link& link, Clock::time_point deadline)
      : link_(link), deadline_(deadline), timeout_(link.statement_timeout(deadline)) {
    group_.add(stmt::kBeginReading);
    group_.limit_time(timeout_);
  }

  /// Emits the page. Pages come by ascending skip.
  Fault page(sdk::Operation& op) {
    const sdk::Query query = op.query();
    while (!over_ && query.skip - passed_ > kHop) {
      if (Fault fault = hop()) return fault;
    }
    if (over_) return {};
    group_.add(stmt::kList, {after_, clamp(query.skip - passed_), clamp(query.limit)});
    if (Fault fault = turn()) return fault;
    for (int row = 0; row < PQntuples(last()); ++row) {
      if (!op.emit(row_of(last(), row))) break;
    }
    group_ = Group(false);
    return {};
  }

 private:
  Fault hop() {
    group_.add(stmt::kHop, {after_, clamp(kHop - 1)});
    if (Fault fault = turn()) return fault;
    over_ = PQntuples(last()) == 0;
    if (!over_) after_ = int_of(last(), 0, 0);
    passed_ += kHop;
    group_ = Group(false);
    return {};
  }
  /// Asks nothing once the deadline has passed: answers that are quicker than the look at the clock
  /// would let the walk go on.
  Fault turn() {
    if (sdk::passed(deadline_))
      return {MOVIE_TIMEOUT, {}, "the deadline passed before the page was found", false};
    const Fault fault = link_.turn(group_, deadline_);
    return fault ? fault : group_.fault;
  }
  [[nodiscard]] const PGresult* last() const { return group_.results.back().get(); }

  Link& link_;
  Clock::time_point deadline_;
  std::string timeout_;
  Group group_{false};
  std::int64_t after_ = 0;
  std::uint64_t passed_ = 0;
  bool over_ = false;  ///< no film is left
};

/// Takes away those that it has ended.
Fault walk(Link& link, std::span<sdk::Operation*>& pages, Clock::time_point deadline) {
  if (Fault fault = link.ready(deadline)) return fault;
  Walk walk(link, deadline);
  Fault fault;
  for (; !pages.empty(); pages = pages.subspan(1)) {
    fault = walk.page(*pages.front());
    if (fault) break;
    pages.front()->finish(MOVIE_OK);
  }
  link.end_reading();
  return fault;
}

}  // namespace

bool far_page(const sdk::Query& query, bool total) {
  return by_id_alone(query) && query.genres.empty() && !query.descending && query.after == 0 &&
         query.skip >= kFar && query.limit > 0 && query.limit <= kChunk && !total;
}

void far_pages(Link& link, std::vector<sdk::Operation*> pages, Clock::time_point deadline) {
  std::ranges::stable_sort(pages, {}, [](const auto* op) { return op->query().skip; });
  std::span<sdk::Operation*> left(pages);
  Fault fault = walk(link, left, deadline);
  const bool lost = !link.connected() && fault.status != MOVIE_TIMEOUT;
  if (lost || fault.stale_statement()) {
    fault = lost ? Fault{} : link.prepare_again(deadline);
    if (!fault) fault = walk(link, left, deadline);
  }
  for (sdk::Operation* op : left) end(*op, fault);
}

}  // namespace movie::pg
