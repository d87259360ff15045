#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "http/transport/unique_fd.hpp"

namespace movie::http {

/// Tasks from any thread for the one thread that watches fd().
///
/// The descriptor is to be watched edge-triggered and is never read, or cleared before each run():
/// every write is an edge of its own, and one is made whenever the box was empty. So a task posted
/// while run() takes the others out either is taken too or wakes again; no wake-up can be lost, and
/// many tasks cost one.
class Mailbox {
 public:
  using Task = std::function<void()>;

  /// Throws std::system_error.
  Mailbox();
  [[nodiscard]] int fd() const noexcept { return event_.get(); }

  /// [any thread] After close() the task is dropped.
  void post(Task task);
  /// [any thread] Makes fd() readable although nothing was posted.
  void wake() const noexcept;
  /// [the watching thread] Makes fd() unreadable until the next write.
  void clear() const noexcept;
  /// [the watching thread] Runs what is there. A task that throws is logged.
  void run() noexcept;
  /// [any thread] Drops what is there and what comes.
  void close() noexcept;

 private:
  UniqueFd event_;
  std::mutex mutex_;
  std::vector<Task> tasks_;  // guarded by mutex_
  bool closed_ = false;      // guarded by mutex_
  std::vector<Task> batch_;  // of the watching thread; keeps its room
};

}  // namespace movie::http
