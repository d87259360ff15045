#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

constexpr std::uint64_t kEveryField = MOVIE_TITLE | MOVIE_YEAR | MOVIE_GENRE;

class Crud : public Suite {};

TEST_P(Crud, CreateEmitsTheFilmWithItsId) {  // [S-26]
  const Outcome made = run(create("Alien", 1979, "Horror"));
  EXPECT_EQ(made.status, MOVIE_OK) << made.message;
  EXPECT_THAT(made.rows, ElementsAre(Film{1, "Alien", 1979, "Horror"}));
}

TEST_P(Crud, CreateIgnoresTheIdOfItsRow) {  // [S-26]
  Ask ask = create("Alien");
  ask.row.id = 77;
  ask.id = 78;
  EXPECT_EQ(run(ask).rows.back().id, 1);
}

TEST_P(Crud, GetEmitsWhatWasCreated) {  // [S-23]
  const Film film = make("Alien", 1979, "Horror");
  const Outcome got = run(get(film.id));
  EXPECT_EQ(got.status, MOVIE_OK) << got.message;
  EXPECT_THAT(got.rows, ElementsAre(film));
}

TEST_P(Crud, AnIdThatNoFilmHasIsNotFound) {  // [S-23] [S-28] [S-29]
  const Film film = make("Alien");
  for (const std::int64_t id :
       {std::int64_t{0}, std::int64_t{-1}, film.id + 1, INT64_MIN, INT64_MAX}) {
    for (const Ask& ask : {get(id), update(id, MOVIE_YEAR, film), remove(id)}) {
      const Outcome outcome = run(ask);
      EXPECT_EQ(outcome.status, MOVIE_NOT_FOUND) << "operation " << ask.code << " on " << id;
      EXPECT_THAT(outcome.rows, IsEmpty());
    }
  }
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Crud, UpdateSetsEveryFieldThatItNames) {  // [S-28]
  make("Alien", 1979, "Horror");
  const Film changed{1, "Aliens", 1986, "Action"};
  const Outcome outcome = run(update(1, kEveryField, changed));
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_THAT(outcome.rows, ElementsAre(changed));
  EXPECT_THAT(run(get(1)).rows, ElementsAre(changed));
}

TEST_P(Crud, UpdateLeavesTheOtherFieldsAlone) {  // [S-28]
  const Film change{0, "Aliens", 1986, "Action"};
  std::vector<Film> films;
  for (const std::uint64_t field : {MOVIE_TITLE, MOVIE_YEAR, MOVIE_GENRE}) {
    Film expected = make("Alien", 1979, "Horror");
    if (field == MOVIE_TITLE) expected.title = change.title;
    if (field == MOVIE_YEAR) expected.year = change.year;
    if (field == MOVIE_GENRE) expected.genre = change.genre;
    EXPECT_THAT(run(update(expected.id, field, change)).rows, ElementsAre(expected));
    films.push_back(expected);
  }
  EXPECT_THAT(all(), ElementsAreArray(films));
}

TEST_P(Crud, UpdateOfNothingEmitsTheFilmAsItIs) {  // [S-28]
  const Film film = make("Alien", 1979, "Horror");
  const Outcome outcome = run(update(1, 0, {9, "Aliens", 1986, "Action"}));
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_THAT(outcome.rows, ElementsAre(film));
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Crud, UpdateToTheSameValuesIsDone) {  // [S-28]
  const Film film = make("Alien", 1979, "Horror");
  EXPECT_THAT(run(update(1, kEveryField, film)).rows, ElementsAre(film));
}

TEST_P(Crud, UpdateTouchesNoOtherFilm) {  // [S-28]
  const Film before = make("Alien"), film = make("Brazil"), after = make("Casablanca");
  run(update(film.id, MOVIE_TITLE, {0, "Batman", 0, ""}));
  EXPECT_THAT(all(), ElementsAre(before, Film{film.id, "Batman", film.year, film.genre}, after));
}

TEST_P(Crud, RemoveRemovesOneFilm) {  // [S-29]
  const Film before = make("Alien"), film = make("Brazil"), after = make("Casablanca");
  EXPECT_EQ(status(remove(film.id)), MOVIE_OK);
  EXPECT_EQ(status(get(film.id)), MOVIE_NOT_FOUND);
  EXPECT_THAT(all(), ElementsAre(before, after));
}

TEST_P(Crud, WhatIsRemovedCannotBeRemovedOrChangedAgain) {  // [S-29] [S-28]
  const Film film = make("Alien");
  EXPECT_EQ(status(remove(film.id)), MOVIE_OK);
  EXPECT_EQ(status(remove(film.id)), MOVIE_NOT_FOUND);
  EXPECT_EQ(status(update(film.id, MOVIE_YEAR, film)), MOVIE_NOT_FOUND);
}

TEST_P(Crud, TwoFilmsMayBeEqualButForTheirIds) {  // [S-26]
  const Film first = make("Alien"), second = make("Alien");
  EXPECT_NE(first.id, second.id);
  EXPECT_THAT(all(), ElementsAre(first, second));
}

TEST_P(Crud, PingIsOk) {  // [S-30]
  EXPECT_EQ(status(ping()), MOVIE_OK);
}

MOVIE_CONFORMS(Crud);

}  // namespace
}  // namespace movie::conformance
