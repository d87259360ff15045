// What movie-service does with an SQLite file before it serves.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <string>

#include "support/http_client.hpp"
#include "support/service.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;

void run_sql(const std::filesystem::path& file, const char* sql) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  sqlite3_close(db);
}

Service::Environment on(const std::filesystem::path& file) {
  return {{"MOVIE_DATABASE_URL_SQLITE", "sqlite:///" + file.string()}};
}

TEST(SqliteStart, MakesAndMigratesAFileThatIsNotThere) {
  const TempDir data;
  Service service("sqlite", on(data / "new/movies.db"));
  EXPECT_THAT(service.first_line(),
              HasSubstr("store sqlite:///" + (data / "new/movies.db").string()));
  EXPECT_EQ(HttpClient(service.port()).request("GET", "/movies").body, "[]");
}

TEST(SqliteStart, RefusesAFileThatIsBehindUnlessAsked) {
  const TempDir data;
  run_sql(data / "movies.db", "CREATE TABLE other(x)");
  const TempDir folder;
  const auto refused = run(Service::start("sqlite", on(data / "movies.db"), {}, folder.path()));
  EXPECT_EQ(refused.status, 3);
  EXPECT_THAT(refused.err, HasSubstr("movie-tools migrate up"));
  Service service("sqlite", on(data / "movies.db"), {"--migrate"});
  EXPECT_EQ(HttpClient(service.port()).request("GET", "/movies").body, "[]");
}

TEST(SqliteStart, RefusesAFileThatIsAhead) {
  const TempDir data;
  { Service service("sqlite", on(data / "movies.db")); }
  run_sql(data / "movies.db",
          "INSERT INTO movie_schema SELECT 9000, 'later', checksum, 9000, applied_at FROM "
          "movie_schema LIMIT 1");
  const TempDir folder;
  const auto refused =
      run(Service::start("sqlite", on(data / "movies.db"), {"--migrate"}, folder.path()));
  EXPECT_EQ(refused.status, 3);
  EXPECT_THAT(refused.err, testing::AllOf(HasSubstr("ahead"), HasSubstr("9000")));
}

TEST(SqliteStart, KeepsWhatWasCreated) {
  const TempDir data;
  {
    Service service("sqlite", on(data / "movies.db"), {"--seed", "2"});
    EXPECT_EQ(service.process().terminate().status, 0);
  }
  Service again("sqlite", on(data / "movies.db"), {"--seed", "7"});
  EXPECT_EQ(HttpClient(again.port()).request("GET", "/movies?skip=1").body,
            R"([{"id":2,"title":"Sample 2","year":2011,"genre":"Sci-Fi"}])");
}

}  // namespace
}  // namespace movie::test
