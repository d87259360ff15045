#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "connection.hpp"
#include "turns.hpp"

namespace movie::sqlite {

/// Moves what has been committed from the log into the file, on a thread and a connection of its
/// own, so that no commit waits for it, and so often that the log stays small.
class Checkpointer {
 public:
  Checkpointer(std::unique_ptr<Connection> connection, const sdk::Log& log);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  /// Tells this of every commit on that connection, made during a writer's turn.
  void watch(Connection& writer);
  [[nodiscard]] Turns& turns() { return turns_; }

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
  // Of whoever has the writer's turn.
  int pages_ = 0;
  int wake_at_;
  // Between it and the thread.
  std::mutex mutex_;
  std::condition_variable changed_;
  bool due_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace movie::sqlite
