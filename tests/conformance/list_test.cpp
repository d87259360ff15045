#include <algorithm>

#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// The films of a list as [OP_LIST] defines it, over what the store should hold.
std::vector<Film> expected(const std::vector<Film>& films, const Ask& ask) {
  std::vector<Film> rows;
  std::uint64_t skipped = 0;
  for (const Film& film : films) {
    const bool wanted = ask.genres.empty() || std::ranges::count(ask.genres, film.genre) > 0;
    if (!wanted || film.id <= ask.after || skipped++ < ask.skip || rows.size() >= ask.limit)
      continue;
    rows.push_back(film);
  }
  return rows;
}

class List : public Suite {
 protected:
  /// `count` films of five genres, less every third: gaps everywhere.
  std::vector<Film> make_many(std::int64_t count) {
    std::vector<Ask> creates, removes;
    for (std::int64_t at = 0; at < count; ++at) {
      creates.push_back(
          create("Film " + std::to_string(at), 2000, "Genre " + std::to_string(at % 7 % 5)));
    }
    std::vector<Film> films;
    for (const Outcome& made : session().run(creates)) {
      if (made.rows.back().id % 3 == 0) {
        removes.push_back(remove(made.rows.back().id));
      } else {
        films.push_back(made.rows.back());
      }
    }
    session().run(removes);
    std::ranges::sort(films, {}, &Film::id);
    return films;
  }
  void expect_as_expected(const std::vector<Film>& films, const Ask& ask) {
    const Outcome outcome = run(ask);
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    EXPECT_EQ(outcome.rows, expected(films, ask))
        << "skip " << ask.skip << " limit " << ask.limit << " after " << ask.after;
  }
};

TEST_P(List, AnEmptyStoreListsNothing) {  // [OP_LIST]
  const Outcome outcome = run(list());
  EXPECT_EQ(outcome.status, MOVIE_OK);
  EXPECT_THAT(outcome.rows, IsEmpty());
}

TEST_P(List, RowsComeByAscendingId) {  // [OP_LIST]
  const Film first = make("Zodiac", 2007), second = make("Alien", 1979),
             third = make("Metropolis", 1927);
  EXPECT_THAT(all(), ElementsAre(first, second, third));
}

TEST_P(List, AChangeDoesNotMoveAFilm) {  // [OP_LIST]
  make("Alien"), make("Brazil"), make("Casablanca");
  run(update(1, MOVIE_TITLE | MOVIE_GENRE, {0, "Zodiac", 0, "Thriller"}));
  EXPECT_THAT(ids(all()), ElementsAre(1, 2, 3));
}

TEST_P(List, SkipAndLimitCutAWindow) {  // movie_query.skip, limit
  const auto films = make_many(400);
  for (const std::uint64_t skip : {0, 1, 2, 63, 64, 65, 127, 128, 129, 200, 265, 266, 267, 1000}) {
    for (const std::uint64_t limit : {0, 1, 2, 64, 100, 1000})
      expect_as_expected(films, page(skip, limit));
  }
}

TEST_P(List, SkipAndLimitMayBeAsLargeAsTheyGet) {  // movie_query.skip, limit
  const auto films = make_many(10);
  for (const std::uint64_t huge :
       {std::uint64_t{INT64_MAX}, std::uint64_t{INT64_MAX} + 1, UINT64_MAX}) {
    expect_as_expected(films, page(huge, 10));
    expect_as_expected(films, page(huge, huge));
    expect_as_expected(films, page(1, huge));
  }
}

TEST_P(List, AfterBeginsBehindAnIdWhetherItExistsOrNot) {  // movie_query.after
  const auto films = make_many(200);
  for (const std::int64_t after :
       {std::int64_t{-5}, std::int64_t{0}, std::int64_t{1}, std::int64_t{3}, std::int64_t{64},
        std::int64_t{100}, std::int64_t{199}, std::int64_t{200}, INT64_MAX}) {
    expect_as_expected(films, page(0, 7, after));
    expect_as_expected(films, page(5, 70, after));
  }
}

TEST_P(List, EveryFilmIsOnExactlyOnePage) {  // movie_query.after
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

TEST_P(List, ManyOfOneCallHaveEachItsOwnWindow) {  // [C-6]
  const auto films = make_many(240);
  std::vector<Ask> asks{page(158, 5), page(160, 5), page(UINT64_MAX, 1), page(0, 3),
                        page(40, 4, 100)};
  for (const std::uint64_t skip : {150u, 40u, 99u, 40u, 33u, 159u, 5u, 98u})
    asks.push_back(page(skip, skip % 7 + 1));
  asks.push_back(page(60, 0));
  const auto outcomes = session().run(asks);
  for (std::size_t at = 0; at < asks.size(); ++at) {
    EXPECT_EQ(outcomes[at].status, MOVIE_OK) << outcomes[at].message;
    EXPECT_EQ(outcomes[at].rows, expected(films, asks[at])) << "skip " << asks[at].skip;
  }
  asks = {page(60, 50), page(70, 2)};
  asks.front().stop_after = 2;
  EXPECT_EQ(session().run(asks)[1].rows, expected(films, asks[1]))
      << "another's end is not its own";
}

TEST_P(List, EmitMayStopIt) {  // movie_op.emit; the client throws if anything follows
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

TEST_P(List, WithoutTheBitGenresAreNotLookedAt) {  // movie_query.genres
  const Film film = make("Alien", 1979, "Horror");
  Ask ask = list();
  ask.genres = {"Drama"};
  EXPECT_THAT(run(ask).rows, ElementsAre(film));
}

class Filter : public List {
 protected:
  void SetUp() override {
    if (!can(MOVIE_FILTER)) GTEST_SKIP() << "does not claim MOVIE_FILTER";
  }
};

TEST_P(Filter, OneGenreWithEveryWindow) {  // MOVIE_FILTER
  const auto films = make_many(400);
  for (const std::uint64_t skip : {0, 1, 30, 60, 80, 500}) {
    for (const std::int64_t after : {0, 7, 200, 1000}) {
      Ask ask = filtered({"Genre 1"});
      ask.skip = skip, ask.limit = 20, ask.after = after;
      expect_as_expected(films, ask);
    }
  }
}

TEST_P(Filter, SeveralGenresAreOneListById) {  // MOVIE_FILTER
  const auto films = make_many(1500);
  for (const auto& genres : std::vector<std::vector<std::string>>{
           {"Genre 4", "Genre 0"},
           {"Genre 3", "none", "Genre 2", "Genre 1"},
           {"Genre 0", "Genre 1", "Genre 2", "Genre 3", "Genre 4"}}) {
    for (const std::uint64_t skip : {0, 1, 255, 300, 700, 5000}) {
      for (const std::uint64_t limit : {std::uint64_t{1}, std::uint64_t{20}, UINT64_MAX}) {
        for (const std::int64_t after : {0, 3, 700}) {
          Ask ask = filtered(genres);
          ask.skip = skip, ask.limit = limit, ask.after = after;
          expect_as_expected(films, ask);
        }
      }
    }
  }
}

TEST_P(Filter, AGenreGivenTwiceCountsOnce) {  // MOVIE_FILTER
  const Film film = make("Alien", 1979, "Horror");
  EXPECT_THAT(run(filtered({"Horror", "Horror"})).rows, ElementsAre(film));
}

TEST_P(Filter, AGenreThatNoFilmHasListsNothing) {  // MOVIE_FILTER
  make("Alien", 1979, "Horror");
  const Outcome outcome = run(filtered({"Drama"}));
  EXPECT_EQ(outcome.status, MOVIE_OK);
  EXPECT_THAT(outcome.rows, IsEmpty());
}

TEST_P(Filter, NoGenreFiltersNothing) {  // movie_query.genres
  const Film film = make("Alien", 1979, "Horror");
  EXPECT_THAT(run(filtered({})).rows, ElementsAre(film));
}

TEST_P(Filter, GenresAreComparedByBytes) {  // [C-3]
  const Film film = make("Alien", 1979, "Horror%_é");
  for (const char* other :
       {"horror%_é", "Horror", "Horror%", "%", "Horror%_e\u0301", "Horror%_é ", " Horror%_é", ""}) {
    EXPECT_THAT(run(filtered({other})).rows, IsEmpty()) << other;
  }
  EXPECT_THAT(run(filtered({"Horror%_é"})).rows, ElementsAre(film));
}

TEST_P(Filter, AChangedGenreIsFoundUnderItsNewName) {  // MOVIE_FILTER
  make("Alien", 1979, "Horror");
  const auto changed = run(update(1, MOVIE_GENRE, {0, "", 0, "Drama"})).rows;
  EXPECT_THAT(run(filtered({"Horror"})).rows, IsEmpty());
  EXPECT_EQ(run(filtered({"Drama"})).rows, changed);
}

TEST_P(Filter, EmitMayStopIt) {  // movie_op.emit
  make_many(100);
  Ask ask = filtered({"Genre 1", "Genre 2"});
  ask.stop_after = 3;
  const Outcome outcome = run(ask);
  EXPECT_EQ(outcome.status, MOVIE_OK);
  EXPECT_EQ(outcome.rows.size(), 3u);
}

MOVIE_CONFORMS(List);
MOVIE_CONFORMS(Filter);

}  // namespace
}  // namespace movie::conformance
