#include "network/network.hpp"

#include <array>
#include <span>

#include "effort.hpp"
#include "said.hpp"
#include "suite.hpp"

namespace movie::conformance {
namespace {

using network::Cut;

constexpr std::uint64_t kPatienceNs = 400'000'000;
constexpr std::array kCuts{Cut::request_lost, Cut::request_last, Cut::answer_lost, Cut::stall};

/// What becomes of a call when the network between a store and where it keeps its films fails. A
/// store without one is failed nowhere here.
class Network : public Suite {
 protected:
  void SetUp() override {
    close();
    network::stand_between();
  }
  /// Lets each message of the ask be the one that fails, in each way. `next` gives the ask anew;
  /// done, it makes a difference to the list.
  void sweep(const std::function<Ask(const std::vector<Film>& there)>& next);
  /// `work` under each fault, or some four of them at least; `check` once that is mended.
  static void each_fault(const std::function<void()>& work, const std::function<void()>& check,
                         std::span<const Cut> cuts = kCuts);
  /// One that waits for its deadline and no longer.
  static std::vector<Outcome> run_in_time(Session& own, const std::vector<Ask>& asks);
  /// Once it can be had again.
  static std::vector<Film> listed(Session& own);
};

void Network::each_fault(const std::function<void()>& work, const std::function<void()>& check,
                         std::span<const Cut> cuts) {
  const std::uint64_t wanted = repetitions(4, 60, 10'000);
  for (const Cut cut : cuts) {
    const auto counted = [&](std::uint64_t nth) {
      network::fail({cut, nth});
      work();
      const std::uint64_t messages = network::mend();
      check();
      if (HasFailure()) ADD_FAILURE() << "cut " << static_cast<int>(cut) << ", message " << nth;
      return messages;
    };
    const std::uint64_t step = std::max<std::uint64_t>(1, counted(UINT64_MAX) / wanted);
    for (std::uint64_t nth = 1 + seed(0) % step; !HasFailure() && counted(nth) >= nth;
         nth += step) {
    }
  }
}

std::vector<Outcome> Network::run_in_time(Session& own, const std::vector<Ask>& asks) {
  const std::uint64_t deadline = monotonic_ns() + kPatienceNs;
  auto outcomes = own.run(asks, 0, deadline);
  EXPECT_LT(monotonic_ns(), deadline + 2'000'000'000u) << "[S-56] generous, for slow machines";
  for (const Outcome& outcome : outcomes) EXPECT_NE(outcome.status, MOVIE_INTERNAL);
  return outcomes;
}

std::vector<Film> Network::listed(Session& own) {
  Outcome outcome;
  EXPECT_TRUE(soon([&] {
    outcome = own.run({list()}, 0, monotonic_ns() + kPatienceNs).front();
    return outcome.status == MOVIE_OK;
  })) << "does not serve again: "
      << outcome.message;
  return outcome.rows;
}

void Network::sweep(const std::function<Ask(const std::vector<Film>& there)>& next) {
  const auto opening = opened();
  Session own = opening->session();
  persistently(own, create("There"));
  auto there = listed(own);
  Ask ask;
  Outcome outcome;
  each_fault(
      [&] {
        ask = next(there);
        outcome = run_in_time(own, {ask}).front();
      },
      [&] {
        const auto after = listed(own);
        expect_told(ask, outcome, there, after);
        there = after;
      });
}

TEST_P(Network, FailsACreateThatIsToldAsItIs) {  // [S-20] [S-21] [S-12]
  sweep([](const auto&) { return create("Alien"); });
}

TEST_P(Network, FailsAnUpdateThatIsToldAsItIs) {  // [S-20] [S-21] [S-12]
  int number = 0;
  sweep([&](const auto& there) {
    return update(there.front().id, MOVIE_TITLE, {0, "Number " + std::to_string(++number), 0, ""});
  });
}

TEST_P(Network, FailsAnExpectingUpdateThatIsToldAsItIs) {  // [S-20] [S-21] [S-38]
  MOVIE_NEEDS(MOVIE_EXPECT);
  std::int32_t year = 1888;
  sweep([&](const auto& there) {
    const Film film = there.front();
    return expecting(film, update(film.id, MOVIE_YEAR, {0, "", ++year, ""}));
  });
}

TEST_P(Network, FailsARemoveThatIsToldAsItIs) {  // [S-20] [S-21] [S-12]
  sweep(
      [](const auto& there) { return there.empty() ? create("There") : remove(there.back().id); });
}

TEST_P(Network, FailsManyThatAreToldAsTheyAre) {  // [S-20] [S-21] [S-31]
  MOVIE_NEEDS(MOVIE_MANY);
  const std::vector<Film> many(100, Film{0, "Alien", 1979, "Horror"});
  sweep([&](const auto&) { return create_many(many); });
}

TEST_P(Network, FailsACreateWithAKeyThatIsDoneOnceAllTheSame) {  // [S-21] [S-50] [S-51]
  MOVIE_NEEDS(MOVIE_MEMO);
  const auto opening = opened();
  Session own = opening->session();
  int number = 0;
  Ask ask;
  Said said;
  each_fault(
      [&] {
        const std::string name = "Number " + std::to_string(++number);
        ask = once({name}, create(name));
        run_in_time(own, {ask});
      },
      [&] {
        EXPECT_TRUE(soon([&] { return own.run(ask).status == MOVIE_OK; })) << "again";
        said.of(ask.row.title, MOVIE_OK);
        said.expect(listed(own));
      });
}

TEST_P(Network, FailsOfSeveralInACallEachAsItIsTold) {  // [S-10] [S-20] [S-21]
  const auto opening = opened();
  Session own = opening->session();
  int number = 0;
  Said said;
  each_fault(
      [&] {
        std::vector<Ask> asks;
        for (int at = 0; at < 5; ++at) asks.push_back(create("Film " + std::to_string(++number)));
        const auto outcomes = run_in_time(own, asks);
        for (std::size_t at = 0; at < asks.size(); ++at)
          said.of(asks[at].row.title, outcomes[at].status);
      },
      [&] { said.expect(listed(own)); });
}

TEST_P(Network, FailsAListThatIsWholeOrFails) {  // [S-8] [S-24]
  {
    const auto opening = opened();
    Session own = opening->session();
    own.run(std::vector<Ask>(1'200, create("Alien")));
  }
  sweep([](const auto&) { return list(); });
}

TEST_P(Network, FailsAnOpeningThatSaysSo) {  // [S-75]
  opened();
  each_fault(
      [&] {
        const auto begun = monotonic_ns();
        try {
          const auto opening = opened();
          opening->session();
        } catch (const Refusal& refusal) {
          EXPECT_THAT(refusal.status,
                      testing::AllOf(testing::Ge(MOVIE_BUSY), testing::Le(MOVIE_UNKNOWN)));
        }
        EXPECT_LT(monotonic_ns() - begun, 12'000'000'000u) << "generous, for slow machines";
      },
      [&] { EXPECT_NO_THROW(opened()); },
      std::span(kCuts).first<3>());  // it gives no deadline
}

MOVIE_CONFORMS(Network);

}  // namespace
}  // namespace movie::conformance
