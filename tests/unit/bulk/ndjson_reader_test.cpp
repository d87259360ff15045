#include "bulk/ndjson_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "unit/bulk/read_all.hpp"

namespace movie::bulk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kAlien = R"({"title":"Alien","year":1979,"genre":"horror"})";
const MovieDraft kAlienDraft{"Alien", 1979, "Horror"};

ReadAll read(const std::string& text, std::size_t step = 7) {
  return read_all(Format::ndjson, text, step);
}

TEST(NdjsonReaderTest, TakesEveryLineEndAndPassesOverBlankLines) {
  for (const std::string end : {"\n", "\r\n"}) {
    for (const std::size_t step : {1U, 2U, 3U, 1000U}) {
      const ReadAll got =
          read("\uFEFF" + kAlien + end + end + " \t" + end + " {}" + end + kAlien, step);
      EXPECT_THAT(got.drafts, ElementsAre(kAlienDraft, kAlienDraft));
      EXPECT_THAT(got.refusals, ElementsAre(HasSubstr("line 4: title: Field required; year: ")));
      EXPECT_EQ(got.error, "");
    }
  }
  for (const char* nothing : {"", "\uFEFF", "\n", " \r\n\t"}) EXPECT_EQ(read(nothing), ReadAll{});
}

TEST(NdjsonReaderTest, RefusesALineThatIsNoJsonAndGoesOnWithTheNext) {
  const ReadAll got = read(kAlien + "\n{\"title\":\"A\n\"}\n" + kAlien + kAlien + "\n[" + kAlien +
                           "]\n" + kAlien + "\n" + kAlien.substr(0, 20));
  EXPECT_THAT(got.drafts, ElementsAre(kAlienDraft, kAlienDraft));
  EXPECT_THAT(
      got.refusals,
      ElementsAre("line 2: JSON decode error: Unterminated string starting at (character 10)",
                  "line 3: JSON decode error: Unterminated string starting at (character 1)",
                  "line 4: JSON decode error: Extra data (character 47)",
                  "line 5: Input should be a valid dictionary or object to extract fields from",
                  HasSubstr("line 7: JSON decode error: ")));
}

TEST(NdjsonReaderTest, RefusesALineThatIsTooLongAndGoesOnWithTheNext) {
  for (const std::size_t step : {1000U, 65536U}) {
    const ReadAll got = read("{\"title\":\"" + std::string(2'000'000, 'x') + "\n" + kAlien + "\n" +
                                 std::string(1 << 20, ' ') + "{}\n" + kAlien,
                             step);
    EXPECT_THAT(got.drafts, ElementsAre(kAlienDraft, kAlienDraft));
    EXPECT_THAT(got.refusals, ElementsAre("line 1: the row is longer than 1048576 bytes",
                                          "line 3: the row is longer than 1048576 bytes"));
  }
}

TEST(NdjsonReaderTest, RefusesWhatIsNotUtf8OrNestedTooDeeply) {
  const ReadAll got =
      read("{\"title\":\"Caf\xE9\"}\n" + std::string(1'000'000, '[') + "\n" + kAlien, 65536);
  EXPECT_THAT(got.refusals,
              ElementsAre("line 1: the row is not UTF-8",
                          "line 2: JSON decode error: Nested too deeply (character 1)"));
  EXPECT_THAT(got.drafts, ElementsAre(kAlienDraft));
}

TEST(NdjsonReaderTest, NumbersTheRows) {
  NdjsonReader reader(source_of("\n" + kAlien + "\n\n{}\n7"));
  reader.next();
  const Refusal second = std::get<Refusal>(reader.next()), third = std::get<Refusal>(reader.next());
  EXPECT_EQ(second.row, 2U);
  EXPECT_EQ(second.line, 4U);
  EXPECT_EQ(third.row, 3U);
  EXPECT_TRUE(std::holds_alternative<End>(reader.next()));
  EXPECT_EQ(reader.bytes_read(), 53U);
}

}  // namespace
}  // namespace movie::bulk
