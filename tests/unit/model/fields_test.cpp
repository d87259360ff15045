#include "model/fields.hpp"

#include <gtest/gtest.h>

#include <string>

namespace movie {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (; times > 0; --times) out += text;
  return out;
}

template <class T>
Fault fault_of(const Judged<T>& judged) {
  EXPECT_FALSE(judged);
  return judged ? Fault{} : judged.error();
}

TEST(FieldsTest, TitlesAreTrimmedAndCounted) {
  EXPECT_EQ(judge_title(" the LORD\u3000"), "the LORD");
  EXPECT_EQ(judge_title(" " + repeated("🎬", 200) + " "), repeated("🎬", 200));
  EXPECT_EQ(fault_of(judge_title(repeated("🎬", 201))), (Fault{FaultType::string_too_long, 200}));
  EXPECT_EQ(fault_of(judge_title(repeated("x", 201))), (Fault{FaultType::string_too_long, 200}));
  EXPECT_EQ(fault_of(judge_title(" \u00A0")), (Fault{FaultType::string_too_short, 1}));
}

TEST(FieldsTest, GenresAreTitleCasedAndCountedTwice) {
  EXPECT_EQ(judge_genre(" sci-fi "), "Sci-Fi");
  EXPECT_EQ(judge_genre(repeated("x", 50))->size(), 50U);
  EXPECT_EQ(fault_of(judge_genre(repeated("x", 51))), (Fault{FaultType::string_too_long, 50}));
  EXPECT_EQ(fault_of(judge_genre("ß" + repeated("x", 49))),
            (Fault{FaultType::string_too_long, 50}));
}

TEST(FieldsTest, NulIsRefused) {
  EXPECT_EQ(fault_of(judge_title(std::string_view("a\0b", 3))).type, FaultType::value_error);
  EXPECT_EQ(fault_of(judge_genre(std::string_view("\0", 1))).type, FaultType::value_error);
}

TEST(FieldsTest, YearsLieBetween1888And2100) {
  EXPECT_EQ(judge_year(LaxInteger{1888}), 1888);
  EXPECT_EQ(judge_year(LaxInteger{2100}), 2100);
  EXPECT_EQ(fault_of(judge_year(LaxInteger{1887})), (Fault{FaultType::greater_than_equal, 1888}));
  EXPECT_EQ(fault_of(judge_year(LaxInteger{2101})), (Fault{FaultType::less_than_equal, 2100}));
  EXPECT_EQ(fault_of(judge_year(integer_from_text("x"))), (Fault{FaultType::int_parsing}));
}

TEST(FieldsTest, WhatIsKeptStandsAsItIsWithinTheRules) {
  EXPECT_EQ(keep_title(" A "), " A ");
  EXPECT_EQ(keep_genre("sci-fi "), "sci-fi ");
  EXPECT_EQ(fault_of(keep_title(" ")), (Fault{FaultType::string_too_short, 1}));
  EXPECT_EQ(fault_of(keep_title(repeated(" ", 200) + "x")),
            (Fault{FaultType::string_too_long, 200}));
  EXPECT_EQ(fault_of(keep_genre(repeated("ß", 50))), (Fault{FaultType::string_too_long, 50}));
}

TEST(FieldsTest, IdsAreOneOrMore) {
  EXPECT_EQ(judge_id(LaxInteger{1}), 1);
  EXPECT_EQ(judge_id(LaxInteger{INT64_MAX}), INT64_MAX);
  EXPECT_EQ(fault_of(judge_id(LaxInteger{0})), (Fault{FaultType::greater_than_equal, 1}));
  EXPECT_EQ(fault_of(judge_id(LaxInteger{INT64_MAX, false})),
            (Fault{FaultType::less_than_equal, INT64_MAX}));
}

TEST(FieldsTest, AGenreFilterHasNoLengthRule) {
  EXPECT_EQ(genre_filter("  sci-FI "), "Sci-Fi");
  EXPECT_EQ(genre_filter(" "), "");
  EXPECT_EQ(genre_filter(repeated("x", 100)).size(), 100U);
}

TEST(FieldsTest, FieldsHaveNames) {
  for (const Field field : kFields) EXPECT_EQ(field_named(name(field)), field);
  EXPECT_EQ(field_named("Title"), std::nullopt);
  EXPECT_EQ(field_named(""), std::nullopt);
}

TEST(FieldsTest, FaultsHaveWords) {
  EXPECT_EQ(message({FaultType::greater_than_equal, 1888}),
            "Input should be greater than or equal to 1888");
  EXPECT_EQ(message({FaultType::string_too_short, 1}), "String should have at least 1 character");
  EXPECT_EQ(message({FaultType::string_too_long, 50}), "String should have at most 50 characters");
  for (auto type = 0; type <= static_cast<int>(FaultType::less_than_equal); ++type) {
    EXPECT_NE(type_name(static_cast<FaultType>(type)), "");
    EXPECT_NE(message({static_cast<FaultType>(type), 0}), "");
  }
}

}  // namespace
}  // namespace movie
