#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>

#include "suite.hpp"

namespace movie::conformance {
namespace {

/// Several programs, or where the store is this process's alone several sessions, that send the
/// same keys at once.
class RacingKeys : public Suite {
 protected:
  static constexpr unsigned kThreads = 8;

  void SetUp() override {
    MOVIE_NEEDS(MOVIE_MEMO);
    if (writers(2) < 2) GTEST_SKIP() << kOneWriter;
  }
  void race(const Work& work) {
    GetParam().durable ? as_programs(kThreads, work) : together(writers(kThreads), work);
  }
};

TEST_P(RacingKeys, OfAllThatSendAKeyOneCreates) {  // [S-50]
  constexpr int kRounds = 60;
  std::atomic<int> created = 0;
  std::mutex mutex;
  std::set<std::pair<std::string, std::int64_t>> told;
  race([&](Session& own, unsigned) {
    for (int round = 0; round < kRounds; ++round) {
      const std::string key = "key " + std::to_string(round);
      const Outcome outcome = persistently(own, once({key}, create(key)));
      ASSERT_EQ(outcome.status, MOVIE_OK) << outcome.message;
      created += outcome.count == 0 ? 1 : 0;
      EXPECT_EQ(outcome.rows.back().title, key);
      const std::lock_guard lock(mutex);
      told.emplace(key, outcome.rows.back().id);
    }
  });
  EXPECT_EQ(created, kRounds);
  EXPECT_EQ(told.size(), static_cast<std::size_t>(kRounds)) << "all are told the same film";
  EXPECT_EQ(all().size(), static_cast<std::size_t>(kRounds));
}

/// Calls that hold the same keys in different orders, among other writes.
TEST_P(RacingKeys, CallsWithManyKeysNeverWaitForEachOtherInACircle) {  // [S-10] [S-73]
  for (int at = 0; at < 4; ++at) make("changed");
  constexpr int kRounds = 25, kKeys = 8;
  std::atomic<int> created = 0;
  race([&](Session& own, unsigned number) {
    for (int round = 0; round < kRounds; ++round) {
      std::vector<Ask> asks;
      for (int at = 0; at < kKeys; ++at)
        asks.push_back(once({std::to_string(round) + "/" + std::to_string(at)}, create("by key")));
      for (std::int64_t id = 1; id <= 4; ++id)
        asks.push_back(update(id, MOVIE_YEAR, {0, "", 2001, ""}));
      asks.push_back(create("plain"));
      std::rotate(asks.begin(), asks.begin() + number % asks.size(), asks.end());
      if (number % 2 == 1) std::ranges::reverse(asks);
      for (const Outcome& outcome : own.run(asks)) {
        ASSERT_EQ(outcome.status, MOVIE_OK) << outcome.message;
        created += outcome.rows.back().title == "by key" && outcome.count == 0 ? 1 : 0;
      }
    }
  });
  EXPECT_EQ(created, kRounds * kKeys);
  EXPECT_EQ(std::ranges::count(all(), "by key", &Film::title), kRounds * kKeys);
}

TEST_P(RacingKeys, SweepingAndUsingAnewDoNotDisturbEachOther) {  // [S-53]
  race([&](Session& own, unsigned number) {
    for (int at = 0; at < 60; ++at) {
      Memo memo{"key " + std::to_string((at + static_cast<int>(number) * 7) % 20)};
      memo.most = 10;
      memo.lifetime = 3;
      memo.now += at;
      const Outcome outcome = persistently(own, once(memo, create("Alien")));
      ASSERT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    }
  });
}

MOVIE_CONFORMS(RacingKeys);

}  // namespace
}  // namespace movie::conformance
