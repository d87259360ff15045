#include "http/list/query_pairs.hpp"

#include <gmock/gmock.h>

namespace movie::http {
namespace {

std::optional<std::string> skip(std::string_view query) {
  return QueryPairs(query).value(Parameter::skip);
}
std::optional<std::string> genre(std::string_view query) {
  return QueryPairs(query).value(Parameter::genre);
}

TEST(QueryPairs, TheLastOfANameCounts) {
  EXPECT_EQ(skip("skip=1&limit=2&skip=3"), "3");
  EXPECT_EQ(skip("skip=1&skip"), "");
  EXPECT_EQ(skip("skip=1&skip="), "");
}

TEST(QueryPairs, OtherNamesAreOthers) {
  EXPECT_EQ(skip(""), std::nullopt);
  EXPECT_EQ(skip("SKIP=1&skipp=2&=3&&"), std::nullopt);
  EXPECT_EQ(skip("limit=1;skip=2"), std::nullopt) << "a semicolon separates nothing";
}

TEST(QueryPairs, NamesAndValuesAreDecoded) {
  EXPECT_EQ(skip("sk%69p=%31+"), "1 ");
  EXPECT_EQ(genre("genre=a%26b%3Dc"), "a&b=c");
  EXPECT_EQ(genre("genre=a=b"), "a=b");
}

TEST(QueryPairs, GenresMayBeSeveral) {
  EXPECT_THAT(QueryPairs("genre_in=a&genre_in&x&genre_i%6E=b+c&genre_in=").genre_in(),
              testing::ElementsAre("a", "", "b c", ""));
}

}  // namespace
}  // namespace movie::http
