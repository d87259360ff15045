#include "bulk/samples.hpp"

#include <gtest/gtest.h>

namespace movie::bulk {
namespace {

TEST(SamplesTest, YearsRunFrom2010AndBeginAgainAt1888) {
  EXPECT_EQ(sample_movie(1), (MovieDraft{"Sample 1", 2010, "Sci-Fi"}));
  EXPECT_EQ(sample_movie(91).year, 2100);
  EXPECT_EQ(sample_movie(92).year, 1888);
  EXPECT_EQ(sample_movie(92 + 212).year, 2100);
  EXPECT_EQ(sample_movie(92 + 213).year, 1888);
  EXPECT_EQ(sample_movie(1'000'000).title, "Sample 1000000");
}

}  // namespace
}  // namespace movie::bulk
