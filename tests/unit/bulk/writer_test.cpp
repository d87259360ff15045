#include "bulk/writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "unit/bulk/read_all.hpp"

namespace movie::bulk {
namespace {

std::string written(Format format, const std::vector<MovieDraft>& films) {
  Writer writer(format);
  std::string out;
  writer.begin(out);
  for (std::size_t i = 0; i < films.size(); ++i) {
    writer.row(out,
               {static_cast<std::int64_t>(i + 1), films[i].title, films[i].year, films[i].genre});
  }
  writer.end(out);
  return out;
}

const std::vector<MovieDraft> kFilms{{"Dune", 2021, "Sci-Fi"}, {"Tora, \"Tora\"", 1970, "War"}};

TEST(BulkWriterTest, WritesAFilmALineInEveryFormat) {
  EXPECT_EQ(written(Format::csv, kFilms),
            "id,title,year,genre\r\n1,Dune,2021,Sci-Fi\r\n2,\"Tora, \"\"Tora\"\"\",1970,War\r\n");
  EXPECT_EQ(written(Format::json, kFilms), R"([
{"id":1,"title":"Dune","year":2021,"genre":"Sci-Fi"},
{"id":2,"title":"Tora, \"Tora\"","year":1970,"genre":"War"}
]
)");
  EXPECT_EQ(written(Format::ndjson, kFilms), R"({"id":1,"title":"Dune","year":2021,"genre":"Sci-Fi"}
{"id":2,"title":"Tora, \"Tora\"","year":1970,"genre":"War"}
)");
}

TEST(BulkWriterTest, WritesNoFilms) {
  EXPECT_EQ(written(Format::csv, {}), "id,title,year,genre\r\n");
  EXPECT_EQ(written(Format::json, {}), "[]");
  EXPECT_EQ(written(Format::ndjson, {}), "");
}

TEST(BulkWriterTest, WhatIsWrittenReadsBack) {
  const std::vector<MovieDraft> films{{"a\r\n\"b\",", 1888, "\"X\""},
                                      {"'[{\\u0041", 2100, "Y, Z"},
                                      {"x\ty\x1F", 2000, "A\nB"},
                                      {"世 🎬", 2000, "É"}};
  for (const Format format : kFormats) {
    const ReadAll read = read_all(format, written(format, films));
    EXPECT_EQ(read.drafts, films) << name(format);
    EXPECT_EQ(read.error, "");
  }
}

}  // namespace
}  // namespace movie::bulk
