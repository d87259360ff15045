#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

/// What a host of another age may ask, and within what bounds.
class Clauses : public Suite {
 protected:
  static std::vector<Ask> one_of_each() {
    return {get(1),
            list(),
            create("Brazil"),
            update(1, MOVIE_YEAR, {0, "", 1900, ""}),
            remove(1),
            ping(),
            create_many({{0, "Casablanca", 1942, "Drama"}}),
            clear(),
            unkeyed(),
            set_key(1, "Alien", "nostromo"),
            key_version(7),
            next_id(7)};
  }
  /// What an operation needs the plug-in to claim.
  static std::uint64_t needed(const Ask& ask) {
    if (ask.code == MOVIE_OP_CREATE_MANY) return MOVIE_MANY | ask.require;
    if (ask.code == MOVIE_OP_CLEAR) return MOVIE_CLEARS;
    if (ask.code == MOVIE_OP_NEXT_ID) return MOVIE_KEEP_ID;
    return ask.code >= MOVIE_OP_UNKEYED ? MOVIE_REKEYS : ask.require;
  }
  /// Nothing was done to the one film, nor to what is kept beside it.
  void expect_untouched(const Film& film) {
    EXPECT_THAT(all(), ElementsAre(film));
    if (can(MOVIE_SEARCH)) {
      EXPECT_THAT(run(searched({"alien"})).rows, ElementsAre(film));
    }
    if (can(MOVIE_REKEYS)) {
      EXPECT_EQ(run(key_version()).count, 0);
    }
  }
  bool claims(const Ask& ask, std::uint32_t bit) const {
    constexpr std::uint32_t kOfLists =
        MOVIE_FILTER | MOVIE_SEARCH | MOVIE_SORT | MOVIE_TOTAL | MOVIE_SNAPSHOT;
    const bool meant =
        (ask.code == MOVIE_OP_LIST && (bit & kOfLists) != 0) ||
        ((ask.code == MOVIE_OP_UPDATE || ask.code == MOVIE_OP_REMOVE) && bit == MOVIE_EXPECT) ||
        (ask.code == MOVIE_OP_CREATE && (bit == MOVIE_MEMO || bit == MOVIE_KEEP_ID)) ||
        (ask.code == MOVIE_OP_CREATE_MANY && (bit == MOVIE_IF_EMPTY || bit == MOVIE_KEEP_ID));
    return meant && can(bit);
  }
};

TEST_P(Clauses, UnknownOperationsAreUnsupported) {  // [S-2]
  const Film film = make("Alien");
  for (const std::uint32_t code : {0u, 13u, 31u, 32u, 33u, 1000u, UINT32_MAX}) {
    Ask ask = create("Brazil");
    ask.code = code;
    EXPECT_EQ(status(ask), MOVIE_UNSUPPORTED) << code;
  }
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Clauses, TheCoreProfileIsThere) {  // [S-22]
  make("Alien");
  for (const Ask& ask : {get(1), list(), create("Brazil"), update(1, MOVIE_YEAR, {0, "", 1900, ""}),
                         remove(1), ping()}) {
    EXPECT_EQ(status(ask), MOVIE_OK) << "operation " << ask.code;
  }
}

TEST_P(Clauses, CallsBackOnTheThreadOfTheCall) {  // [S-7] the client throws if not
  make("Alien");
  EXPECT_EQ(run(list()).rows.size(), 1u);
  if (can(MOVIE_MANY)) {
    EXPECT_EQ(status(create_many(std::vector<Film>(300, {0, "Brazil", 1985, "Drama"}))), MOVIE_OK);
  }
}

TEST_P(Clauses, WhatIsNotClaimedIsUnsupported) {  // [S-2]
  const Film film = make("Alien");
  auto asks = one_of_each();
  for (const Ask& list : {filtered({"Drama"}), years(2000, 2000), searched({"alien"}),
                          sorted(MOVIE_YEAR, true), sorted(0), counted(list())}) {
    asks.push_back(list);
    asks.push_back(counted(list));
  }
  asks.push_back(create_many({film}, MOVIE_IF_EMPTY));
  asks.push_back(create_many({{7, "Brazil", 1985, "Drama"}}, MOVIE_KEEP_ID));
  asks.push_back(once({"key"}, create("Brazil")));
  asks.push_back(keep({7, "Brazil", 1985, "Drama"}));
  asks.push_back(list());
  asks.back().require = MOVIE_SNAPSHOT;
  for (const Ask& ask : asks) {
    if (can(needed(ask))) continue;
    const Outcome outcome = run(ask);
    EXPECT_EQ(outcome.status, MOVIE_UNSUPPORTED)
        << "operation " << ask.code << " bits " << ask.require;
    EXPECT_THAT(outcome.rows, IsEmpty());
  }
  expect_untouched(film);
}

TEST_P(Clauses, EveryOtherRequireBitIsUnsupportedAndNothingIsDone) {  // [S-2]
  const Film film = make("Alien");
  for (Ask ask : one_of_each()) {
    for (std::uint32_t bit = 1; bit != 0; bit <<= 1) {
      if (claims(ask, bit)) continue;
      ask.require = bit;
      const Outcome outcome = run(ask);
      EXPECT_EQ(outcome.status, MOVIE_UNSUPPORTED) << "operation " << ask.code << " bit " << bit;
      EXPECT_THAT(outcome.rows, IsEmpty());
    }
  }
  expect_untouched(film);
}

TEST_P(Clauses, HintsAreIgnored) {  // [S-3]
  make("Alien");
  for (Ask ask : {get(1), list(), create("Brazil"), update(1, MOVIE_YEAR, {0, "", 1900, ""}),
                  ping(), remove(1)}) {
    ask.hint = UINT32_MAX;
    EXPECT_EQ(status(ask), MOVIE_OK) << "operation " << ask.code;
  }
}

TEST_P(Clauses, UnknownFieldsAreUnsupportedAndNothingIsDone) {  // [S-2]
  const Film film = make("Alien", 1979, "Horror");
  for (const std::uint64_t fields :
       {std::uint64_t{8}, std::uint64_t{MOVIE_YEAR} | 1u << 20, std::uint64_t{1} << 63}) {
    EXPECT_EQ(status(update(1, fields, {0, "Aliens", 1986, "Action"})), MOVIE_UNSUPPORTED)
        << fields;
  }
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Clauses, FieldsAreForUpdatesOnly) {  // [S-2]
  const Film film = make("Alien", 1979, "Horror");
  for (Ask ask : {get(1), list(), create("Brazil"), ping(), remove(1)}) {
    ask.fields = MOVIE_YEAR;
    EXPECT_EQ(status(ask), MOVIE_UNSUPPORTED) << "operation " << ask.code;
  }
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Clauses, UnknownRequireBitsOfACallLeaveItUndone) {  // [S-2]
  const Film film = make("Alien");
  for (std::uint32_t bit = MOVIE_NO_WAIT << 1; bit != 0; bit <<= 1) {
    const auto outcomes = session().run({get(1), create("Brazil")}, bit);
    EXPECT_THAT(statuses(outcomes), Each(MOVIE_UNSUPPORTED)) << bit;
  }
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Clauses, ADeadlineInThePastLeavesTheCallUndone) {  // [S-56]
  const Film film = make("Alien");
  auto asks = one_of_each();
  for (const Ask& list : {filtered({"Drama"}), searched({"alien"}), sorted(MOVIE_TITLE, true)}) {
    asks.push_back(list);
    asks.push_back(counted(list));
  }
  std::erase_if(asks, [this](const Ask& ask) { return !can(needed(ask)); });
  for (const std::uint64_t deadline : {std::uint64_t{1}, monotonic_ns() - 1}) {
    const auto outcomes = session().run(asks, 0, deadline);
    EXPECT_THAT(statuses(outcomes), Each(MOVIE_TIMEOUT));
    for (const Outcome& outcome : outcomes) EXPECT_THAT(outcome.rows, IsEmpty());
  }
  expect_untouched(film);
}

TEST_P(Clauses, ADeadlineAheadOrNoneLetsTheCallRun) {  // [S-56]
  for (const std::uint64_t deadline :
       {std::uint64_t{0}, UINT64_MAX, monotonic_ns() + 60'000'000'000u}) {
    EXPECT_THAT(statuses(session().run({create("Alien"), list()}, 0, deadline)), Each(MOVIE_OK))
        << deadline;
  }
}

TEST_P(Clauses, ALongCallEndsSoonAfterItsDeadline) {  // [S-56]
  std::vector<Ask> creates(2000, create("Alien"));
  session().run(creates);
  const std::vector<Ask> lists(20'000, list());  // many seconds' work
  const std::uint64_t deadline = monotonic_ns() + 50'000'000u;
  const auto outcomes = session().run(lists, 0, deadline);
  EXPECT_LT(monotonic_ns(), deadline + 2'000'000'000u) << "generous, for slow machines";
  EXPECT_EQ(outcomes.back().status, MOVIE_TIMEOUT);
}

TEST_P(Clauses, NoWaitIsDoneOrNotBegun) {  // [S-19] [S-48]
  const Film film = make("Alien");
  for (const Ask& ask : {get(1), list(), create("Brazil"), update(1, MOVIE_YEAR, film), ping()}) {
    const Outcome outcome = session().run({ask}, MOVIE_NO_WAIT).front();
    EXPECT_THAT(outcome.status, testing::AnyOf(MOVIE_OK, MOVIE_AGAIN)) << "operation " << ask.code;
    if (outcome.status == MOVIE_AGAIN) {
      EXPECT_THAT(outcome.rows, IsEmpty());
    }
  }
}

TEST_P(Clauses, WhatNoWaitIsSaidToCompleteIsCompleted) {  // [S-59] [S-48]
  const Film film = make("Alien");
  for (const Ask& ask : {get(1), list(), create("Brazil"), update(1, MOVIE_YEAR, film), ping(),
                         create_many({film}), remove(1), clear()}) {
    const bool said = (store().limits().no_wait_ops >> ask.code & 1) != 0;
    if (!said || !can(needed(ask))) continue;
    std::int32_t last = MOVIE_UNSET;
    EXPECT_TRUE(soon([&] {
      last = session().run(std::vector<Ask>{ask}, MOVIE_NO_WAIT).front().status;
      return last != MOVIE_AGAIN;
    })) << "operation "
        << ask.code << " is in no_wait_ops, and never completes";
    EXPECT_EQ(last, MOVIE_OK) << "operation " << ask.code;
  }
}

TEST_P(Clauses, EachOperationHasAStatusWhenExecuteReturns) {  // [S-16] [S-68]
  const auto known = testing::AllOf(testing::Ge(MOVIE_OK), testing::Le(MOVIE_INTERNAL));
  auto asks = one_of_each();
  std::erase_if(asks, [this](const Ask& ask) { return !can(needed(ask)); });
  for (const std::uint32_t require : {0u, MOVIE_NO_WAIT, 1u << 31}) {
    for (const std::uint64_t deadline : {std::uint64_t{0}, std::uint64_t{1}}) {
      const auto found = statuses(session().run(asks, require, deadline));
      EXPECT_THAT(found, Each(known)) << require;
      EXPECT_THAT(session().returned(), known) << require;
    }
  }
}

TEST_P(Clauses, AReaderSessionReads) {  // [S-67]
  const Film film = make("Alien");
  leave();
  Session reader = store().session(false);
  EXPECT_THAT(reader.run(get(1)).rows, ElementsAre(film));
  EXPECT_THAT(reader.run(list()).rows, ElementsAre(film));
}

MOVIE_CONFORMS(Clauses);

}  // namespace
}  // namespace movie::conformance
