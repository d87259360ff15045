#include "store/dispatcher.hpp"

#include <algorithm>

namespace movie::store {

Dispatcher::Dispatcher(const LanePlan& plan, std::size_t capacity)
    : plan_(plan), capacity_(capacity), lanes_(plan.lanes.size()) {
  for (std::size_t i = 0; i < lanes_.size(); ++i) lanes_[i].serves = plan.lanes[i].serves;
}

bool Dispatcher::push(std::unique_ptr<Operation>& operation) {
  const OpClass which = class_of(*operation);
  const std::lock_guard lock(mutex_);
  if (queues_[which].size() >= capacity_) return false;
  if (operation->begin_by() < next_sweep_) {
    next_sweep_ = operation->begin_by();
    sweep_due_.notify_one();
  }
  queues_[which].push(std::move(operation));
  rouse(which);
  return true;
}

/// Whether the lane could take operations of this class now.
bool Dispatcher::open_to(const Lane& lane, OpClass which) const {
  return lane.serves[which] && queues_[which].size() > 0 && working_[which] < plan_.at_once[which];
}

bool Dispatcher::choose(Lane& lane, OpClass& which) {
  for (std::size_t i = 0; i < kClasses; ++i) {
    const OpClass candidate = kAllClasses[(lane.turn + i) % kClasses];
    if (!open_to(lane, candidate)) continue;
    lane.turn = (lane.turn + i + 1) % kClasses;
    which = candidate;
    return true;
  }
  return false;
}

/// What is queued, divided among the lanes that are free to take it.
std::size_t Dispatcher::share(OpClass which) const {
  const auto free =
      static_cast<std::size_t>(std::count_if(lanes_.begin(), lanes_.end(), [&](const Lane& lane) {
        return !lane.busy && lane.serves[which];
      }));
  const std::size_t takers =
      std::clamp<std::size_t>(free, 1, plan_.at_once[which] - working_[which]);
  return std::min(plan_.batch[which], (queues_[which].size() + takers - 1) / takers);
}

/// Wakes one sleeping lane that can take from this class.
void Dispatcher::rouse(OpClass which) {
  for (Lane& lane : lanes_) {
    if (!lane.asleep || !open_to(lane, which)) continue;
    lane.asleep = false;
    lane.wake.notify_one();
    return;
  }
}

/// At the end lanes may be asleep for want of work that others have taken since: each looks again.
void Dispatcher::rouse_all() {
  for (Lane& lane : lanes_) {
    lane.asleep = false;
    lane.wake.notify_one();
  }
}

/// The lane has done its batch.
void Dispatcher::release(Lane& lane) {
  if (!lane.busy) return;
  lane.busy = false;
  --working_[lane.works_on];
}

bool Dispatcher::nothing_left(const Lane& lane) const {
  return std::none_of(kAllClasses.begin(), kAllClasses.end(), [&](OpClass which) {
    return lane.serves[which] && queues_[which].size() > 0;
  });
}

bool Dispatcher::take(std::size_t index, Operations& batch) {
  Lane& lane = lanes_[index];
  std::unique_lock lock(mutex_);
  release(lane);
  OpClass which{};
  while (!choose(lane, which)) {
    if (finishing_ && nothing_left(lane)) {
      rouse_all();
      return false;
    }
    lane.asleep = true;
    lane.wake.wait(lock, [&] { return !lane.asleep; });
  }
  queues_[which].take(share(which), batch);
  lane.busy = true;
  lane.works_on = which;
  ++working_[which];
  // What it left, and what it might have taken instead, may be for others.
  for (const OpClass other : kAllClasses) rouse(other);
  if (finishing_) rouse_all();
  return true;
}

void Dispatcher::finish() {
  const std::lock_guard lock(mutex_);
  finishing_ = true;
  rouse_all();
}

void Dispatcher::stop_watching() {
  const std::lock_guard lock(mutex_);
  watching_ = false;
  sweep_due_.notify_one();
}

bool Dispatcher::await_overdue(Operations& overdue) {
  std::unique_lock lock(mutex_);
  while (watching_) {
    if (next_sweep_ == Clock::time_point::max()) {
      sweep_due_.wait(lock);
    } else if (Clock::now() < next_sweep_) {
      sweep_due_.wait_until(lock, next_sweep_);
    } else {
      next_sweep_ = Clock::time_point::max();  // pushes lower it again meanwhile
      lock.unlock();
      const Clock::time_point earliest = sweep(overdue);
      lock.lock();
      next_sweep_ = std::min(next_sweep_, earliest);
      if (!overdue.empty()) return true;
    }
  }
  return false;
}

/// Goes through the queues, holding the lock for a part of one at a time. Returns the earliest
/// deadline left.
Clock::time_point Dispatcher::sweep(Operations& overdue) {
  Clock::time_point earliest = Clock::time_point::max();
  const Clock::time_point now = Clock::now();
  for (const OpClass which : kAllClasses) {
    OperationQueue::Sweep progress;
    while (!progress.done) {
      const std::lock_guard lock(mutex_);
      queues_[which].sweep(progress, now, overdue);
    }
    earliest = std::min(earliest, progress.earliest);
  }
  return earliest;
}

}  // namespace movie::store
