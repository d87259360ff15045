#include <memory>
#include <vector>

#include "database.hpp"
#include "tool.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class Migrate : public Tool {};

TEST_F(Migrate, FromNothingToCurrent) {
  const Ended behind = run({"migrate", "status"});
  EXPECT_EQ(behind.status, 3);
  EXPECT_THAT(behind.out,
              HasSubstr("Mode: sqlite, URL: sqlite:///./data/movies.db\nRevision: have 0, need "));
  EXPECT_THAT(behind.err, HasSubstr("movie-tools migrate up"));
  EXPECT_THAT(done({"migrate", "plan"}), HasSubstr("CREATE TABLE IF NOT EXISTS movies"));
  EXPECT_THAT(done({"migrate", "up"}), HasSubstr("Migrated from revision 0 to "));
  EXPECT_THAT(done({"migrate", "up"}), HasSubstr("Nothing to do: "));
  EXPECT_THAT(done({"migrate", "status"}), HasSubstr("0001 create_movies: applied\n"));
  EXPECT_THAT(done({"migrate", "plan"}), Not(HasSubstr("CREATE")));
}

TEST_F(Migrate, AStoreOfAnOlderVersionKeepsItsFilms) {
  done({"seed", "--sample", "3"});
  {
    Database older(database());
    older.execute("DROP TABLE movie_memo; DELETE FROM movie_schema WHERE number = 3");
  }
  const Ended behind = run({"migrate", "status"});
  EXPECT_EQ(behind.status, 3);
  EXPECT_THAT(behind.out, HasSubstr("0003 remember_creates: pending\n"));
  EXPECT_THAT(done({"migrate", "up"}), HasSubstr("Migrated from revision 2 to "));
  Database newer(database());
  EXPECT_EQ(newer.number("SELECT count(*) FROM movies"), 3);
  EXPECT_EQ(newer.number("SELECT count(*) FROM movie_memo"), 0);
}

TEST_F(Migrate, ThePlanIsAScript) {
  const std::string plan = done({"migrate", "plan"});
  file("by_hand.db", "");
  Database other(folder / "by_hand.db");
  other.execute(plan);
  EXPECT_EQ(other.number("SELECT count(*) FROM movies"), 0);
}

TEST_F(Migrate, SeveralAtOnceAllSucceed) {
  std::vector<std::unique_ptr<Process>> all;
  for (int i = 0; i < 6; ++i) all.push_back(std::make_unique<Process>(start({"migrate", "up"})));
  for (const auto& process : all) {
    const Ended ended = process->wait();
    EXPECT_EQ(ended.status, 0) << ended.err;
  }
  Database store(database());
  EXPECT_EQ(store.number("SELECT count(*) FROM movie_schema"),
            store.number("SELECT max(number) FROM movie_schema"));
}

TEST_F(Migrate, CommandsOnAStoreThatIsBehindNameTheRemedy) {
  file("films.csv", "title,year,genre\n");
  for (const auto& command :
       {Arguments{"import", "films.csv"}, Arguments{"export"}, Arguments{"reset", "--yes"}}) {
    const Ended ended = run(command);
    EXPECT_EQ(ended.status, 3) << command[0];
    EXPECT_THAT(ended.err, HasSubstr("has revision 0, this program needs"));
    EXPECT_THAT(ended.err, HasSubstr("movie-tools migrate up"));
  }
}

TEST_F(Migrate, AStoreThatIsAheadIsRefused) {
  done({"migrate", "up"});
  Database(database())
      .execute(
          "INSERT INTO movie_schema (number, name, checksum, min_reader) VALUES (99, 'later', 'x', "
          "99)");
  for (const auto& command : {Arguments{"migrate", "status"}, Arguments{"migrate", "up"},
                              Arguments{"seed"}, Arguments{"export"}}) {
    const Ended ended = run(command);
    EXPECT_EQ(ended.status, 3) << command[0];
    EXPECT_THAT(ended.err, HasSubstr("has revision 99"));
  }
}

TEST_F(Migrate, AnEditedStepIsRefused) {
  done({"migrate", "up"});
  Database(database()).execute("UPDATE movie_schema SET checksum = 'x'");
  for (const auto& command :
       {Arguments{"migrate", "status"}, Arguments{"migrate", "up"}, Arguments{"seed"}}) {
    EXPECT_EQ(run(command).status, 78) << command[0];
  }
}

TEST_F(Migrate, MemoryHasNothingToDo) {
  environment["MOVIE_DB_MODE"] = "memory";
  for (const char* what : {"up", "status", "plan"}) {
    const std::string out = done({"migrate", what});
    EXPECT_THAT(out, testing::AllOf(HasSubstr("Mode: memory"), HasSubstr("Nothing to do")));
  }
}

TEST_F(Migrate, PasswordsAreNotShown) {
  environment = {{"MOVIE_PLUGIN_DIR", CORE_PROFILE_DIR},
                 {"MOVIE_DB_MODE", "core_profile"},
                 {"MOVIE_DATABASE_URL_CORE_PROFILE", "core://me:geheim@host/d?password=geheim"}};
  const Ended ended = run({"migrate", "status"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, HasSubstr("core://me:***@host/d?password=***"));
  EXPECT_THAT(ended.out + ended.err, Not(HasSubstr("geheim")));
}

}  // namespace
}  // namespace movie::test
