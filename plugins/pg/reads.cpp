#include "reads.hpp"

#include <algorithm>

namespace movie::pg {
namespace {

/// Rows a round trip: what a client may ask for at once, and a bound on the memory of a long list.
constexpr std::uint64_t kChunk = 1'000;

/// bigint's largest, for counts that need not fit.
std::int64_t clamp(std::uint64_t count) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(count, INT64_MAX));
}

Array genres_of(const sdk::Query& query) {
  std::vector<std::string_view> genres;
  for (std::size_t at = 0; at < query.genres.size(); ++at) genres.push_back(query.genres[at]);
  return text_array(genres);
}

Step page(const sdk::Query& query, std::int64_t after, std::uint64_t skip, std::uint64_t limit) {
  const std::int64_t size = clamp(std::min(limit, kChunk));
  if (query.genres.empty()) return {&stmt::kList, {after, clamp(skip), size}};
  return {&stmt::kListOfGenres, {after, clamp(skip), size, genres_of(query)}};
}

}  // namespace

sdk::Status Reads::stage(sdk::Operation& op, const Statement& statement,
                         std::array<Param, kMostParams> params) {
  ops_.push_back(&op);
  group_.add(statement, std::move(params));
  return MOVIE_UNSET;
}

sdk::Status Reads::get(std::int64_t id, sdk::Operation& op) { return stage(op, stmt::kGet, {id}); }

sdk::Status Reads::ping(sdk::Operation& op) { return stage(op, stmt::kPing, {}); }

sdk::Status Reads::list(const sdk::Query& query, sdk::Operation& op) {
  if (query.limit == 0) return MOVIE_OK;
  lists_ = true;
  ops_.push_back(&op);
  group_.steps.push_back(page(query, query.after, query.skip, query.limit));
  return MOVIE_UNSET;
}

Group& Reads::group() {
  if (lists_ && !link_.pooled()) timeout_ = link_.statement_timeout(deadline_);
  if (!timeout_.empty()) {
    group_.steps.insert(group_.steps.begin(), Step{&stmt::kLimitTime, {timeout_}});
    first_ = 1;
  }
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
  if (group_.fault) return each_alone(group_);
  for (std::size_t at = 0; at < ops_.size(); ++at)
    deliver(*ops_[at], group_.results[first_ + at].get());
}

void Reads::refuse(const Fault& fault) {
  for (sdk::Operation* op : ops_) op->finish(fault.status, fault.message, fault.native());
}

void Reads::each_alone(const Group& failed) {
  if (ops_.size() == 1) return refuse(failed.fault);
  for (std::size_t at = 0; at < ops_.size(); ++at) {
    Group one(false);
    one.steps.push_back(failed.steps[first_ + at]);
    Fault fault = link_.ready(deadline_);
    if (!fault) fault = link_.run(one, deadline_);
    if (!fault) fault = one.fault;
    if (fault) {
      ops_[at]->finish(fault.status, fault.message, fault.native());
    } else {
      deliver(*ops_[at], one.results[0].get());
    }
  }
}

void Reads::deliver(sdk::Operation& op, const PGresult* result) {
  if (op.code() == MOVIE_OP_LIST) return deliver_list(op, result);
  if (op.code() == MOVIE_OP_PING) {
    if (text_of(result, 0, 0) != "on") return op.finish(MOVIE_OK);
    return op.finish(MOVIE_FULL,
                     "the server is read-only: a standby, or default_transaction_read_only is on");
  }
  if (PQntuples(result) == 0) return op.finish(MOVIE_NOT_FOUND);
  op.emit(row_of(result, 0));
  op.finish(MOVIE_OK);
}

/// A list longer than a chunk goes on behind the last row; a connection that breaks between two
/// chunks is replaced.
void Reads::deliver_list(sdk::Operation& op, const PGresult* first) {
  const sdk::Query query = op.query();
  std::uint64_t left = query.limit;
  Group next(false);
  for (const PGresult* chunk = first;; chunk = next.results[0].get()) {
    const int rows = PQntuples(chunk);
    for (int row = 0; row < rows; ++row) {
      if (!op.emit(row_of(chunk, row))) return op.finish(MOVIE_OK);
    }
    const auto count = static_cast<std::uint64_t>(rows);
    if (count < std::min(left, kChunk) || count == left) return op.finish(MOVIE_OK);
    left -= count;
    const std::int64_t last = row_of(chunk, rows - 1).id;
    next = Group(false);
    next.steps.push_back(page(query, last, 0, left));
    Fault fault = link_.run(next, deadline_);
    if ((fault && fault.status != MOVIE_TIMEOUT) || next.fault.stale_statement())
      fault = repeat(next);
    if (!fault) fault = next.fault;
    if (fault) return op.finish(fault.status, fault.message, fault.native());
  }
}

}  // namespace movie::pg
