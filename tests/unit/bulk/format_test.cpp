#include "bulk/format.hpp"

#include <gtest/gtest.h>

namespace movie::bulk {
namespace {

TEST(FormatTest, HaveNames) {
  for (const Format format : kFormats) EXPECT_EQ(format_named(name(format)), format);
  EXPECT_EQ(format_named("CSV"), std::nullopt);
  EXPECT_EQ(format_named(""), std::nullopt);
}

TEST(FormatTest, AreTakenFromAFilesEnding) {
  EXPECT_EQ(format_of_file("films.csv"), Format::csv);
  EXPECT_EQ(format_of_file("/a.csv/FILMS.JSON"), Format::json);
  EXPECT_EQ(format_of_file("films.2026.ndjson"), Format::ndjson);
  EXPECT_EQ(format_of_file("films.jsonl"), Format::ndjson);
  for (const char* other :
       {"-", "", "films", "films.txt", "films.csv.gz", "/a.csv/films", "json"}) {
    EXPECT_EQ(format_of_file(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace movie::bulk
