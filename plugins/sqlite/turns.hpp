#pragma once

#include <condition_variable>
#include <movie/plugin.hpp>
#include <mutex>

namespace movie::sqlite {

/// Whose turn it is to write to the file. A checkpoint that waits goes before every writer, however
/// fast that comes back.
class Turns {
 public:
  /// Ends when destroyed.
  class Turn {
   public:
    Turn() = default;
    explicit Turn(Turns* turns) : turns_(turns) {}
    ~Turn() {
      if (turns_ != nullptr) turns_->end();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Turns* turns_ = nullptr;
  };

  /// Throws sdk::Failure when the deadline passes first.
  [[nodiscard]] Turn for_writer(sdk::Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    const auto free = [this] { return !taken_ && !checkpoint_waits_; };
    if (deadline == sdk::Clock::time_point::max()) {
      changed_.wait(lock, free);
    } else if (!changed_.wait_until(lock, deadline, free)) {
      throw sdk::Failure(MOVIE_BUSY, "this process itself is writing to the file");
    }
    taken_ = true;
    return Turn(this);
  }
  [[nodiscard]] Turn for_checkpoint() {
    std::unique_lock lock(mutex_);
    checkpoint_waits_ = true;
    changed_.wait(lock, [this] { return !taken_; });
    checkpoint_waits_ = false;
    taken_ = true;
    return Turn(this);
  }

 private:
  void end() {
    const std::lock_guard lock(mutex_);
    taken_ = false;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool taken_ = false;
  bool checkpoint_waits_ = false;
};

}  // namespace movie::sqlite
