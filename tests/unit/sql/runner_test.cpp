#include "sql/runner.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <vector>

namespace movie::sql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Step kFirst{1, 1, "make", "aa", "MAKE"};
const Step kSecond{2, 1, "widen", "bb", "WIDEN"};

/// Remembers what it was told; a statement that equals `broken` fails.
class FakeDatabase final : public Database {
 public:
  std::vector<Applied> steps;
  std::vector<std::string> log;
  std::string broken;
  std::function<void()> on_begin = [] {};

  void begin() override {
    log.push_back("begin");
    on_begin();
  }
  std::vector<Applied> applied() override { return steps; }
  void execute(const std::string& statements) override {
    log.push_back(statements.substr(0, statements.find(' ')));
    if (statements == broken) throw sdk::Failure(MOVIE_FULL, "no room", 13);
    if (statements == "MAKE") pending_.push_back({1, 1, "make", "aa"});
    if (statements == "WIDEN") pending_.push_back({2, 1, "widen", "bb"});
  }
  void commit() override {
    log.push_back("commit");
    steps.insert(steps.end(), pending_.begin(), pending_.end());
    pending_.clear();
  }
  void rollback() noexcept override {
    log.push_back("rollback");
    pending_.clear();
  }

 private:
  std::vector<Applied> pending_;
};

class RunnerTest : public ::testing::Test {
 protected:
  void run(std::uint32_t mode) {
    movie_migration how{};
    how.struct_size = sizeof(how);
    how.mode = mode;
    how.ctx = this;
    how.report = [](void* self, const movie_step* step) {
      std::string line = std::to_string(step->number) + " " + std::string(sdk::view(step->name));
      line += std::vector<std::string>{" applied", " pending", " ahead",
                                       " changed"}[static_cast<std::size_t>(step->state)];
      if (step->text.size != 0) line += ": " + std::string(sdk::view(step->text));
      static_cast<RunnerTest*>(self)->reported_.push_back(line);
    };
    reported_.clear();
    migrate(history_, database_, sdk::Migration(how));
  }
  std::string refusal_of_up() {
    try {
      run(MOVIE_MIGRATE_UP);
    } catch (const sdk::Failure& failure) {
      EXPECT_EQ(failure.status(), MOVIE_UNSUPPORTED);
      return failure.what();
    }
    return "";
  }

  std::vector<Step> history_{kFirst, kSecond};
  FakeDatabase database_;
  std::vector<std::string> reported_;
};

TEST_F(RunnerTest, UpAppliesWhatIsPendingInOneTransaction) {
  run(MOVIE_MIGRATE_UP);
  EXPECT_THAT(database_.log, ElementsAre("begin", "MAKE", "INSERT", "WIDEN", "INSERT", "commit"));
  EXPECT_THAT(reported_, ElementsAre("1 make applied", "2 widen applied"));
}

TEST_F(RunnerTest, UpBeginsWhereTheDatabaseIs) {
  database_.steps = {{1, 1, "make", "aa"}};
  run(MOVIE_MIGRATE_UP);
  EXPECT_THAT(database_.log, ElementsAre("begin", "WIDEN", "INSERT", "commit"));
}

TEST_F(RunnerTest, UpTakesNoLockWhenNothingIsPending) {
  database_.steps = {{1, 1, "make", "aa"}, {2, 1, "widen", "bb"}};
  run(MOVIE_MIGRATE_UP);
  EXPECT_THAT(database_.log, IsEmpty());
}

TEST_F(RunnerTest, UpFindsDoneWhatAnotherDidWhileItWaited) {
  database_.on_begin = [this] { database_.steps = {{1, 1, "make", "aa"}, {2, 1, "widen", "bb"}}; };
  run(MOVIE_MIGRATE_UP);
  EXPECT_THAT(database_.log, ElementsAre("begin", "commit"));
  EXPECT_THAT(reported_, ElementsAre("1 make applied", "2 widen applied"));
}

TEST_F(RunnerTest, AStepThatFailsUndoesAll) {
  database_.broken = "WIDEN";
  try {
    run(MOVIE_MIGRATE_UP);
    FAIL() << "no failure";
  } catch (const sdk::Failure& failure) {
    EXPECT_EQ(failure.status(), MOVIE_FULL);
    EXPECT_EQ(failure.native(), 13u);
    EXPECT_STREQ(failure.what(), "step 2 (widen) failed, nothing was changed: no room");
  }
  EXPECT_EQ(database_.log.back(), "rollback");
  EXPECT_THAT(database_.steps, IsEmpty());
  EXPECT_THAT(reported_, IsEmpty());
}

TEST_F(RunnerTest, StatusAndPlanChangeNothing) {
  database_.steps = {{1, 1, "make", "aa"}};
  run(MOVIE_MIGRATE_STATUS);
  EXPECT_THAT(reported_, ElementsAre("1 make applied", "2 widen pending: WIDEN"));
  run(MOVIE_MIGRATE_PLAN);
  EXPECT_THAT(reported_, ElementsAre("2 widen pending: WIDEN"));
  EXPECT_THAT(database_.log, IsEmpty());
}

TEST_F(RunnerTest, AnEditedStepIsRefused) {
  database_.steps = {{1, 1, "make", "zz"}};
  EXPECT_THAT(refusal_of_up(), HasSubstr("step 1 (make) was applied with checksum zz"));
  EXPECT_THAT(reported_, ElementsAre("1 make changed", "2 widen pending: WIDEN"));
  EXPECT_THAT(database_.log, IsEmpty());
}

TEST_F(RunnerTest, AMissingStepIsRefused) {
  database_.steps = {{2, 1, "widen", "bb"}};
  EXPECT_THAT(refusal_of_up(), HasSubstr("step 1 (make) is missing though step 2 (widen)"));
}

TEST_F(RunnerTest, NewerStepsAreReportedAndLeftAlone) {
  database_.steps = {{1, 1, "make", "aa"}, {2, 1, "widen", "bb"}, {3, 2, "more", "cc"}};
  run(MOVIE_MIGRATE_UP);
  EXPECT_THAT(reported_, ElementsAre("1 make applied", "2 widen applied", "3 more ahead"));
  EXPECT_THAT(database_.log, IsEmpty());
}

TEST_F(RunnerTest, AProgramMayUseWhatItsStepsAllow) {
  std::vector<Applied> steps;
  EXPECT_THAT(obstacle(history_, steps), HasSubstr("at step 0, this program needs 2"));
  steps = {{1, 1, "make", "aa"}};
  EXPECT_THAT(obstacle(history_, steps), HasSubstr("movie-tools migrate up"));
  steps.push_back({2, 1, "widen", "bb"});
  EXPECT_EQ(obstacle(history_, steps), "");
  steps.push_back({3, 2, "more", "cc"});
  EXPECT_EQ(obstacle(history_, steps), "");
  steps.push_back({4, 3, "less", "dd"});
  EXPECT_THAT(obstacle(history_, steps), HasSubstr("install a newer version"));
  steps[0].checksum = "zz";
  EXPECT_THAT(obstacle(history_, steps), HasSubstr("checksum"));
}

}  // namespace
}  // namespace movie::sql
