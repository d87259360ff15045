#include "store/schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "store/capabilities.hpp"

namespace movie::store {
namespace {

using enum StepState;

Schema judged(const std::vector<StepState>& states) {
  std::vector<MigrationStep> steps;
  for (const StepState state : states) {
    steps.push_back({.number = static_cast<std::uint32_t>(steps.size() + 1),
                     .min_reader = static_cast<std::uint32_t>(steps.size() + 1),
                     .state = state,
                     .name = {},
                     .checksum = {},
                     .text = {}});
  }
  return Schema(steps);
}

struct Case {
  const char* what;
  std::vector<StepState> states;
  Schema::State state;
  std::uint32_t have, need;
  const char* problem;
};

class Schemas : public testing::TestWithParam<Case> {};

TEST_P(Schemas, AreJudged) {
  const Schema schema = judged(GetParam().states);
  EXPECT_EQ(schema.state, GetParam().state);
  EXPECT_EQ(schema.have, GetParam().have);
  EXPECT_EQ(schema.need, GetParam().need);
  EXPECT_THAT(schema.problem(), testing::HasSubstr(GetParam().problem));
  EXPECT_EQ(schema.problem().empty(), schema.state == Schema::State::current);
}

INSTANTIATE_TEST_SUITE_P(
    Store, Schemas,
    testing::Values(
        Case{"None", {}, Schema::State::current, 0, 0, ""},
        Case{"Current", {applied, applied}, Schema::State::current, 2, 2, ""},
        Case{"Fresh",
             {pending, pending},
             Schema::State::behind,
             0,
             2,
             "has revision 0, this program needs 2; run: movie-tools migrate up"},
        Case{"Behind", {applied, pending}, Schema::State::behind, 1, 2, "has revision 1"},
        Case{"Ahead",
             {applied, ahead, ahead},
             Schema::State::ahead,
             3,
             1,
             "has revision 3, this program knows 1"},
        Case{"Changed", {changed, pending}, Schema::State::changed, 1, 2, "differs"}),
    [](const auto& test) { return test.param.what; });

TEST(Schemas, AheadIsCurrentForThoseWhoMayReadOn) {
  std::vector<MigrationStep> steps(3);
  for (std::uint32_t at = 0; at < 3; ++at) steps[at].number = at + 1;
  steps[2].state = ahead;
  steps[2].min_reader = 2;
  EXPECT_EQ(Schema(steps).state, Schema::State::current);
  steps[2].min_reader = 3;
  EXPECT_EQ(Schema(steps).state, Schema::State::ahead);
}

TEST(Capabilities, HaveNames) {
  EXPECT_EQ(capability_names(0), "none");
  EXPECT_EQ(capability_names(1U << 2), "keep_id");
  EXPECT_EQ(capability_names(1U << 3 | 1U << 4 | 1U << 9 | 1U << 10),
            "if_empty, filter, many, clears");
  EXPECT_EQ(capability_names(std::uint64_t{1} << 63 | 16), "filter, bit 63");
}

}  // namespace
}  // namespace movie::store
