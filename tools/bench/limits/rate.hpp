#pragma once

#include <chrono>
#include <cstdint>

namespace movie::bench {

/// Times a second that something is done: `turn` does it some times and says how many.
template <class Turn>
double rate(double seconds, Turn turn) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  const auto end =
      begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  std::uint64_t done = 0;
  while (Clock::now() < end) done += turn();
  return static_cast<double>(done) / std::chrono::duration<double>(Clock::now() - begin).count();
}

/// xorshift: which film comes next.
class Random {
 public:
  std::int64_t below(std::int64_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<std::int64_t>(state_ % static_cast<std::uint64_t>(limit));
  }

 private:
  std::uint64_t state_ = 88172645463325252U;
};

}  // namespace movie::bench
