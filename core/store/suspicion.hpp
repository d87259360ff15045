#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

namespace movie::store {

/// Since when a plug-in is known to have let an exception out through the C boundary. Its own
/// frames were skipped: locks may be held for ever and changes half made, so that what it says from
/// then on is worth less. [any thread]
class Suspicion {
 public:
  /// Remembers the first time, and logs each.
  void raise(std::string_view mode, std::string_view function, std::string_view what) noexcept;
  /// Seconds since 1970; 0: never.
  [[nodiscard]] std::int64_t since() const noexcept {
    return since_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::int64_t> since_{0};
};

}  // namespace movie::store
