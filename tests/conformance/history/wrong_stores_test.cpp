#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "draw.hpp"
#include "shrink.hpp"
#include "workload.hpp"

namespace movie::conformance::history {
namespace {

constexpr unsigned kThreads = 8, kCalls = 6;
constexpr std::uint64_t kHistories = 100;

/// A plug-in with one thing wrong, none of which a thread alone would see.
class WrongStores : public testing::TestWithParam<std::string> {
 protected:
  /// Histories of one store that stay bad whatever their order; those that were recorded.
  std::vector<History> failing() {
    const std::filesystem::path folder = WRONG_STORES;
    Store store(load(folder / ("libstore_wrong_" + GetParam() + ".so")), "");
    std::vector<Seat> seats;
    for (unsigned thread = 0; thread < kThreads; ++thread) seats.push_back({store.session()});
    Workload workload(std::move(seats), kCalls, store.plugin().capabilities);
    std::vector<History> failing;
    for (std::uint64_t seed = 1; seed <= kHistories; ++seed) {
      History history = workload.record(seed);
      const Verdict verdict = check(history).verdict;
      EXPECT_NE(verdict, Verdict::kGaveUp) << "seed " << seed;
      if (verdict == Verdict::kNotLinearizable) failing.push_back(std::move(history));
    }
    return failing;
  }
};

TEST_P(WrongStores, AreCaughtCutDownAndDrawn) {
  const auto found = failing();
  RecordProperty("caught_in", static_cast<int>(found.size()));
  std::cout << GetParam() << ": caught in " << found.size() << " of " << kHistories
            << " histories\n";
  if (GetParam() == "none") {
    EXPECT_TRUE(found.empty());
    return;
  }
  ASSERT_FALSE(found.empty());
  const History least = shrunken(found.front());
  const Finding why = check(least);
  EXPECT_EQ(why.verdict, Verdict::kNotLinearizable);
  std::cout << "cut down to " << least.events.size() << " of " << found.front().events.size()
            << " events\n";
  EXPECT_LE(least.events.size(), found.front().events.size() / 2) << drawn(least, why);
  for (const History& less : smaller(least))
    EXPECT_NE(check(less).verdict, Verdict::kNotLinearizable);
  const auto picture = draw(least, why, GetParam());
  std::ostringstream written;
  written << std::ifstream(picture).rdbuf();
  EXPECT_THAT(written.str(), testing::HasSubstr("stuck: #" + std::to_string(why.stuck)));
  std::filesystem::remove(picture);
}

INSTANTIATE_TEST_SUITE_P(With, WrongStores,
                         testing::Values("none", "lost_update", "stale_read", "torn_batch",
                                         "id_race"),
                         [](const auto& param) { return param.param; });

}  // namespace
}  // namespace movie::conformance::history
