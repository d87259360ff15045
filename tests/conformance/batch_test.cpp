#include <algorithm>

#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

/// Several operations in one call [S-10].
class Batch : public Suite {};

TEST_P(Batch, OfNothingIsOk) {  // [S-10]
  EXPECT_THAT(session().run(std::vector<Ask>{}), IsEmpty());
  EXPECT_EQ(session().returned(), MOVIE_OK);
}

TEST_P(Batch, EachOperationHasItsOwnResult) {  // [S-10]
  const Film alien = make("Alien"), brazil = make("Brazil");
  const auto outcomes =
      session().run({get(alien.id), remove(99), update(brazil.id, MOVIE_YEAR, {0, "", 1985, ""}),
                     get(99), create("Casablanca"), ping()});
  EXPECT_THAT(statuses(outcomes), ElementsAre(MOVIE_OK, MOVIE_NOT_FOUND, MOVIE_OK, MOVIE_NOT_FOUND,
                                              MOVIE_OK, MOVIE_OK));
  EXPECT_THAT(outcomes[0].rows, ElementsAre(alien));
  EXPECT_THAT(outcomes[1].rows, IsEmpty());
  EXPECT_EQ(outcomes[2].rows.back().year, 1985);
  EXPECT_THAT(outcomes[3].rows, IsEmpty());
  EXPECT_EQ(outcomes[4].rows.back().title, "Casablanca");
}

TEST_P(Batch, AnOperationThatCannotBeDoesNotHarmItsNeighbours) {  // [S-2]
  Ask unknown;
  unknown.code = 4711;
  Ask demanding = create("Dune");
  demanding.require = 1u << 31;
  const auto outcomes = session().run({create("Alien"), unknown, demanding, create("Brazil")});
  EXPECT_THAT(statuses(outcomes),
              ElementsAre(MOVIE_OK, MOVIE_UNSUPPORTED, MOVIE_UNSUPPORTED, MOVIE_OK));
  EXPECT_EQ(all().size(), 2u);
}

TEST_P(Batch, OfManyCreatesMakesEachOnce) {  // [S-10]
  std::vector<Ask> asks;
  for (int at = 0; at < 256; ++at) asks.push_back(create("Film " + std::to_string(at)));
  const auto outcomes = session().run(asks);
  EXPECT_THAT(statuses(outcomes), Each(MOVIE_OK));
  for (std::size_t at = 0; at < asks.size(); ++at) {
    ASSERT_EQ(outcomes[at].rows.size(), 1u);
    EXPECT_EQ(outcomes[at].rows.back().title, asks[at].row.title);
    EXPECT_THAT(run(get(outcomes[at].rows.back().id)).rows, ElementsAre(outcomes[at].rows.back()));
  }
  EXPECT_EQ(all().size(), asks.size());
}

TEST_P(Batch, OfManyReadsGivesEachItsOwn) {  // [S-10]
  for (int at = 1; at <= 20; ++at) make("Film " + std::to_string(at));
  const std::vector<Film> films = all();
  std::vector<Ask> asks;
  for (const std::int64_t id : {20, 3, 99, 3, 1, 0, -4, 7}) asks.push_back(get(id));
  const auto outcomes = session().run(asks);
  for (std::size_t at = 0; at < asks.size(); ++at) {
    const auto film = std::ranges::find(films, asks[at].id, &Film::id);
    const bool found = film != films.end();
    EXPECT_EQ(outcomes[at].status, found ? MOVIE_OK : MOVIE_NOT_FOUND) << asks[at].id;
    EXPECT_EQ(outcomes[at].rows, found ? std::vector{*film} : std::vector<Film>{});
  }
}

TEST_P(Batch, ChangesOfOneFilmAllHappen) {  // [S-10]
  make("Alien", 1979, "Horror");
  const auto outcomes = session().run({update(1, MOVIE_TITLE, {0, "Aliens", 0, ""}),
                                       update(1, MOVIE_YEAR, {0, "", 1986, ""}),
                                       update(1, MOVIE_GENRE, {0, "", 0, "Action"})});
  EXPECT_THAT(statuses(outcomes), Each(MOVIE_OK));
  EXPECT_THAT(all(), ElementsAre(Film{1, "Aliens", 1986, "Action"}));
}

TEST_P(Batch, OfTwoRemovesOfOneFilmOneIsDone) {  // [S-10]
  make("Alien");
  EXPECT_THAT(statuses(session().run({remove(1), remove(1)})),
              testing::UnorderedElementsAre(MOVIE_OK, MOVIE_NOT_FOUND));
}

TEST_P(Batch, ListsAndWritesMayMix) {  // [S-10]
  make("Alien");
  const auto outcomes = session().run({list(), create("Brazil"), list()});
  EXPECT_THAT(statuses(outcomes), Each(MOVIE_OK));
  EXPECT_GE(outcomes[0].rows.size(), 1u);
  EXPECT_EQ(all().size(), 2u);
}

TEST_P(Batch, IsSeenByTheNextCallOfAnotherSession) {  // [S-10]
  if (alone(false)) GTEST_SKIP() << kAlone;
  Another other = another(false);
  Session& reader = other.session;
  EXPECT_THAT(reader.run(list()).rows, IsEmpty());
  const Film film = make("Alien");
  EXPECT_THAT(reader.run(list()).rows, ElementsAre(film));
  run(remove(film.id));
  EXPECT_EQ(reader.run(get(film.id)).status, MOVIE_NOT_FOUND);
}

MOVIE_CONFORMS(Batch);

}  // namespace
}  // namespace movie::conformance
