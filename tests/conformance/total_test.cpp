#include "lists.hpp"

namespace movie::conformance {
namespace {

using testing::IsEmpty;

/// How many films a list would hold if nothing cut it.
class Total : public Lists {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_TOTAL); }
  std::int64_t total(const Ask& ask) {
    const Outcome outcome = run(counted(ask));
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    return outcome.count;
  }
};

TEST_P(Total, OfAnEmptyStoreIsNone) {  // [S-45]
  EXPECT_EQ(total(list()), 0);
  EXPECT_EQ(total(page(5, 5, 5)), 0);
  EXPECT_EQ(total(page(0, 0)), 0);
}

TEST_P(Total, IsOfAllWhateverTheWindow) {  // [S-45]
  const auto films = make_many(150);
  for (const std::uint64_t skip : {std::uint64_t{0}, std::uint64_t{30}, std::uint64_t{99},
                                   std::uint64_t{100}, std::uint64_t{101}, UINT64_MAX}) {
    for (const std::uint64_t limit :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{70}, UINT64_MAX}) {
      for (const std::int64_t after :
           {std::int64_t{-9}, std::int64_t{0}, std::int64_t{40}, std::int64_t{150}, INT64_MAX}) {
        expect_as_expected(films, counted(page(skip, limit, after)));
      }
    }
  }
}

TEST_P(Total, CountsOnWhenEmitHasEnough) {  // [S-54]
  const auto films = make_many(150);
  for (const std::uint64_t stop_after : {1u, 2u, 64u, 100u}) {
    Ask ask = counted(list());
    ask.stop_after = stop_after;
    expect_as_expected(films, ask);
  }
}

TEST_P(Total, IsOfWhatMatches) {  // [S-42] [S-43]
  const auto films = make_many(150);
  if (can(MOVIE_FILTER)) {
    EXPECT_EQ(total(filtered({"none"})), 0);
    for (Ask ask : {filtered({"Genre 1"}), filtered({"Genre 1", "Genre 3"}), years(2000, 2000),
                    years(2001, 2002)}) {
      ask.limit = 3, ask.after = 20;
      expect_as_expected(films, counted(ask));
    }
  }
  if (!can(MOVIE_SEARCH)) return;
  EXPECT_EQ(total(searched({"none"})), 0);
  for (Ask ask : {searched({"1"}), searched({"film", "4"})}) {
    ask.skip = 2, ask.limit = 0;
    expect_as_expected(films, counted(ask));
  }
}

TEST_P(Total, IsTheSameInEveryOrder) {  // [S-44]
  MOVIE_NEEDS(MOVIE_SORT);
  const auto films = make_many(90);
  for (const std::uint32_t by : {0u, MOVIE_TITLE, MOVIE_YEAR, MOVIE_GENRE}) {
    for (const bool descending : {false, true}) {
      Ask ask = counted(sorted(by, descending));
      ask.skip = 3, ask.limit = 7;
      expect_as_expected(films, ask);
      if (by != 0) continue;
      ask.after = 31;
      expect_as_expected(films, ask);
    }
  }
}

TEST_P(Total, FollowsEveryWrite) {  // [S-11]
  make("Alien"), make("Brazil"), make("Casablanca");
  EXPECT_EQ(total(list()), 3);
  run(remove(2)), run(remove(2)), run(remove(99));
  EXPECT_EQ(total(list()), 2);
  run(update(1, MOVIE_GENRE, {0, "", 0, "Horror"}));
  EXPECT_EQ(total(list()), 2);
  if (can(MOVIE_FILTER)) {
    EXPECT_EQ(total(filtered({"Drama"})), 1);
    EXPECT_EQ(total(filtered({"Horror"})), 1);
  }
  if (!can(MOVIE_MANY | MOVIE_CLEARS)) return;
  run(create_many({{0, "D", 2000, "Drama"}, {0, "E", 2000, "Drama"}}));
  EXPECT_EQ(total(list()), 4);
  Ask abandoned = create_many({{0, "F", 2000, "Drama"}});
  abandoned.abandon = true;
  run(abandoned);
  EXPECT_EQ(total(list()), 4);
  run(clear());
  EXPECT_EQ(total(list()), 0);
}

TEST_P(Total, OutlivesReopening) {  // [S-12]
  if (!GetParam().durable) GTEST_SKIP() << "forgets its films";
  const auto films = make_many(30);
  reopen();
  EXPECT_EQ(total(page(0, 1)), static_cast<std::int64_t>(films.size()));
  make("Alien");
  EXPECT_EQ(total(page(0, 1)), static_cast<std::int64_t>(films.size()) + 1);
}

TEST_P(Total, OfSeveralListsInOneCallIsEachItsOwn) {  // [S-10]
  const auto films = make_many(60);
  std::vector<Ask> asks{counted(page(1, 2)), page(3, 4), counted(page(50, 2, 7)), counted(list())};
  if (can(MOVIE_FILTER)) asks.push_back(counted(filtered({"Genre 2"})));
  if (can(MOVIE_SEARCH)) asks.push_back(counted(searched({"5"})));
  const auto outcomes = session().run(asks);
  for (std::size_t at = 0; at < asks.size(); ++at) {
    const Outcome wanted = expected(films, asks[at]);
    EXPECT_EQ(outcomes[at].status, MOVIE_OK) << outcomes[at].message;
    EXPECT_EQ(outcomes[at].rows, wanted.rows) << described(asks[at]);
    if ((asks[at].require & MOVIE_TOTAL) != 0) {
      EXPECT_EQ(outcomes[at].count, wanted.count) << described(asks[at]);
    }
  }
}

MOVIE_CONFORMS(Total);

}  // namespace
}  // namespace movie::conformance
