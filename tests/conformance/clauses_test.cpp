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
            clear()};
  }
  bool claims(const Ask& ask, std::uint32_t bit) const {
    constexpr std::uint32_t kOfLists = MOVIE_FILTER | MOVIE_SEARCH | MOVIE_SORT | MOVIE_TOTAL;
    const bool meant = (ask.code == MOVIE_OP_LIST && (bit & kOfLists) != 0) ||
                       (ask.code == MOVIE_OP_CREATE_MANY && bit == MOVIE_IF_EMPTY);
    return meant && can(bit);
  }
};

TEST_P(Clauses, UnknownOperationsAreUnsupported) {  // MOVIE_UNSUPPORTED
  const Film film = make("Alien");
  for (const std::uint32_t code : {0u, 12u, 31u, 32u, 33u, 1000u, UINT32_MAX}) {
    Ask ask = create("Brazil");
    ask.code = code;
    EXPECT_EQ(status(ask), MOVIE_UNSUPPORTED) << code;
  }
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Clauses, WhatIsNotClaimedIsUnsupported) {  // MOVIE_MANY, MOVIE_CLEARS, MOVIE_FILTER
  const Film film = make("Alien");
  const std::pair<std::uint64_t, Ask> asks[] = {{MOVIE_MANY, create_many({film})},
                                                {MOVIE_CLEARS, clear()},
                                                {MOVIE_FILTER, filtered({"Drama"})}};
  for (const auto& [capability, ask] : asks) {
    if (can(capability)) continue;
    EXPECT_EQ(status(ask), MOVIE_UNSUPPORTED) << "operation " << ask.code;
  }
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Clauses, EveryOtherRequireBitIsUnsupportedAndNothingIsDone) {  // [C-2]
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
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Clauses, HintsAreIgnored) {  // [C-2]
  make("Alien");
  for (Ask ask : {get(1), list(), create("Brazil"), update(1, MOVIE_YEAR, {0, "", 1900, ""}),
                  ping(), remove(1)}) {
    ask.hint = UINT32_MAX;
    EXPECT_EQ(status(ask), MOVIE_OK) << "operation " << ask.code;
  }
}

TEST_P(Clauses, UnknownFieldsAreUnsupportedAndNothingIsDone) {  // [C-2]
  const Film film = make("Alien", 1979, "Horror");
  for (const std::uint64_t fields :
       {std::uint64_t{8}, std::uint64_t{MOVIE_YEAR} | 1u << 20, std::uint64_t{1} << 63}) {
    EXPECT_EQ(status(update(1, fields, {0, "Aliens", 1986, "Action"})), MOVIE_UNSUPPORTED)
        << fields;
  }
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Clauses, UnknownRequireBitsOfACallLeaveItUndone) {  // [C-2]
  const Film film = make("Alien");
  for (std::uint32_t bit = MOVIE_NO_WAIT << 1; bit != 0; bit <<= 1) {
    const auto outcomes = session().run({get(1), create("Brazil")}, bit);
    EXPECT_THAT(statuses(outcomes), Each(MOVIE_UNSUPPORTED)) << bit;
  }
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Clauses, ADeadlineInThePastLeavesTheCallUndone) {  // movie_call.deadline_ns
  const Film film = make("Alien");
  auto asks = one_of_each();
  if (!can(MOVIE_MANY | MOVIE_CLEARS)) asks.resize(6);
  EXPECT_THAT(statuses(session().run(asks, 0, 1)), Each(MOVIE_TIMEOUT));
  EXPECT_THAT(statuses(session().run(asks, 0, monotonic_ns() - 1)), Each(MOVIE_TIMEOUT));
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Clauses, ADeadlineAheadOrNoneLetsTheCallRun) {  // movie_call.deadline_ns
  for (const std::uint64_t deadline :
       {std::uint64_t{0}, UINT64_MAX, monotonic_ns() + 60'000'000'000u}) {
    EXPECT_THAT(statuses(session().run({create("Alien"), list()}, 0, deadline)), Each(MOVIE_OK))
        << deadline;
  }
}

TEST_P(Clauses, ALongCallEndsSoonAfterItsDeadline) {  // movie_call.deadline_ns
  std::vector<Ask> creates(2000, create("Alien"));
  session().run(creates);
  const std::vector<Ask> lists(20'000, list());  // many seconds' work
  const std::uint64_t deadline = monotonic_ns() + 50'000'000u;
  const auto outcomes = session().run(lists, 0, deadline);
  EXPECT_LT(monotonic_ns(), deadline + 2'000'000'000u) << "generous, for slow machines";
  EXPECT_EQ(outcomes.back().status, MOVIE_TIMEOUT);
}

TEST_P(Clauses, NoWaitIsDoneOrNotBegun) {  // MOVIE_NO_WAIT
  const Film film = make("Alien");
  for (const Ask& ask : {get(1), list(), create("Brazil"), update(1, MOVIE_YEAR, film), ping()}) {
    const Outcome outcome = session().run({ask}, MOVIE_NO_WAIT).front();
    EXPECT_THAT(outcome.status, testing::AnyOf(MOVIE_OK, MOVIE_AGAIN)) << "operation " << ask.code;
    if (outcome.status == MOVIE_AGAIN) {
      EXPECT_THAT(outcome.rows, IsEmpty());
    }
  }
}

TEST_P(Clauses, AReaderSessionReads) {  // session_open
  const Film film = make("Alien");
  if (sessions(2) < 2) GTEST_SKIP() << "a serial store";
  Session reader = store().session(false);
  EXPECT_THAT(reader.run(get(1)).rows, ElementsAre(film));
  EXPECT_THAT(reader.run(list()).rows, ElementsAre(film));
}

MOVIE_CONFORMS(Clauses);

}  // namespace
}  // namespace movie::conformance
