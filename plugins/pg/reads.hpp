#pragma once

#include <deque>
#include <vector>

#include "link.hpp"
#include "list_statement.hpp"

namespace movie::pg {

/// What a call reads: sent as one group, repeated once if the connection breaks. What can share a
/// statement does: the films asked for by id, and the pages that begin somewhere behind the first.
class Reads {
 public:
  Reads(Link& link, Clock::time_point deadline) : link_(link), deadline_(deadline), group_(false) {}

  sdk::Status get(std::int64_t id, sdk::Operation& op);
  sdk::Status list(const sdk::Query& query, sdk::Operation& op);
  sdk::Status unkeyed(const sdk::Query& query, sdk::Operation& op);
  sdk::Status ping(sdk::Operation& op);

  [[nodiscard]] bool empty() const { return gets_.empty() && pages_.empty() && single_.empty(); }
  /// To be sent; then conclude() with the fault that the link ended with.
  Group& group();
  void conclude(Fault fault);
  /// Ends every operation.
  void refuse(const Fault& fault);

 private:
  using Ops = std::vector<sdk::Operation*>;

  Step single_step(const sdk::Operation& op);
  Step list_step(const sdk::Operation& op, const sdk::Query& query);
  void limit_time(Group& group);
  Fault repeat(Group& group);
  void each_alone();
  void alone(sdk::Operation& op);
  void deliver(sdk::Operation& op, const PGresult* result);
  void deliver_list(sdk::Operation& op, const PGresult* first);
  Fault go_on(Group& group, const sdk::Operation& op, const sdk::Query& query);

  Link& link_;
  Clock::time_point deadline_;
  Group group_;
  Ops gets_, pages_, single_;  ///< each of the last has a statement of its own
  bool may_take_long_ = false;
  std::string timeout_;
  std::deque<ListStatement> texts_;  ///< those that steps of the call refer to
};

}  // namespace movie::pg
