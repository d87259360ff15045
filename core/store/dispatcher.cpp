#include "store/dispatcher.hpp"

#include <algorithm>

namespace movie::store {
namespace {

// From here on a further lane pays: a call for so many costs hardly more than one for a few.
constexpr std::size_t kWorthALane = 8;
constexpr std::chrono::microseconds kSoon{500};
// The lane that works did not come back as soon as that: another one goes.
constexpr std::chrono::milliseconds kLookAgain{10};

}  // namespace

Dispatcher::Dispatcher(const LanePlan& plan, std::size_t capacity)
    : plan_(plan), capacity_(capacity), lanes_(plan.lanes.size()) {
  for (std::size_t i = 0; i < lanes_.size(); ++i) lanes_[i].serves = plan.lanes[i].serves;
}

void Dispatcher::push(Operations& operations) {
  const std::lock_guard lock(mutex_);
  auto left = operations.begin();
  for (auto& operation : operations) {
    if (!enqueue(operation)) std::swap(*left++, operation);
  }
  operations.erase(left, operations.end());
  for (const OpClass which : kAllClasses) rouse(which);
}

bool Dispatcher::enqueue(std::unique_ptr<Operation>& operation) {
  OperationQueue& queue = queues_[class_of(*operation, plan_.capabilities)];
  if (queue.size() >= capacity_) return false;
  if (operation->begin_by() < next_sweep_) {
    next_sweep_ = operation->begin_by();
    sweep_due_.notify_one();
  }
  queue.push(std::move(operation));
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

std::size_t Dispatcher::free_lanes(OpClass which) const {
  const auto free = std::count_if(lanes_.begin(), lanes_.end(), [&](const Lane& lane) {
    return !lane.busy && lane.serves[which];
  });
  return std::min<std::size_t>(static_cast<std::size_t>(free),
                               plan_.at_once[which] - working_[which]);
}

/// How many of the free lanes what is queued is worth. A store far away is asked by all of them at
/// once. Where a call is over sooner than a lane would cost, waiting for one that works gives
/// larger batches, and so more operations for the same work.
std::size_t Dispatcher::lanes_worth_having(OpClass which) const {
  const std::size_t queued = queues_[which].size();
  const std::size_t free = std::min(free_lanes(which), queued);
  if (plan_.batch[which] == 1 || quickest_[which].value() > kSoon) return free;
  const std::size_t filled = queued / kWorthALane, working = working_[which];
  const std::size_t least = working == 0 ? 1 : 0;
  return std::min(free, std::max(least, filled - std::min(filled, working)));
}

/// What is queued, divided among the lanes that are to take it; the one that asks is among them.
std::size_t Dispatcher::share(OpClass which) const {
  const std::size_t takers = std::max<std::size_t>(1, lanes_worth_having(which));
  return std::min(plan_.batch[which], (queues_[which].size() + takers - 1) / takers);
}

/// Wakes sleeping lanes for what is queued in this class; those that are awake already look at it
/// by themselves.
void Dispatcher::rouse(OpClass which) {
  std::size_t wanted = lanes_worth_having(which);
  for (const Lane& lane : lanes_) {
    if (wanted > 0 && !lane.asleep && !lane.busy && lane.serves[which]) --wanted;
  }
  for (Lane& lane : lanes_) {
    if (!lane.asleep || !open_to(lane, which)) continue;
    if (wanted == 0) return look_again_soon();
    lane.asleep = false;
    lane.wake.notify_one();
    --wanted;
  }
}

void Dispatcher::look_again_soon() {
  if (next_look_ != Clock::time_point::max()) return;
  next_look_ = Clock::now() + kLookAgain;
  if (next_look_ < next_sweep_) sweep_due_.notify_one();
}

/// What waits for a lane that works has waited long enough.
void Dispatcher::rouse_for_what_was_left() {
  next_look_ = Clock::time_point::max();
  for (Lane& lane : lanes_) {
    const bool needed =
        lane.asleep && std::any_of(kAllClasses.begin(), kAllClasses.end(),
                                   [&](OpClass which) { return open_to(lane, which); });
    if (!needed) continue;
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
  const Clock::time_point now = Clock::now();
  quickest_[lane.works_on].add(now - lane.began, now);
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
  lane.began = Clock::now();
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
    const Clock::time_point next = std::min(next_sweep_, next_look_), now = Clock::now();
    if (next == Clock::time_point::max()) {
      sweep_due_.wait(lock);
    } else if (now < next) {
      sweep_due_.wait_until(lock, next);
    } else if (next_look_ <= now) {
      rouse_for_what_was_left();
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
