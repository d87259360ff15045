#include <algorithm>
#include <set>

#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Ids : public Suite {};

TEST_P(Ids, BeginAtOneAndAscend) {  // [S-26]
  std::int64_t last = make("first").id;
  EXPECT_EQ(last, 1);
  for (int at = 0; at < 50; ++at) {
    const std::int64_t id = make("next").id;
    EXPECT_GT(id, last);
    last = id;
  }
}

TEST_P(Ids, TheLastOneRemovedIsNotGivenAgain) {  // [S-27]
  make("Alien");
  const Film last = make("Brazil");
  run(remove(last.id));
  EXPECT_GT(make("Casablanca").id, last.id);
}

TEST_P(Ids, NoneIsGivenAgainWhenAllAreRemoved) {  // [S-27]
  for (int at = 0; at < 3; ++at) make("Alien");
  const auto gone = ids(all());
  for (const std::int64_t id : gone) run(remove(id));
  EXPECT_GT(make("Brazil").id, gone.back());
}

TEST_P(Ids, AreDistinctWithinACall) {  // [S-26] [S-10]
  std::set<std::int64_t> given;
  for (const Outcome& made : session().run(std::vector<Ask>(100, create("Alien"))))
    given.insert(made.rows.back().id);
  EXPECT_EQ(given.size(), 100u);
}

TEST_P(Ids, TheLastOneRemovedIsNotGivenAgainAfterReopening) {  // [S-27]
  if (!GetParam().durable) GTEST_SKIP() << "forgets";
  make("Alien");
  const Film last = make("Brazil");
  run(remove(last.id));
  reopen();
  EXPECT_GT(make("Casablanca").id, last.id);
}

TEST_P(Ids, NoneIsGivenAgainWhenAllAreRemovedAndItIsReopened) {  // [S-27]
  if (!GetParam().durable) GTEST_SKIP() << "forgets";
  const Film only = make("Alien");
  run(remove(only.id));
  reopen();
  EXPECT_GT(make("Brazil").id, only.id);
}

class Clear : public Suite {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_CLEARS); }
};

TEST_P(Clear, RemovesEveryFilmAndSaysHowMany) {  // [S-33]
  for (int at = 0; at < 300; ++at) make("Alien");
  run(remove(7));
  const Outcome outcome = run(clear());
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_EQ(outcome.count, 299);
  EXPECT_THAT(all(), IsEmpty());
  EXPECT_EQ(status(get(1)), MOVIE_NOT_FOUND);
}

TEST_P(Clear, LetsIdsBeginAtOneAgain) {  // [S-33]
  make("Alien"), make("Brazil");
  run(clear());
  EXPECT_EQ(make("Casablanca").id, 1);
}

TEST_P(Clear, OfAnEmptyStoreRemovesNothing) {  // [S-33]
  const Outcome outcome = run(clear());
  EXPECT_EQ(outcome.status, MOVIE_OK);
  EXPECT_EQ(outcome.count, 0);
  EXPECT_EQ(make("Alien").id, 1);
}

TEST_P(Clear, LeavesNothingForFiltersToFind) {  // [S-33] MOVIE_FILTER
  MOVIE_NEEDS(MOVIE_FILTER);
  make("Alien", 1979, "Horror");
  run(clear());
  EXPECT_THAT(run(filtered({"Horror"})).rows, IsEmpty());
}

class Many : public Suite {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_MANY); }
  static std::vector<Film> films(std::int64_t count) {
    std::vector<Film> made;
    for (std::int64_t at = 1; at <= count; ++at) {
      made.push_back({at, "Film " + std::to_string(at), 2000, "Genre " + std::to_string(at % 3)});
    }
    return made;
  }
};

TEST_P(Many, CreatesTheRowsInTheirOrder) {  // [S-31]
  const Outcome outcome = run(create_many(films(1000)));
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_EQ(outcome.count, 1000);
  EXPECT_EQ(all(), films(1000));
}

TEST_P(Many, EmitsTheRowsWithTheirIdsInTheirOrder) {  // [S-32]
  make("Alien");
  const Outcome outcome = run(create_many(films(2500)));
  auto rows = all();
  rows.erase(rows.begin());
  EXPECT_EQ(outcome.rows, rows);
}

TEST_P(Many, EmitsNothingUnasked) {  // [S-32] [S-31] emit may be NULL
  Ask ask = create_many(films(1500));
  ask.quiet = true;
  const Outcome outcome = run(ask);
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_EQ(outcome.count, 1500);
  EXPECT_EQ(all(), films(1500));
}

TEST_P(Many, GoesOnThoughNoMoreIsToBeEmitted) {  // [S-31] movie_op.emit
  Ask ask = create_many(films(1500));
  ask.stop_after = 1;
  const Outcome outcome = run(ask);
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_EQ(outcome.rows.size(), 1u);
  EXPECT_EQ(all().size(), 1500u);
}

TEST_P(Many, GoesOnBehindWhatIsThere) {  // [S-31]
  const Film first = make("Alien");
  run(create_many(films(3)));
  const auto rows = all();
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows.front(), first);
  EXPECT_TRUE(std::ranges::is_sorted(ids(rows)));
  EXPECT_GT(make("Brazil").id, rows.back().id);
}

TEST_P(Many, OfNoRowsIsDone) {  // [S-31]
  const Outcome outcome = run(create_many({}));
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_EQ(outcome.count, 0);
}

TEST_P(Many, AbandonedLeavesNothing) {  // [S-55]
  const Film film = make("Alien");
  Ask ask = create_many(films(500));
  ask.abandon = true;
  EXPECT_EQ(status(ask), MOVIE_INVALID);
  EXPECT_THAT(all(), ElementsAre(film));
  EXPECT_GT(make("Brazil").id, film.id);
}

TEST_P(Many, AbandonedLeavesTheOthersOfItsCall) {  // [S-55] [S-10]
  Ask abandoned = create_many(films(5));
  abandoned.abandon = true;
  const auto outcomes = session().run({create("Alien"), abandoned, create("Brazil")});
  EXPECT_THAT(statuses(outcomes), ElementsAre(MOVIE_OK, MOVIE_INVALID, MOVIE_OK));
  EXPECT_EQ(all().size(), 2u);
}

TEST_P(Many, IfEmptyFillsAnEmptyStore) {  // [S-41]
  MOVIE_NEEDS(MOVIE_IF_EMPTY);
  EXPECT_EQ(status(create_many(films(5), MOVIE_IF_EMPTY)), MOVIE_OK);
  EXPECT_EQ(all(), films(5));
}

TEST_P(Many, IfEmptyLeavesAFilledStoreAlone) {  // [S-41]
  MOVIE_NEEDS(MOVIE_IF_EMPTY);
  const Film film = make("Alien");
  const Outcome outcome = run(create_many(films(5), MOVIE_IF_EMPTY));
  EXPECT_EQ(outcome.status, MOVIE_EXISTS);
  EXPECT_EQ(outcome.count, 0);
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Many, IfEmptyFillsAStoreThatBecameEmpty) {  // [S-41]
  MOVIE_NEEDS(MOVIE_IF_EMPTY);
  run(remove(make("Alien").id));
  EXPECT_EQ(status(create_many(films(2), MOVIE_IF_EMPTY)), MOVIE_OK);
  EXPECT_EQ(all().size(), 2u);
}

MOVIE_CONFORMS(Ids);
MOVIE_CONFORMS(Clear);
MOVIE_CONFORMS(Many);

}  // namespace
}  // namespace movie::conformance
