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

}  // namespace
}  // namespace movie::json
