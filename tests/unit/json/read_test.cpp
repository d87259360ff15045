#include "json/read.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace movie::json {
namespace {

using testing::HasSubstr;

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (; times > 0; --times) out += text;
  return out;
}

/// The answer to a body as a whole film: what was read, or why not.
std::string draft_of(std::string_view body, bool declared_json = true) {
  Faults faults;
  const auto draft = read_draft({body, declared_json}, faults);
  EXPECT_NE(draft.has_value(), faults.any());
  return draft ? draft->title + "|" + std::to_string(draft->year) + "|" + draft->genre
               : faults.body();
}

TEST(ReadTest, UnknownFieldsAndNestedNamesakesAreIgnored) {
  EXPECT_EQ(
      draft_of(
          R"({"x":{"title":5,"year":[{"genre":1}]},"title":" A ","y":[{"title":7}],"year":"2000","genre":"x"})"),
      "A|2000|X");
}

TEST(ReadTest, OfAFieldGivenTwiceTheLastCounts) {
  EXPECT_EQ(draft_of(R"({"title":5,"year":1,"genre":"x","year":2000,"title":"B"})"), "B|2000|X");
  EXPECT_THAT(
      draft_of(R"({"title":"A","year":2000,"genre":"x","genre":[1,{"a":2.50}]})"),
      HasSubstr(
          R"("loc":["body","genre"],"msg":"Input should be a valid string","input":[1,{"a":2.5}]}])"));
}

TEST(ReadTest, PatchesNameTheFieldsToSet) {
  Faults faults;
  EXPECT_EQ(read_patch({"{}"}, faults), MoviePatch{});
  EXPECT_EQ(read_patch({R"({"year":true,"year":1999})"}, faults),
            (MoviePatch{std::nullopt, 1999, std::nullopt}));
  EXPECT_FALSE(faults.any());
  EXPECT_EQ(read_patch({R"({"title":null,"year":null})"}, faults), std::nullopt);
  EXPECT_THAT(faults.body(), testing::AllOf(HasSubstr("string_type"), HasSubstr("int_type")));
}

TEST(ReadTest, TheBodyIsEchoedAsPythonWritesIt) {
  EXPECT_THAT(
      draft_of(
          " { \"a\" : [ 1 , 1.0E2 , null , true , {} , [ ] , \"\\u00e9\\/\\n\" ] , \"b\" : -0 } "),
      HasSubstr(R"("input":{"a":[1,100.0,null,true,{},[],"é/\n"],"b":0}})"));
}

TEST(ReadTest, WhatOnlyPythonTakesIsTakenWhereItDoesNotMatter) {
  EXPECT_EQ(
      draft_of(
          R"({"a":NaN,"b":-Infinity,"c":1e999,"d":"\ud800","title":"A","year":2000,"genre":"x"})"),
      "A|2000|X");
  EXPECT_EQ(draft_of("\uFEFF{\"title\":\"A\",\"year\":2000,\"genre\":\"x\"}"), "A|2000|X");
}

TEST(ReadTest, LoneSurrogatesAreRefusedInFields) {
  for (const char* escape :
       {"\\ud800", "\\udc00", "\\ud83c\\ud83c\\udfac", "x\\uD83Cx", "\\udfac\\ud83c"}) {
    const std::string got =
        draft_of(R"({"title":")" + std::string(escape) + R"(","year":2000,"genre":"x"})");
    EXPECT_THAT(
        got, testing::AllOf(HasSubstr("string_unicode"), HasSubstr("\"input\":\""), HasSubstr("?")))
        << escape;
  }
  EXPECT_EQ(draft_of(R"({"title":"\ud83c\udfac","year":2000,"genre":"x"})"), "🎬|2000|X");
}

TEST(ReadTest, BodiesThatAreNoTextAreUnreadable) {
  const std::string unreadable = R"({"detail":"There was an error parsing the body"})";
  EXPECT_EQ(draft_of("{\"title\":\"\xE9\"}"), unreadable);
  EXPECT_EQ(draft_of("\xFF\xFE{"), unreadable);
}

TEST(ReadTest, ABodyNotCalledJsonIsEchoedAsText) {
  EXPECT_THAT(draft_of("a\xFF\"", false), HasSubstr("model_attributes_type\",\"loc\":[\"body\"]"));
  EXPECT_THAT(draft_of("a\xFF\"", false), HasSubstr("\"input\":\"a\uFFFD\\\"\""));
  EXPECT_THAT(draft_of("", false), HasSubstr("\"type\":\"missing\",\"loc\":[\"body\"]"));
}

TEST(ReadTest, NestingIsBoundedAndCostsNoStack) {
  const std::string unreadable = R"({"detail":"There was an error parsing the body"})";
  const std::string inner = R"({"title":"A","year":2000,"genre":"x","y":)";
  EXPECT_EQ(draft_of(inner + repeated("[", Body{}.max_depth - 1) + repeated("]", Body{}.max_depth - 1) + "}"),
            "A|2000|X");
  EXPECT_EQ(draft_of(inner + repeated("[", Body{}.max_depth) + repeated("]", Body{}.max_depth) + "}"),
            unreadable);
  EXPECT_EQ(draft_of(repeated("[", 1'000'000)), unreadable);
  EXPECT_EQ(draft_of(repeated("{\"a\":", 1'000'000)), unreadable);
  EXPECT_EQ(draft_of(repeated("[{\"a\":NaN,\"b\":", 500'000)), unreadable);
}

TEST(ReadTest, IntegersOfAnySizeAreCompared) {
  const std::string digits(5000, '9');
  EXPECT_THAT(draft_of(R"({"title":"A","genre":"x","year":)" + digits + "}"),
              HasSubstr("less_than_equal"));
  EXPECT_THAT(draft_of(R"({"title":"A","genre":"x","year":-)" + digits + "}"),
              HasSubstr("\"input\":-" + digits + ","));
}

}  // namespace
}  // namespace movie::json
