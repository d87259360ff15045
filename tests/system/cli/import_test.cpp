#include <signal.h>

#include <chrono>
#include <thread>

#include "database.hpp"
#include "tool.hpp"

namespace movie::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class Import : public Tool {
 protected:
  void SetUp() override { done({"migrate", "up"}); }
};

/// A header and as many films.
std::string films(int count) {
  std::string csv = "title,year,genre\n";
  for (int i = 1; i <= count; ++i) csv += "Film " + std::to_string(i) + ",2000,Drama\n";
  return csv;
}

TEST_F(Import, TakesTheRealFile) {
  const Ended ended = run({"import", MOVIES_CSV});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, HasSubstr("Imported 2925 movies, refused 276.\n"));
  EXPECT_THAT(ended.err, HasSubstr("line 2: genre: "));
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 276)
      << "a line each, no progress bar";
  EXPECT_EQ(Database(database()).number("SELECT count(*) FROM movies"), 2925);
}

TEST_F(Import, ReportsLineFieldAndReason) {
  const Ended ended =
      run({"import", "-"},
          "year,title,genre\n1600,Too Old,drama\n1999,\"Two\nlines\",sci-fi\nx,,Drama\n");
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, HasSubstr("Imported 1 movies, refused 2.\n"));
  EXPECT_THAT(ended.err,
              HasSubstr("line 2: year: Input should be greater than or equal to 1888\n"));
  EXPECT_THAT(ended.err, HasSubstr("line 5: title: String should have at least 1 character; year: "
                                   "Input should be a valid integer"));
  EXPECT_THAT(exported(), EndsWith("1,\"Two\nlines\",1999,Sci-Fi\r\n"));
}

TEST_F(Import, OfAnExportGivesTheSameFilms) {
  done({"import", MOVIES_CSV});
  done({"export", "all.csv"});
  done({"reset", "--yes"});
  EXPECT_THAT(done({"import", "all.csv"}), HasSubstr("Imported 2925 movies, refused 0.\n"));
  EXPECT_EQ(exported(), read("all.csv"));
}

TEST_F(Import, OfManyRowsIsComplete) {
  EXPECT_THAT(done({"import", "-"}, films(20'000)),
              HasSubstr("Imported 20000 movies, refused 0.\n"));
  EXPECT_EQ(Database(database()).number("SELECT count(DISTINCT title) FROM movies"), 20'000);
}

TEST_F(Import, LeavesTheStoreFreeInBetween) {
  using Clock = std::chrono::steady_clock;
  const std::string csv = file("films.csv", films(40'000));
  Process import(start({"import", csv}));
  Database other(database());
  Clock::duration longest{};
  int written = 0, seen = 0;
  for (; (seen = static_cast<int>(other.number("SELECT count(*) FROM movies")) - written) < 40'000;
       ++written) {
    const auto begun = Clock::now();
    other.execute("INSERT INTO movies (title, year, genre) VALUES ('Other', 2000, 'Drama')");
    longest = std::max(longest, Clock::now() - begun);
    ASSERT_LT(written, 1'000'000);
  }
  EXPECT_EQ(import.wait().status, 0);
  EXPECT_GT(written, 5) << "the other program got in while the import ran";
  EXPECT_LT(longest, std::chrono::seconds(2));
}

TEST_F(Import, WaitsForAnotherWriter) {
  Database other(database());
  other.execute("BEGIN IMMEDIATE");
  Start how = start({"import", "-"});
  how.input = "title,year,genre\nbad,1,x\nGood,2000,Drama\n";
  Process import(how);
  import.wait_for_line(Process::kErr, "line 2: year");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));  // it meets the lock, most likely
  other.execute("COMMIT");
  EXPECT_EQ(import.wait().status, 0);
  EXPECT_EQ(other.number("SELECT count(*) FROM movies"), 1);
}

TEST_F(Import, FileThatIsNoneFails) {
  for (const auto& [name, why] : {std::pair{"none.csv", "No such file"}, {".", "Is a directory"}}) {
    const Ended ended = run({"import", name});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.err, HasSubstr(why));
  }
  const Ended headless = run({"import", "-"}, "1,2,3\n");
  EXPECT_EQ(headless.status, 1);
  EXPECT_THAT(headless.err, HasSubstr("no column title"));
  EXPECT_EQ(run({"import"}).status, 2);
}

TEST_F(Import, EndsCleanlyWhenInterrupted) {
  Start how = start({"import", "-"});
  how.keep_input_open = true;
  Process import(how);
  import.write("title,year,genre\nbad,1,x\n");
  import.wait_for_line(Process::kErr, "line 2: year");
  import.signal(SIGINT);
  const Ended ended = import.wait();
  EXPECT_EQ(ended.status, 128 + SIGINT);
  EXPECT_THAT(ended.err, HasSubstr("Incomplete: imported 0 movies, refused 1.\n"));
}

TEST_F(Import, KeepsItsReportWhenInterrupted) {
  Start how = start({"import", "-", "--report", "refused.ndjson"});
  how.keep_input_open = true;
  Process import(how);
  import.write("title,year,genre\nbad,1,x\n" + films(4096).substr(films(0).size()));
  Database other(database());
  const auto limit = std::chrono::steady_clock::now() + Process::kLimit;
  while (other.number("SELECT count(*) FROM movies") < 4096) {
    ASSERT_LT(std::chrono::steady_clock::now(), limit);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  import.signal(SIGINT);
  const Ended ended = import.wait();
  EXPECT_EQ(ended.status, 128 + SIGINT);
  EXPECT_THAT(ended.err, HasSubstr("Incomplete: imported 4096 movies, refused 1.\n"));
  EXPECT_THAT(read("refused.ndjson"), testing::StartsWith("{\"line\":2,\"row\":1,"));
}

TEST_F(Import, ShowsABarOnATerminalOnly) {
  Start how = start({"import", MOVIES_CSV});
  how.terminal = true;
  const Ended ended = test::run(how);
  EXPECT_THAT(ended.err, testing::AllOf(HasSubstr("\r["), HasSubstr(" %")));
  EXPECT_THAT(ended.out, HasSubstr("Imported 2925 movies, refused 276.\n"));
}

TEST_F(Import, CannotReachAServersMemory) {
  environment["MOVIE_DB_MODE"] = "memory";
  for (const auto& command : {Arguments{"import", MOVIES_CSV}, Arguments{"export"}}) {
    const Ended ended = run(command);
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.err, HasSubstr("out of reach"));
  }
}

TEST_F(Import, ServesABackendOfTheCoreProfile) {
  environment = {{"MOVIE_PLUGIN_DIR", CORE_PROFILE_DIR}, {"MOVIE_DB_MODE", "core_profile"}};
  EXPECT_THAT(done({"import", MOVIES_CSV}), HasSubstr("Imported 2925 movies, refused 276.\n"));
}

}  // namespace
}  // namespace movie::test
