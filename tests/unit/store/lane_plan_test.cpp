#include "store/lane_plan.hpp"

#include <gmock/gmock.h>

#include "movie/store.h"

namespace movie::store {
namespace {

constexpr std::uint64_t kReads = 1u << MOVIE_OP_GET | 1u << MOVIE_OP_LIST | 1u << MOVIE_OP_PING;
constexpr std::uint64_t kEverything = UINT64_MAX;
constexpr std::uint64_t kAll = MOVIE_FILTER | MOVIE_SEARCH | MOVIE_SORT | MOVIE_TOTAL;

Limits limits(unsigned sessions, unsigned writers, std::uint64_t no_wait_ops = 0) {
  return {sessions, writers, 0, no_wait_ops, false};
}

/// Each lane's classes: "w", "ps", …
std::vector<std::string> served(const LanePlan& plan) {
  std::vector<std::string> all;
  for (const LanePlan::Lane& lane : plan.lanes) {
    std::string classes;
    if (lane.serves[OpClass::write]) classes += 'w';
    if (lane.serves[OpClass::point]) classes += 'p';
    if (lane.serves[OpClass::scan]) classes += 's';
    EXPECT_EQ(lane.writer, lane.serves[OpClass::write]);
    EXPECT_EQ(lane.writer, lane.serves[OpClass::bulk]);
    EXPECT_EQ(lane.serves[OpClass::page], lane.serves[OpClass::point]);
    EXPECT_EQ(lane.serves[OpClass::pick], lane.serves[OpClass::point]);
    EXPECT_EQ(lane.serves[OpClass::deep], lane.serves[OpClass::scan]);
    EXPECT_LE(lane.name.size(), 15u) << "the kernel keeps no longer names";
    all.push_back(classes);
  }
  return all;
}

Operation& list(Query query) {
  static std::optional<Operation> operation;
  operation.emplace(Verb::list);
  operation->query = std::move(query);
  return *operation;
}

TEST(LanePlanTest, TellsShortListsFromLongOnes) {
  EXPECT_EQ(class_of(list({{}, 9'900, 100, 0}), kAll), OpClass::page);
  EXPECT_EQ(class_of(list({{}, 9'901, 100, 0}), kAll), OpClass::deep);
  EXPECT_EQ(class_of(list({{}, UINT64_MAX, 100, 0}), kAll), OpClass::deep);
  EXPECT_EQ(class_of(list({{}, 0, UINT64_MAX, 0}), kAll), OpClass::scan);
  EXPECT_EQ(class_of(list({{}, 0, 10'000, 5}), kAll), OpClass::page);
  EXPECT_EQ(class_of(Operation(Verb::unkeyed), kAll), OpClass::scan);
  EXPECT_EQ(class_of(Operation(Verb::ping), kAll), OpClass::point);
  EXPECT_EQ(class_of(Operation(Verb::clear), kAll), OpClass::write);
  EXPECT_EQ(class_of(Operation(Verb::create_many), kAll), OpClass::bulk);
}

TEST(LanePlanTest, TakesForAPageWhatAStoreFindsAlongAnIndex) {
  EXPECT_EQ(class_of(list({.genres = {"War"}, .limit = 100}), kAll), OpClass::page);
  EXPECT_EQ(class_of(list({.limit = 100, .sort = SortKey::year}), kAll), OpClass::page);
  EXPECT_EQ(class_of(list({.genres = {"War"}, .skip = 20'000, .limit = 100}), kAll), OpClass::scan);
  EXPECT_EQ(class_of(list({.skip = 20'000, .limit = 100, .sort = SortKey::year}), kAll),
            OpClass::scan);
  EXPECT_EQ(class_of(list({.genres = {"War", "Drama"}, .limit = 100}), kAll), OpClass::pick);
  EXPECT_EQ(class_of(list({.limit = 100, .year_min = 1990}), kAll), OpClass::pick);
  EXPECT_EQ(class_of(list({.genres = {"War"}, .limit = 100, .sort = SortKey::year}), kAll),
            OpClass::pick);
  EXPECT_EQ(class_of(list({.genres = {"War"}, .limit = 100, .sort = SortKey::title}), kAll),
            OpClass::scan);
  EXPECT_EQ(class_of(list({.limit = 100, .year_min = 1990, .sort = SortKey::genre}), kAll),
            OpClass::scan);
  EXPECT_EQ(class_of(list({.limit = 100, .contains = {"alien"}}), kAll), OpClass::scan);
  EXPECT_EQ(class_of(list({.limit = 100, .contains = {"alien"}, .total = true}), kAll),
            OpClass::scan);
  EXPECT_EQ(class_of(list({.limit = 100, .total = true}), kAll), OpClass::pick);
  EXPECT_EQ(class_of(list({.genres = {"War"}, .limit = 100}), MOVIE_SORT), OpClass::scan)
      << "the host walks the whole list of a store that cannot filter";
}

TEST(LanePlanTest, GivesASerialStoreOneLaneForAll) {
  const LanePlan plan = plan_lanes(limits(1, 1, kEverything), kAll);
  EXPECT_THAT(served(plan), ::testing::ElementsAre("wps"));
  EXPECT_EQ(plan.inline_sessions, 0u);
}

TEST(LanePlanTest, KeepsTheOnlyWriterFreeOfReads) {
  EXPECT_THAT(served(plan_lanes(limits(0, 1, kReads), kAll)),
              ::testing::ElementsAre("w", "p", "ps"));
  EXPECT_THAT(served(plan_lanes(limits(2, 1, kReads), kAll)), ::testing::ElementsAre("w", "ps"));
  EXPECT_THAT(served(plan_lanes(limits(5, 1), kAll)),
              ::testing::ElementsAre("w", "p", "ps", "ps", "ps"));
}

TEST(LanePlanTest, UsesEverySessionOfAStoreThatMustWait) {
  const LanePlan plan = plan_lanes(limits(5, 5), kAll);
  EXPECT_THAT(served(plan), ::testing::ElementsAre("wps", "wps", "wps", "wps", "wps"));
  EXPECT_EQ(plan.at_once[OpClass::scan], 3u);
  EXPECT_EQ(plan.at_once[OpClass::deep], 1u);
  EXPECT_EQ(plan.batch[OpClass::deep], 64u) << "they can share the way";
  EXPECT_EQ(plan.inline_sessions, 0u);
}

TEST(LanePlanTest, LeavesSessionsToCallersWhereTheStoreNeedNotWait) {
  EXPECT_EQ(plan_lanes(limits(8, 1, kReads), kAll).inline_sessions, 5u);
  EXPECT_EQ(plan_lanes(limits(0, 1, kReads), kAll).inline_sessions, SIZE_MAX);
  EXPECT_EQ(plan_lanes(limits(3, 1, kReads), kAll).inline_sessions, 0u);
}

TEST(LanePlanTest, RunsInlineOnlyWhatIsShortAndOffered) {
  const LanePlan memory = plan_lanes(limits(0, 0, kEverything), kAll);
  EXPECT_TRUE(memory.inline_writer);
  EXPECT_TRUE(runs_inline(Operation(Verb::create), memory));
  EXPECT_TRUE(runs_inline(Operation(Verb::get), memory));
  EXPECT_TRUE(runs_inline(list({{}, 0, 100, 0}), memory));
  EXPECT_FALSE(runs_inline(list({{}, 0, 100'000, 0}), memory));
  EXPECT_FALSE(runs_inline(Operation(Verb::clear), memory));
  EXPECT_FALSE(runs_inline(Operation(Verb::create_many), memory));

  const LanePlan file = plan_lanes(limits(0, 1, kEverything), kAll);
  EXPECT_TRUE(runs_inline(Operation(Verb::get), file));
  EXPECT_FALSE(runs_inline(Operation(Verb::create), file)) << "the one writer is the lane's";
  EXPECT_FALSE(
      runs_inline(Operation(Verb::ping), plan_lanes(limits(0, 1, 1u << MOVIE_OP_GET), kAll)));
}

}  // namespace
}  // namespace movie::store
