#include <limits>

#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

/// What was remembered with this key before is emitted, and nothing else is done.
constexpr std::int64_t kReplayed = 1, kNew = 0;

class Remembering : public Suite {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_MEMO); }
  /// A film of that title under that key; its outcome must be OK.
  Outcome made(const Memo& memo, const std::string& title = "Alien") {
    Outcome outcome = run(once(memo, create(title)));
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    return outcome;
  }
  static Memo key(const std::string& key, std::int64_t after = 0) {
    Memo memo{key};
    memo.now += after;
    return memo;
  }
};

TEST_P(Remembering, AKeyCreatesOnce) {  // [S-50]
  const Outcome first = made({"key"});
  EXPECT_EQ(first.count, kNew);
  EXPECT_THAT(first.rows, ElementsAre(Film{1, "Alien", 2000, "Drama"}));
  for (int at = 0; at < 3; ++at) {
    const Outcome again = made({"key"});
    EXPECT_EQ(again.count, kReplayed);
    EXPECT_THAT(again.rows, ElementsAre(first.rows.at(0)));
  }
  EXPECT_THAT(all(), ElementsAre(first.rows.at(0)));
}

TEST_P(Remembering, TheRowThatIsSentAgainDoesNotMatterTheDigestDoes) {  // [S-50]
  const Film film = made({"key"}).rows.at(0);
  const Outcome again = run(once({"key"}, create("Brazil", 1985, "Comedy")));
  EXPECT_EQ(again.count, kReplayed);
  EXPECT_THAT(again.rows, ElementsAre(film));
}

TEST_P(Remembering, OfAnotherRequestTheKeyExists) {  // [S-51] [S-18]
  const Film film = made({"key", "one"}).rows.at(0);
  for (const char* digest : {"two", "", "on", "one ", "One"}) {
    const Outcome other = run(once({"key", digest}, create("Alien")));
    EXPECT_EQ(other.status, MOVIE_EXISTS) << digest;
    EXPECT_THAT(other.rows, IsEmpty());
  }
  EXPECT_EQ(made({"key", "one"}).count, kReplayed);
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Remembering, KeysAreComparedByBytes) {  // [S-6] movie_memo.key
  for (const std::string& one :
       {std::string("key"), std::string("KEY"), std::string("key "), std::string("k\xC3\xA9y"),
        std::string("ke\xCC\x81y"), std::string("%"), std::string("_"),
        std::string("'; DROP TABLE movies; --"), std::string(255, 'k')}) {
    EXPECT_EQ(made({one}, one.substr(0, 9)).count, kNew) << one;
    EXPECT_EQ(made({one}).count, kReplayed) << one;
  }
  EXPECT_EQ(all().size(), 9u);
}

TEST_P(Remembering, WhatWasCreatedIsToldWhateverBecameOfIt) {  // [S-51]
  const Film film = made({"key"}).rows.at(0);
  run(update(film.id, MOVIE_TITLE | MOVIE_YEAR, {0, "Brazil", 1985, ""}));
  EXPECT_THAT(made({"key"}).rows, ElementsAre(film));
  run(remove(film.id));
  EXPECT_THAT(made({"key"}).rows, ElementsAre(film));
  EXPECT_THAT(all(), IsEmpty());
}

TEST_P(Remembering, ItsFilmIsAFilmLikeAnyOther) {  // [S-26]
  const Film film = made({"key"}).rows.at(0);
  EXPECT_THAT(run(get(film.id)).rows, ElementsAre(film));
  EXPECT_GT(make("Brazil").id, film.id);
  if (can(MOVIE_SEARCH)) {
    EXPECT_THAT(run(searched({"alien"})).rows, ElementsAre(film)) << "its title key goes with it";
  }
  const Film odd = run(once({"odd"}, create("Amélie 🎬", -5, ""))).rows.at(0);
  EXPECT_THAT(run(once({"odd"}, create("x"))).rows, ElementsAre(odd));
  EXPECT_EQ(odd, (Film{odd.id, "Amélie 🎬", -5, ""}));
}

TEST_P(Remembering,
       WhatIsNotCreatedTakesNoId) {  // [S-26]: a request that is not done leaves no gap
  made({"key", "one"});
  for (int at = 0; at < 5; ++at) {
    run(once({"key", "one"}, create("Alien")));
    run(once({"key", "two"}, create("Alien")));
  }
  EXPECT_EQ(make("Brazil").id, 2);
  EXPECT_EQ(made({"another"}).rows.at(0).id, 3);
}

TEST_P(Remembering, AKeyIsForgottenAfterItsTime) {  // [S-52]
  EXPECT_EQ(made(key("key")).count, kNew);
  EXPECT_EQ(made(key("key", 99)).count, kReplayed);
  Memo other = key("key", 99);
  other.digest = "other";
  EXPECT_EQ(status(once(other, create("Alien"))), MOVIE_EXISTS);
  other.now += 1;
  EXPECT_EQ(run(once(other, create("Brazil"))).count, kNew) << "by another request, too";
  EXPECT_EQ(status(once(key("key", 199), create("Alien"))), MOVIE_EXISTS);
  other.now += 99;
  EXPECT_EQ(run(once(other, create("Brazil"))).count, kReplayed) << "its time began anew";
  EXPECT_THAT(ids(all()), ElementsAre(1, 2));
}

TEST_P(Remembering, NeitherEndOfTimeIsBeyondIt) {  // [S-52]
  Memo last{"last"}, first{"first"};
  last.now = std::numeric_limits<std::int64_t>::max();
  first.now = std::numeric_limits<std::int64_t>::min();
  last.lifetime = first.lifetime = UINT32_MAX;
  EXPECT_EQ(made(first).count, kNew);
  EXPECT_EQ(made(first).count, kReplayed);
  EXPECT_EQ(run(once(last, create("Alien"))).status, MOVIE_OK);
  Memo many{"many"};
  many.most = UINT64_MAX;
  EXPECT_EQ(made(many).count, kNew);
  EXPECT_EQ(made(many).count, kReplayed);
}

TEST_P(Remembering, TheOldestMakeRoom) {  // [S-53]
  const auto of_five = [](int number) {
    Memo memo{"key " + std::to_string(number)};
    memo.most = 5;
    return memo;
  };
  for (int at = 0; at < 12; ++at) EXPECT_EQ(made(of_five(at)).count, kNew);
  for (int at = 7; at < 12; ++at) EXPECT_EQ(made(of_five(at)).count, kReplayed) << at;
  EXPECT_EQ(made(of_five(6)).count, kNew);
}

TEST_P(Remembering, TooManyMakeRoomAFewAtATime) {  // [S-53]
  for (int at = 0; at < 20; ++at) made({"key " + std::to_string(at)});
  Memo few{"few"};
  few.most = 2;
  made(few);
  EXPECT_EQ(made({"key 17"}).count, kReplayed) << "not all at once";
  for (int at = 0; at < 20; ++at) {
    few.key = "few " + std::to_string(at);
    made(few);
  }
  EXPECT_EQ(made(few).count, kReplayed);
  few.key = "key 19";
  EXPECT_EQ(made(few).count, kNew);
}

TEST_P(Remembering, OneThatIsUsedAnewIsYoung) {  // [S-53]
  made(key("old"));
  made(key("younger"));
  made(key("old", 100));
  Memo third = key("third", 100);
  third.most = 2;
  made(third);
  EXPECT_EQ(made(key("old", 101)).count, kReplayed);
}

TEST_P(Remembering, OfOneCallEachIsJudgedForItself) {  // [S-10]
  made({"known", "one"});
  const auto outcomes =
      session().run({create("a"), once({"z"}, create("b")), once({"known", "one"}, create("c")),
                     once({"known", "two"}, create("d")), once({"a"}, create("e")),
                     update(1, MOVIE_YEAR, {0, "", 1980, ""}), create("f"), get(1)});
  EXPECT_THAT(statuses(outcomes), ElementsAre(MOVIE_OK, MOVIE_OK, MOVIE_OK, MOVIE_EXISTS, MOVIE_OK,
                                              MOVIE_OK, MOVIE_OK, MOVIE_OK));
  EXPECT_EQ(outcomes[2].count, kReplayed);
  EXPECT_EQ(outcomes[2].rows.back().year, 2000);
  for (const std::size_t at : {0u, 1u, 4u, 6u}) {
    EXPECT_EQ(outcomes[at].count, kNew) << at;
    EXPECT_THAT(run(get(outcomes[at].rows.back().id)).rows, ElementsAre(outcomes[at].rows.back()))
        << at;
  }
  EXPECT_EQ(all().size(), 5u);
}

TEST_P(Remembering, AKeyTwiceInACallCreatesOnce) {  // [S-10]
  const auto outcomes = session().run(std::vector<Ask>(6, once({"key"}, create("Alien"))));
  std::int64_t replayed = 0;
  for (const Outcome& outcome : outcomes) {
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    EXPECT_EQ(outcome.rows.back(), outcomes[0].rows.back());
    replayed += outcome.count;
  }
  EXPECT_EQ(replayed, 5);
  const auto others =
      session().run({once({"two", "a"}, create("b")), once({"two", "b"}, create("c"))});
  EXPECT_THAT(statuses(others), testing::UnorderedElementsAre(MOVIE_OK, MOVIE_EXISTS));
  EXPECT_EQ(all().size(), 2u);
}

TEST_P(Remembering, OutlivesAReopening) {  // [S-12]
  if (!GetParam().durable) GTEST_SKIP() << "forgets";
  const Film film = made({"key"}).rows.at(0);
  reopen();
  const Outcome again = made({"key"});
  EXPECT_EQ(again.count, kReplayed);
  EXPECT_THAT(again.rows, ElementsAre(film));
  EXPECT_EQ(status(once({"key", "other"}, create("Alien"))), MOVIE_EXISTS);
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Remembering,
       AClearedStoreBeginsAnew) {  // [S-33]: the ids that are remembered will be others'
  MOVIE_NEEDS(MOVIE_CLEARS);
  made({"key", "one"});
  run(clear());
  const Outcome outcome = run(once({"key", "two"}, create("Brazil")));
  EXPECT_EQ(outcome.status, MOVIE_OK);
  EXPECT_EQ(outcome.count, kNew);
  EXPECT_THAT(all(), ElementsAre(Film{1, "Brazil", 2000, "Drama"}));
}

TEST_P(Remembering, ManyAtOnceLeaveItAsItIs) {  // [S-31]
  MOVIE_NEEDS(MOVIE_MANY);
  const Film film = made({"key"}).rows.at(0);
  run(create_many({{0, "Brazil", 1985, "Comedy"}}));
  EXPECT_THAT(made({"key"}).rows, ElementsAre(film));
  EXPECT_EQ(all().size(), 2u);
}

TEST_P(Remembering, WithoutTheBitNothingIsRemembered) {  // [S-50]
  Ask plain = once({"key"}, create("Alien"));
  plain.require = 0;
  EXPECT_EQ(run(plain).rows.at(0).id, 1);
  EXPECT_EQ(run(plain).rows.at(0).id, 2);
  EXPECT_EQ(made({"key"}).count, kNew);
}

TEST_P(Remembering, WithoutAKeyItIsInvalid) {  // [S-50]
  EXPECT_EQ(status(once({""}, create("Alien"))), MOVIE_INVALID);
  EXPECT_THAT(all(), IsEmpty());
}

MOVIE_CONFORMS(Remembering);

}  // namespace
}  // namespace movie::conformance
