#pragma once

#include <algorithm>

#include "store/operation.hpp"

namespace movie::store {

/// The least time that something took within the last minute or two: what it takes at best, however
/// busy the machine is.
class Quickest {
 public:
  void add(Clock::duration taken, Clock::time_point now) {
    if (now - since_ > kWindow) {
      before_ = current_;
      current_ = Clock::duration::max();
      since_ = now;
    }
    current_ = std::min(current_, taken);
  }
  /// Clock::duration::max(): it has not been done yet.
  [[nodiscard]] Clock::duration value() const { return std::min(before_, current_); }

 private:
  static constexpr std::chrono::minutes kWindow{1};

  Clock::duration before_ = Clock::duration::max(), current_ = Clock::duration::max();
  Clock::time_point since_{};
};

}  // namespace movie::store
