#include "unit/store/lanes_fixture.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace movie::store {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using ::testing::ElementsAre;

TEST_F(LanesTest, RunsShortReadsOnTheCallersThread) {
  fake_.limits.no_wait_ops = 1u << MOVIE_OP_GET;
  std::thread::id ran_on;
  std::uint32_t require = 0;
  fake_.on_op = [&](const movie_call& call, const movie_op&) {
    ran_on = std::this_thread::get_id();
    require = call.require;
    return MOVIE_NOT_FOUND;
  };
  start();
  auto get = make(Verb::get);
  ASSERT_TRUE(entrance_->submit(get));
  EXPECT_EQ(get->status, Status::not_found);
  EXPECT_EQ(ran_on, std::this_thread::get_id());
  EXPECT_EQ(require, MOVIE_NO_WAIT);
}

TEST_F(LanesTest, QueuesWhatWouldHaveToWait) {
  fake_.limits.no_wait_ops = 1u << MOVIE_OP_PING;
  fake_.on_op = [](const movie_call& call, const movie_op&) {
    return call.require == MOVIE_NO_WAIT ? MOVIE_AGAIN : MOVIE_OK;
  };
  start();
  EXPECT_TRUE(queued(make(Verb::ping)));
  ASSERT_TRUE(inbox_.wait_for(1));
  EXPECT_THAT(inbox_.statuses(), ElementsAre(Status::ok));
}

TEST_F(LanesTest, SharesOneCallAmongTheWritesThatHaveGathered) {
  hold_writes();
  start();
  ASSERT_TRUE(queued(make(Verb::create)));
  ASSERT_TRUE(gate_.wait_for(1)) << "without load a batch of one, at once";
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(queued(make(Verb::create)));
  gate_.open();
  ASSERT_TRUE(inbox_.wait_for(301));
  EXPECT_THAT(sizes_, ElementsAre(1u, 256u, 44u));
  EXPECT_THAT(inbox_.sizes(), ElementsAre(1u, 256u, 44u)) << "one hand-back a batch";
  EXPECT_THAT(inbox_.statuses(), Each(Status::ok));
}

TEST_F(LanesTest, HandsABatchBackInOneCallForEachReceiver) {
  hold_writes();
  start();
  ASSERT_TRUE(queued(make(Verb::create)));
  ASSERT_TRUE(gate_.wait_for(1));
  Inbox other;
  for (int i = 0; i < 10; ++i)
    ASSERT_TRUE(queued(make(Verb::create, 1, i % 2 == 0 ? &inbox_ : &other)));
  gate_.open();
  ASSERT_TRUE(inbox_.wait_for(6) && other.wait_for(5));
  EXPECT_THAT(inbox_.sizes(), ElementsAre(1u, 5u));
  EXPECT_THAT(other.sizes(), ElementsAre(5u));
  end();
}

TEST_F(LanesTest, SaysBusyWhenTheQueueIsFull) {
  hold_writes();
  start(2);
  ASSERT_TRUE(queued(make(Verb::create)));
  ASSERT_TRUE(gate_.wait_for(1));
  ASSERT_TRUE(queued(make(Verb::create)) && queued(make(Verb::create)));
  ASSERT_TRUE(queued(make(Verb::create, 7)));
  EXPECT_THAT(inbox_.ids(), ElementsAre(7)) << "back before send() returns";
  EXPECT_THAT(inbox_.statuses(), ElementsAre(Status::busy));
}

TEST_F(LanesTest, SendsTogetherWhatWasSubmitted) {
  hold_writes();
  start();
  for (int i = 0; i < 5; ++i) {
    auto create = make(Verb::create);
    ASSERT_FALSE(entrance_->submit(create));
  }
  EXPECT_FALSE(inbox_.wait_for(1, 20ms)) << "nothing is on its way yet";
  entrance_->send();
  ASSERT_TRUE(gate_.wait_for(1));
  gate_.open();
  ASSERT_TRUE(inbox_.wait_for(5));
  EXPECT_THAT(sizes_, ElementsAre(5u));
  end();
}

TEST_F(LanesTest, DoesNotLetALaneThatIsStuckHoldUpWhatAnotherCouldDo) {
  fake_.limits.max_sessions = fake_.limits.max_writers = 3;
  fake_.on_op = [this](const movie_call&, const movie_op& op) {
    if (op.id == 13) gate_.pass();
    return fake_.work(op);
  };
  start();
  for (int i = 0; i < 3; ++i) {  // each is over at once: no reason to use a second lane
    ASSERT_TRUE(queued(make(Verb::update)));
    ASSERT_TRUE(inbox_.wait_for(static_cast<std::size_t>(i) + 1));
  }
  ASSERT_TRUE(queued(make(Verb::update, 13)));
  ASSERT_TRUE(gate_.wait_for(1));
  ASSERT_TRUE(queued(make(Verb::update)));
  EXPECT_TRUE(inbox_.wait_for(4));
  gate_.open();
  EXPECT_TRUE(inbox_.wait_for(5));
}

TEST_F(LanesTest, DropsWhatIsStillQueuedAtItsDeadlineThoughTheLaneIsStuck) {
  hold_writes();
  start();
  ASSERT_TRUE(queued(make(Verb::create)));
  ASSERT_TRUE(gate_.wait_for(1));
  auto patient = make(Verb::create, 5);
  patient->deadline = Clock::now() + 1h;
  ASSERT_TRUE(queued(std::move(patient)));
  const Clock::time_point deadline = Clock::now() + 30ms;
  auto brief = make(Verb::create, 6);
  brief->deadline = deadline;
  ASSERT_TRUE(queued(std::move(brief)));
  ASSERT_TRUE(inbox_.wait_for(1));
  EXPECT_GE(Clock::now(), deadline);
  EXPECT_LT(Clock::now(), deadline + 1s) << "promptly, as far as a loaded machine lets it";
  EXPECT_THAT(inbox_.statuses(), ElementsAre(Status::timeout));
  EXPECT_THAT(inbox_.ids(), ElementsAre(6));
}

TEST_F(LanesTest, DropsWhatHasWaitedLongEnoughForALane) {
  hold_writes();
  start(10'000, 30ms);
  ASSERT_TRUE(queued(make(Verb::create)));
  ASSERT_TRUE(gate_.wait_for(1));
  const Clock::time_point begin = Clock::now();
  auto patient = make(Verb::create, 5);
  patient->deadline = begin + 1h;
  ASSERT_TRUE(queued(std::move(patient)));
  ASSERT_TRUE(inbox_.wait_for(1));
  EXPECT_GE(Clock::now(), begin + 30ms);
  EXPECT_THAT(inbox_.statuses(), ElementsAre(Status::timeout));
}

TEST_F(LanesTest, RefusesWhatIsOverdueAlready) {
  start();
  auto late = make(Verb::ping);
  late->deadline = Clock::now();
  ASSERT_TRUE(entrance_->submit(late));
  EXPECT_EQ(late->status, Status::timeout);
}

TEST_F(LanesTest, RefusesToQueueWhatNobodyWouldGetBack) {
  start();
  auto create = std::make_unique<Operation>(Verb::create);
  ASSERT_TRUE(entrance_->submit(create));
  EXPECT_EQ(create->status, Status::invalid);
}

TEST_F(LanesTest, KeepsPointReadsAndWritesAheadOfLongLists) {
  fake_.on_call = [this](bool, const movie_call& call) {
    if (call.ops[0]->code == MOVIE_OP_LIST) gate_.pass();
    all_ok(call);
    return MOVIE_OK;
  };
  start();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(queued(make(Verb::list)));
  ASSERT_TRUE(gate_.wait_for(1));
  ASSERT_TRUE(queued(make(Verb::create)) && queued(make(Verb::ping)));
  ASSERT_TRUE(inbox_.wait_for(2));
  EXPECT_THAT(inbox_.statuses(), Each(Status::ok));
}

TEST_F(LanesTest, CompletesWhatIsQueuedBeforeItEnds) {
  hold_writes();
  start();
  ASSERT_TRUE(queued(make(Verb::create)));
  ASSERT_TRUE(gate_.wait_for(1));
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(queued(make(i % 2 == 0 ? Verb::create : Verb::list)));
  gate_.open();
  end();
  EXPECT_EQ(inbox_.statuses().size(), 21u);
  EXPECT_THAT(inbox_.statuses(), Each(Status::ok));
  EXPECT_EQ(fake_.sessions, 0) << "every session is closed again";
}

TEST_F(LanesTest, KeepsToTheSessionsOfASerialStore) {
  fake_.limits.max_sessions = fake_.limits.max_writers = 1;
  fake_.limits.no_wait_ops = UINT64_MAX;
  start();
  for (const Verb verb : {Verb::create, Verb::get, Verb::list, Verb::ping, Verb::remove}) {
    ASSERT_TRUE(queued(make(verb)));
  }
  ASSERT_TRUE(inbox_.wait_for(5));
  EXPECT_EQ(fake_.most_sessions, 1);
}

TEST_F(LanesTest, GivesCallersNoMoreSessionsThanTheStoreAllows) {
  fake_.limits.max_sessions = 4;  // three lanes and one caller
  fake_.limits.max_writers = 1;
  fake_.limits.no_wait_ops = UINT64_MAX;
  start();
  std::optional<Lanes::Entrance> second(lanes_->entrance());
  EXPECT_EQ(fake_.most_sessions, 4);
  EXPECT_EQ(fake_.writers, 1);
  auto ping = make(Verb::ping);
  EXPECT_FALSE(second->submit(ping)) << "it has no session and must queue";
  second->send();
  ASSERT_TRUE(inbox_.wait_for(1));
  entrance_.reset();
  second.emplace(lanes_->entrance());
  ping = make(Verb::ping);
  EXPECT_TRUE(second->submit(ping)) << "the other's session is free again";
}

TEST_F(LanesTest, ThrowsWhenAStoreGivesNoSession) {
  fake_.on_session = [calls = 0](movie_error*) mutable {
    return ++calls < 3 ? MOVIE_OK : MOVIE_UNAVAILABLE;
  };
  store_ = fake_.open();
  EXPECT_THROW(Lanes(*store_, {}), StoreError);
  EXPECT_EQ(fake_.sessions, 0);
}

TEST_F(LanesTest, BringsEveryOperationBackOnceFromManyThreads) {
  fake_.limits.no_wait_ops = UINT64_MAX;
  std::atomic<unsigned> tries = 0;
  fake_.on_op = [&](const movie_call& call, const movie_op& op) {
    if (call.require == MOVIE_NO_WAIT && tries++ % 3 == 0) return MOVIE_AGAIN;
    return fake_.work(op);
  };
  start(500);
  constexpr int kThreads = 4, kEach = 2000;
  std::atomic<int> done_at_once = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, entrance = lanes_->entrance()]() mutable {
      constexpr Verb kVerbs[] = {Verb::create, Verb::get,  Verb::list,
                                 Verb::update, Verb::ping, Verb::remove};
      for (int i = 0; i < kEach; ++i) {
        auto operation = make(kVerbs[i % 6], i % 50 + 1);
        operation->query.limit = i % 12 == 2 ? UINT64_MAX : 20;
        operation->deadline = Clock::now() + (i % 10 == 0 ? 1ms : 10'000ms);
        if (entrance.submit(operation)) ++done_at_once;
        if (i % 3 == 0) entrance.send();
      }
      entrance.send();
    });
  }
  for (std::thread& thread : threads) thread.join();
  end();
  EXPECT_EQ(inbox_.statuses().size() + static_cast<std::size_t>(done_at_once),
            std::size_t{kThreads} * kEach);
}

}  // namespace
}  // namespace movie::store
