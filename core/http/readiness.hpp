#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "store/suspicion.hpp"

namespace movie::http {

/// Since when the service has not been ready to serve, as those see it who ask. Safe to use from
/// several threads.
class Readiness {
 public:
  /// `suspicion`: of the store.
  explicit Readiness(const store::Suspicion& suspicion) : suspicion_(suspicion) {}

  /// Since when the store has been suspect, as 2024-05-06T07:08:09Z; empty: it is not.
  [[nodiscard]] std::string suspect() const;
  void well() noexcept { since_.store(0, std::memory_order_relaxed); }
  /// Returns since when, as 2024-05-06T07:08:09Z.
  std::string unwell();

  /// It is about to end: whoever sends it requests is to send them elsewhere.
  void drain() noexcept { draining_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool draining() const noexcept { return draining_.load(std::memory_order_relaxed); }

 private:
  const store::Suspicion& suspicion_;
  std::atomic<std::int64_t> since_{0};  ///< seconds since 1970; 0: it is ready
  std::atomic<bool> draining_{false};
};

}  // namespace movie::http
