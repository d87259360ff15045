#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <utility>

namespace movie::http {

/// Bytes that the connections of all workers may hold together. Where they are too many, only a
/// worker that holds more than its share has to let some go, and one of them does: so clients of a
/// worker whose others hold little never pay for those of another.
class Budget {
 public:
  Budget(std::size_t bytes, std::size_t workers) : bytes_(bytes), share_(bytes / workers) {}

 private:
  friend class Holding;
  const std::size_t bytes_, share_;
  std::atomic<std::size_t> held_{0};
};

/// What one worker's connections hold of a budget. Used on its thread.
class Holding {
 public:
  /// `call_others`: has all workers look at what they hold.
  Holding(Budget& budget, const std::function<void()>& call_others)
      : budget_(budget), call_others_(call_others) {}

  /// A connection held `before` and holds `now`.
  void change(std::size_t before, std::size_t now) noexcept {
    if (before == now) return;
    budget_.held_.fetch_add(now - before, std::memory_order_relaxed);
    own_ += now - before;
    grew_ = grew_ || now > before;
  }

  /// Whether some of it has to go. If that is for another worker to do, it is told.
  [[nodiscard]] bool is_too_much() {
    const bool grew = std::exchange(grew_, false);
    if (!all_hold_too_much()) return false;
    if (own_ > budget_.share_) return true;
    if (grew) call_others_();
    return false;
  }

  /// The same, but nobody is told: for within a turn, in which what is ready could hold megabytes
  /// more.
  [[nodiscard]] bool must_let_go() const { return own_ > budget_.share_ && all_hold_too_much(); }

 private:
  [[nodiscard]] bool all_hold_too_much() const {
    return budget_.held_.load(std::memory_order_relaxed) > budget_.bytes_;
  }

  Budget& budget_;
  const std::function<void()>& call_others_;
  std::size_t own_ = 0;
  bool grew_ = false;  // since it was last asked
};

/// What the workers of a server have in common.
struct Shared {
  Budget output, input;
  std::function<void()> call_workers;  ///< [any thread] each begins a turn
};

}  // namespace movie::http
