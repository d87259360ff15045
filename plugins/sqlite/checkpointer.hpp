#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "connection.hpp"

namespace movie::sqlite {

/// Two threads that take turns: the one that waits is next, however fast the other comes back.
class Turns {
 public:
  [[nodiscard]] std::unique_lock<std::mutex> take() {
    const std::lock_guard queue(queue_);
    return std::unique_lock(turn_);
  }

 private:
  std::mutex queue_, turn_;
};

/// Moves what has been committed from the log into the file, on a thread and a connection of its
/// own, so that no commit waits for it, and so often that the log stays small.
class Checkpointer {
 public:
  Checkpointer(std::unique_ptr<Connection> connection, const sdk::Log& log);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  /// Tells this of every commit on that connection; [one thread at a time].
  void watch(Connection& writer);
  /// The writer holds its turn during a transaction.
  [[nodiscard]] std::unique_lock<std::mutex> writers_turn() { return turns_.take(); }

 private:
  static int on_commit(void* self, sqlite3*, const char*, int pages);
  void log_has_grown(int pages);
  void run();
  void checkpoint();
  /// The pages in the log, all that can be moved having been moved.
  int move_pages(int mode);

  std::unique_ptr<Connection> connection_;
  sdk::Log log_;
  Turns turns_;
  // Of the writer's thread.
  int pages_ = 0;
  int wake_at_;
  // Between both.
  std::mutex mutex_;
  std::condition_variable changed_;
  bool due_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace movie::sqlite
