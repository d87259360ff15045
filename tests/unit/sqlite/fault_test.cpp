#include "faults.hpp"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include "films.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

using store::Verb;
using ::testing::HasSubstr;

class FaultTest : public ::testing::Test {
 protected:
  ~FaultTest() override { faults().log_write = faults().log_sync = faults().file_read = 0; }

  Faults& faults_ = faults();  // before anything is opened
  TempDir folder_;
  std::filesystem::path file_ = folder_ / "movies.db";
  Films films_{url_of(file_)};
};

TEST_F(FaultTest, AFullDiskIsFullAndNothingIsDone) {
  films_.create("Heat");
  faults_.log_write = SQLITE_FULL;
  std::vector<std::unique_ptr<Asked>> batch;
  batch.push_back(ask_create("Lost"));
  batch.push_back(ask_update(1, {"Lost", {}, {}}));
  batch.push_back(ask(Verb::remove, 9));
  films_.run(batch);
  for (const auto& asked : batch) {
    EXPECT_EQ(asked->status, Status::full);
    EXPECT_THAT(asked->message, HasSubstr("full"));
  }
  EXPECT_EQ(films_.list().size(), 1u) << "reads go on";
  faults_.log_write = 0;
  EXPECT_EQ(films_.create("Alien"), 2) << "no id was used up";
  EXPECT_EQ(films_.get(1)->title, "Heat");
}

TEST_F(FaultTest, ACommitThatMayHaveBeenDoneIsUnknownAndTheConnectionOpenedAgain) {
  films_.create("Heat");
  faults_.log_sync = SQLITE_IOERR_FSYNC;
  std::vector<std::unique_ptr<Asked>> batch;
  batch.push_back(ask_create("Perhaps"));
  batch.push_back(ask(Verb::remove, 1));
  films_.run(batch);
  for (const auto& asked : batch) {
    EXPECT_EQ(asked->status, Status::unknown);
    EXPECT_THAT(asked->message, HasSubstr("may have been done"));
  }
  faults_.log_sync = 0;
  EXPECT_NO_THROW(films_.create("Alien"));
  EXPECT_TRUE(films_.get(1)) << "the others see it undone";
}

TEST_F(FaultTest, AFileThatCannotBeReadIsUnavailableUntilItCan) {
  std::vector<std::unique_ptr<Asked>> many;
  for (int i = 0; i < 2000; ++i) many.push_back(ask_create("A film among many others"));
  films_.run(many);
  Other{file_}("PRAGMA wal_checkpoint(TRUNCATE)");
  store::Session cold = films_.store().session(false);
  faults_.file_read = SQLITE_IOERR_READ;
  const auto asked = ask(Verb::get, 1000);
  cold.execute(*asked);
  EXPECT_EQ(asked->status, Status::unavailable) << asked->message;
  faults_.file_read = 0;
  cold.execute(*asked);
  EXPECT_EQ(asked->status, Status::ok) << asked->message;
}

}  // namespace
}  // namespace movie::test
