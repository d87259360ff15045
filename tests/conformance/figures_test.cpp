#include <algorithm>
#include <set>

#include "suite.hpp"

namespace movie::conformance {
namespace {

class Figures : public Suite {
 protected:
  void SetUp() override {
    if (figures_of(plugin()) == nullptr) GTEST_SKIP() << "tells no figures";
  }
};

bool is_name(const std::string& name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.size() <= 63 && name[0] >= 'a' && name[0] <= 'z' &&
         std::all_of(name.begin(), name.end(), fits);
}

TEST_P(Figures, HaveNamesOfTheirOwn) {  // [S-71]
  make("Alien");
  std::set<std::string> names;
  for (const Figure& figure : store().figures()) {
    EXPECT_TRUE(is_name(figure.name)) << figure.name;
    EXPECT_TRUE(names.insert(figure.name).second) << figure.name << " twice";
    EXPECT_TRUE(figure.kind == MOVIE_GAUGE || figure.kind == MOVIE_COUNTER) << figure.kind;
  }
}

TEST_P(Figures, CountersOnlyGoUp) {  // [S-70]
  const auto before = store().figures();
  for (int at = 0; at < 20; ++at) make("Alien");
  const auto after = store().figures();
  for (const Figure& one : before) {
    if (one.kind != MOVIE_COUNTER) continue;
    for (const Figure& other : after) {
      if (other.name == one.name) {
        EXPECT_GE(other.value, one.value) << one.name;
      }
    }
  }
}

TEST_P(Figures, MayBeAskedForWhileOthersWork) {  // [S-70]
  const Beside asker([&](const std::stop_token& enough) {
    while (!enough.stop_requested()) store().figures();
  });
  for (int at = 0; at < 200; ++at) run(at % 2 == 0 ? create("Alien") : list());
  EXPECT_EQ(all().size(), 100u);
}

MOVIE_CONFORMS(Figures);

}  // namespace
}  // namespace movie::conformance
