#include "bulk/json_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "unit/bulk/read_all.hpp"

namespace movie::bulk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kAlien = R"({"title":"Alien","year":1979,"genre":"horror"})";
const MovieDraft kAlienDraft{"Alien", 1979, "Horror"};

ReadAll read(const std::string& text, std::size_t step = 7) {
  return read_all(Format::json, text, step);
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (; times > 0; --times) out += text;
  return out;
}

TEST(JsonReaderTest, KeepsTheFieldRulesOfTheApi) {
  const ReadAll got = read(
      R"( [ {"title":"  Dune ","year":"2021","genre":"sci-fi","id":7,"cast":[{"title":1},"]"]},
           {"genre":"\u00c9POP\u00c9E","year":2e3,"title":"x","title":"\"[{\\"} ] )");
  EXPECT_THAT(got.drafts, ElementsAre(MovieDraft{"Dune", 2021, "Sci-Fi"},
                                      MovieDraft{"\"[{\\", 2000, "Épopée"}));
  EXPECT_THAT(got.refusals, IsEmpty());
  EXPECT_EQ(got.error, "");
}

TEST(JsonReaderTest, RefusesWithRowLineFieldAndEveryReason) {
  const ReadAll got = read("[" + kAlien + R"(,
{"title":"","year":1887},{"title":5,"year":2000.5,"genre":"\ud800"}
,7,"x",null,[],)" + kAlien +
                           "]");
  EXPECT_EQ(got.drafts.size(), 2U);
  const std::string no_object =
      "Input should be a valid dictionary or object to extract fields from";
  EXPECT_THAT(
      got.refusals,
      ElementsAre(
          "row 2 (line 2): title: String should have at least 1 character; year: Input should "
          "be greater than or equal to 1888; genre: Field required",
          "row 3 (line 2): title: Input should be a valid string; year: Input should be a valid "
          "integer, got a number with a fractional part; genre: Input should be a valid "
          "string, unable to parse raw data as a unicode string",
          "row 4 (line 3): " + no_object, "row 5 (line 3): " + no_object,
          "row 6 (line 3): " + no_object, "row 7 (line 3): " + no_object));
}

TEST(JsonReaderTest, EmptyArraysHoldNothing) {
  for (const char* text : {"[]", " [ \r\n] \n", "\uFEFF[]"})
    EXPECT_EQ(read(text), ReadAll{}) << text;
}

TEST(JsonReaderTest, SkipsAByteOrderMarkHoweverItArrives) {
  for (const std::size_t step : {1U, 2U, 3U, 4U, 1000U}) {
    EXPECT_THAT(read("\uFEFF[" + kAlien + "]", step).drafts, ElementsAre(kAlienDraft));
  }
}

TEST(JsonReaderTest, SaysWhatItNeeds) {
  EXPECT_EQ(read("").error, "the file is empty; a JSON array of objects is needed");
  EXPECT_EQ(read("\uFEFF \n").error, "the file is empty; a JSON array of objects is needed");
  EXPECT_EQ(read("\n" + kAlien).error,
            "line 2: a JSON array of objects is needed, which begins with '['; objects without one "
            "are the format ndjson");
  EXPECT_EQ(read("title,year,genre").error,
            "line 1: a JSON array of objects is needed, which begins with '['");
}

/// An array cut off anywhere must not pass for a shorter one.
TEST(JsonReaderTest, WhatIsCutShortIsAnError) {
  const std::string whole =
      "[" + kAlien + ",\n " + R"({"title":"\"\\","year":[{}],"genre":"x"})" + "]";
  EXPECT_EQ(read(whole).error, "");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(read(whole.substr(0, size)).error, "") << whole.substr(0, size);
  }
  EXPECT_EQ(read("[" + kAlien + ",\n").error,
            "line 2, behind row 1: the array is never closed; is the file cut short?");
  EXPECT_EQ(read("[\"\\").error,
            "line 1, behind row 0: the array is never closed; is the file cut short?");
}

TEST(JsonReaderTest, MalformedJsonEndsReading) {
  for (
      const auto& [text, error] : std::vector<std::pair<std::string, std::string>>{
          {"[,", "behind row 0: JSON decode error: Expecting value"},
          {"[" + kAlien + ",]", "behind row 1: JSON decode error: Expecting value"},
          {"[" + kAlien + kAlien + "]", "behind row 1: JSON decode error: Expecting ',' delimiter"},
          {"[" + kAlien + "}", "behind row 1: JSON decode error: Expecting ',' delimiter"},
          {"[" + kAlien + "] x", "behind row 1: JSON decode error: Extra data behind the array"},
          {"[" + kAlien + "][]", "behind row 1: JSON decode error: Extra data behind the array"},
          {"[" + kAlien + std::string("]\0", 2), "Extra data behind the array"},
          {"[{\"a\":1,}]",
           "row 1: JSON decode error: Expecting property name enclosed in double quotes (character "
           "8)"},
          {"[{]]", "row 1: JSON decode error: Expecting property name"},
          {"[{}}]", "behind row 1: JSON decode error: Expecting ','"},
          {"[nul]", "row 1: JSON decode error: Expecting value (character 1)"},
          {"[1}]", "row 1: JSON decode error: Extra data (character 2)"},
          {"[\"a\nb\"]", "row 1: JSON decode error: Invalid control character at (character 3)"},
          {"[" + kAlien + ", {'title'}]", "row 2: JSON decode error: Expecting property name"}}) {
    const ReadAll got = read(text);
    EXPECT_THAT(got.error, HasSubstr(error)) << text;
    EXPECT_THAT(got.error, testing::StartsWith("line 1, ")) << text;
  }
}

TEST(JsonReaderTest, SaysWhichLineIsMalformed) {
  for (const std::string end : {"\n", "\r\n"}) {
    EXPECT_THAT(read("[" + end + kAlien + "," + end + "{\"x\":\"é\"," + end + "\"y\":tru}]").error,
                testing::StartsWith("line 4, row 2: "));
  }
  EXPECT_THAT(read("[\r\r{},\r3 4]").error, testing::StartsWith("line 4, behind row 2: "));
}

TEST(JsonReaderTest, NestingIsBoundedAndCostsNoStack) {
  const auto nested = [](std::size_t depth) {
    return R"([{"title":"A","year":2000,"genre":"x","y":)" + repeated("[", depth) +
           repeated("]", depth) + "}]";
  };
  EXPECT_EQ(read(nested(511), 65536).drafts.size(), 1U);
  EXPECT_EQ(read(nested(512), 65536).error,
            "line 1, row 1: JSON decode error: Nested too deeply (character 1)");
  EXPECT_THAT(read(repeated("[", 2'000'000), 65536).error,
              HasSubstr("row 1 is longer than 1048576 bytes"));
  EXPECT_THAT(read(repeated("{\"a\":", 1'000'000), 65536).error, HasSubstr("begins with '['"));
}

TEST(JsonReaderTest, BoundsTheLengthOfARow) {
  for (const std::string begin : {"[\"", "[{\"title\":\"", "[1", "[[ "}) {
    const ReadAll got = read("[{},\n" + begin.substr(1) + std::string(2'000'000, ' '), 65536);
    EXPECT_NE(got.error, "");
  }
  EXPECT_EQ(read("[{},\n{\"title\":\"" + std::string(2'000'000, 'x'), 65536).error,
            "line 2: row 2 is longer than 1048576 bytes; is a closing quote or bracket missing?");
  const std::string just =
      kAlien.substr(0, kAlien.size() - 1) + std::string((1 << 20) - kAlien.size(), ' ') + "}";
  EXPECT_EQ(read("[" + just + std::string(3'000'000, ' ') + "]", 65536).drafts.size(), 1U)
      << "space between rows costs nothing";
}

TEST(JsonReaderTest, RefusesWhatIsNotUtf8) {
  const ReadAll got =
      read("[{\"title\":\"Caf\xE9\",\"year\":2000,\"genre\":\"x\"}," + kAlien + "]");
  EXPECT_THAT(got.refusals, ElementsAre("row 1 (line 1): the row is not UTF-8"));
  EXPECT_THAT(got.drafts, ElementsAre(kAlienDraft));
  EXPECT_THAT(read("[{\"title\":\"Caf\xE9,}]").error, HasSubstr("never closed"));
  EXPECT_THAT(read("[{\"Caf\xE9\"}]").error, HasSubstr("Expecting ':' delimiter"));
}

TEST(JsonReaderTest, TakesWhatPythonTakes) {
  EXPECT_THAT(
      read("[" + kAlien.substr(0, kAlien.size() - 1) + R"(,"x":NaN,"y":1e999,"z":"\ud800"}])")
          .drafts,
      ElementsAre(kAlienDraft));
}

TEST(JsonReaderTest, IsDoneOnceTheArrayHasEnded) {
  int asked = 0;
  JsonReader reader([&](std::span<char> buffer) {
    constexpr std::string_view kText = "[{}]";
    return ++asked == 1 ? kText.copy(buffer.data(), kText.size()) : 0;
  });
  EXPECT_EQ(reader.bytes_read(), 0U);
  EXPECT_TRUE(std::holds_alternative<Refusal>(reader.next()));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(std::holds_alternative<End>(reader.next()));
  EXPECT_EQ(reader.bytes_read(), 4U);
  EXPECT_EQ(asked, 2) << "a source that has ended is not asked again";
}

TEST(JsonReaderTest, PassesOnWhatTheSourceThrows) {
  JsonReader reader([](std::span<char>) -> std::size_t { throw std::domain_error("disk"); });
  EXPECT_THROW(reader.next(), std::domain_error);
}

}  // namespace
}  // namespace movie::bulk
