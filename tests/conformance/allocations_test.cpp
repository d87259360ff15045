#include "allocations/allocations.hpp"
#include "effort.hpp"
#include "forked.hpp"
#include "said.hpp"
#include "suite.hpp"

namespace movie::conformance {
namespace {

/// What becomes of a call when memory cannot be had.
class Allocations : public Suite {
 protected:
  void SetUp() override {
    if (GetParam().ends_without_memory) GTEST_SKIP() << "ends where memory cannot be had";
    if (GetParam().of_this_process) GTEST_SKIP() << "keeps its films for as long as this process";
    close();
  }
  /// Lets the first of the ask's allocations fail, then the next, until there are no more. `next`
  /// gives the ask anew; done, it makes a difference to the list.
  void sweep(const std::function<Ask(const std::vector<Film>& there)>& next, bool lasts);
};

constexpr std::uint64_t kPatienceNs = 1'000'000'000;

void Allocations::sweep(const std::function<Ask(const std::vector<Film>& there)>& next,
                        bool lasts) {
  Forked harmed([&](const Forked::Tell&) {
    const auto opening = opened();
    Session own = opening->session();
    persistently(own, create("There"));
    auto there = persistently(own, list()).rows;
    bool came = true;
    const std::uint64_t most = repetitions(40, 400, 10'000);
    for (std::uint64_t nth = 1; came && nth <= most && !HasFailure(); ++nth) {
      const Ask ask = next(there);
      allocations::fail(nth, lasts);
      const Outcome outcome = own.run({ask}, 0, monotonic_ns() + kPatienceNs).front();
      came = allocations::mend();
      const Outcome listed = persistently(own, list());
      EXPECT_EQ(listed.status, MOVIE_OK) << listed.message;
      const auto& after = listed.rows;
      expect_told(ask, outcome, there, after);
      if (ask.code == MOVIE_OP_LIST) {
        EXPECT_EQ(persistently(own, create("Again")).status, MOVIE_OK) << "nothing is left open";
      }
      if (HasFailure()) ADD_FAILURE() << "allocation " << nth << " of operation " << ask.code;
      there = persistently(own, list()).rows;
    }
  });
  EXPECT_TRUE(harmed.succeeded()) << "it says above why, or it crashed";
}

constexpr bool kBoth[] = {false, true};

/// Each sweep runs in a process of its own: none begins with another's numbers.
int first_number(bool lasts) { return lasts ? 1'000'000 : 0; }

TEST_P(Allocations, OfACreateThatFailAreToldAsTheyAre) {  // [S-20] [S-21] [S-14]
  for (const bool lasts : kBoth) sweep([](const auto&) { return create("Alien"); }, lasts);
}

TEST_P(Allocations, OfAnUpdateThatFailAreToldAsTheyAre) {  // [S-20] [S-21] [S-14]
  for (const bool lasts : kBoth) {
    int number = first_number(lasts);
    sweep(
        [&](const auto& there) {
          return update(there.front().id, MOVIE_TITLE,
                        {0, "Number " + std::to_string(++number), 0, ""});
        },
        lasts);
  }
}

TEST_P(Allocations, OfARemoveThatFailAreToldAsTheyAre) {  // [S-20] [S-21] [S-14]
  for (const bool lasts : kBoth) {
    sweep(
        [this](const auto& there) {
          return there.empty() ? create("There") : remove(there.back().id);
        },
        lasts);
  }
}

TEST_P(Allocations, OfManyThatFailAreToldAsTheyAre) {  // [S-20] [S-21] [S-14] [S-31]
  MOVIE_NEEDS(MOVIE_MANY);
  const std::vector<Film> many(20, Film{0, "Alien", 1979, "Horror"});
  for (const bool lasts : kBoth) sweep([&](const auto&) { return create_many(many); }, lasts);
}

TEST_P(Allocations, OfACreateWithAKeyThatFailAreToldAsTheyAre) {  // [S-20] [S-21] [S-14] [S-50]
  MOVIE_NEEDS(MOVIE_MEMO);
  for (const bool lasts : kBoth) {
    int number = first_number(lasts);
    sweep([&](const auto&) { return once({std::to_string(++number)}, create("Alien")); }, lasts);
  }
}

TEST_P(Allocations, OfAListThatFailAreToldAsTheyAre) {  // [S-8] [S-14]
  for (const bool lasts : kBoth) sweep([](const auto&) { return list(); }, lasts);
}

TEST_P(Allocations, OfAListWithATotalThatFailAreToldAsTheyAre) {  // [S-8] [S-14] [S-45]
  MOVIE_NEEDS(MOVIE_TOTAL);
  for (const bool lasts : kBoth) sweep([](const auto&) { return counted(list()); }, lasts);
}

MOVIE_CONFORMS(Allocations);

}  // namespace
}  // namespace movie::conformance
