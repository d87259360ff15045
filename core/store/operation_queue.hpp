#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "store/operation.hpp"

namespace movie::store {

using Operations = std::vector<std::unique_ptr<Operation>>;

/// Operations in the order they came. Guarded by its owner's lock, which is never held longer than
/// one call takes.
class OperationQueue {
 public:
  [[nodiscard]] std::size_t size() const { return live_; }

  void push(std::unique_ptr<Operation> operation);
  /// Moves the oldest, at most `count`, to the end of `to`.
  void take(std::size_t count, Operations& to);

  /// Looks for operations whose deadline has passed, a part of the queue at a time: operations may
  /// come and go between two parts.
  struct Sweep {
    std::uint64_t next = 0;  ///< where the next part begins
    Clock::time_point earliest =
        Clock::time_point::max();  ///< of the deadlines seen that have not passed
    bool done = false;
  };
  void sweep(Sweep& progress, Clock::time_point now, Operations& overdue);

 private:
  void drop_front_holes();
  void drop_all_holes();

  struct Entry {
    Clock::time_point deadline;  // here too, so that a sweep does not touch the operations
    std::unique_ptr<Operation> operation;  // null: a hole, dropped at its deadline
  };
  std::deque<Entry> entries_;
  std::uint64_t first_ = 0;  // number of the front entry, counted since ever
  std::size_t live_ = 0;
};

}  // namespace movie::store
