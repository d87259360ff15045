#include "text.hpp"

#include <gtest/gtest.h>

namespace movie::sqlite {
namespace {

using namespace std::string_view_literals;

std::string mended(std::string_view stored) {
  std::string scratch;
  return std::string(readable(stored, scratch));
}

TEST(TextTest, WellFormedTextIsNotCopied) {
  for (const std::string_view text :
       {""sv, "A"sv, "Amélie and the rest of a longer title"sv, "\u0080\u07FF\u0800\uFFFF"sv,
        "\U00010000\U0010FFFF"sv, "\uD7FF\uE000"sv, "12345678\u00E9"sv}) {
    std::string scratch;
    EXPECT_EQ(readable(text, scratch).data(), text.data()) << text;
  }
}

TEST(TextTest, WhatIsNoUtf8IsReplacedByteByByte) {
  EXPECT_EQ(mended("caf\xE9"sv), "caf\uFFFD");
  EXPECT_EQ(mended("\xFF\xFE"sv), "\uFFFD\uFFFD");
  EXPECT_EQ(mended("a\x80z"sv), "a\uFFFDz");
  EXPECT_EQ(mended("\xC0\xAF"sv), "\uFFFD\uFFFD") << "overlong";
  EXPECT_EQ(mended("\xE0\x80\x80"sv), "\uFFFD\uFFFD\uFFFD") << "overlong";
  EXPECT_EQ(mended("\xF0\x80\x80\x80"sv), "\uFFFD\uFFFD\uFFFD\uFFFD") << "overlong";
  EXPECT_EQ(mended("\xED\xA0\x80"sv), "\uFFFD\uFFFD\uFFFD") << "surrogate";
  EXPECT_EQ(mended("\xF4\x90\x80\x80"sv), "\uFFFD\uFFFD\uFFFD\uFFFD") << "beyond U+10FFFF";
  EXPECT_EQ(mended("12345678ok\xE2\x82"sv), "12345678ok\uFFFD\uFFFD") << "cut off";
}

TEST(TextTest, NulIsReplacedWhereverItStands) {
  EXPECT_EQ(mended("a\0b"sv), "a\uFFFDb");
  EXPECT_EQ(mended("1234567\0"sv), "1234567\uFFFD");
  EXPECT_EQ(mended("\0"
                   "12345678"sv),
            "\uFFFD12345678");
}

}  // namespace
}  // namespace movie::sqlite
