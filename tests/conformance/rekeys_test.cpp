#include "lists.hpp"

namespace movie::conformance {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

/// What a store that other programs write to lets the host do about keys.
class Rekeys : public Lists {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_REKEYS | MOVIE_SEARCH); }
  std::vector<std::int64_t> found(const std::string& text) {
    return ids(run(searched({text})).rows);
  }
  std::int64_t recorded() {
    const Outcome outcome = run(key_version());
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    return outcome.count;
  }
};

TEST_P(Rekeys, AnEmptyStoreHasNothingUnkeyed) {  // [S-34]
  const Outcome outcome = run(unkeyed());
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_THAT(outcome.rows, IsEmpty());
}

TEST_P(Rekeys, WhateverTheHostWritesHasItsKey) {  // [S-34]
  make("Alien"), make("Brazil");
  if (can(MOVIE_MANY)) run(create_many({{0, "Casablanca", 1942, "Drama"}, {0, "D", 2000, "E"}}));
  run(update(1, MOVIE_TITLE, {0, "Aliens", 0, ""}));
  run(update(2, MOVIE_YEAR | MOVIE_GENRE, {0, "", 1985, "Comedy"}));
  for (const Ask& ask :
       {unkeyed(), unkeyed(1), unkeyed(-7, 5), unkeyed(INT64_MAX), unkeyed(0, 0)}) {
    const Outcome outcome = run(ask);
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    EXPECT_THAT(outcome.rows, IsEmpty());
  }
}

TEST_P(Rekeys, AKeyIsReplaced) {  // [S-35]
  make("Alien");
  const Outcome outcome = run(set_key(1, "Alien", "nostromo"));
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_THAT(outcome.rows, IsEmpty());
  EXPECT_THAT(found("nostromo"), ElementsAre(1));
  EXPECT_THAT(found("alien"), IsEmpty());
}

TEST_P(Rekeys, AKeyGivenAgainStays) {  // [S-35]
  make("Alien");
  for (int at = 0; at < 2; ++at) EXPECT_EQ(status(set_key(1, "Alien", "alien")), MOVIE_OK);
  EXPECT_THAT(found("alien"), ElementsAre(1));
}

TEST_P(Rekeys, ATitleThatAnotherProgramChangesLosesItsKey) {  // [S-47] [S-34]
  if (!GetParam().retitle) GTEST_SKIP() << "nobody can change a title past it";
  make("Alien"), make("Brazil");
  GetParam().retitle(url(), 1, "Metropolis");
  EXPECT_THAT(found("alien"), IsEmpty());
  EXPECT_THAT(found("metropolis"), IsEmpty());
  EXPECT_THAT(found("brazil"), ElementsAre(2));
  EXPECT_THAT(run(unkeyed()).rows, ElementsAre(Film{1, "Metropolis", 2000, "Drama"}));
  EXPECT_EQ(status(set_key(1, "Alien", "alien")), MOVIE_NOT_FOUND) << "its title is another";
  EXPECT_EQ(status(set_key(1, "Metropolis", "metropolis")), MOVIE_OK);
  EXPECT_THAT(found("metropolis"), ElementsAre(1));
  EXPECT_THAT(run(unkeyed()).rows, IsEmpty());
}

TEST_P(Rekeys, NothingButTheKeyIsChanged) {  // [S-35]
  const Film film = make("Alien", 1979, "Horror"), other = make("Brazil", 1985, "Comedy");
  Ask ask = set_key(1, "Alien", "nostromo");
  ask.row.id = 2, ask.row.year = 2001, ask.row.genre = "Drama";
  EXPECT_EQ(status(ask), MOVIE_OK);
  EXPECT_THAT(all(), ElementsAre(film, other));
  EXPECT_THAT(found("brazil"), ElementsAre(2));
}

TEST_P(Rekeys, AFilmOfAnotherTitleKeepsItsKey) {  // [S-35]: NOT_FOUND
  const Film film = make("Alien");
  for (const char* title : {"Aliens", "Alie", "alien", "ALIEN", "Alien ", ""}) {
    EXPECT_EQ(status(set_key(1, title, "nostromo")), MOVIE_NOT_FOUND) << title;
  }
  EXPECT_THAT(found("nostromo"), IsEmpty());
  EXPECT_THAT(found("alien"), ElementsAre(1));
  EXPECT_THAT(all(), ElementsAre(film));
  EXPECT_THAT(run(unkeyed()).rows, IsEmpty());
}

TEST_P(Rekeys, AFilmThatIsNotThereGetsNoKey) {  // [S-35]: NOT_FOUND
  run(remove(make("Alien").id));
  for (const std::int64_t id : {std::int64_t{1}, std::int64_t{2}, std::int64_t{0}, std::int64_t{-1},
                                INT64_MAX, INT64_MIN}) {
    EXPECT_EQ(status(set_key(id, "Alien", "alien")), MOVIE_NOT_FOUND) << id;
  }
  EXPECT_THAT(all(), IsEmpty());
  EXPECT_THAT(found("alien"), IsEmpty());
}

TEST_P(Rekeys, ATitleThatChangesHasItsNewKeyAlone) {  // [S-35] [S-28]
  make("Alien");
  run(set_key(1, "Alien", "nostromo"));
  run(update(1, MOVIE_YEAR, {0, "", 1980, ""}));
  EXPECT_THAT(found("nostromo"), ElementsAre(1)) << "no title was set";
  run(update(1, MOVIE_TITLE, {0, "Dune", 0, ""}));
  EXPECT_THAT(found("nostromo"), IsEmpty());
  EXPECT_THAT(found("dune"), ElementsAre(1));
}

TEST_P(Rekeys, ManyKeysOfOneCallAreEachItsOwn) {  // [S-35] [S-10]
  std::vector<Ask> creates, asks;
  for (int at = 1; at <= 200; ++at) creates.push_back(create("F" + std::to_string(at)));
  const auto made = session().run(creates);
  for (const Outcome& one : made) {
    const Film& film = one.rows.back();
    asks.push_back(set_key(film.id, film.id % 10 == 0 ? "other" : film.title,
                           "<" + std::to_string(film.id) + ">"));
  }
  const auto outcomes = session().run(asks);
  for (std::size_t at = 0; at < asks.size(); ++at) {
    const std::int64_t id = asks[at].id;
    EXPECT_EQ(outcomes[at].status, id % 10 == 0 ? MOVIE_NOT_FOUND : MOVIE_OK) << id;
  }
  EXPECT_EQ(found("<").size(), 180u);
  EXPECT_EQ(found("f").size(), 20u);
  EXPECT_THAT(found("<77>"), ElementsAre(77));
}

TEST_P(Rekeys, AVersionIsRecordedUnlessItIsZero) {  // [S-36]
  EXPECT_EQ(recorded(), 0);
  EXPECT_EQ(recorded(), 0);
  for (const auto& [record, before] : std::vector<std::pair<std::int64_t, std::int64_t>>{
           {7201150000, 0}, {3, 7201150000}, {0, 3}, {INT64_MAX, 3}, {INT64_MAX, INT64_MAX}}) {
    const Outcome outcome = run(key_version(record));
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    EXPECT_EQ(outcome.count, before) << record;
    EXPECT_THAT(outcome.rows, IsEmpty());
  }
  EXPECT_EQ(recorded(), INT64_MAX);
}

TEST_P(Rekeys, AVersionIsNoFilmAndFilmsAreNone) {  // [S-36]
  const Film film = make("Alien");
  run(key_version(5));
  EXPECT_THAT(all(), ElementsAre(film));
  EXPECT_THAT(found("alien"), ElementsAre(1));
  run(remove(1));
  EXPECT_EQ(recorded(), 5);
}

TEST_P(Rekeys, KeysAndVersionOutliveReopening) {  // [S-12]
  if (!GetParam().durable) GTEST_SKIP() << "forgets";
  make("Alien");
  run(set_key(1, "Alien", "nostromo"));
  run(key_version(42));
  reopen();
  EXPECT_EQ(recorded(), 42);
  EXPECT_THAT(found("nostromo"), ElementsAre(1));
  EXPECT_THAT(run(unkeyed()).rows, IsEmpty());
}

MOVIE_CONFORMS(Rekeys);

}  // namespace
}  // namespace movie::conformance
