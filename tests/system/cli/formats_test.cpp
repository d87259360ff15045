#include <filesystem>

#include "tool.hpp"

namespace movie::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Formats : public Tool {
 protected:
  void SetUp() override { done({"migrate", "up"}); }
};

TEST_F(Formats, AreTakenFromTheFilesEndingUnlessNamed) {
  done({"seed", "--sample", "2"});
  for (const auto& [name, begin] : {std::pair{"all.csv", "id,title,year,genre\r\n1,Sample 1,"},
                                    {"all.json", "[\n{\"id\":1,\"title\":\"Sample 1\","},
                                    {"all.NDJSON", "{\"id\":1,\"title\":\"Sample 1\","},
                                    {"all.jsonl", "{\"id\":1,"},
                                    {"all", "id,title"}}) {
    done({"export", name});
    EXPECT_THAT(read(name), StartsWith(begin));
  }
  EXPECT_THAT(done({"export", "--format", "ndjson"}), StartsWith("{\"id\":1,"));
  done({"export", "--format", "json", "films.csv"});
  EXPECT_THAT(read("films.csv"), StartsWith("[\n{\"id\":1,"));
  EXPECT_EQ(run({"export", "--format", "xml"}).status, 2);
}

TEST_F(Formats, OfAnExportGiveTheSameFilmsBack) {
  done({"import", MOVIES_CSV});
  const std::string before = exported();
  for (const std::string name : {"all.csv", "all.json", "all.ndjson"}) {
    done({"export", name});
    done({"reset", "--yes"});
    EXPECT_THAT(done({"import", name}), HasSubstr("Imported 2925 movies, refused 0.\n"));
    EXPECT_EQ(exported(), before) << name;
  }
}

TEST_F(Formats, ComeThroughAPipeToo) {
  done({"import", "-", "--format", "json"}, R"([{"title":"Alien","year":1979,"genre":"horror"}])");
  done({"import", "-", "--format", "ndjson"}, R"({"title":"Brazil","year":1985,"genre":"drama"})");
  EXPECT_EQ(exported(), "id,title,year,genre\r\n1,Alien,1979,Horror\r\n2,Brazil,1985,Drama\r\n");
}

TEST_F(Formats, SayWhichRowIsRefused) {
  const Ended array =
      run({"import", "-", "--format", "json"}, R"([{"title":"A","year":1,"genre":"x"},7])");
  EXPECT_EQ(array.status, 0);
  EXPECT_THAT(array.out, HasSubstr("Imported 0 movies, refused 2.\n"));
  EXPECT_THAT(array.err, AllOf(HasSubstr("row 1 (line 1): year: Input should be greater than or "),
                               HasSubstr("row 2 (line 1): Input should be a valid dictionary")));
  const Ended lines = run({"import", "-", "--format", "ndjson"}, "{}\n{\"title\":\n");
  EXPECT_THAT(lines.err, AllOf(HasSubstr("line 1: title: Field required"),
                               HasSubstr("line 2: JSON decode error: Expecting value")));
}

TEST_F(Formats, AnArrayThatIsCutShortFails) {
  const Ended ended = run({"import", "-", "--format", "json"},
                          R"([{"title":"Alien","year":1979,"genre":"horror"},)");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("the array is never closed; is the file cut short?"));
}

class Strict : public Formats {
 protected:
  const std::string csv = "title,year,genre\nGood,2000,Drama\nbad,1,x\nAlso good,2000,Drama\n";
  const std::string empty = "id,title,year,genre\r\n";
};

TEST_F(Strict, ImportsNothingIfARowIsRefused) {
  for (const std::string& name : {file("films.csv", csv), std::string("-")}) {
    const Ended ended = run({"import", "--strict", name}, csv);
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.err,
                AllOf(HasSubstr("line 3: year: "), HasSubstr("1 of 3 rows were refused")));
    EXPECT_EQ(exported(), empty);
  }
}

TEST_F(Strict, ImportsAllIfNoRowIsRefused) {
  const std::string good = "title,year,genre\nGood,2000,Drama\nAlso good,2000,Drama\n";
  for (const std::string& name : {file("films.csv", good), std::string("-")}) {
    EXPECT_THAT(done({"import", "--strict", name}, good),
                HasSubstr("Imported 2 movies, refused 0.\n"));
  }
}

TEST_F(Strict, ImportsNothingOfAFileThatCannotBeReadToItsEnd) {
  const Ended ended = run({"import", "--strict", "--format", "json", "-"},
                          R"([{"title":"Alien","year":1979,"genre":"horror"}, oops])");
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(exported(), empty);
}

TEST_F(Strict, StagesStandardInputWhereTmpdirSays) {
  environment["TMPDIR"] = "none";
  const Ended ended = run({"import", "--strict", "-"}, csv);
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("cannot create a temporary file in none"));
}

TEST_F(Strict, LeavesNoFileBehind) {
  std::filesystem::create_directory(folder / "tmp");
  environment["TMPDIR"] = folder / "tmp";
  EXPECT_EQ(run({"import", "--strict", "-"}, csv).status, 1);
  EXPECT_TRUE(std::filesystem::is_empty(folder / "tmp"));
}

class Report : public Strict {};

TEST_F(Report, HoldsTheRefusedRowsInPlaceOfStandardError) {
  const std::string expected =
      R"({"line":3,"row":2,"problems":[{"field":"year","reason":"Input should be greater than or equal to 1888"}]})"
      "\n";
  for (const bool strict : {false, true}) {
    Arguments arguments{"import", "-", "--report", "refused.ndjson"};
    if (strict) arguments.push_back("--strict");
    const Ended ended = run(arguments, csv);
    EXPECT_EQ(ended.status, strict ? 1 : 0);
    EXPECT_THAT(ended.err, Not(HasSubstr("line 3")));
    EXPECT_EQ(read("refused.ndjson"), expected) << strict;
  }
}

TEST_F(Report, IsEmptyWhenNoRowIsRefused) {
  file("refused.ndjson", "old");
  done({"import", "-", "--report", "refused.ndjson"}, "title,year,genre\nGood,2000,Drama\n");
  EXPECT_EQ(read("refused.ndjson"), "");
}

TEST_F(Report, HoldsWhatWasRefusedBeforeAnError) {
  const std::string unclosed = "title,year,genre\nbad,1,x\n\"never closed";
  EXPECT_EQ(run({"import", "-", "--report", "refused.ndjson"}, unclosed).status, 1);
  EXPECT_THAT(read("refused.ndjson"), StartsWith("{\"line\":2,\"row\":1,"));
}

TEST_F(Report, CannotTakeThePlaceOfTheInput) {
  const std::string films = file("films.csv", csv);
  std::filesystem::create_symlink("films.csv", folder / "symbolic.csv");
  std::filesystem::create_hard_link(folder / "films.csv", folder / "hard.csv");
  for (const std::string report : {"films.csv", "./films.csv", "symbolic.csv", "hard.csv"}) {
    const Ended ended = run({"import", films, "--report", report});
    EXPECT_EQ(ended.status, 2) << report;
    EXPECT_THAT(ended.err, HasSubstr("the report " + report + " is the file to import"));
    EXPECT_EQ(read("films.csv"), csv);
    EXPECT_EQ(read("hard.csv"), csv);
  }
  EXPECT_EQ(exported(), empty);
}

TEST_F(Report, NeedsAName) {
  const Ended ended = run({"import", "-", "--report", ""}, csv);
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("--report needs the name of a file"));
  EXPECT_EQ(exported(), empty);
}

TEST_F(Report, ThatCannotBeWrittenDoesNotMakeAnImportIncomplete) {
  const Ended ended = run({"import", "-", "--report", "/dev/full"}, csv);
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.out, HasSubstr("Imported 2 movies, refused 1.\n"));
  EXPECT_THAT(ended.err, AllOf(HasSubstr("all was imported, but the report could not be written: "
                                         "cannot write /dev/full: No space left"),
                               Not(HasSubstr("Incomplete"))));
}

TEST_F(Report, ThatCannotBeWrittenDoesNotHideWhyTheImportEnded) {
  const std::string unclosed = "title,year,genre\nbad,1,x\n\"never closed";
  const Ended ended = run({"import", "-", "--report", "/dev/full"}, unclosed);
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("the report could not be written: cannot write /dev/full"),
                               HasSubstr("Incomplete: imported 0 movies, refused 1.\n"),
                               HasSubstr("movie-tools: line 3: ")));
}

TEST_F(Report, ThatCannotBeWrittenIsSaidBeforeAnythingIsDone) {
  const Ended ended = run({"import", "-", "--report", "none/refused.ndjson"}, csv);
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("No such file"));
  EXPECT_EQ(exported(), empty);
}

}  // namespace
}  // namespace movie::test
