#include "http/target.hpp"

#include <gtest/gtest.h>

namespace movie::http {
namespace {

std::string decode(std::string_view text, bool form = false) {
  std::string buffer;
  return std::string(decoded(text, buffer, form));
}

TEST(Target, IsCutAtTheFirstQuestionMark) {
  const auto target = Target::split("/movies?genre=a?b");
  EXPECT_EQ(target.path, "/movies");
  EXPECT_EQ(target.query, "genre=a?b");
  EXPECT_EQ(Target::split("/health").query, "");
  EXPECT_EQ(Target::split("/health?").path, "/health");
}

TEST(Decoded, ReadsEscapesInEitherCase) {
  EXPECT_EQ(decode("/%6Dovies%2f1"), "/movies/1");
  EXPECT_EQ(decode("caf%C3%a9"), "café");
  EXPECT_EQ(decode("%00"), std::string(1, '\0'));
}

TEST(Decoded, LeavesWhatIsNoEscape) {
  for (const auto* text : {"%", "%4", "%zz", "a%4g", "100%"}) EXPECT_EQ(decode(text), text);
  EXPECT_EQ(decode("%2525"), "%25") << "decoded once";
}

TEST(Decoded, TakesPlusForASpaceInFormsOnly) {
  EXPECT_EQ(decode("a+b%2Bc", true), "a b+c");
  EXPECT_EQ(decode("a+b"), "a+b");
}

TEST(Decoded, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(decode("%FF"), "\uFFFD");
  EXPECT_EQ(decode("a%C3b"), "a\uFFFDb");
  EXPECT_EQ(decode("\xff"), "\uFFFD") << "sent raw";
  EXPECT_EQ(decode("%ED%A0%80"), "\uFFFD\uFFFD\uFFFD") << "a surrogate";
}

TEST(Decoded, DoesNotCopyWhatHasNothingToDecode) {
  const std::string_view text = "/movies/1";
  std::string buffer;
  EXPECT_EQ(decoded(text, buffer).data(), text.data());
}

TEST(Location, EscapesThePathAndKeepsTheQuery) {
  EXPECT_EQ(location("/movies", ""), "/movies");
  EXPECT_EQ(location("/movies/café", "genre=a%20b&x"), "/movies/caf%C3%A9?genre=a%20b&x");
  EXPECT_EQ(location("/movies/a?b#c%d\r\n", ""), "/movies/a%3Fb%23c%25d%0D%0A");
  EXPECT_EQ(location("/movies", "q=\xff\r\nSet-Cookie: x"), "/movies?q=%FF%0D%0ASet-Cookie:%20x");
}

}  // namespace
}  // namespace movie::http
