#include "bulk/csv_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "unit/bulk/read_all.hpp"

namespace movie::bulk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ReadAll read(const std::string& text, std::size_t step = 7) {
  return read_all(Format::csv, text, step);
}

TEST(CsvReaderTest, KeepsTheFieldRulesOfTheApi) {
  const ReadAll got = read("title,year,genre\n  Dune ,2021,sci-fi\nÉté, 2000.0 ,ÉPOPÉE\n");
  EXPECT_THAT(got.drafts,
              ElementsAre(MovieDraft{"Dune", 2021, "Sci-Fi"}, MovieDraft{"Été", 2000, "Épopée"}));
  EXPECT_THAT(got.refusals, IsEmpty());
}

TEST(CsvReaderTest, FindsColumnsByNameAndIgnoresOthers) {
  const ReadAll got = read("id,Genre,imdb, YEAR ,\"title\"\n7,drama,8.1,2016,Arrival\n");
  EXPECT_THAT(got.drafts, ElementsAre(MovieDraft{"Arrival", 2016, "Drama"}));
}

TEST(CsvReaderTest, RefusesWithLineFieldAndEveryReason) {
  const ReadAll got = read("title,year,genre\nA,2000,x\n,1887,\nB,soon,x\nC\n");
  EXPECT_EQ(got.drafts.size(), 1U);
  EXPECT_THAT(
      got.refusals,
      ElementsAre(
          "line 3: title: String should have at least 1 character; year: Input should be greater "
          "than or equal "
          "to 1888; genre: String should have at least 1 character",
          "line 4: year: Input should be a valid integer, unable to parse string as an integer",
          "line 5: year: Field required; genre: Field required"));
}

TEST(CsvReaderTest, UnquotesAndCountsLinesInsideQuotes) {
  const ReadAll got = read("title,year,genre\n\"Say \"\"Hi\"\", you\",2000,\"a\n\nb\"\nB,1,x\n");
  EXPECT_THAT(got.drafts, ElementsAre(MovieDraft{"Say \"Hi\", you", 2000, "A\n\nB"}));
  EXPECT_THAT(got.refusals, ElementsAre(HasSubstr("line 5: year")));
}

TEST(CsvReaderTest, TakesEveryKindOfLineEndAndPassesOverBlankLines) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    for (const std::size_t step : {1U, 2U, 3U, 1000U}) {
      const ReadAll got = read("title,year,genre" + end + end + "  " + end + "A,2000,x" + end +
                                   "B,1,x" + end + "C,2001,y",
                               step);
      EXPECT_THAT(got.drafts, ElementsAre(MovieDraft{"A", 2000, "X"}, MovieDraft{"C", 2001, "Y"}));
      EXPECT_THAT(got.refusals, ElementsAre(HasSubstr("line 5: year")));
    }
  }
}

TEST(CsvReaderTest, CountsLinesOfMixedEnds) {
  for (const std::size_t step : {1U, 1000U}) {
    EXPECT_THAT(read("title,year,genre\rA,2000,x\n\r\nB,1,x\r\r\nC,2,x", step).refusals,
                ElementsAre(HasSubstr("line 4: year"), HasSubstr("line 6: year")));
  }
}

TEST(CsvReaderTest, SkipsAByteOrderMarkHoweverItArrives) {
  for (const std::size_t step : {1U, 2U, 1000U}) {
    EXPECT_THAT(read("\uFEFFtitle,year,genre\nA,2000,x\n", step).drafts,
                ElementsAre(MovieDraft{"A", 2000, "X"}));
  }
}

TEST(CsvReaderTest, NamesWhatIsWrongWithAHeader) {
  for (const char* nothing : {"", "\uFEFF", " \n\r\n"}) {
    EXPECT_EQ(read(nothing).error,
              "the file is empty; a header with title, year and genre is needed");
  }
  EXPECT_EQ(read("title;year;genre\nA;2000;x\n").error,
            "the header has no column title; it has: title;year;genre; needed are title, year and "
            "genre, separated by "
            "commas");
  EXPECT_THAT(read(std::string("\"ti\ntle\",\0t\n", 12)).error, HasSubstr("it has: ti?tle, ?t;"))
      << "on one line, whatever the names hold";
  EXPECT_THAT(read("title,genre\n").error, HasSubstr("no column year"));
  EXPECT_EQ(read("title,year,genre,Title\n").error, "the header names the column title twice");
  EXPECT_THAT(read("ti\"tle,year,genre\n").error,
              HasSubstr("line 1: in the header a quote stands inside a field"));
}

TEST(CsvReaderTest, RefusesMisplacedQuotesAndGoesOnWithTheNextLine) {
  for (const std::size_t step : {1U, 7U, 1000U}) {
    const ReadAll got = read(
        "title,year,genre\n\"Crocodile\" Dundee,1986,x\n5\" Disk,1990,\"x,y\"\nC,2001,y\n", step);
    EXPECT_THAT(got.drafts, ElementsAre(MovieDraft{"C", 2001, "Y"}));
    EXPECT_THAT(
        got.refusals,
        ElementsAre(
            "line 2: a quote stands inside a field; double it and put the whole field in quotes",
            HasSubstr("line 3: a quote")));
  }
}

TEST(CsvReaderTest, SaysWhereAQuoteIsNeverClosed) {
  const ReadAll got = read("title,year,genre\nA,2000,x\nB,2000,\"x\nC,2000,y\n");
  EXPECT_EQ(got.drafts.size(), 1U);
  EXPECT_EQ(got.error, "line 3: a quoted field of this row is never closed");
}

TEST(CsvReaderTest, BoundsTheLengthOfARow) {
  const ReadAll got = read("title,year,genre\n\"" + std::string(2'000'000, 'x'), 65536);
  EXPECT_THAT(got.error, HasSubstr("line 2: the row is longer than 1048576 bytes"));
}

TEST(CsvReaderTest, RefusesSurplusFieldsUnlessEmpty) {
  const ReadAll got = read("title,year,genre\nTora, Tora,1970,War\nA,2000,x,,\n");
  EXPECT_THAT(got.refusals, ElementsAre("line 2: the row has 4 fields, the header 3; a field with "
                                        "a comma must be put in quotes"));
  EXPECT_THAT(got.drafts, ElementsAre(MovieDraft{"A", 2000, "X"}));
}

TEST(CsvReaderTest, RefusesNulAndWhatIsNotUtf8OnlyInFieldsItReads) {
  using std::string_literals::operator""s;
  const ReadAll got =
      read("title,year,genre,note\nA\0b,2000,x,\nB,2000,y,\0\xFF\nC\xE9,2000,x,\n"s);
  EXPECT_THAT(
      got.refusals,
      ElementsAre("line 2: title: Value error, text must not contain NUL (U+0000)",
                  HasSubstr("line 4: title: Input should be a valid string, unable to parse")));
  EXPECT_THAT(got.drafts, ElementsAre(MovieDraft{"B", 2000, "Y"}));
}

TEST(CsvReaderTest, NumbersTheRows) {
  CsvReader reader(source_of("title,year,genre\n\nA,2000,x\n5\" Disk,1990,x\nB,1,x\n"));
  reader.next();
  EXPECT_EQ(std::get<Refusal>(reader.next()).row, 2U);
  EXPECT_EQ(std::get<Refusal>(reader.next()).row, 3U);
}

TEST(CsvReaderTest, CountsTheBytesTaken) {
  CsvReader reader(source_of("title,year,genre\n"));
  EXPECT_EQ(reader.bytes_read(), 0U);
  reader.next();
  EXPECT_EQ(reader.bytes_read(), 17U);
}

TEST(CsvReaderTest, PassesOnWhatTheSourceThrows) {
  CsvReader reader([](std::span<char>) -> std::size_t { throw std::domain_error("disk"); });
  EXPECT_THROW(reader.next(), std::domain_error);
}

TEST(CsvReaderTest, ReadsTheSampleFile) {
  std::ifstream file(MOVIE_SAMPLE_CSV, std::ios::binary);
  CsvReader reader([&](std::span<char> buffer) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    return static_cast<std::size_t>(file.gcount());
  });
  int drafts = 0, without_genre = 0, without_title = 0, others = 0;
  for (Row row = reader.next(); !std::holds_alternative<End>(row); row = reader.next()) {
    const auto* refusal = std::get_if<Refusal>(&row);
    if (refusal == nullptr) {
      ++drafts;
    } else if (refusal->problems.size() == 1 && refusal->problems[0].field == "genre") {
      ++without_genre;
    } else if (refusal->problems.size() == 1 && refusal->problems[0].field == "title") {
      ++without_title;
    } else {
      ++others;
    }
  }
  EXPECT_EQ(drafts, 2925);
  EXPECT_EQ(without_genre, 275);
  EXPECT_EQ(without_title, 1);
  EXPECT_EQ(others, 0);
}

}  // namespace
}  // namespace movie::bulk
