#pragma once

#include <cstdint>
#include <vector>

#include "http/server.hpp"
#include "http/transport/unique_fd.hpp"

namespace movie::http {

/// When the time of each slot is up. Used on one thread.
///
/// One array, looked through when the earliest may be due: a change costs a store and hardly ever a
/// system call, since the timer is only set anew when a deadline comes before all others; a look at
/// 10,000 slots takes microseconds and happens at most 20 times a second.
class Deadlines {
 public:
  static constexpr Clock::time_point kNever = Clock::time_point::max();

  /// Throws std::system_error.
  Deadlines();
  /// Readable when it is time to call take_due().
  [[nodiscard]] int fd() const noexcept { return timer_.get(); }

  void set(std::uint32_t slot, Clock::time_point when);
  void clear(std::uint32_t slot);
  /// The slots whose time was up at `now`; their deadlines are cleared. Valid until the next call.
  const std::vector<std::uint32_t>& take_due(Clock::time_point now);

 private:
  void arm(Clock::time_point when);

  UniqueFd timer_;
  Clock::time_point armed_ = kNever;
  std::vector<Clock::time_point> at_;
  std::vector<std::uint32_t> due_;
};

}  // namespace movie::http
