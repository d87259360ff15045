#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

#include "store/operation.hpp"
#include "store/store.hpp"

namespace movie::store {

/// Threads with a session each, between callers that must not wait and a store that may: what is
/// short runs at once on the caller's thread, the rest is queued, and a free lane takes what has
/// gathered as one batch.
class Lanes {
 public:
  struct Options {
    std::size_t queue_capacity = 10'000;  ///< waiting per class; beyond it: Status::busy
    /// The longest an operation waits for a lane, whatever its deadline: then Status::timeout.
    std::chrono::milliseconds patience = std::chrono::hours(1);
  };

  Lanes(Store& store, Options options);
  /// Completes what is queued, then ends the threads.
  ~Lanes();
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  /// Whether the store can be asked for create_many.
  [[nodiscard]] bool create_many() const;
  [[nodiscard]] Store& store() const;

  /// One calling thread's entrance, with a session for the operations that run inline. Used by one
  /// thread.
  class Entrance {
   public:
    ~Entrance();
    Entrance(Entrance&&) noexcept;
    /// True: done, the operation is still the caller's and its outcome is set. False: taken
    /// (`operation` is empty now): it goes on its way with the next send().
    bool submit(std::unique_ptr<Operation>& operation) noexcept;
    /// Queues what submit() has taken, all at once, so that a lane is woken once for it. Each comes
    /// back through its `reply_to`: at once if the queue is full (Status::busy), else at its
    /// deadline at the latest unless it has been handed to the store already.
    void send() noexcept;

   private:
    friend class Lanes;
    struct Impl;
    explicit Entrance(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
  };
  /// Throws StoreError. Must not outlive the lanes.
  Entrance entrance();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace movie::store
