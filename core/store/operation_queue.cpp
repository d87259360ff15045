#include "store/operation_queue.hpp"

#include <algorithm>

namespace movie::store {
namespace {

constexpr std::uint64_t kSweepPart = 256;

}  // namespace

void OperationQueue::push(std::unique_ptr<Operation> operation) {
  const Clock::time_point deadline = operation->begin_by();
  entries_.push_back({deadline, std::move(operation)});
  ++live_;
}

void OperationQueue::take(std::size_t count, Operations& to) {
  for (; count > 0 && live_ > 0; drop_front_holes()) {
    if (entries_.front().operation == nullptr) continue;
    to.push_back(std::move(entries_.front().operation));
    --live_;
    --count;
  }
}

void OperationQueue::drop_front_holes() {
  while (!entries_.empty() && entries_.front().operation == nullptr) {
    entries_.pop_front();
    ++first_;
  }
}

void OperationQueue::sweep(Sweep& progress, Clock::time_point now, Operations& overdue) {
  const std::uint64_t begin = std::max(progress.next, first_);
  const std::uint64_t end = std::min(begin + kSweepPart, first_ + entries_.size());
  for (std::uint64_t i = begin; i < end; ++i) {
    Entry& entry = entries_[static_cast<std::size_t>(i - first_)];
    if (entry.operation == nullptr) continue;
    if (entry.deadline > now) {
      progress.earliest = std::min(progress.earliest, entry.deadline);
    } else {
      overdue.push_back(std::move(entry.operation));
      --live_;
    }
  }
  progress.next = end;
  progress.done = end == first_ + entries_.size();
  drop_front_holes();
  if (progress.done && entries_.size() > 2 * live_ + kSweepPart) drop_all_holes();
}

void OperationQueue::drop_all_holes() {
  std::erase_if(entries_, [](const Entry& entry) { return entry.operation == nullptr; });
}

}  // namespace movie::store
