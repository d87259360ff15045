#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "client.hpp"

namespace movie::conformance {

/// Work on a thread of its own, ended and waited for where this ends: a case that fails returns in
/// the middle. What the work throws is a failure of the case.
class Beside {
 public:
  /// `work` is told when nobody needs it any more.
  using Work = std::function<void(const std::stop_token& enough)>;
  explicit Beside(Work work);
  explicit Beside(std::function<void()> work);
  /// It has returned.
  [[nodiscard]] bool over() const { return over_; }
  void wait() { thread_.join(); }
  void end();

 private:
  std::atomic<bool> over_ = false;
  std::jthread thread_;
};

/// Whether it came true in time.
[[nodiscard]] bool soon(const std::function<bool()>& true_by_now,
                        std::chrono::milliseconds most = std::chrono::seconds(30));

/// An operation, repeated as long as the store is busy (nothing was done then), but not for ever: a
/// store that stays busy fails the case.
Outcome persistently(Session& session, const Ask& ask,
                     std::chrono::milliseconds most = std::chrono::seconds(60));

}  // namespace movie::conformance
