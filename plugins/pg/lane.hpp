#pragma once

#include <cstdint>
#include <optional>

#include "link.hpp"

namespace movie::pg {

/// What the server holds of a lane's groups.
struct LastMark {
  std::int64_t turn = 0;  ///< of the last group that was committed
  std::int32_t xact = 0;  ///< its transaction
};

/// A row of the lane's own that every group of writes changes, so that what became of a group whose
/// answer was lost can be asked afterwards. A row belongs to one connection: giving it up ends
/// whatever of that connection is still to come.
class Lane {
 public:
  explicit Lane(Link& link) : link_(link) {}

  /// Sees to a live connection and the lane's row there. Its fault was certainly before any write.
  Fault enter(Clock::time_point deadline);
  /// Makes the mark the group's first statement.
  void mark(Group& group, Clock::time_point deadline);
  /// Whether the group failed because the lane's row is gone: enter again then, nothing was done.
  bool evicted(const Group& group);
  /// After the connection was lost: what of the lane's groups was committed; nothing else of it
  /// ever will be. Nothing: it cannot be learned before the deadline.
  std::optional<LastMark> ask(Clock::time_point deadline);
  /// Gives the row back, if that is quickly done.
  void leave() noexcept;

  /// No film that this lane created since it entered has an id up to this.
  [[nodiscard]] std::int64_t highest_before() const { return highest_; }
  void created(std::int64_t id) { highest_ = std::max(highest_, id); }

 private:
  Link& link_;
  std::int64_t id_ = 0;           ///< random: no two lanes of all servers share one
  std::uint64_t generation_ = 0;  ///< the connection it was entered on; 0: none
  std::int64_t turn_ = 0;
  std::int64_t highest_ = 0;
  std::string timeout_;
  Clock::time_point last_mark_{};
};

}  // namespace movie::pg
