#include "http/list/links.hpp"

#include <gtest/gtest.h>

namespace movie::http {
namespace {

/// The field for a page of `rows` films, with `more` behind it, of `total` where it is counted.
std::string links(std::string_view query, std::int64_t rows, bool more, std::int64_t total = 0,
                  std::int64_t last_id = 0) {
  json::Faults faults;
  const auto asked = read_list_parameters(query, std::nullopt, faults);
  EXPECT_TRUE(asked) << faults.body();
  return page_links(query, *asked, {rows, more, last_id, total});
}

TEST(PageLinks, APlainListHasNone) {
  for (const auto* plain : {"", "skip=30&limit=20", "genre=war&page=2&x=1"})
    EXPECT_EQ(links(plain, 20, true), "") << plain;
}

TEST(PageLinks, APageWithoutNeighboursHasNone) {
  EXPECT_EQ(links("", 3, false), "");
  EXPECT_EQ(links("count=true", 3, false, 3), "");
  EXPECT_EQ(links("page_size=10", 3, false, 3), "");
  EXPECT_EQ(links("after_id=0", 3, false), "");
}

TEST(PageLinks, BySkip) {
  EXPECT_EQ(links("sort=id", 100, true), R"(</movies?sort=id&skip=100&limit=100>; rel="next")");
  EXPECT_EQ(links("skip=30&limit=20&q=", 20, true), R"(</movies?q=&skip=50&limit=20>; rel="next", )"
                                                    R"(</movies?q=&skip=10&limit=20>; rel="prev", )"
                                                    R"(</movies?q=&skip=0&limit=20>; rel="first")");
  EXPECT_EQ(links("limit=20&skip=5&q=", 1, false), R"(</movies?q=&skip=0&limit=20>; rel="prev", )"
                                                   R"(</movies?q=&skip=0&limit=20>; rel="first")");
}

TEST(PageLinks, TheLastPageIsKnownWhereFilmsAreCounted) {
  EXPECT_EQ(links("limit=20&count=1", 20, true, 41),
            R"(</movies?count=1&skip=20&limit=20>; rel="next", )"
            R"(</movies?count=1&skip=40&limit=20>; rel="last")");
  EXPECT_NE(links("limit=20&count=1", 20, true, 40).find(R"(skip=20&limit=20>; rel="last")"),
            std::string::npos);
  EXPECT_NE(links("limit=20&skip=5&count=1", 20, true, 30).find(R"(skip=25&limit=20>; rel="last")"),
            std::string::npos)
      << "pages begin at 5";
  EXPECT_NE(links("limit=20&skip=25&count=1", 0, false, 3).find(R"(skip=0&limit=20>; rel="last")"),
            std::string::npos);
}

TEST(PageLinks, BehindTheEndPrevIsTheLastPageWhereItIsKnown) {
  EXPECT_EQ(links("limit=20&skip=900&count=1", 0, false, 41),
            R"(</movies?count=1&skip=40&limit=20>; rel="prev", )"
            R"(</movies?count=1&skip=0&limit=20>; rel="first", )"
            R"(</movies?count=1&skip=40&limit=20>; rel="last")");
}

TEST(PageLinks, ByPage) {
  EXPECT_EQ(
      links("page=2&page_size=10", 10, true, 35),
      R"(</movies?page=3&page_size=10>; rel="next", </movies?page=1&page_size=10>; rel="prev", )"
      R"(</movies?page=1&page_size=10>; rel="first", </movies?page=4&page_size=10>; rel="last")");
  EXPECT_EQ(
      links("page=9&page_size=10", 0, false, 15),
      R"(</movies?page=2&page_size=10>; rel="prev", </movies?page=1&page_size=10>; rel="first", )"
      R"(</movies?page=2&page_size=10>; rel="last")");
  EXPECT_EQ(links("page=9&page_size=10", 0, false, 0), "");
}

TEST(PageLinks, ById) {
  EXPECT_EQ(
      links("after_id=7&limit=2", 2, true, 0, 12),
      R"(</movies?after_id=12&limit=2>; rel="next", </movies?after_id=0&limit=2>; rel="first")");
  EXPECT_EQ(links("after_id=0&limit=2&sort=-id", 2, true, 0, 11),
            R"(</movies?sort=-id&after_id=11&limit=2>; rel="next")");
}

TEST(PageLinks, KeepWhatElseWasAskedForAsItWasSent) {
  EXPECT_EQ(
      links("genre=Sci-Fi&%73kip=0&q=a+b%26&genre_in=x&genre_in=sci-fi", 100, true),
      R"(</movies?genre=Sci-Fi&q=a+b%26&genre_in=x&genre_in=sci-fi&skip=100&limit=100>; rel="next")");
  EXPECT_EQ(links("q=<>\"\xc3\xa9 ,", 100, true),
            R"(</movies?q=%3C%3E%22%C3%A9%20,&skip=100&limit=100>; rel="next")");
  EXPECT_EQ(links("x=1&utm=2&genre=War&year=1999", 100, true),
            R"(</movies?genre=War&year=1999&skip=100&limit=100>; rel="next")")
      << "what means nothing is left out";
}

TEST(PageLinks, AreLeftOutWhereTheyWouldBeLongerThanProxiesTake) {
  EXPECT_NE(links("year=1&genre=" + std::string(1000, 'x'), 100, true), "");
  EXPECT_EQ(links("year=1&genre=" + std::string(5000, 'x'), 100, true), "");
}

}  // namespace
}  // namespace movie::http
