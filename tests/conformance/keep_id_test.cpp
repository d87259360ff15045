#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class KeepId : public Suite {
 protected:
  void SetUp() override {
    if (!can(MOVIE_MANY | MOVIE_KEEP_ID)) GTEST_SKIP() << "does not claim MOVIE_KEEP_ID";
  }
  static Ask keep(std::vector<Film> films, std::uint32_t require = 0) {
    return create_many(std::move(films), MOVIE_KEEP_ID | require);
  }
  static Film film(std::int64_t id) {
    return {id, "Film " + std::to_string(id), 1900 + static_cast<std::int32_t>(id % 100), "Drama"};
  }
};

TEST_P(KeepId, RowsComeWithTheirOwn) {  // [S-40]
  const Outcome outcome = run(keep({film(3), film(7), film(5'000'000'000)}));
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_EQ(outcome.count, 3);
  EXPECT_THAT(all(), ElementsAre(film(3), film(7), film(5'000'000'000)));
  EXPECT_THAT(run(get(7)).rows, ElementsAre(film(7)));
  if (can(MOVIE_FILTER)) {
    EXPECT_THAT(run(years(1907, 1907)).rows, ElementsAre(film(7)));
  }
}

TEST_P(KeepId, OfThousandsOfRows) {  // [S-40]
  std::vector<Film> films;
  for (std::int64_t id = 1; id <= 6000; id += 1 + id % 3) films.push_back(film(id));
  EXPECT_EQ(run(keep(films)).count, static_cast<std::int64_t>(films.size()));
  EXPECT_EQ(all(), films);
}

TEST_P(KeepId, IdsGivenAfterwardsLieAboveThem) {  // [S-40]
  run(keep({film(3), film(40)}));
  EXPECT_GT(make("Alien").id, 40);
  run(create_many({{0, "Brazil", 1985, "Drama"}}));
  const auto given = ids(all());
  EXPECT_EQ(given.size(), 4u);
  EXPECT_GT(given.back(), given[2]);
}

TEST_P(KeepId, IdsGivenAfterwardsLieAboveThoseGivenBefore) {  // [S-40]
  for (int at = 0; at < 20; ++at) make("Alien");
  const std::int64_t last = make("Brazil").id;
  for (const std::int64_t id : ids(all())) run(remove(id));
  EXPECT_EQ(status(keep({film(3)})), MOVIE_OK);
  EXPECT_GT(make("Casablanca").id, last) << "never given twice, though a lower one was kept";
}

TEST_P(KeepId, IdsGivenAfterReopeningLieAboveThem) {  // [S-40]
  if (!GetParam().durable) GTEST_SKIP() << "forgets";
  run(keep({film(40)}));
  run(remove(40));
  reopen();
  EXPECT_GT(make("Alien").id, 40);
}

TEST_P(KeepId, GapsBelowCanBeFilled) {  // [S-40]
  run(keep({film(3), film(40)}));
  EXPECT_EQ(status(keep({film(1), film(20)})), MOVIE_OK);
  EXPECT_THAT(ids(all()), ElementsAre(1, 3, 20, 40));
  EXPECT_GT(make("Alien").id, 40);
}

TEST_P(KeepId, OneThatIsTakenLeavesNothing) {  // [S-18]
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

TEST_P(KeepId, OneThatIsTakenLeavesTheOthersOfItsCall) {  // [S-18] [S-10]
  run(keep({film(3)}));
  const auto outcomes =
      session().run({create("Alien"), keep({film(2), film(3)}), create("Brazil")});
  EXPECT_THAT(statuses(outcomes), ElementsAre(MOVIE_OK, MOVIE_EXISTS, MOVIE_OK));
  EXPECT_EQ(all().size(), 3u);
  EXPECT_EQ(status(get(2)), MOVIE_NOT_FOUND);
}

TEST_P(KeepId, MustAscendFromOne) {  // [S-40]
  for (const auto& films :
       {std::vector<Film>{film(0)}, {film(-3)}, {film(5), film(5)}, {film(1), film(5), film(4)}}) {
    EXPECT_EQ(status(keep(films)), MOVIE_INVALID);
  }
  EXPECT_THAT(all(), IsEmpty());
  EXPECT_EQ(make("Alien").id >= 1, true);
}

TEST_P(KeepId, AbandonedLeavesNothing) {  // [S-55]
  Ask ask = keep({film(3), film(4)});
  ask.abandon = true;
  EXPECT_EQ(status(ask), MOVIE_INVALID);
  EXPECT_THAT(all(), IsEmpty());
}

TEST_P(KeepId, ACreateMayBringItsOwnToo) {  // [S-26] [S-40]
  const Outcome outcome = run(movie::conformance::keep(film(7)));
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_THAT(outcome.rows, ElementsAre(film(7)));
  EXPECT_THAT(all(), ElementsAre(film(7)));
  EXPECT_GT(make("Alien").id, 7);
}

TEST_P(KeepId, ACreateWhoseIdIsTakenIsNotDone) {  // [S-18]
  run(movie::conformance::keep(film(7)));
  const auto outcomes = session().run({movie::conformance::keep({7, "Brazil", 1985, "Drama"}),
                                       movie::conformance::keep(film(3)), create("Alien")});
  EXPECT_THAT(statuses(outcomes), ElementsAre(MOVIE_EXISTS, MOVIE_OK, MOVIE_OK));
  EXPECT_THAT(run(get(7)).rows, ElementsAre(film(7)));
  EXPECT_EQ(all().size(), 3u);
}

TEST_P(KeepId, ACreatesOwnBeginsAtOne) {  // [S-40]
  for (const std::int64_t id : {std::int64_t{0}, std::int64_t{-3}, INT64_MIN})
    EXPECT_EQ(status(movie::conformance::keep({id, "Alien", 1979, "Horror"})), MOVIE_INVALID);
  EXPECT_THAT(all(), IsEmpty());
}

TEST_P(KeepId, IsNotRememberedByAKey) {  // [S-39]
  if (!can(MOVIE_MEMO)) GTEST_SKIP() << "does not claim MOVIE_MEMO";
  EXPECT_EQ(status(once({.key = "key"}, movie::conformance::keep(film(7)))), MOVIE_UNSUPPORTED);
  EXPECT_THAT(all(), IsEmpty());
}

TEST_P(KeepId, GoesTogetherWithIfEmpty) {  // [S-41]
  if (!can(MOVIE_IF_EMPTY)) GTEST_SKIP() << "does not claim MOVIE_IF_EMPTY";
  EXPECT_EQ(status(keep({film(7)}, MOVIE_IF_EMPTY)), MOVIE_OK);
  EXPECT_EQ(status(keep({film(9)}, MOVIE_IF_EMPTY)), MOVIE_EXISTS);
  EXPECT_THAT(all(), ElementsAre(film(7)));
}

TEST_P(KeepId, TheLastIdThereIsIsTheLast) {  // [S-20]
  EXPECT_EQ(status(keep({film(INT64_MAX)})), MOVIE_OK);
  const Outcome outcome = run(create("Alien"));
  EXPECT_EQ(outcome.status, MOVIE_FULL) << outcome.message;
  EXPECT_THAT(ids(all()), ElementsAre(INT64_MAX));
}

TEST_P(KeepId, ClearedIdsBeginAtOneAgain) {  // [S-33]
  if (!can(MOVIE_CLEARS)) GTEST_SKIP() << "does not claim MOVIE_CLEARS";
  run(keep({film(7)}));
  run(clear());
  EXPECT_EQ(make("Alien").id, 1);
}

MOVIE_CONFORMS(KeepId);

}  // namespace
}  // namespace movie::conformance
