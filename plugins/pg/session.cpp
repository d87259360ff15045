#include "session.hpp"

#include "bulk.hpp"

namespace movie::pg {

sdk::Status Session::create_many(sdk::Operation& op) {
  bulk_.push_back(&op);
  return MOVIE_UNSET;
}

sdk::Status Session::clear(sdk::Operation& op) {
  bulk_.push_back(&op);
  return MOVIE_UNSET;
}

void Session::execute(const sdk::Call& call) {
  if (call.no_wait()) throw sdk::Failure(MOVIE_AGAIN, "Postgres is never without waiting");
  reads_.emplace(link_, call.deadline());
  writes_.emplace(link_, lane_, call.deadline());
  bulk_.clear();
  std::vector<sdk::Operation> ops;  // keep their place: what is staged points to them
  ops.reserve(call.size());
  for (std::size_t at = 0; at < call.size(); ++at) {
    ops.push_back(call[at]);
    run(ops.back());
  }
  send(call.deadline());
  for (sdk::Operation* op : bulk_) {
    op->code() == MOVIE_OP_CLEAR ? pg::clear(link_, lane_, *op)
                                 : pg::create_many(link_, lane_, *op);
  }
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
