#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class NextId : public Suite {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_KEEP_ID); }
};

TEST_P(NextId, IsOneAtFirst) {  // [S-37]
  const Outcome outcome = run(next_id());
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_EQ(outcome.count, 1);
  EXPECT_EQ(make("Alien").id, 1) << "asking changes nothing";
}

TEST_P(NextId, IsNeverMoreThanWhatIsGivenNext) {  // [S-37]
  make("Alien"), make("Brazil");
  const std::int64_t next = run(next_id()).count;
  EXPECT_GT(next, 2);
  EXPECT_GE(make("Casablanca").id, next);
}

TEST_P(NextId, IdsGivenFromThenOnAreNoLower) {  // [S-37]
  make("Alien");
  EXPECT_GE(run(next_id(500)).count, 500);
  const std::int64_t id = make("Brazil").id;
  EXPECT_GE(id, 500);
  if (can(MOVIE_MANY)) {
    run(create_many({{0, "Casablanca", 1942, "Drama"}}));
    EXPECT_GT(ids(all()).back(), id);
  }
}

TEST_P(NextId, IsNeverLowered) {  // [S-37]
  const std::int64_t least = run(next_id(500)).count;
  for (const std::int64_t lower : {std::int64_t{1}, std::int64_t{0}, std::int64_t{-7}, INT64_MIN})
    EXPECT_GE(run(next_id(lower)).count, least) << lower;
  EXPECT_GE(make("Alien").id, least);
}

TEST_P(NextId, LiesAboveWhatWasGivenAndRemoved) {  // [S-27] [S-37]
  const std::int64_t id = make("Alien").id;
  run(remove(id));
  EXPECT_GT(run(next_id()).count, id);
}

TEST_P(NextId, LiesAboveIdsThatWereKept) {  // [S-37] [S-40]
  ASSERT_EQ(status(keep({40, "Alien", 1979, "Horror"})), MOVIE_OK);
  EXPECT_GE(run(next_id()).count, 41);
}

TEST_P(NextId, OutlivesTheStoresClosing) {  // [S-12] [S-37]
  if (!GetParam().durable) GTEST_SKIP() << "forgets";
  const std::int64_t least = run(next_id(500)).count;
  reopen();
  EXPECT_GE(run(next_id()).count, least);
  EXPECT_GE(make("Alien").id, least);
}

TEST_P(NextId, LeavesLowerIdsToBeKept) {  // [S-37] [S-40]
  run(next_id(500));
  EXPECT_EQ(status(keep({7, "Alien", 1979, "Horror"})), MOVIE_OK);
  EXPECT_GE(run(next_id()).count, 500);
}

TEST_P(NextId, MayBeTheLastThereIs) {  // [S-37] gaps are allowed, so none may be left as well
  const std::int64_t least = run(next_id(INT64_MAX)).count;
  EXPECT_THAT(least, testing::AnyOf(INT64_MAX, 0));
  if (least != 0) {
    EXPECT_EQ(make("Alien").id, INT64_MAX);
  }
  EXPECT_EQ(run(next_id()).count, 0) << "none is left";
  EXPECT_EQ(status(create("Brazil")), MOVIE_FULL);
}

TEST_P(NextId, StandsBesideOtherOperationsOfItsCall) {  // [S-10] [S-37]
  const auto outcomes = session().run({create("Alien"), next_id(500), get(77)});
  EXPECT_THAT(statuses(outcomes), ElementsAre(MOVIE_OK, MOVIE_OK, MOVIE_NOT_FOUND));
  EXPECT_GE(make("Brazil").id, 500);
}

TEST_P(NextId, ClearedIsOneAgain) {  // [S-33]
  MOVIE_NEEDS(MOVIE_CLEARS);
  run(next_id(500));
  run(clear());
  EXPECT_EQ(run(next_id()).count, 1);
}

TEST_P(NextId, MakesNoFilm) {  // [S-37]
  run(next_id(500));
  EXPECT_THAT(all(), IsEmpty());
}

MOVIE_CONFORMS(NextId);

}  // namespace
}  // namespace movie::conformance
