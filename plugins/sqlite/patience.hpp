#pragma once

#include <algorithm>
#include <movie/plugin.hpp>
#include <thread>

namespace movie::sqlite {

/// How long the work at hand may wait and run.
struct Patience {
  sdk::Clock::time_point deadline = sdk::Clock::time_point::max();
  bool no_wait = false;

  /// Sleeps for a moment; false: it must not, or no longer. `attempt` counts from 0. The moments
  /// are short, for whoever waits for another program's lock gets it only by asking while it is
  /// free.
  [[nodiscard]] bool pause(int attempt) const {
    const auto now = sdk::Clock::now();
    if (no_wait || deadline <= now) return false;
    using std::chrono::microseconds;
    const auto nap = std::min(microseconds(50) * (attempt + 1), microseconds(500));
    std::this_thread::sleep_for(std::min<sdk::Clock::duration>(nap, deadline - now));
    return true;
  }
};

}  // namespace movie::sqlite
