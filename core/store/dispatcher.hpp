#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "store/lane_plan.hpp"
#include "store/operation_queue.hpp"
#include "store/quickest.hpp"

namespace movie::store {

/// Hands queued operations to free lanes. All its calls are short: nothing is waited for under its
/// lock but work.
class Dispatcher {
 public:
  /// `capacity`: operations that may wait per class.
  Dispatcher(const LanePlan& plan, std::size_t capacity);

  /// [any thread] Takes operations out of `operations`; left there are those whose queue is full.
  void push(Operations& operations);

  /// [the lane's thread] Waits for work and puts one batch of one class into `batch`, which must be
  /// empty. The lane counts as busy until it asks again. False: the end, nothing is left for this
  /// lane.
  bool take(std::size_t lane, Operations& batch);

  /// [one thread] Waits until operations have stayed beyond their deadline and puts them into
  /// `overdue`. False: the end.
  bool await_overdue(Operations& overdue);

  /// Nothing more will be pushed: lanes end when nothing is left.
  void finish();
  /// All lanes have ended: await_overdue ends.
  void stop_watching();

 private:
  struct Lane {
    PerClass<bool> serves;
    bool busy = false;  // works on `works_on`
    bool asleep = false;
    OpClass works_on = OpClass::write;
    std::size_t turn = 0;  // which class is looked at first, so that each gets its turn
    Clock::time_point began{};
    std::condition_variable wake;
  };

  bool enqueue(std::unique_ptr<Operation>& operation);
  [[nodiscard]] bool open_to(const Lane& lane, OpClass which) const;
  bool choose(Lane& lane, OpClass& which);
  [[nodiscard]] std::size_t free_lanes(OpClass which) const;
  [[nodiscard]] std::size_t lanes_worth_having(OpClass which) const;
  [[nodiscard]] std::size_t share(OpClass which) const;
  void rouse(OpClass which);
  void look_again_soon();
  void rouse_for_what_was_left();
  void rouse_all();
  void release(Lane& lane);
  [[nodiscard]] bool nothing_left(const Lane& lane) const;
  Clock::time_point sweep(Operations& overdue);

  const LanePlan& plan_;
  const std::size_t capacity_;
  std::mutex mutex_;
  std::vector<Lane> lanes_;
  PerClass<OperationQueue> queues_;
  PerClass<std::size_t> working_;  // lanes busy with a class
  PerClass<Quickest> quickest_;    // of the store's calls
  bool finishing_ = false;
  Clock::time_point next_sweep_ = Clock::time_point::max();  // no queued deadline is earlier
  Clock::time_point next_look_ = Clock::time_point::max();   // at what no lane was roused for
  bool watching_ = true;
  std::condition_variable sweep_due_;
};

}  // namespace movie::store
