#include "lists.hpp"

namespace movie::conformance {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

/// What becomes of the keys that come with titles.
class Keys : public Lists {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_SEARCH); }
  std::vector<std::int64_t> found(const std::string& text) {
    const Outcome outcome = run(searched({text}));
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    return ids(outcome.rows);
  }
};

TEST_P(Keys, AreNoPartOfTheFilm) {  // [S-49]
  const Film film = make("ALIEN", 1979, "Horror");
  EXPECT_EQ(film.title, "ALIEN");
  EXPECT_THAT(run(searched({"alien"})).rows, ElementsAre(film));
}

TEST_P(Keys, GoWithTheTitleWhenItChanges) {  // [S-28]
  make("alien"), make("brazil");
  run(update(1, MOVIE_TITLE, {0, "Dune", 0, ""}));
  EXPECT_THAT(found("alien"), IsEmpty());
  EXPECT_THAT(found("dune"), ElementsAre(1));
  run(update(1, MOVIE_TITLE | MOVIE_YEAR | MOVIE_GENRE, {0, "Brazil", 1985, "Comedy"}));
  EXPECT_THAT(found("dune"), IsEmpty());
  EXPECT_THAT(found("brazil"), ElementsAre(1, 2));
}

TEST_P(Keys, StayWhenATitleChangesToOneOfTheSameKey) {  // [S-28]
  make("alien");
  run(update(1, MOVIE_TITLE, {0, "ALIEN", 0, ""}));
  EXPECT_THAT(found("alien"), ElementsAre(1));
  EXPECT_EQ(run(get(1)).rows.back().title, "ALIEN");
}

TEST_P(Keys, AreNotLookedAtUnlessTheTitleIsSet) {  // [S-2]
  make("alien", 1979, "Horror");
  for (const std::uint64_t fields : {0u, MOVIE_YEAR, MOVIE_GENRE, MOVIE_YEAR | MOVIE_GENRE}) {
    EXPECT_EQ(status(update(1, fields, {0, "dune", 1980, "Drama"})), MOVIE_OK);
    EXPECT_THAT(found("alien"), ElementsAre(1)) << fields;
    EXPECT_THAT(found("dune"), IsEmpty()) << fields;
  }
  Ask bare = update(1, MOVIE_YEAR, {0, "", 1981, ""});
  EXPECT_EQ(status(bare), MOVIE_OK);
  EXPECT_THAT(found("alien"), ElementsAre(1));
}

TEST_P(Keys, AreThoseTheHostSends) {  // [S-49]: whatever it makes of the title
  Ask ask = create("Straße");
  ask.key = "strasse";
  run(ask);
  EXPECT_THAT(found("strasse"), ElementsAre(1));
  EXPECT_THAT(found("straße"), IsEmpty());
  ask = update(1, MOVIE_TITLE, {0, "ﬁn", 0, ""});
  ask.key = "fin";
  run(ask);
  EXPECT_THAT(found("strasse"), IsEmpty());
  EXPECT_THAT(found("fin"), ElementsAre(1));
}

TEST_P(Keys, MayBeLongerThanATitleCanBe) {  // [S-49]: folding may lengthen
  Ask ask = create("\uFDFA");
  for (int at = 0; at < 200; ++at) ask.key = ask.key.value_or("") + "صلى الله عليه وسلم";
  ask.key = *ask.key + "end";
  EXPECT_EQ(status(ask), MOVIE_OK);
  EXPECT_THAT(found("وسلمend"), ElementsAre(1));
}

TEST_P(Keys, MayBeEmpty) {  // [S-49]: a soft hyphen folds to nothing
  Ask ask = create("\u00AD");
  ask.key = "";
  EXPECT_EQ(status(ask), MOVIE_OK);
  EXPECT_THAT(found("\u00AD"), IsEmpty());
  EXPECT_THAT(ids(run(searched({})).rows), ElementsAre(1)) << "no text: any film";
  if (can(MOVIE_REKEYS)) {
    EXPECT_THAT(run(unkeyed()).rows, IsEmpty()) << "it is a key";
  }
}

TEST_P(Keys, ComeWithManyFilmsToo) {  // [S-31]
  MOVIE_NEEDS(MOVIE_MANY);
  std::vector<Film> films;
  for (int at = 0; at < 500; ++at)
    films.push_back({0, "FILM <" + std::to_string(at) + ">", 2000, "Drama"});
  ASSERT_EQ(status(create_many(films)), MOVIE_OK);
  for (const int at : {0, 1, 63, 64, 250, 499}) {
    const auto rows = run(searched({"film", "<" + std::to_string(at) + ">"})).rows;
    ASSERT_EQ(rows.size(), 1u) << at;
    EXPECT_EQ(rows.back().title, films[static_cast<std::size_t>(at)].title);
  }
  EXPECT_EQ(found("film").size(), films.size());
}

TEST_P(Keys, OfAbandonedFilmsAreNotFound) {  // [S-55]
  MOVIE_NEEDS(MOVIE_MANY);
  Ask ask = create_many({{0, "Alien", 1979, "Horror"}, {0, "Aliens", 1986, "Action"}});
  ask.abandon = true;
  run(ask);
  EXPECT_THAT(found("alien"), IsEmpty());
  make("Dune");
  EXPECT_THAT(found("alien"), IsEmpty());
}

TEST_P(Keys, GoWithTheirFilm) {  // [S-29] [S-33]
  make("alien"), make("aliens");
  run(remove(1));
  EXPECT_THAT(found("alien"), ElementsAre(2));
  if (!can(MOVIE_CLEARS)) return;
  run(clear());
  EXPECT_THAT(found("alien"), IsEmpty());
  make("brazil");
  EXPECT_THAT(found("alien"), IsEmpty());
  EXPECT_THAT(found("brazil"), ElementsAre(1));
}

TEST_P(Keys, OutliveReopening) {  // [S-12]
  if (!GetParam().durable) GTEST_SKIP() << "forgets its films";
  make("Alien"), make("Brazil");
  run(update(2, MOVIE_TITLE, {0, "Aliens", 0, ""}));
  reopen();
  EXPECT_THAT(found("alien"), ElementsAre(1, 2));
  EXPECT_THAT(found("brazil"), IsEmpty());
}

TEST_P(Keys, OfManyWritesInOneCallAreEachItsOwn) {  // [S-10]
  for (const char* title : {"a1", "a2", "a3", "a4"}) make(title);
  EXPECT_THAT(statuses(session().run({update(1, MOVIE_TITLE, {0, "B1", 0, ""}), remove(2),
                                      update(3, MOVIE_YEAR, {0, "b3", 1999, ""}), create("B5"),
                                      update(4, MOVIE_TITLE, {0, "B4", 0, ""}), create("A6")})),
              Each(MOVIE_OK));
  EXPECT_EQ(run(searched({"a"})).rows, expected(all(), searched({"a"})).rows);
  EXPECT_EQ(run(searched({"b"})).rows, expected(all(), searched({"b"})).rows);
  EXPECT_EQ(found("a").size(), 2u);
  EXPECT_EQ(found("b").size(), 3u);
}

MOVIE_CONFORMS(Keys);

}  // namespace
}  // namespace movie::conformance
