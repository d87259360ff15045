#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bulk/writer.hpp"
#include "unit/bulk/read_all.hpp"

/// Films that are read for a catalogue to be restored.
namespace movie::bulk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ReadAll restore(Format format, const std::string& text) {
  return read_all(format, source_of(text), Purpose::restore);
}

constexpr std::int64_t kGreatest = 9'000'000'000'000'000'000;

/// Films as the format has them, an id and a title each.
std::string written(Format format, const std::vector<std::pair<std::int64_t, std::string>>& films) {
  Writer writer(format);
  std::string out;
  writer.begin(out);
  for (const auto& [id, title] : films) writer.row(out, {id, title, 2000, "x"});
  writer.end(out);
  return out;
}

TEST(RestoreTest, IdsAndTextAreKeptAsTheyStand) {
  for (const Format format : kFormats) {
    const std::string text = written(format, {{3, " A "}, {kGreatest, "b"}});
    EXPECT_THAT(restore(format, text).drafts, ElementsAre(MovieDraft{" A ", 2000, "x", 3},
                                                          MovieDraft{"b", 2000, "x", kGreatest}));
    EXPECT_THAT(read_all(format, text).drafts,
                ElementsAre(MovieDraft{"A", 2000, "X"}, MovieDraft{"b", 2000, "X"}));
  }
}

TEST(RestoreTest, IdsMustAscend) {
  for (const Format format : kFormats) {
    for (const std::int64_t next : {7, 6}) {
      const ReadAll got = restore(format, written(format, {{7, "A"}, {next, "B"}, {8, "C"}}));
      EXPECT_THAT(got.error, HasSubstr(": id " + std::to_string(next) + " comes behind 7; films"));
      EXPECT_THAT(got.error, testing::StartsWith(format == Format::ndjson ? "line 2" : "line 3"));
      EXPECT_EQ(got.drafts.size(), 1U);
    }
  }
}

TEST(RestoreTest, IdsThatLeaveNoRoomForOthersAreRefused) {
  for (const Format format : kFormats) {
    const ReadAll got = restore(format, written(format, {{kGreatest + 1, "A"}, {INT64_MAX, "B"}}));
    EXPECT_THAT(got.refusals,
                ElementsAre(HasSubstr("id: 9000000000000000001 leaves no room for ids to come; the "
                                      "greatest allowed is 9000000000000000000"),
                            HasSubstr("id: 9223372036854775807 leaves no room for ids to come")));
  }
}

TEST(RestoreTest, RowsWithoutAnIdAreRefused) {
  for (const Format format : kFormats) {
    EXPECT_THAT(restore(format, written(format, {{0, "A"}, {-1, "B"}, {1, "C"}})).refusals,
                ElementsAre(HasSubstr("id: Input should be greater than or equal to 1"),
                            HasSubstr("id: Input should be greater than or equal to 1")));
  }
  EXPECT_THAT(restore(Format::csv, "title,year,genre,id\nA,2000,x\nB,2000,x,\n").refusals,
              ElementsAre("line 2: id: Field required",
                          HasSubstr("line 3: id: Input should be a valid integer")));
  EXPECT_EQ(
      restore(Format::csv, "title,year,genre\n").error,
      "the header has no column id; it has: title, year, genre; needed are id, title, year and "
      "genre, separated by commas");
}

TEST(RestoreTest, TheRulesHoldAllTheSame) {
  for (const Format format : kFormats) {
    const ReadAll got = restore(
        format, written(format, {{1, " "}, {2, std::string(150, ' ') + std::string(51, 'x')}}));
    EXPECT_THAT(got.refusals,
                ElementsAre(HasSubstr("title: String should have at least 1 character"),
                            HasSubstr("title: String should have at most 200 characters")));
  }
}

}  // namespace
}  // namespace movie::bulk
