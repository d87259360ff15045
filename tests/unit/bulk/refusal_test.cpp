#include "bulk/refusal.hpp"

#include <gtest/gtest.h>

namespace movie::bulk {
namespace {

TEST(RefusalTest, IsToldByLineOrWhereRowsShareOneByRow) {
  const Refusal refusal{3, 2, {{"year", "Field required"}, {"", "too long"}}};
  EXPECT_EQ(describe(refusal, Format::csv), "line 3: year: Field required; too long");
  EXPECT_EQ(describe(refusal, Format::ndjson), "line 3: year: Field required; too long");
  EXPECT_EQ(describe(refusal, Format::json), "row 2 (line 3): year: Field required; too long");
}

TEST(RefusalTest, IsReportedAsALineOfJson) {
  std::string out;
  append_json(out, {3, 2, {{"year", "Field required"}, {"", "a \"quote\""}}});
  append_json(out, {4, 3, {}});
  EXPECT_EQ(
      out,
      R"({"line":3,"row":2,"problems":[{"field":"year","reason":"Field required"},{"field":null,)"
      R"("reason":"a \"quote\""}]})"
      "\n"
      R"({"line":4,"row":3,"problems":[]})"
      "\n");
}

}  // namespace
}  // namespace movie::bulk
