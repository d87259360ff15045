#include "json/read_row.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace movie::json {
namespace {

TEST(ReadRowTest, IsAFilmOrItsProblemsOrNoJson) {
  EXPECT_EQ(std::get<MovieDraft>(read_row(R"({"title":" A ","year":"2000","genre":"x"})")),
            (MovieDraft{"A", 2000, "X"}));
  EXPECT_EQ(std::get<Problems>(read_row(R"({"title":1,"year":1887})")),
            (Problems{{"title", "Input should be a valid string"},
                      {"year", "Input should be greater than or equal to 1888"},
                      {"genre", "Field required"}}));
  EXPECT_EQ(
      std::get<Problems>(read_row("7")),
      (Problems{{"", "Input should be a valid dictionary or object to extract fields from"}}));
  EXPECT_EQ(describe(std::get<SyntaxError>(read_row("{\"é\":}"))),
            "JSON decode error: Expecting value (character 6)");
}

TEST(ReadRowTest, WhatIsNotUtf8MayBeJsonOtherwise) {
  EXPECT_EQ(std::get<Problems>(read_row("{\"title\":\"\xE9\"}")),
            (Problems{{"", "the row is not UTF-8"}}));
  EXPECT_TRUE(std::holds_alternative<SyntaxError>(read_row("{\"title\":\"\xE9}")));
  EXPECT_TRUE(std::holds_alternative<SyntaxError>(read_row(std::string(600, '['))));
  EXPECT_TRUE(std::holds_alternative<SyntaxError>(read_row("")));
}

TEST(ReadRowTest, AWholeFilmHasItsIdAndItsTextAsItStands) {
  EXPECT_EQ(std::get<MovieDraft>(read_row(
                R"({"x":{"id":1},"genre":"sci-fi","id":"7","title":" A ","year":2000})", true)),
            (MovieDraft{" A ", 2000, "sci-fi", 7}));
  for (const auto& [id, reason] : std::vector<std::pair<std::string, std::string>>{
           {"0", "Input should be greater than or equal to 1"},
           {"1.5", "Input should be a valid integer, got a number with a fractional part"},
           {"null", "Input should be a valid integer"},
           {"[1]", "Input should be a valid integer"},
           {"9223372036854775808", "Input should be less than or equal to 9223372036854775807"}}) {
    const std::string row = R"({"title":"A","year":2000,"genre":"x","id":)" + id + "}";
    EXPECT_EQ(std::get<Problems>(read_row(row, true)), (Problems{{"id", reason}}));
    EXPECT_EQ(std::get<MovieDraft>(read_row(row)).id, 0) << "ignored unless asked for";
  }
  EXPECT_EQ(std::get<Problems>(read_row(R"({"title":"A","year":2000,"genre":"x"})", true)),
            (Problems{{"id", "Field required"}}));
}

}  // namespace
}  // namespace movie::json
