#include "model/text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace movie::text {
namespace {

TEST(TextTest, TrimsUnicodeWhiteSpaceAndNothingElse) {
  for (const char* space : {"\t", "\n", "\v", "\f", "\r", " ", "\u0085", "\u00A0", "\u1680",
                            "\u2000", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"}) {
    const std::string s(space);
    EXPECT_EQ(trimmed(s + s + "é" + s + "é" + s), "é" + s + "é");
    EXPECT_EQ(trimmed(s + s), "");
  }
  for (const char* other : {"\x1C", "\x1F", "\x7F", "\u180E", "\u200B", "\u2060", "\uFEFF"}) {
    EXPECT_EQ(trimmed(other), other);
  }
  EXPECT_EQ(trimmed(""), "");
}

TEST(TextTest, CountsCodePoints) {
  EXPECT_EQ(code_points(""), 0U);
  EXPECT_EQ(code_points("0123456789"), 10U);
  EXPECT_EQ(code_points("0123456789é世🎬x"), 14U);
  EXPECT_EQ(code_points("👨\u200D👩\u200D👧"), 5U);
}

TEST(TextTest, KnowsWellFormedUtf8) {
  for (const char* good : {"", "plain ascii, longer than a word", "é", "123456789é", "\U0010FFFF",
                           "\uFFFF", "\uD7FF"}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  for (const char* bad :
       {"\x80", "12345678\xFF", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
        "\xF4\x90\x80\x80", "\xF0\x9F\x8E", "\xF8\x88\x80\x80\x80", "é\xE9t"}) {
    EXPECT_FALSE(is_utf8(bad)) << bad;
  }
}

TEST(TextTest, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(to_utf8("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(to_utf8("\xF0\x9F\x8Ez"), "\uFFFDz");
  EXPECT_EQ(to_utf8("é🎬"), "é🎬");
}

}  // namespace
}  // namespace movie::text
