#include <gmock/gmock.h>

#include "films.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

using store::MigrationMode;
using store::StepState;
using ::testing::HasSubstr;

class SchemaTest : public ::testing::Test {
 protected:
  std::string refusal_of_up() {
    try {
      open_store(url_)->migrate(MigrationMode::up);
    } catch (const store::StoreError& error) {
      return error.what();
    }
    return "";
  }
  Status status_of_get() {
    Films films(url_, Films::Schema::leave);
    return films.run(*ask(store::Verb::get, 1)).status;
  }

  TempDir folder_;
  std::filesystem::path file_ = folder_ / "movies.db";
  std::string url_ = url_of(file_);
};

TEST_F(SchemaTest, UpAppliesAndRemembersEveryStep) {
  const auto store = open_store(url_);
  EXPECT_TRUE(store->migrates());
  EXPECT_EQ(store->migrate(MigrationMode::status).at(0).state, StepState::pending);
  const auto steps = store->migrate(MigrationMode::up);
  ASSERT_FALSE(steps.empty());
  EXPECT_EQ(steps[0].name, "create_movies");
  Other other(file_);
  for (const auto& step : steps) {
    EXPECT_EQ(step.state, StepState::applied);
    EXPECT_EQ(step.checksum.size(), 64u);
    EXPECT_EQ(other("SELECT name || checksum || min_reader FROM movie_schema WHERE number = " +
                    std::to_string(step.number)),
              step.name + step.checksum + std::to_string(step.min_reader));
  }
  EXPECT_EQ(other("SELECT min(applied_at) >= datetime('now', '-1 minute') FROM movie_schema"), "1");
}

TEST_F(SchemaTest, PlanPrintsSqlAndChangesNothing) {
  const auto store = open_store(url_);
  const auto steps = store->migrate(MigrationMode::plan);
  ASSERT_FALSE(steps.empty());
  EXPECT_THAT(steps[0].text, HasSubstr("id INTEGER PRIMARY KEY AUTOINCREMENT"));
  EXPECT_EQ(Other{file_}("SELECT count(*) FROM sqlite_schema"), "0");
  store->migrate(MigrationMode::up);
  EXPECT_TRUE(store->migrate(MigrationMode::plan).empty());
}

TEST_F(SchemaTest, InMemoryToo) {
  Films films("sqlite://", Films::Schema::leave);
  EXPECT_EQ(films.store().migrate(MigrationMode::up).at(0).state, StepState::applied);
  EXPECT_EQ(films.create("Heat"), 1);
}

TEST_F(SchemaTest, AnEditedStepIsRefusedAndServesNothing) {
  Films{url_};
  Other{file_}("UPDATE movie_schema SET checksum = 'other'");
  EXPECT_EQ(open_store(url_)->migrate(MigrationMode::status).at(0).state, StepState::changed);
  EXPECT_THAT(refusal_of_up(), HasSubstr("step 1 (create_movies) was applied with checksum other"));
  EXPECT_EQ(status_of_get(), Status::unavailable);
}

TEST_F(SchemaTest, AStoreThatIsAheadServesWhomItsStepsAllow) {
  Films{url_};
  Other{file_}(
      "INSERT INTO movie_schema (number, name, checksum, min_reader) VALUES (99, 'next', 'x', 1)");
  EXPECT_EQ(open_store(url_)->migrate(MigrationMode::up).back().state, StepState::ahead);
  EXPECT_EQ(status_of_get(), Status::not_found);
  Other{file_}("UPDATE movie_schema SET min_reader = 99 WHERE number = 99");
  EXPECT_EQ(status_of_get(), Status::unavailable);
}

TEST_F(SchemaTest, AForeignTableIsLeftAsItIs) {
  Other{file_}(
      "CREATE TABLE movies (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO movies VALUES (7, "
      "'Heat')");
  EXPECT_FALSE(open_store(url_)->limits().created);
  EXPECT_THAT(refusal_of_up(), HasSubstr("cannot be taken over: it lacks title"));
  EXPECT_EQ(Other{file_}("SELECT group_concat(name) FROM sqlite_schema"), "movies");
  EXPECT_EQ(Other{file_}("SELECT name FROM movies WHERE id = 7"), "Heat");
}

TEST_F(SchemaTest, UpWaitsForTheLockUntilItsDeadline) {
  const auto store = open_store(url_);
  Other other(file_);
  other("BEGIN IMMEDIATE");
  const auto deadline = store::Clock::now() + std::chrono::milliseconds(100);
  EXPECT_THROW(store->migrate(MigrationMode::up, deadline), store::StoreError);
  EXPECT_GE(store::Clock::now(), deadline);
  other("COMMIT");
  store->migrate(MigrationMode::up);
}

}  // namespace
}  // namespace movie::test
