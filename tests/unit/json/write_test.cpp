#include "json/write.hpp"

#include <gtest/gtest.h>

#include <string>

namespace movie::json {
namespace {

std::string json_of(std::string_view text) {
  std::string out;
  append_string(out, text);
  return out;
}

TEST(WriteTest, MoviesAreCompactWithKeysInOrder) {
  std::string out = "[";
  append_movie(out, {1, "É", 2000, "Drama"});
  append_movie(out, {9223372036854775807, "", -5, "🎬"});
  EXPECT_EQ(out, R"([{"id":1,"title":"É","year":2000,"genre":"Drama"})"
                 R"({"id":9223372036854775807,"title":"","year":-5,"genre":"🎬"})");
}

TEST(WriteTest, OnlyQuotesBackslashesAndControlsAreEscaped) {
  EXPECT_EQ(json_of("a\"b\\c/d\be\ff\ng\rh\ti"), R"("a\"b\\c/d\be\ff\ng\rh\ti")");
  EXPECT_EQ(json_of(std::string_view("\0\x01\x0B\x1F\x7F", 5)),
            "\"\\u0000\\u0001\\u000b\\u001f\x7F\"");
  EXPECT_EQ(json_of("\u0080\u2028é世🎬\uFFFF"), "\"\u0080\u2028é世🎬\uFFFF\"");
}

/// Text is looked at eight bytes at a time: every byte, at every place of a word, must be seen.
TEST(WriteTest, EveryByteIsSeenWhereverItStands) {
  for (int value = 0; value < 256; ++value) {
    const char byte = static_cast<char>(value);
    const std::string one = json_of(std::string(1, byte));
    const std::string escaped = one.substr(1, one.size() - 2);
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text(20, 'x'), expected = text;
      text[at] = byte;
      expected.replace(at, 1, escaped);
      EXPECT_EQ(json_of(text), '"' + expected + '"') << value << " at " << at;
    }
  }
}

TEST(WriteTest, WhatIsNotUtf8IsReplaced) {
  EXPECT_EQ(json_of("a\xFFz"), "\"a\uFFFDz\"");
  EXPECT_EQ(json_of("é\xED\xA0\x80é\xC3"), "\"é\uFFFD\uFFFD\uFFFDé\uFFFD\"");
}

TEST(WriteTest, OtherBodies) {
  EXPECT_EQ(error_body("Movie not found"), R"({"detail":"Movie not found"})");
  EXPECT_EQ(app_health_body("Movie \"Service\""), R"({"status":"ok","app":"Movie \"Service\""})");
  EXPECT_EQ(store_health_body(true, "memory"), R"({"status":"ok","database":"memory"})");
  EXPECT_EQ(store_health_body(false, "sqlite"), R"({"status":"unavailable","database":"sqlite"})");
}

}  // namespace
}  // namespace movie::json
