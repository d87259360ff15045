#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace movie::http {

/// What happened to a watched descriptor, named by the tag that it was watched with.
struct Event {
  std::uint64_t tag = 0;
  bool readable = false;
  bool writable = false;
  bool broken = false;  ///< reset, or ended in both directions
};

enum class Interest : std::uint8_t { none = 0, read = 1, write = 2 };
enum class Trigger : std::uint8_t { level, edge };

/// Pistache's reactor, which ends behind this header. All but stop() on the thread that runs it, or
/// before.
///
/// It is a bare Aio::Handler on an Aio::Reactor of one thread, not a subclass of Tcp::Transport:
/// that one brings a Peer, a write queue and a promise a connection, loses wake-ups of answers from
/// other threads, handles only the read of an event that is both readable and writable, reads until
/// EAGAIN and cannot pause. Nothing of it is needed, and the loop alone costs 800 instructions a
/// turn. One reactor a thread rather than one AsyncContext for all: so each loop has the handler
/// that it was given instead of a clone, and the threads are ours to name, to mask signals in and
/// to join.
class EventLoop {
 public:
  /// Called once a turn with everything that is ready. An exception out of it is logged.
  using OnEvents = std::function<void(std::span<const Event>)>;

  explicit EventLoop(OnEvents on_events);
  ~EventLoop();

  /// Tags have 56 bits. A descriptor that is closed is watched no more. Throws std::runtime_error.
  void watch(int fd, std::uint64_t tag, Interest interest, Trigger trigger = Trigger::level);
  void change(int fd, std::uint64_t tag, Interest interest);
  /// Returns once stop() was called.
  void run();
  /// [any thread]
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace movie::http
