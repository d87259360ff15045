#include "http/transport/deadlines.hpp"

#include <sys/timerfd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace movie::http {
namespace {

constexpr std::chrono::milliseconds kGrain{50};

}  // namespace

Deadlines::Deadlines() : timer_(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)) {
  if (!timer_) throw std::system_error(errno, std::generic_category(), "timerfd_create");
}

void Deadlines::set(std::uint32_t slot, Clock::time_point when) {
  if (slot >= at_.size()) at_.resize(std::size_t{slot} + 1, kNever);
  at_[slot] = when;
  if (when < armed_) arm(when);
}

void Deadlines::clear(std::uint32_t slot) {
  if (slot < at_.size()) at_[slot] = kNever;
}

const std::vector<std::uint32_t>& Deadlines::take_due(Clock::time_point now) {
  std::uint64_t expirations;
  [[maybe_unused]] const ssize_t read = ::read(timer_.get(), &expirations, sizeof expirations);
  due_.clear();
  Clock::time_point next = kNever;
  for (std::uint32_t slot = 0; slot < at_.size(); ++slot) {
    if (at_[slot] <= now) {
      at_[slot] = kNever;
      due_.push_back(slot);
    } else {
      next = std::min(next, at_[slot]);
    }
  }
  arm(next == kNever ? kNever : std::max(next, now + kGrain));
  return due_;
}

void Deadlines::arm(Clock::time_point when) {
  armed_ = when;
  itimerspec timer{};  // all zero: off
  if (when != kNever) {
    // steady_clock is CLOCK_MONOTONIC; a time that has passed fires at once, but zero would switch
    // the timer off.
    const auto since =
        std::max<std::chrono::nanoseconds>(when.time_since_epoch(), std::chrono::nanoseconds(1));
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    timer.it_value.tv_sec = seconds.count();
    timer.it_value.tv_nsec = (since - seconds).count();
  }
  ::timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &timer, nullptr);
}

}  // namespace movie::http
