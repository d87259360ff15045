#include "session.hpp"

#include "bulk.hpp"
#include "far_pages.hpp"
#include "list_statement.hpp"
#include "long_list.hpp"

namespace movie::pg {

sdk::Status Session::create_many(sdk::Operation& op) {
  apart_.push_back(&op);
  return MOVIE_UNSET;
}

sdk::Status Session::next_id(std::int64_t, sdk::Operation& op) {
  apart_.push_back(&op);
  return MOVIE_UNSET;
}

sdk::Status Session::clear(sdk::Operation& op) {
  apart_.push_back(&op);
  return MOVIE_UNSET;
}

sdk::Status Session::list(const sdk::Query& query, sdk::Operation& op) {
  if (far_page(query, op.wants_total())) {
    far_.push_back(&op);
    return MOVIE_UNSET;
  }
  const bool goes_on_by_id = by_id_alone(query) && !op.wants_total();
  if (query.limit <= kChunk || (goes_on_by_id && !op.wants_snapshot()))
    return reads_->list(query, op);
  apart_.push_back(&op);
  return MOVIE_UNSET;
}

void Session::execute(const sdk::Call& call) {
  if (call.no_wait()) throw sdk::Failure(MOVIE_AGAIN, "Postgres is never without waiting");
  reads_.emplace(link_, call.deadline());
  writes_.emplace(link_, lane_, call.deadline());
  far_.clear();
  apart_.clear();
  std::vector<sdk::Operation> ops;  // keep their place: what is staged points to them
  ops.reserve(call.size());
  for (std::size_t at = 0; at < call.size(); ++at) {
    ops.push_back(call[at]);
    run(ops.back());
  }
  send(call.deadline());
  take_turns(call.deadline());
}

void Session::take_turns(Clock::time_point deadline) {
  try {
    if (!far_.empty()) far_pages(link_, far_, deadline);
    for (sdk::Operation* op : apart_) run_apart(*op);
  } catch (...) {  // no memory, in the midst of a transaction
    link_.drop();
    throw;
  }
}

void Session::run_apart(sdk::Operation& op) {
  if (op.code() == MOVIE_OP_CLEAR) return pg::clear(link_, lane_, op);
  if (op.code() == MOVIE_OP_NEXT_ID) return pg::raise_next_id(link_, lane_, op);
  if (op.code() == MOVIE_OP_CREATE_MANY) return pg::create_many(link_, lane_, op);
  long_list(link_, op);
}

/// First the writes, then the reads, in one go.
void Session::send(Clock::time_point deadline) {
  std::vector<Group*> groups;
  const bool writing = !writes_->empty();
  Fault fault;
  if (writing) {
    fault = lane_.enter(deadline);
    if (fault) writes_->refuse(fault);
    if (!fault) groups.push_back(&writes_->group());
  }
  const bool written = !groups.empty();
  if (!reads_->empty()) {
    fault = written ? Fault{} : link_.ready(deadline);
    if (fault) reads_->refuse(fault);
    if (!fault) groups.push_back(&reads_->group());
  }
  if (groups.empty()) return;
  const bool reading = groups.size() > (written ? 1u : 0u);
  fault = link_.run(groups, deadline);
  if (written) writes_->conclude(fault);
  if (reading) reads_->conclude(fault);
}

}  // namespace movie::pg
