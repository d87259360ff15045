#include "store/operation_queue.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace movie::store {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

const Clock::time_point kNow = Clock::now();

void push(OperationQueue& queue, std::int64_t id, Clock::duration left = 1h) {
  auto operation = std::make_unique<Operation>(Verb::get);
  operation->id = id;
  operation->deadline = kNow + left;
  queue.push(std::move(operation));
}

std::vector<std::int64_t> ids(const Operations& operations) {
  std::vector<std::int64_t> all;
  for (const auto& operation : operations) all.push_back(operation->id);
  return all;
}

Clock::time_point sweep_all(OperationQueue& queue, Operations& overdue) {
  OperationQueue::Sweep progress;
  while (!progress.done) queue.sweep(progress, kNow, overdue);
  return progress.earliest;
}

TEST(OperationQueueTest, GivesTheOldestFirst) {
  OperationQueue queue;
  for (std::int64_t id = 1; id <= 3; ++id) push(queue, id);
  Operations taken;
  queue.take(2, taken);
  EXPECT_THAT(ids(taken), ElementsAre(1, 2));
  EXPECT_EQ(queue.size(), 1u);
  queue.take(2, taken);
  EXPECT_THAT(ids(taken), ElementsAre(1, 2, 3));
}

TEST(OperationQueueTest, DropsWhatIsOverdueWhereverItStands) {
  OperationQueue queue;
  push(queue, 1, -1s);
  push(queue, 2, 3s);
  push(queue, 3, 0s);
  push(queue, 4, 2s);
  Operations overdue, taken;
  EXPECT_EQ(sweep_all(queue, overdue), kNow + 2s) << "when to look again";
  EXPECT_THAT(ids(overdue), ElementsAre(1, 3));
  EXPECT_EQ(queue.size(), 2u);
  queue.take(9, taken);
  EXPECT_THAT(ids(taken), ElementsAre(2, 4));
}

TEST(OperationQueueTest, SweepsInPartsWhileOperationsComeAndGo) {
  OperationQueue queue;
  for (std::int64_t id = 0; id < 1000; ++id) push(queue, id, id % 2 == 0 ? -1s : 1h);
  OperationQueue::Sweep progress;
  Operations overdue, taken;
  queue.sweep(progress, kNow, overdue);
  EXPECT_FALSE(progress.done);
  EXPECT_LT(overdue.size(), 300u) << "a part is short";
  queue.take(300, taken);  // beyond where the sweep is
  push(queue, 1000, -1s);
  while (!progress.done) queue.sweep(progress, kNow, overdue);
  queue.take(2000, taken);
  EXPECT_EQ(overdue.size() + taken.size(), 1001u) << "each once";
  EXPECT_EQ(queue.size(), 0u);
}

TEST(OperationQueueTest, KeepsNoPlaceForWhatItDropped) {
  OperationQueue queue;
  push(queue, 0, 1h);  // stays in front, as when a lane is stuck
  Operations overdue, taken;
  for (int round = 0; round < 20; ++round) {
    for (std::int64_t id = 1; id <= 500; ++id) push(queue, id, -1s);
    sweep_all(queue, overdue);
  }
  EXPECT_EQ(overdue.size(), 10'000u);
  push(queue, 7, 1h);
  queue.take(9, taken);
  EXPECT_THAT(ids(taken), ElementsAre(0, 7));
}

}  // namespace
}  // namespace movie::store
