#include "lists.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Lists of some genres and years.
class Filter : public Lists {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_FILTER); }
};

TEST_P(Filter, OneGenreWithEveryWindow) {  // [S-42]
  const auto films = make_many(400);
  for (const std::uint64_t skip : {0, 1, 30, 60, 80, 500}) {
    for (const std::int64_t after : {0, 7, 200, 1000}) {
      Ask ask = filtered({"Genre 1"});
      ask.skip = skip, ask.limit = 20, ask.after = after;
      expect_as_expected(films, ask);
    }
  }
}

TEST_P(Filter, SeveralGenresAreOneListById) {  // [S-42]
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

TEST_P(Filter, AGenreGivenTwiceCountsOnce) {  // [S-42]
  const Film film = make("Alien", 1979, "Horror");
  EXPECT_THAT(run(filtered({"Horror", "Horror"})).rows, ElementsAre(film));
}

TEST_P(Filter, AGenreThatNoFilmHasListsNothing) {  // [S-42]
  make("Alien", 1979, "Horror");
  const Outcome outcome = run(filtered({"Drama"}));
  EXPECT_EQ(outcome.status, MOVIE_OK);
  EXPECT_THAT(outcome.rows, IsEmpty());
}

TEST_P(Filter, NoGenreFiltersNothing) {  // [S-42]
  const Film film = make("Alien", 1979, "Horror");
  EXPECT_THAT(run(filtered({})).rows, ElementsAre(film));
}

TEST_P(Filter, GenresAreComparedByBytes) {  // [S-6]
  const std::vector<Film> films = make_all({{0, "Alien", 1979, "Horror%_é"}});
  for (const char* genre : {"Horror%_é", "horror%_é", "Horror", "Horror%", "%", "Horror%_e\u0301",
                            "Horror%_é ", " Horror%_é", ""}) {
    expect_as_expected(films, filtered({genre}));
    expect_as_expected(films, filtered({genre, "none"}));
    for (const std::uint32_t by : {MOVIE_TITLE, MOVIE_YEAR, MOVIE_GENRE}) {
      Ask ask = filtered({genre});
      ask.require |= MOVIE_SORT, ask.sort = by;
      if (can(MOVIE_SORT)) expect_as_expected(films, ask);
    }
    if (can(MOVIE_TOTAL)) expect_as_expected(films, counted(filtered({genre})));
  }
}

TEST_P(Filter, AChangedGenreIsFoundUnderItsNewName) {  // [S-42]
  make("Alien", 1979, "Horror");
  const auto changed = run(update(1, MOVIE_GENRE, {0, "", 0, "Drama"})).rows;
  EXPECT_THAT(run(filtered({"Horror"})).rows, IsEmpty());
  EXPECT_EQ(run(filtered({"Drama"})).rows, changed);
}

TEST_P(Filter, EmitMayStopIt) {  // [S-54]
  make_many(100);
  Ask ask = filtered({"Genre 1", "Genre 2"});
  ask.stop_after = 3;
  const Outcome outcome = run(ask);
  EXPECT_EQ(outcome.status, MOVIE_OK);
  EXPECT_EQ(outcome.rows.size(), 3u);
}

/// The years that a list may be narrowed to.
class Years : public Filter {
 protected:
  std::vector<std::int64_t> of(std::int32_t from, std::int32_t to) {
    const Outcome outcome = run(years(from, to));
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    return ids(outcome.rows);
  }
};

TEST_P(Years, AreFromAndToBothIncluded) {  // [S-42]
  for (const std::int32_t year : {1984, 1983, 1985, 1982, 1986}) make("Film", year);
  EXPECT_THAT(of(1983, 1985), ElementsAre(1, 2, 3));
  EXPECT_THAT(of(1984, 1984), ElementsAre(1));
  EXPECT_THAT(of(1985, INT32_MAX), ElementsAre(3, 5));
  EXPECT_THAT(of(INT32_MIN, 1983), ElementsAre(2, 4));
  EXPECT_THAT(of(1987, 2000), IsEmpty());
  EXPECT_THAT(of(1900, 1981), IsEmpty());
}

TEST_P(Years, FromTheLaterToTheEarlierAreNone) {  // [S-42]
  for (const std::int32_t year : {1984, 1985}) make("Film", year);
  EXPECT_THAT(of(1985, 1984), IsEmpty());
  EXPECT_THAT(of(INT32_MAX, INT32_MIN), IsEmpty());
}

TEST_P(Years, MayBeAsFarAsTheyGet) {  // [S-42] [S-15]
  for (const std::int32_t year : {1888, 2100}) make("Film", year);
  EXPECT_THAT(of(INT32_MIN, INT32_MAX), ElementsAre(1, 2));
  EXPECT_THAT(of(INT32_MIN, INT32_MIN), IsEmpty());
  EXPECT_THAT(of(INT32_MAX, INT32_MAX), IsEmpty());
  EXPECT_THAT(of(INT32_MIN + 1, INT32_MAX - 1), ElementsAre(1, 2));
  EXPECT_THAT(of(0, 0), IsEmpty());
  EXPECT_THAT(of(-1888, 1888), ElementsAre(1));
}

TEST_P(Years, GoWithGenresAndWindows) {  // [S-42]
  std::vector<Film> films;
  for (int at = 0; at < 300; ++at) {
    films.push_back({0, "Film", 1990 + at % 11, "Genre " + std::to_string(at % 4)});
  }
  films = make_all(films);
  for (const auto& genres :
       std::vector<std::vector<std::string>>{{}, {"Genre 1"}, {"Genre 3", "Genre 0"}, {"none"}}) {
    for (const auto& [from, to] : {std::pair{1993, 1996}, {1990, 1990}, {1996, 1993}}) {
      for (const std::int64_t after : {0, 7, 150}) {
        Ask ask = years(from, to);
        ask.genres = genres, ask.after = after, ask.skip = 2, ask.limit = 9;
        expect_as_expected(films, ask);
      }
    }
  }
}

TEST_P(Years, OfAFilmAreThoseItHasNow) {  // [S-42]
  make("Brazil", 1984), make("Alien", 1979), make("Dune", 1984);
  run(update(1, MOVIE_YEAR, {0, "", 1985, ""}));
  run(remove(3));
  EXPECT_THAT(of(1984, 1984), IsEmpty());
  EXPECT_THAT(of(1985, 1985), ElementsAre(1));
  run(update(1, MOVIE_TITLE, {0, "Brasil", 1999, ""}));
  EXPECT_THAT(of(1985, 1985), ElementsAre(1)) << "a member that is not named does not count";
}

TEST_P(Years, AreNotLookedAtWithoutTheBit) {  // [S-42]
  make("Alien", 1979);
  Ask ask = years(2000, 2001);
  ask.require = 0;
  EXPECT_THAT(ids(run(ask).rows), ElementsAre(1));
}

MOVIE_CONFORMS(Filter);
MOVIE_CONFORMS(Years);

}  // namespace
}  // namespace movie::conformance
