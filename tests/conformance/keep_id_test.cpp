#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// The films that keep their ids, by one or by many.
Film film(std::int64_t id) {
  return {id, "Film " + std::to_string(id), 1900 + static_cast<std::int32_t>(id % 100), "Drama"};
}

/// One CREATE each.
class KeepId : public Suite {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_KEEP_ID); }
};

TEST_P(KeepId, ACreateMayBringItsOwn) {  // [S-26] [S-40]
  const Outcome outcome = run(keep(film(7)));
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_THAT(outcome.rows, ElementsAre(film(7)));
  EXPECT_THAT(all(), ElementsAre(film(7)));
  EXPECT_GT(make("Alien").id, 7);
}

TEST_P(KeepId, OneThatIsTakenIsNotDone) {  // [S-18]
  run(keep(film(7)));
  const auto outcomes =
      session().run({keep({7, "Brazil", 1985, "Drama"}), keep(film(3)), create("Alien")});
  EXPECT_THAT(statuses(outcomes), ElementsAre(MOVIE_EXISTS, MOVIE_OK, MOVIE_OK));
  EXPECT_THAT(run(get(7)).rows, ElementsAre(film(7)));
  EXPECT_EQ(all().size(), 3u);
}

TEST_P(KeepId, BeginsAtOne) {  // [S-40]
  for (const std::int64_t id : {std::int64_t{0}, std::int64_t{-3}, INT64_MIN})
    EXPECT_EQ(status(keep({id, "Alien", 1979, "Horror"})), MOVIE_INVALID);
  EXPECT_THAT(all(), IsEmpty());
}

TEST_P(KeepId, IsNotRememberedByAKey) {  // [S-39]
  MOVIE_NEEDS(MOVIE_MEMO);
  EXPECT_EQ(status(once({.key = "key"}, keep(film(7)))), MOVIE_UNSUPPORTED);
  EXPECT_THAT(all(), IsEmpty());
}

TEST_P(KeepId, GivenAfterwardsTheyLieAboveIt) {  // [S-40]
  EXPECT_EQ(status(keep(film(40))), MOVIE_OK);
  EXPECT_GT(make("Alien").id, 40);
}

TEST_P(KeepId, GivenAfterwardsTheyLieAboveThoseGivenBefore) {  // [S-40] [S-27]
  for (int at = 0; at < 5; ++at) make("Alien");
  const std::int64_t last = make("Brazil").id;
  for (const std::int64_t id : ids(all())) run(remove(id));
  EXPECT_EQ(status(keep(film(3))), MOVIE_OK);
  EXPECT_GT(make("Casablanca").id, last) << "never given twice, though a lower one was kept";
}

TEST_P(KeepId, GivenAfterReopeningTheyLieAboveIt) {  // [S-40] [S-12]
  if (!GetParam().durable) GTEST_SKIP() << "forgets";
  run(keep(film(40)));
  run(remove(40));
  reopen();
  EXPECT_GT(make("Alien").id, 40);
}

TEST_P(KeepId, AGapBelowCanBeFilled) {  // [S-40] ascending within an operation, not among them
  run(keep(film(40)));
  EXPECT_EQ(status(keep(film(3))), MOVIE_OK);
  EXPECT_THAT(all(), ElementsAre(film(3), film(40)));
  EXPECT_GT(make("Alien").id, 40);
}

TEST_P(KeepId, ARemovedOneCanBeKeptAgain) {  // [S-40] what a restore does; the store gave it not
  run(keep(film(7)));
  run(remove(7));
  EXPECT_EQ(status(keep(film(7))), MOVIE_OK);
  EXPECT_THAT(all(), ElementsAre(film(7)));
}

TEST_P(KeepId, TakenByOneThatWasGivenItIsNotDoneEither) {  // [S-18]
  const Film there = make("Alien");
  const Outcome outcome = run(keep({there.id, "Brazil", 1985, "Drama"}));
  EXPECT_EQ(outcome.status, MOVIE_EXISTS) << outcome.message;
  EXPECT_THAT(all(), ElementsAre(there));
}

TEST_P(KeepId, ManyOfOneCallHaveEachItsOwn) {  // [S-10] [S-40]
  const auto outcomes = session().run({keep(film(9)), keep(film(2)), keep(film(5))});
  EXPECT_THAT(statuses(outcomes), testing::Each(MOVIE_OK));
  EXPECT_THAT(all(), ElementsAre(film(2), film(5), film(9)));
}

TEST_P(KeepId, MayBeTheLastThereIs) {  // [S-20] [S-40]
  EXPECT_EQ(status(keep(film(INT64_MAX))), MOVIE_OK);
  EXPECT_EQ(status(create("Alien")), MOVIE_FULL);
  EXPECT_THAT(all(), ElementsAre(film(INT64_MAX)));
}

TEST_P(KeepId, ItsTitleIsFound) {  // [S-43]
  MOVIE_NEEDS(MOVIE_SEARCH);
  run(keep(film(7)));
  EXPECT_THAT(run(searched({"film 7"})).rows, ElementsAre(film(7)));
}

/// A CREATE_MANY whose rows have ids of their own.
class KeepIds : public Suite {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_MANY | MOVIE_KEEP_ID); }
  static Ask keep(std::vector<Film> films, std::uint32_t require = 0) {
    return create_many(std::move(films), MOVIE_KEEP_ID | require);
  }
};

TEST_P(KeepIds, RowsComeWithTheirOwn) {  // [S-40]
  const Outcome outcome = run(keep({film(3), film(7), film(5'000'000'000)}));
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_EQ(outcome.count, 3);
  EXPECT_THAT(all(), ElementsAre(film(3), film(7), film(5'000'000'000)));
  EXPECT_THAT(run(get(7)).rows, ElementsAre(film(7)));
  if (can(MOVIE_FILTER)) {
    EXPECT_THAT(run(years(1907, 1907)).rows, ElementsAre(film(7)));
  }
}

TEST_P(KeepIds, OfThousandsOfRows) {  // [S-40]
  std::vector<Film> films;
  for (std::int64_t id = 1; id <= 6000; id += 1 + id % 3) films.push_back(film(id));
  EXPECT_EQ(run(keep(films)).count, static_cast<std::int64_t>(films.size()));
  EXPECT_EQ(all(), films);
}

TEST_P(KeepIds, IdsGivenAfterwardsLieAboveThem) {  // [S-40]
  run(keep({film(3), film(40)}));
  EXPECT_GT(make("Alien").id, 40);
  run(create_many({{0, "Brazil", 1985, "Drama"}}));
  const auto given = ids(all());
  EXPECT_EQ(given.size(), 4u);
  EXPECT_GT(given.back(), given[2]);
}

TEST_P(KeepIds, IdsGivenAfterwardsLieAboveThoseGivenBefore) {  // [S-40]
  for (int at = 0; at < 20; ++at) make("Alien");
  const std::int64_t last = make("Brazil").id;
  for (const std::int64_t id : ids(all())) run(remove(id));
  EXPECT_EQ(status(keep({film(3)})), MOVIE_OK);
  EXPECT_GT(make("Casablanca").id, last) << "never given twice, though a lower one was kept";
}

TEST_P(KeepIds, IdsGivenAfterReopeningLieAboveThem) {  // [S-40]
  if (!GetParam().durable) GTEST_SKIP() << "forgets";
  run(keep({film(40)}));
  run(remove(40));
  reopen();
  EXPECT_GT(make("Alien").id, 40);
}

TEST_P(KeepIds, GapsBelowCanBeFilled) {  // [S-40]
  run(keep({film(3), film(40)}));
  EXPECT_EQ(status(keep({film(1), film(20)})), MOVIE_OK);
  EXPECT_THAT(ids(all()), ElementsAre(1, 3, 20, 40));
  EXPECT_GT(make("Alien").id, 40);
}

TEST_P(KeepIds, OneThatIsTakenLeavesNothing) {  // [S-18]
  const Film there = make("Alien");
  ASSERT_EQ(there.id, 1);
  run(keep({film(3)}));
  for (const auto& films : {std::vector<Film>{film(1)}, {film(2), film(3), film(4)}}) {
    const Outcome outcome = run(keep(films));
    EXPECT_EQ(outcome.status, MOVIE_EXISTS) << outcome.message;
    EXPECT_EQ(outcome.count, 0);
    EXPECT_THAT(all(), ElementsAre(there, film(3)));
  }
}

TEST_P(KeepIds, OneThatIsTakenLeavesTheOthersOfItsCall) {  // [S-18] [S-10]
  run(keep({film(3)}));
  const auto outcomes =
      session().run({create("Alien"), keep({film(2), film(3)}), create("Brazil")});
  EXPECT_THAT(statuses(outcomes), ElementsAre(MOVIE_OK, MOVIE_EXISTS, MOVIE_OK));
  EXPECT_EQ(all().size(), 3u);
  EXPECT_EQ(status(get(2)), MOVIE_NOT_FOUND);
}

TEST_P(KeepIds, MustAscendFromOne) {  // [S-40]
  for (const auto& films :
       {std::vector<Film>{film(0)}, {film(-3)}, {film(5), film(5)}, {film(1), film(5), film(4)}}) {
    EXPECT_EQ(status(keep(films)), MOVIE_INVALID);
  }
  EXPECT_THAT(all(), IsEmpty());
  EXPECT_EQ(make("Alien").id >= 1, true);
}

TEST_P(KeepIds, AbandonedLeavesNothing) {  // [S-55]
  Ask ask = keep({film(3), film(4)});
  ask.abandon = true;
  EXPECT_EQ(status(ask), MOVIE_INVALID);
  EXPECT_THAT(all(), IsEmpty());
}

TEST_P(KeepIds, GoesTogetherWithIfEmpty) {  // [S-41]
  MOVIE_NEEDS(MOVIE_IF_EMPTY);
  EXPECT_EQ(status(keep({film(7)}, MOVIE_IF_EMPTY)), MOVIE_OK);
  EXPECT_EQ(status(keep({film(9)}, MOVIE_IF_EMPTY)), MOVIE_EXISTS);
  EXPECT_THAT(all(), ElementsAre(film(7)));
}

TEST_P(KeepIds, TheLastIdThereIsIsTheLast) {  // [S-20]
  EXPECT_EQ(status(keep({film(INT64_MAX)})), MOVIE_OK);
  const Outcome outcome = run(create("Alien"));
  EXPECT_EQ(outcome.status, MOVIE_FULL) << outcome.message;
  EXPECT_THAT(ids(all()), ElementsAre(INT64_MAX));
}

TEST_P(KeepIds, ClearedIdsBeginAtOneAgain) {  // [S-33]
  MOVIE_NEEDS(MOVIE_CLEARS);
  run(keep({film(7)}));
  run(clear());
  EXPECT_EQ(make("Alien").id, 1);
}

MOVIE_CONFORMS(KeepId);
MOVIE_CONFORMS(KeepIds);

}  // namespace
}  // namespace movie::conformance
