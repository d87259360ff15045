#include "store/dispatcher.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "store/lane_plan.hpp"

namespace movie::store {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<Operation> make(OpClass which) {
  if (which == OpClass::write) return std::make_unique<Operation>(Verb::create);
  if (which == OpClass::bulk) return std::make_unique<Operation>(Verb::create_many);
  if (which == OpClass::point) return std::make_unique<Operation>(Verb::get);
  auto list = std::make_unique<Operation>(Verb::list);
  if (which != OpClass::scan) list->query.limit = 20;
  if (which == OpClass::deep) list->query.skip = 900'000;
  return list;
}

/// A dispatcher whose lanes are this test's calls: take() does not wait where there is work.
class DispatcherTest : public ::testing::Test {
 protected:
  void start(unsigned sessions, unsigned writers, std::size_t capacity = 1000, unsigned batch = 0) {
    plan_ = plan_lanes({sessions, writers, batch, 0, false}, 0);
    dispatcher_.emplace(plan_, capacity);
  }
  void push(OpClass which, std::size_t count = 1) {
    Operations operations;
    for (std::size_t i = 0; i < count; ++i) operations.push_back(make(which));
    dispatcher_->push(operations);
    ASSERT_TRUE(operations.empty());
  }
  Operations take(std::size_t lane) {
    Operations batch;
    EXPECT_TRUE(dispatcher_->take(lane, batch));
    return batch;
  }

  LanePlan plan_;
  std::optional<Dispatcher> dispatcher_;
};

TEST_F(DispatcherTest, DividesWhatIsQueuedAmongTheFreeLanes) {
  start(4, 4);
  push(OpClass::write, 10);
  EXPECT_EQ(take(0).size(), 3u) << "ceil(10 / 4)";
  EXPECT_EQ(take(1).size(), 3u) << "ceil(7 / 3)";
  EXPECT_EQ(take(2).size(), 2u) << "ceil(4 / 2)";
  EXPECT_EQ(take(3).size(), 2u);
}

TEST_F(DispatcherTest, GivesOneLaneWhatASecondWouldNotBeWorth) {
  std::size_t taken = 0;
  for (bool held_up = true; held_up;) {  // else the call before was not over at once
    start(4, 4);
    push(OpClass::write);
    const auto begun = Clock::now();
    take(0);
    push(OpClass::write, 15);
    taken = take(0).size();
    held_up = Clock::now() - begun > 500us;
  }
  EXPECT_EQ(taken, 15u);
  push(OpClass::write, 20);
  EXPECT_EQ(take(1).size(), 20u) << "the other lane works; for twenty more, one is enough";
  push(OpClass::write, 40);
  EXPECT_EQ(take(2).size(), 20u) << "for forty, two";
}

TEST_F(DispatcherTest, DividesAmongAllFreeLanesWhereACallTakesLong) {
  start(4, 4);
  push(OpClass::write);
  take(0);
  std::this_thread::sleep_for(5ms);  // as long as the store takes
  push(OpClass::write, 12);
  EXPECT_EQ(take(0).size(), 3u);
}

TEST_F(DispatcherTest, KeepsToTheCapOfEachClass) {
  start(1, 1);
  push(OpClass::write, 300);
  push(OpClass::point, 100);
  push(OpClass::page, 100);
  push(OpClass::deep, 100);
  push(OpClass::scan, 2);
  EXPECT_EQ(take(0).size(), 256u);
  for (int reads = 0; reads < 3; ++reads) EXPECT_EQ(take(0).size(), 64u);
  EXPECT_EQ(take(0).size(), 1u);
}

TEST_F(DispatcherTest, KeepsToTheStoresOwnBatchLimit) {
  start(1, 1, 1000, 10);
  push(OpClass::write, 300);
  EXPECT_EQ(take(0).size(), 10u);
}

TEST_F(DispatcherTest, GivesEachClassItsTurn) {
  start(1, 1);
  push(OpClass::write, 600);
  push(OpClass::bulk, 3);
  push(OpClass::point, 200);
  push(OpClass::page, 200);
  push(OpClass::deep, 200);
  push(OpClass::scan, 3);
  std::string order;
  for (int i = 0; i < 12; ++i) {
    order += "wbplkds"[static_cast<std::size_t>(class_of(*take(0).front(), 0))];
  }
  EXPECT_EQ(order, "wbpldswbplds");
}

TEST_F(DispatcherTest, WritesManyFilmsAloneAndOneAfterAnother) {
  start(4, 4);
  push(OpClass::bulk, 2);
  const Operations first = take(0);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(class_of(*first.front(), 0), OpClass::bulk);
  push(OpClass::write);
  EXPECT_EQ(class_of(*take(1).front(), 0), OpClass::write) << "another lane goes on";
  const Operations second = take(0);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(class_of(*second.front(), 0), OpClass::bulk);
}

TEST_F(DispatcherTest, LeavesLanesFreeOfScans) {
  start(5, 5);
  push(OpClass::scan, 9);
  for (std::size_t lane = 0; lane < 3; ++lane) EXPECT_EQ(take(lane).size(), 1u);
  push(OpClass::point);
  EXPECT_EQ(class_of(*take(3).front(), 0), OpClass::point) << "three scans at once are all";
  EXPECT_EQ(class_of(*take(0).front(), 0), OpClass::scan) << "one has ended, the next may begin";
}

TEST_F(DispatcherTest, LetsDeepListsShareOneLane) {
  start(5, 5);
  push(OpClass::deep);
  EXPECT_EQ(take(0).size(), 1u);
  push(OpClass::deep, 4);
  push(OpClass::point);
  EXPECT_EQ(class_of(*take(1).front(), 0), OpClass::point) << "a deep list is under way";
  EXPECT_EQ(take(0).size(), 4u);
}

TEST_F(DispatcherTest, GivesBackWhatIsTooMuch) {
  start(1, 1, 2);
  push(OpClass::write, 2);
  Operations more;
  more.push_back(make(OpClass::write));
  more.push_back(make(OpClass::point));
  dispatcher_->push(more);
  ASSERT_EQ(more.size(), 1u);
  EXPECT_EQ(more.front()->verb, Verb::create);
  EXPECT_EQ(take(0).size(), 2u);
  EXPECT_EQ(take(0).size(), 1u) << "another class has a queue of its own";
}

TEST_F(DispatcherTest, EndsLanesOnceNothingIsLeft) {
  start(1, 1);
  push(OpClass::point);
  dispatcher_->finish();
  EXPECT_EQ(take(0).size(), 1u);
  Operations batch;
  EXPECT_FALSE(dispatcher_->take(0, batch));
}

TEST_F(DispatcherTest, EndsALaneThatSleptBecauseOthersHadTheScans) {
  start(3, 3);  // one scan at once
  push(OpClass::scan, 2);
  EXPECT_EQ(take(0).size(), 1u);
  std::thread other([&] {
    Operations batch;
    EXPECT_FALSE(dispatcher_->take(1, batch));
  });
  dispatcher_->finish();
  EXPECT_EQ(take(0).size(), 1u);
  Operations batch;
  EXPECT_FALSE(dispatcher_->take(0, batch));
  other.join();
}

TEST_F(DispatcherTest, TellsWhatIsOverdue) {
  start(1, 1);
  for (const auto left : {20ms, 10ms, 3'600'000ms}) {
    Operations operations;
    operations.push_back(make(OpClass::write));
    operations.front()->deadline = Clock::now() + left;
    dispatcher_->push(operations);
  }
  Operations overdue;
  while (overdue.size() < 2) ASSERT_TRUE(dispatcher_->await_overdue(overdue));
  EXPECT_EQ(take(0).size(), 1u);
  dispatcher_->stop_watching();
  EXPECT_FALSE(dispatcher_->await_overdue(overdue));
}

}  // namespace
}  // namespace movie::store
