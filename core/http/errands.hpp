#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "http/call.hpp"

namespace movie::http {

/// One thread that runs errands, one after the other.
class Errands {
 public:
  /// What is called on the worker's thread with an errand that was run, if its client still waits;
  /// not ok: it threw.
  using Done = std::function<void(Exchange& exchange, Errand& errand, Status how)>;

  explicit Errands(Done done);
  ~Errands() { leave(); }
  Errands(const Errands&) = delete;
  Errands& operator=(const Errands&) = delete;

  void run(std::unique_ptr<Errand> errand);
  /// Ends the thread, and the errand that it is on.
  void leave() noexcept;

 private:
  void work();
  void run_one(std::shared_ptr<Errand> errand);

  const Done done_;
  std::mutex mutex_;  // guards waiting_
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Errand>> waiting_;
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

}  // namespace movie::http
