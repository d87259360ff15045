#include "effort.hpp"
#include "history/draw.hpp"
#include "history/shrink.hpp"
#include "history/workload.hpp"
#include "suite.hpp"

namespace movie::conformance {
namespace {

using namespace history;

constexpr unsigned kThreads = 8, kManyThreads = 64;

std::uint64_t histories() { return repetitions(20, 1'000, 10'000); }

/// The first history's; each next one has the next.
std::uint64_t first_seed() { return seed(1); }

/// What threads saw of one store at once is what one thread could have seen.
class Histories : public Suite {
 protected:
  void SetUp() override {
    if (alone(false)) GTEST_SKIP() << kAlone;
    limits_ = store().limits();
    close();
  }

  /// For so many threads; fewer if the store's limits say so. A store that takes few writers is
  /// opened several times [S-73], unless it is forgotten when it is closed.
  std::vector<Seat> seats(unsigned threads) {
    const unsigned writers = limits_.max_writers == 0 ? kThreads : limits_.max_writers;
    const unsigned opens = GetParam().durable ? (kThreads + writers - 1) / writers : 1;
    unsigned each = (threads + opens - 1) / opens;
    if (limits_.max_sessions != 0) each = std::min(each, limits_.max_sessions);
    std::vector<Seat> seats;
    for (unsigned open = 0; open < opens; ++open) {
      auto& opened = stores_.emplace_back(std::make_unique<Store>(plugin(), url()));
      if (open == 0 && migrate_of(plugin()) != nullptr) opened->migrate(MOVIE_MIGRATE_UP);
      for (unsigned at = 0; at < each; ++at) {
        const bool writer = limits_.max_writers == 0 || at < limits_.max_writers;
        seats.push_back({opened->session(writer), writer});
      }
    }
    return seats;
  }

  /// Records and checks so many histories, up to the first that is not found sound.
  void hold(unsigned threads, unsigned calls, std::uint64_t wanted) {
    Workload workload(seats(threads), calls, plugin().capabilities);
    std::uint64_t asked = 0, answered = 0, sound = 0;
    for (; sound < wanted && !HasFailure(); ++sound) {
      const std::uint64_t from = first_seed() + sound;
      const History history = workload.record(from);
      for (const Event& event : history.events) answered += event.maybe ? 0 : 1;
      asked += threads_of(history) * calls;
      judge(history, check(history), from);
    }
    EXPECT_GE(answered * 10, asked * 9) << "a store that is busy most of the time shows nothing";
    RecordProperty("histories", std::to_string(sound));
  }

 private:
  static std::uint64_t threads_of(const History& history) {
    std::set<unsigned> threads;
    for (const Event& event : history.events) threads.insert(event.thread);
    return threads.size() - 1;  // the last list has one of its own
  }

  static void judge(const History& history, const Finding& finding, std::uint64_t from) {
    if (finding.verdict == Verdict::kLinearizable) return;
    const bool fails = finding.verdict == Verdict::kNotLinearizable;
    const History least = fails ? shrunken(history) : history;
    const Finding why = check(least);
    const std::string name = GetParam().name + "-" + std::to_string(from);
    ADD_FAILURE() << (fails ? "No order of these events explains what they saw: "
                            : "Gave up looking for an order that explains these events: ")
                  << told(least.events[why.stuck]) << "\nSeen at MOVIE_CONFORMANCE_SEED=" << from
                  << ", drawn in " << draw(least, why, name).string() << lines(least);
  }
  static std::string lines(const History& history) {
    std::string all;
    for (const Event& event : history.events)
      all += "\n  thread " + std::to_string(event.thread) + ": " + told(event);
    return all;
  }

  movie_limits limits_{};
  std::vector<std::unique_ptr<Store>> stores_;
};

TEST_P(Histories, OfEightThreadsAreLinearizable) {  // [S-11] [S-13] [S-17] [S-23] [S-26] [S-27]
                                                    // [S-28] [S-29] [S-31] [S-32] [S-38]
  hold(kThreads, 6, histories());
}

TEST_P(Histories, OfSixtyFourThreadsAreLinearizable) {  // [S-11] [S-13] [S-24] [S-46]
  hold(kManyThreads, 2, histories() / 10 + 1);
}

MOVIE_CONFORMS(Histories);

}  // namespace
}  // namespace movie::conformance
