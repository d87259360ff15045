#include <algorithm>
#include <csignal>
#include <deque>
#include <set>

#include "disk/disk.hpp"
#include "durable.hpp"
#include "effort.hpp"
#include "forked.hpp"
#include "network/network.hpp"

namespace movie::conformance {
namespace {

using testing::Each;
using testing::IsEmpty;
using Tell = Forked::Tell;

/// In a process of its own a failure is thrown.
Outcome done(Session& session, const Ask& ask) {
  Outcome outcome = persistently(session, ask);
  if (outcome.status != MOVIE_OK) throw Refusal(outcome.status, outcome.message);
  return outcome;
}

/// Several processes that have a store open at once [S-73].
class Processes : public Durable {
 protected:
  /// Runs `work` in `count` processes at once and returns what they told.
  std::vector<std::int64_t> at_once(std::size_t count,
                                    const std::function<void(const Tell& tell)>& work) {
    Gate gate;
    std::deque<Forked> running;
    for (std::size_t at = 0; at < count; ++at) {
      running.emplace_back([&](const Tell& tell) {
        gate.wait();
        work(tell);
      });
    }
    gate.open();
    std::vector<std::int64_t> told;
    for (Forked& process : running) {
      std::ranges::copy(process.rest(), std::back_inserter(told));
      EXPECT_TRUE(process.succeeded());
    }
    return told;
  }
};

TEST_P(Processes, CreatesOfSeveralGetDistinctIds) {  // [S-73] [S-27]
  constexpr std::size_t kProcesses = 3, kEach = 40;
  const auto given = at_once(kProcesses, [this](const Tell& tell) {
    const auto opening = opened();
    Session own = opening->session();
    for (std::size_t at = 0; at < kEach; ++at) {
      const std::int64_t id = done(own, create("Alien")).rows.back().id;
      if (at % 2 == 0) done(own, remove(id));
      tell(id);
    }
  });
  EXPECT_EQ(given.size(), kProcesses * kEach);
  EXPECT_EQ(std::set<std::int64_t>(given.begin(), given.end()).size(), given.size());
  reopen();
  EXPECT_EQ(all().size(), kProcesses * kEach / 2);
  EXPECT_GT(make("Brazil").id, *std::ranges::max_element(given));
}

TEST_P(Processes, WhatOneIsToldIsDoneTheOtherSees) {  // [S-73] [S-11]
  Forked other([this](const Tell& tell) {
    const auto opening = opened();
    Session own = opening->session();
    for (int at = 0; at < 20; ++at) tell(done(own, create("Alien")).rows.back().id);
  });
  reopen();
  std::size_t seen = 0;
  for (; const auto id = other.told(); ++seen)
    EXPECT_EQ(persistently(session(), get(*id)).status, MOVIE_OK) << *id;
  EXPECT_TRUE(other.succeeded());
  EXPECT_EQ(seen, 20u);
}

TEST_P(Processes, OfOneThatIsKilledAllThatItWasToldIsDoneStays) {  // [S-12] [S-27]
  // Or seen. Those under way when their process was killed are neither, and a server may end them
  // later.
  std::vector<std::int64_t> acknowledged;
  std::size_t under_way = 0;
  const std::uint64_t kills = repetitions(1, 3, 1'000);
  for (std::uint64_t kill = 0; kill < kills && !HasFailure(); ++kill) {
    close();
    Forked killed([this](const Tell& tell) {
      const auto opening = opened();
      Session own = opening->session();
      for (;;) tell(done(own, create("Alien")).rows.back().id);
    });
    for (std::uint64_t at = 0; at < 40 + kill % 7; ++at) {
      const auto id = killed.told();
      ASSERT_TRUE(id.has_value()) << "ended by itself";
      acknowledged.push_back(*id);
    }
    killed.kill();
    ++under_way;
    std::ranges::copy(killed.rest(), std::back_inserter(acknowledged));
    reopen();
    auto there = ids(persistently(session(), list()).rows);
    EXPECT_TRUE(std::ranges::includes(there, acknowledged)) << "an acknowledged film is gone";
    ASSERT_LE(there.size(), acknowledged.size() + under_way) << "more than were asked for";
    under_way -= there.size() - acknowledged.size();
    acknowledged = std::move(there);
  }
  EXPECT_GT(make("Brazil").id, acknowledged.back());
}

TEST_P(Processes, OfOneThatIsKilledNoManyIsHalfDone) {  // [S-31] [S-12]
  MOVIE_NEEDS(MOVIE_MANY);
  constexpr std::size_t kMany = 300;
  Forked killed([this](const Tell& tell) {
    const auto opening = opened();
    Session own = opening->session();
    for (std::int64_t number = 0;; ++number) {
      done(own, create_many(std::vector<Film>(kMany, Film{0, "Alien", 1979, "Horror"})));
      tell(number);
    }
  });
  for (int at = 0; at < 3; ++at) ASSERT_TRUE(killed.told().has_value()) << "ended by itself";
  killed.kill();
  const std::size_t acknowledged = 3 + killed.rest().size();
  reopen();
  const std::size_t there = persistently(session(), list()).rows.size();
  EXPECT_EQ(there % kMany, 0u) << there;
  EXPECT_GE(there, acknowledged * kMany);
}

TEST_P(Processes, TwentyMigrateAtOnce) {  // [S-62] [S-73]
  if (migrate_of(plugin()) == nullptr) GTEST_SKIP() << "has no schema";
  const Place fresh(GetParam());
  const auto given = at_once(20, [&](const Tell& tell) {
    Store opening(plugin(), fresh.url());
    opening.migrate(MOVIE_MIGRATE_UP);
    Session own = opening.session();
    tell(done(own, create("Alien")).rows.back().id);
  });
  EXPECT_EQ(std::set<std::int64_t>(given.begin(), given.end()).size(), 20u);
  Store store(plugin(), fresh.url());
  std::vector<std::int32_t> states;
  for (const Step& step : store.migrate(MOVIE_MIGRATE_STATUS)) states.push_back(step.state);
  EXPECT_THAT(states, testing::AllOf(testing::Not(IsEmpty()), Each(MOVIE_STEP_APPLIED)));
}

TEST_P(Processes, OfOneThatIsStoppedAmidAWriteNothingWaitsThatMustNot) {  // [S-48] [S-73]
  MOVIE_NEEDS(MOVIE_MANY);
  reopen();
  const Film film = make("Alien");
  close();
  Forked stopped([this](const Tell&) {
    Store opening(plugin(), url());
    Session own = opening.session();
    Ask many = create_many(std::vector<Film>(3, Film{0, "Brazil", 1985, "Comedy"}));
    many.meanwhile = [] { std::raise(SIGSTOP); };
    done(own, many);
  });
  stopped.wait_until_stopped();
  Store opening(plugin(), url());
  Session own = opening.session();
  for (const Ask& ask : {get(film.id), list(), ping(), create("Casablanca"),
                         update(film.id, MOVIE_YEAR, {0, "", 1979, ""}), remove(film.id)}) {
    const auto begun = monotonic_ns();
    const auto status = own.run({ask}, MOVIE_NO_WAIT).front().status;
    EXPECT_LT(monotonic_ns() - begun, 2'000'000'000u) << "operation " << ask.code << " waited";
    const bool reads =
        ask.code != MOVIE_OP_CREATE && ask.code != MOVIE_OP_UPDATE && ask.code != MOVIE_OP_REMOVE;
    EXPECT_TRUE(status == MOVIE_AGAIN || (reads && status == MOVIE_OK))
        << "operation " << ask.code << " ended with status " << status;
  }
  stopped.go_on();
  EXPECT_TRUE(stopped.succeeded());
  EXPECT_EQ(persistently(own, list()).rows.size(), 4u);
}

/// A migration that is killed: at what.
enum class Moment { report, write, message };

class KilledMigration : public Processes {
 protected:
  /// In a process of its own, which does not outlive the nth such moment.
  void migrate_and_die(const std::string& url, Moment moment, std::uint64_t nth) {
    std::uint64_t reports = 0;
    if (moment == Moment::write)
      disk::fail(
          {.call = disk::Call::write, .error = 0, .lasts = false, .nth = nth, .kills = true});
    if (moment == Moment::message) {
      network::stand_between();
      network::fail({network::Cut::death, nth});
    }
    Store opening(plugin(), url);
    opening.migrate(MOVIE_MIGRATE_UP, [&] {
      if (moment == Moment::report && ++reports == nth) std::raise(SIGKILL);
    });
  }
  static std::vector<std::int32_t> states(Store& store) {
    std::vector<std::int32_t> found;
    for (const Step& step : store.migrate(MOVIE_MIGRATE_STATUS)) found.push_back(step.state);
    return found;
  }
};

TEST_P(KilledMigration, IsWhollyDoneOrNotAndCanBeDoneAgain) {  // [S-62]
  if (migrate_of(plugin()) == nullptr) GTEST_SKIP() << "has no schema";
  const std::uint64_t most = repetitions(24, 500, 10'000);
  for (const Moment moment : {Moment::report, Moment::write, Moment::message}) {
    bool killed = true;
    for (std::uint64_t nth = 1; killed && nth <= most && !HasFailure(); ++nth) {
      const Place fresh(GetParam());
      Forked process([&](const Tell&) { migrate_and_die(fresh.url(), moment, nth); });
      killed = process.was_killed();
      Store store(plugin(), fresh.url());
      EXPECT_THAT(states(store),
                  testing::AnyOf(Each(MOVIE_STEP_PENDING), Each(MOVIE_STEP_APPLIED)));
      store.migrate(MOVIE_MIGRATE_UP);
      EXPECT_THAT(states(store), Each(MOVIE_STEP_APPLIED));
      Session own = store.session();
      EXPECT_EQ(persistently(own, create("Alien")).rows.back().id, 1);
      if (HasFailure()) ADD_FAILURE() << "moment " << static_cast<int>(moment) << ", " << nth;
    }
  }
}

MOVIE_CONFORMS(Processes);
MOVIE_CONFORMS(KilledMigration);

}  // namespace
}  // namespace movie::conformance
