#pragma once

#include <vector>

#include "link.hpp"

namespace movie::pg {

/// What a call reads: sent as one group, repeated once if the connection breaks.
class Reads {
 public:
  Reads(Link& link, Clock::time_point deadline) : link_(link), deadline_(deadline), group_(false) {}

  sdk::Status get(std::int64_t id, sdk::Operation& op);
  sdk::Status list(const sdk::Query& query, sdk::Operation& op);
  sdk::Status ping(sdk::Operation& op);

  [[nodiscard]] bool empty() const { return ops_.empty(); }
  /// To be sent; then conclude() with the fault that the link ended with.
  Group& group();
  void conclude(Fault fault);
  /// Ends every operation.
  void refuse(const Fault& fault);

 private:
  sdk::Status stage(sdk::Operation& op, const Statement& statement,
                    std::array<Param, kMostParams> params);
  Fault repeat(Group& group);
  void each_alone(const Group& failed);
  void deliver(sdk::Operation& op, const PGresult* result);
  void deliver_list(sdk::Operation& op, const PGresult* first);

  Link& link_;
  Clock::time_point deadline_;
  Group group_;
  std::vector<sdk::Operation*> ops_;
  std::string timeout_;
  bool lists_ = false;
  std::size_t first_ = 0;  ///< the step of ops_[0]
};

}  // namespace movie::pg
