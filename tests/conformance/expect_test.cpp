#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Expect : public Suite {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_EXPECT); }
};

TEST_P(Expect, AFilmThatIsAsExpectedIsChanged) {  // [S-38]
  const Film film = make("Alien", 1979, "Horror");
  const Film changed{film.id, "Aliens", 1986, "Action"};
  const Outcome outcome =
      run(expecting(film, update(film.id, MOVIE_TITLE | MOVIE_YEAR | MOVIE_GENRE, changed)));
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_THAT(outcome.rows, ElementsAre(changed));
  EXPECT_EQ(status(expecting(changed, remove(film.id))), MOVIE_OK);
  EXPECT_THAT(all(), IsEmpty());
}

TEST_P(Expect, OneThatIsAnotherConflictsAndComesAlong) {  // [S-17]
  const Film film = make("Alien", 1979, "Horror");
  for (const Film& other : {Film{0, "alien", 1979, "Horror"}, Film{0, "Alien", 1980, "Horror"},
                            Film{0, "Alien", 1979, "Drama"}, Film{0, "", 1979, "Horror"},
                            Film{0, "Alien ", 1979, "Horror"}}) {
    for (const Ask& change : {update(film.id, MOVIE_YEAR, {0, "", 2000, ""}),
                              update(film.id, 0, {}), remove(film.id)}) {
      const Outcome outcome = run(expecting(other, change));
      EXPECT_EQ(outcome.status, MOVIE_CONFLICT) << other << ", operation " << change.code;
      EXPECT_THAT(outcome.rows, ElementsAre(film));
    }
  }
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Expect, OneThatIsGoneIsNotFound) {  // [S-38]
  const Film film = make("Alien");
  run(remove(film.id));
  for (const Ask& change :
       {update(film.id, MOVIE_YEAR, {0, "", 2000, ""}), update(film.id, 0, {}), remove(film.id)}) {
    const Outcome outcome = run(expecting(film, change));
    EXPECT_EQ(outcome.status, MOVIE_NOT_FOUND);
    EXPECT_THAT(outcome.rows, IsEmpty());
  }
}

TEST_P(Expect, TheIdOfWhatIsExpectedDoesNotMatter) {  // [S-38]
  const Film film = make("Alien");
  Film other = film;
  other.id = 4711;
  EXPECT_EQ(status(expecting(other, update(film.id, 0, {}))), MOVIE_OK);
}

TEST_P(Expect, AChangeOfNothingIsComparedToo) {  // [S-38]
  const Film film = make("Alien");
  const Outcome outcome = run(expecting(film, update(film.id, 0, {})));
  EXPECT_EQ(outcome.status, MOVIE_OK);
  EXPECT_THAT(outcome.rows, ElementsAre(film));
}

TEST_P(Expect, WithoutTheBitNothingIsExpected) {  // [S-38]
  const Film film = make("Alien");
  Ask change = update(film.id, MOVIE_YEAR, {0, "", 1986, ""});
  change.expect = {0, "Brazil", 1985, "Drama"};
  EXPECT_EQ(status(change), MOVIE_OK);
}

TEST_P(Expect, ATitleChangedUnderItIsSearchedByItsNewKey) {  // [S-43]
  MOVIE_NEEDS(MOVIE_SEARCH);
  const Film film = make("Alien");
  run(expecting(film, update(film.id, MOVIE_TITLE, {0, "Brazil", 0, ""})));
  Ask search = list();
  search.require = MOVIE_SEARCH;
  search.contains = {"brazil"};
  EXPECT_THAT(ids(run(search).rows), ElementsAre(film.id));
}

TEST_P(Expect, OfThoseInOneCallEachIsJudgedForItself) {  // [S-10]
  const Film one = make("Alien"), two = make("Brazil");
  const auto outcomes = session().run(
      {expecting({0, "Zodiac", 2007, "Drama"}, update(one.id, MOVIE_YEAR, {0, "", 1990, ""})),
       expecting(two, update(two.id, MOVIE_YEAR, {0, "", 1991, ""})), create("Casablanca")});
  EXPECT_THAT(statuses(outcomes), ElementsAre(MOVIE_CONFLICT, MOVIE_OK, MOVIE_OK));
  EXPECT_EQ(run(get(one.id)).rows.at(0), one);
  EXPECT_EQ(run(get(two.id)).rows.at(0).year, 1991);
}

MOVIE_CONFORMS(Expect);

}  // namespace
}  // namespace movie::conformance
