#include "http/list/parameters.hpp"

#include <gmock/gmock.h>

namespace movie::http {
namespace {

using store::SortKey;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ListParameters read(std::string_view query, std::optional<std::string_view> accept = {}) {
  json::Faults faults;
  const auto asked = read_list_parameters(query, accept, faults);
  EXPECT_TRUE(asked) << query << ": " << faults.body();
  return asked.value_or(ListParameters{});
}

std::string refused(std::string_view query) {
  json::Faults faults;
  EXPECT_FALSE(read_list_parameters(query, std::nullopt, faults)) << query;
  return faults.body();
}

bool lists_nothing(std::string_view query) {
  const auto asked = read(query);
  return asked.query.year_min > asked.query.year_max;
}

TEST(ListParameters, NothingAskedForIsTheFirstHundredById) {
  const auto asked = read("");
  EXPECT_EQ(asked.query.skip, 0u);
  EXPECT_EQ(asked.query.limit, 100u);
  EXPECT_EQ(asked.query.sort, SortKey::id);
  EXPECT_TRUE(asked.query.genres.empty() && asked.query.any_year() && asked.query.contains.empty());
  EXPECT_FALSE(asked.query.total || asked.query.descending || asked.after || asked.page);
  EXPECT_EQ(asked.format, ListFormat::json);
}

TEST(ListParameters, OfOneGivenTwiceTheLastCounts) {
  const auto asked = read("skip=1&limit=2&skip=3&sort=year&sort=-title&genre=a&genre=b&q=x&q=Y");
  EXPECT_EQ(asked.query.skip, 3u);
  EXPECT_EQ(asked.query.limit, 2u);
  EXPECT_EQ(asked.query.sort, SortKey::title);
  EXPECT_TRUE(asked.query.descending);
  EXPECT_THAT(asked.query.genres, ElementsAre("B"));
  EXPECT_THAT(asked.query.contains, ElementsAre("y"));
}

TEST(ListParameters, SeveralGenresAreNormalisedAndEmptyOnesFilterNothing) {
  EXPECT_THAT(read("genre_in=sci-fi&genre_in=+WAR+&genre_in=").query.genres,
              ElementsAre("Sci-Fi", "War"));
  EXPECT_THAT(read("genre_in=&genre_in=%20").query.genres, IsEmpty());
  EXPECT_THAT(read("%67enre_in=war").query.genres, ElementsAre("War"));
}

TEST(ListParameters, GenreAndGenreInBothHold) {
  EXPECT_THAT(read("genre=war&genre_in=drama&genre_in=war").query.genres, ElementsAre("War"));
  EXPECT_TRUE(lists_nothing("genre=war&genre_in=drama"));
}

TEST(ListParameters, AtMostEightGenres) {
  std::string query = "genre_in=a";
  for (int more = 0; more < 7; ++more) query += "&genre_in=a";
  read(query);
  EXPECT_EQ(
      refused(query + "&genre_in=b"),
      R"({"detail":[{"type":"too_long","loc":["query","genre_in"],"msg":"List should have at )"
      R"(most 8 items after validation, not 9","input":["a","a","a","a","a","a","a","a","b"],"ctx":{"field_type":"List",)"
      R"("max_length":8,"actual_length":9}}]})");
}

TEST(ListParameters, NulMeansNoFilm) {
  EXPECT_TRUE(lists_nothing("genre=%00"));
  EXPECT_TRUE(lists_nothing("genre_in=a%00b"));
  EXPECT_TRUE(lists_nothing("q=a%00b"));
  EXPECT_THAT(read("genre_in=a%00b&genre_in=war").query.genres, ElementsAre("War"));
}

TEST(ListParameters, WordsAreFolded) {
  EXPECT_THAT(read("q=%E2%85%A3++%C3%89toile%E3%80%80iv").query.contains,
              ElementsAre("iv", "étoile"));
  EXPECT_THAT(read("q=").query.contains, IsEmpty());
  EXPECT_THAT(read("q=%C2%AD").query.contains, IsEmpty()) << "a soft hyphen folds to nothing";
  std::string words(200, 'x');
  read("q=" + words);
  EXPECT_THAT(refused("q=" + words + "x"), HasSubstr("String should have at most 200 characters"));
}

TEST(ListParameters, YearsNarrowEachOther) {
  const auto years = [](std::string_view query) {
    const auto asked = read(query);
    return std::pair(asked.query.year_min, asked.query.year_max);
  };
  EXPECT_EQ(years("year=1999"), std::pair(1999, 1999));
  EXPECT_EQ(years("year_min=1990"), std::pair(1990, INT32_MAX));
  EXPECT_EQ(years("year_max=+1990.0"), std::pair(INT32_MIN, 1990));
  EXPECT_EQ(years("year_min=1990&year_max=1999&year=1995"), std::pair(1995, 1995));
  EXPECT_TRUE(lists_nothing("year=1999&year_min=2000"));
  EXPECT_TRUE(lists_nothing("year_min=2001&year_max=2000"));
  EXPECT_EQ(years("year=99999999999999999999"), std::pair(INT32_MAX, INT32_MAX));
  EXPECT_THAT(refused("year=x"), HasSubstr(R"("loc":["query","year"])"));
}

TEST(ListParameters, AfterIdGoesWithAnOrderByIdOnly) {
  EXPECT_EQ(read("after_id=5").query.after, 5);
  EXPECT_EQ(read("after_id=5&sort=-id").query.after, 5);
  EXPECT_EQ(read("after_id=99999999999999999999").query.after, INT64_MAX);
  EXPECT_TRUE(read("after_id=0").after);
  EXPECT_EQ(refused("after_id=5&sort=year"),
            R"({"detail":[{"type":"value_error","loc":["query","after_id"],"msg":"Value error, )"
            R"(after_id goes with an order by id only","input":"5","ctx":{"error":{}}}]})");
  EXPECT_THAT(refused("after_id=5&page_size=10"), HasSubstr("does not go with page_size"));
  EXPECT_THAT(refused("after_id=-1"), HasSubstr("greater than or equal to 0"));
}

TEST(ListParameters, OtherSortsAreRefused) {
  EXPECT_EQ(refused("sort=Title"),
            R"({"detail":[{"type":"literal_error","loc":["query","sort"],"msg":"Input should be )"
            R"('id', '-id', 'title', '-title', 'year', '-year', 'genre' or '-genre'","input":)"
            R"("Title","ctx":{"expected":"'id', '-id', 'title', '-title', 'year', '-year', )"
            R"('genre' or '-genre'"}}]})");
}

TEST(ListParameters, CountIsABooleanAsPydanticReadsIt) {
  for (const char* yes : {"true", "True", "1", "on", "YES", "y", "t"}) {
    EXPECT_TRUE(read(std::string("count=") + yes).query.total) << yes;
  }
  for (const char* no : {"false", "0", "off", "no", "N", "F"}) {
    EXPECT_FALSE(read(std::string("count=") + no).query.total) << no;
  }
  EXPECT_THAT(refused("count=2"), HasSubstr("unable to interpret input\",\"input\":\"2\""));
  EXPECT_THAT(refused("count="), HasSubstr("bool_parsing"));
}

TEST(ListParameters, APageIsAnotherWindow) {
  const auto asked = read("page=3&page_size=20&skip=7&limit=9");
  EXPECT_EQ(asked.query.skip, 40u);
  EXPECT_EQ(asked.query.limit, 20u);
  EXPECT_TRUE(asked.query.total);
  EXPECT_EQ(asked.page, 3);
  EXPECT_EQ(read("page_size=20").page, 1);
  EXPECT_EQ(read("page=99999999999999999999&page_size=100").query.skip, UINT64_MAX);
  EXPECT_FALSE(read("page=x").page) << "ignored without page_size";
  EXPECT_THAT(refused("page_size=101"), HasSubstr("less than or equal to 100"));
  EXPECT_THAT(refused("page_size=1&page=0"), HasSubstr(R"("loc":["query","page"])"));
}

TEST(ListParameters, TheFormatIsNamedOrNegotiated) {
  EXPECT_EQ(read("format=csv").format, ListFormat::csv);
  EXPECT_EQ(read("", "text/csv").format, ListFormat::csv);
  EXPECT_EQ(read("format=json", "text/csv").format, ListFormat::json);
  EXPECT_EQ(read("", "application/json, text/plain, */*").format, ListFormat::json);
  EXPECT_THAT(refused("format=xml"), HasSubstr("Input should be 'json' or 'csv'"));
}

TEST(ListParameters, FaultsComeInOrderAndTogether) {
  const std::string body =
      refused("format=x&page_size=0&count=x&sort=x&year_max=x&year=x&limit=0&skip=-1");
  std::size_t last = 0;
  for (const char* name :
       {"skip", "limit", "year", "year_max", "sort", "count", "page_size", "format"}) {
    const auto at = body.find(std::string(R"("query",")") + name + '"');
    ASSERT_NE(at, std::string::npos) << name;
    EXPECT_GT(at, last) << name;
    last = at;
  }
}

TEST(ListParameters, UnknownOnesAreIgnored) {
  EXPECT_EQ(read("Skip=5&offset=3&&=&a=b=c&limit=7").query.limit, 7u);
}

}  // namespace
}  // namespace movie::http
