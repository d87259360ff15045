#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace movie {

/// Whoever started the program and wants to be told how it is: sd_notify(3)'s protocol, a datagram
/// a message. It is spoken here in place of linking libsystemd: the core would get a library, and
/// the five that it loads, for one sendto().
class Supervisor {
 public:
  /// From $NOTIFY_SOCKET and $WATCHDOG_USEC, which only what it started itself is given.
  Supervisor();

  /// `message`: "READY=1\nSTATUS=…". Never waits: false if it cannot be taken now, and is lost.
  /// [any thread]
  bool tell(std::string_view message) const noexcept;

  [[nodiscard]] bool listens() const { return !socket_.empty(); }
  /// It ends a program that has not said WATCHDOG=1 for that long; zero: it does not.
  [[nodiscard]] std::chrono::microseconds patience() const { return patience_; }

 private:
  std::string socket_;  ///< a path, or, after '@', an abstract name; empty: nobody listens
  std::chrono::microseconds patience_{0};
};

}  // namespace movie
