#include "reads.hpp"

#include <algorithm>

#include "places.hpp"

namespace movie::pg {
namespace {

/// From so many rows to be passed over on, a page is found by the walk that pages share.
constexpr std::uint64_t kWorthAWalk = 32;

/// What the statements for a first page hold.
constexpr std::uint64_t kFirstFilms = 100;

/// All films by ascending id, and nothing more asked.
bool plain(const sdk::Query& query) {
  return query.genres.empty() && by_id_alone(query) && !query.descending;
}

/// The films of one genre by ascending id, as far as the statement that is prepared goes.
bool films_of_a_genre(const sdk::Query& query) {
  return query.genres.size() == 1 && by_id_alone(query) && !query.descending &&
         query.limit <= kChunk && query.skip <= kChunk - query.limit;
}

Step gets_step(std::span<sdk::Operation* const> gets) {
  std::vector<std::int64_t> ids;
  for (const sdk::Operation* op : gets) ids.push_back(op->id());
  return {&stmt::kGetMany, {id_array(ids)}};
}

/// `pages`: by ascending skip.
Step pages_step(std::span<sdk::Operation* const> pages) {
  std::vector<std::int64_t> skips, limits;
  std::int64_t before = 0;
  for (const sdk::Operation* op : pages) {
    const sdk::Query query = op->query();
    skips.push_back(clamp(query.skip) - before);
    limits.push_back(clamp(query.limit));
    before = clamp(query.skip);
  }
  return {&stmt::kPages, {id_array(skips), id_array(limits)}};
}

/// Whose row it is, of a statement for many: its last column counts them from 1.
std::size_t owner(const PGresult* result, int row) {
  return static_cast<std::size_t>(int_of(result, row, 4)) - 1;
}

void deliver_gets(std::span<sdk::Operation* const> gets, const PGresult* result) {
  for (sdk::Operation* op : gets) op->finish(MOVIE_NOT_FOUND);
  for (int row = 0; row < PQntuples(result); ++row) {
    sdk::Operation& op = *gets[owner(result, row)];
    op.emit(row_of(result, row));
    op.finish(MOVIE_OK);
  }
}

void deliver_pages(std::span<sdk::Operation* const> pages, const PGresult* result) {
  for (int row = 0; row < PQntuples(result); ++row)
    pages[owner(result, row)]->emit(row_of(result, row));
  for (sdk::Operation* op : pages) op->finish(MOVIE_OK);
}

}  // namespace

sdk::Status Reads::get(std::int64_t, sdk::Operation& op) {
  gets_.push_back(&op);
  return MOVIE_UNSET;
}

sdk::Status Reads::ping(sdk::Operation& op) {
  single_.push_back(&op);
  return MOVIE_UNSET;
}

sdk::Status Reads::list(const sdk::Query& query, sdk::Operation& op) {
  if (query.limit == 0 && !op.wants_total()) return MOVIE_OK;
  may_take_long_ = may_take_long_ || may_take_long(query, op.wants_total());
  sorts_ = sorts_ || !in_order_of_an_index(query);
  const bool shares = plain(query) && query.after == 0 && query.limit <= kChunk &&
                      query.skip >= kWorthAWalk && !op.wants_total();
  (shares ? pages_ : single_).push_back(&op);
  return MOVIE_UNSET;
}

sdk::Status Reads::unkeyed(const sdk::Query& query, sdk::Operation& op) {
  if (query.limit == 0) return MOVIE_OK;
  may_take_long_ = true;
  single_.push_back(&op);
  return MOVIE_UNSET;
}

/// `query`: what is still to be listed of op's own, a chunk of it.
Step Reads::list_step(const sdk::Operation& op, const sdk::Query& query) {
  const std::int64_t after = query.after, skip = clamp(query.skip), limit = clamp(query.limit);
  if (op.code() == MOVIE_OP_UNKEYED) return texts_.emplace_back(query, ListForm::unkeyed).step();
  if (op.wants_total()) return texts_.emplace_back(query, ListForm::page_and_total).step();
  const bool first = skip == 0 && query.limit <= kFirstFilms;
  if (first && plain(query)) return {&stmt::kFirst, {after, limit}};
  if (first && films_of_a_genre(query))
    return {&stmt::kFirstOfGenre, {after, limit, query.genres[0]}};
  if (plain(query)) return {&stmt::kList, {after, skip, limit}};
  if (films_of_a_genre(query)) return {&stmt::kListOfGenre, {after, skip, limit, query.genres[0]}};
  return texts_.emplace_back(query, ListForm::page).step();
}

/// The statement of an operation that has one of its own.
Step Reads::single_step(const sdk::Operation& op) {
  if (op.code() == MOVIE_OP_GET) return {&stmt::kGet, {op.id()}};
  if (op.code() == MOVIE_OP_PING) return {&stmt::kPing};
  sdk::Query query = op.query();
  query.limit = std::min(query.limit, kChunk);
  return list_step(op, query);
}

/// Its statement is the group's first, if there is one.
void Reads::limit_time(Group& group) {
  group.sorts = sorts_;
  limited_ = may_take_long_ && !link_.pooled();
  if (!limited_) return;
  timeout_ = link_.statement_timeout(deadline_);
  group.limit_time(timeout_);
}

Group& Reads::group() {
  limit_time(group_);
  std::stable_sort(pages_.begin(), pages_.end(), [](const auto* one, const auto* other) {
    return one->query().skip < other->query().skip;
  });
  if (gets_.size() == 1) group_.steps.push_back(single_step(*gets_.front()));
  if (gets_.size() > 1) group_.steps.push_back(gets_step(gets_));
  if (!pages_.empty()) group_.steps.push_back(pages_step(pages_));
  for (const sdk::Operation* op : single_) group_.steps.push_back(single_step(*op));
  return group_;
}

/// Sends a group again that can be: on a new connection, or with new statements. Its own fault
/// stays in it.
Fault Reads::repeat(Group& group) {
  const bool stale = group.fault.stale_statement();
  group.renew();
  if (Fault fault = link_.ready(deadline_)) return fault;
  if (Fault fault = stale ? link_.prepare_again(deadline_) : Fault{}) return fault;
  return link_.run(group, deadline_);
}

void Reads::conclude(Fault fault) {
  const bool lost = !group_.settled && fault.status != MOVIE_TIMEOUT;
  if (lost || group_.fault.stale_statement()) fault = repeat(group_);
  if (!group_.settled) return refuse(fault);
  if (group_.fault) return each_alone();
  auto result = group_.results.begin() + (limited_ ? 1 : 0);
  if (gets_.size() == 1) deliver(*gets_.front(), (result++)->get());
  if (gets_.size() > 1) deliver_gets(gets_, (result++)->get());
  if (!pages_.empty()) deliver_pages(pages_, (result++)->get());
  for (sdk::Operation* op : single_) deliver(*op, (result++)->get());
}

void Reads::refuse(const Fault& fault) {
  for (const Ops* ops : {&gets_, &pages_, &single_}) {
    for (sdk::Operation* op : *ops) end(*op, fault);
  }
}

void Reads::each_alone() {
  if (gets_.size() + pages_.size() + single_.size() == 1) return refuse(group_.fault);
  for (const Ops* ops : {&gets_, &pages_, &single_}) {
    for (sdk::Operation* op : *ops) alone(*op);
  }
}

void Reads::alone(sdk::Operation& op) {
  Group one(false);
  Fault fault = link_.ready(deadline_);
  limit_time(one);
  one.steps.push_back(single_step(op));
  if (!fault) fault = link_.run(one, deadline_);
  if (!fault) fault = one.fault;
  if (fault) return end(op, fault);
  deliver(op, one.results.back().get());
}

void Reads::deliver(sdk::Operation& op, const PGresult* result) {
  if (op.code() == MOVIE_OP_LIST || op.code() == MOVIE_OP_UNKEYED) return deliver_list(op, result);
  if (op.code() == MOVIE_OP_PING) {
    if (text_of(result, 0, 0) != "on") return op.finish(MOVIE_OK);
    return op.finish(MOVIE_FULL,
                     "the server is read-only: a standby, or default_transaction_read_only is on");
  }
  if (PQntuples(result) == 0) return op.finish(MOVIE_NOT_FOUND);
  op.emit(row_of(result, 0));
  op.finish(MOVIE_OK);
}

/// A list longer than a chunk goes on behind the last row.
void Reads::deliver_list(sdk::Operation& op, const PGresult* first) {
  sdk::Query query = op.query();
  std::uint64_t left = query.limit;
  if (op.wants_total()) op.count(int_of(first, 0, 4));
  if (op.wants_total() && PQgetisnull(first, 0, 0) == 1) return op.finish(MOVIE_OK);
  Group next(false);
  for (const PGresult* chunk = first;; chunk = next.results.back().get()) {
    const int rows = PQntuples(chunk);
    for (int row = 0; row < rows; ++row) {
      if (!op.emit(row_of(chunk, row))) return op.finish(MOVIE_OK);
    }
    const auto count = static_cast<std::uint64_t>(rows);
    if (count < std::min(left, kChunk) || count == left) return op.finish(MOVIE_OK);
    left -= count;
    query.after = int_of(chunk, rows - 1, 0);
    query.skip = 0;
    query.limit = std::min(left, kChunk);
    const Fault fault = go_on(next, op, query);
    if (fault) return end(op, fault);
  }
}

/// A connection that breaks between two chunks is replaced.
Fault Reads::go_on(Group& group, const sdk::Operation& op, const sdk::Query& query) {
  texts_.clear();
  group = Group(false);
  limit_time(group);
  group.steps.push_back(list_step(op, query));
  Fault fault = link_.run(group, deadline_);
  if ((fault && fault.status != MOVIE_TIMEOUT) || group.fault.stale_statement())
    fault = repeat(group);
  return fault ? fault : group.fault;
}

}  // namespace movie::pg
