#include "lists.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class List : public Lists {};

TEST_P(List, AnEmptyStoreListsNothing) {  // [S-24]
  const Outcome outcome = run(list());
  EXPECT_EQ(outcome.status, MOVIE_OK);
  EXPECT_THAT(outcome.rows, IsEmpty());
}

TEST_P(List, RowsComeByAscendingId) {  // [S-24]
  const Film first = make("Zodiac", 2007), second = make("Alien", 1979),
             third = make("Metropolis", 1927);
  EXPECT_THAT(all(), ElementsAre(first, second, third));
}

TEST_P(List, AChangeDoesNotMoveAFilm) {  // [S-24]
  make("Alien"), make("Brazil"), make("Casablanca");
  run(update(1, MOVIE_TITLE | MOVIE_GENRE, {0, "Zodiac", 0, "Thriller"}));
  EXPECT_THAT(ids(all()), ElementsAre(1, 2, 3));
}

TEST_P(List, SkipAndLimitCutAWindow) {  // [S-25]
  const auto films = make_many(400);
  for (const std::uint64_t skip : {0, 1, 2, 63, 64, 65, 127, 128, 129, 200, 265, 266, 267, 1000}) {
    for (const std::uint64_t limit : {0, 1, 2, 64, 100, 1000})
      expect_as_expected(films, page(skip, limit));
  }
}

TEST_P(List, SkipAndLimitMayBeAsLargeAsTheyGet) {  // [S-25]
  const auto films = make_many(10);
  for (const std::uint64_t huge :
       {std::uint64_t{INT64_MAX}, std::uint64_t{INT64_MAX} + 1, UINT64_MAX}) {
    expect_as_expected(films, page(huge, 10));
    expect_as_expected(films, page(huge, huge));
    expect_as_expected(films, page(1, huge));
  }
}

TEST_P(List, AfterBeginsBehindAnIdWhetherItExistsOrNot) {  // [S-25]
  const auto films = make_many(200);
  for (const std::int64_t after :
       {std::int64_t{-5}, std::int64_t{0}, std::int64_t{1}, std::int64_t{3}, std::int64_t{64},
        std::int64_t{100}, std::int64_t{199}, std::int64_t{200}, INT64_MAX}) {
    expect_as_expected(films, page(0, 7, after));
    expect_as_expected(films, page(5, 70, after));
  }
}

TEST_P(List, EveryFilmIsOnExactlyOnePage) {  // [S-25]
  const auto films = make_many(300);
  std::vector<Film> seen;
  for (std::int64_t after = 0;;) {
    const auto rows = run(page(0, 17, after)).rows;
    if (rows.empty()) break;
    seen.insert(seen.end(), rows.begin(), rows.end());
    after = rows.back().id;
  }
  EXPECT_EQ(seen, films);
}

TEST_P(List, ManyOfOneCallHaveEachItsOwnWindow) {  // [S-10]
  const auto films = make_many(240);
  std::vector<Ask> asks{page(158, 5), page(160, 5), page(UINT64_MAX, 1), page(0, 3),
                        page(40, 4, 100)};
  for (const std::uint64_t skip : {150u, 40u, 99u, 40u, 33u, 159u, 5u, 98u})
    asks.push_back(page(skip, skip % 7 + 1));
  asks.push_back(page(60, 0));
  const auto outcomes = session().run(asks);
  for (std::size_t at = 0; at < asks.size(); ++at) {
    EXPECT_EQ(outcomes[at].status, MOVIE_OK) << outcomes[at].message;
    EXPECT_EQ(outcomes[at].rows, expected(films, asks[at]).rows) << "skip " << asks[at].skip;
  }
  asks = {page(60, 50), page(70, 2)};
  asks.front().stop_after = 2;
  EXPECT_EQ(session().run(asks)[1].rows, expected(films, asks[1]).rows)
      << "another's end is not its own";
}

TEST_P(List, EmitMayStopIt) {  // [S-9] [S-54]; the client throws if anything follows
  const auto films = make_many(200);
  for (const std::uint64_t stop_after : {1u, 2u, 64u, 65u}) {
    Ask ask = list();
    ask.stop_after = stop_after;
    const Outcome outcome = run(ask);
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    EXPECT_EQ(outcome.rows.size(), stop_after);
  }
  EXPECT_EQ(all(), films);
}

TEST_P(List, WithoutTheBitGenresAreNotLookedAt) {  // [S-42]
  const Film film = make("Alien", 1979, "Horror");
  Ask ask = list();
  ask.genres = {"Drama"};
  EXPECT_THAT(run(ask).rows, ElementsAre(film));
}

MOVIE_CONFORMS(List);

}  // namespace
}  // namespace movie::conformance
