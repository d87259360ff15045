#include "support/process.hpp"

#include <gmock/gmock.h>

#include <csignal>
#include <random>
#include <thread>

#include "films.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

using namespace std::chrono_literals;

class ProcessTest : public ::testing::Test {
 protected:
  Start worker(const std::vector<std::string>& arguments) {
    return {SQLITE_WORKER, arguments, {}, folder_.path()};
  }
  Start writer(const std::string& name, int batches, int size) {
    return worker({"write", url_, name, std::to_string(batches), std::to_string(size)});
  }

  TempDir folder_;
  std::filesystem::path file_ = folder_ / "movies.db";
  std::string url_ = url_of(file_);
};

TEST_F(ProcessTest, ProcessesThatWriteTheSameFileNeverHearThatItIsLocked) {
  Films films(url_);
  std::vector<std::unique_ptr<Process>> writers;
  for (const char* name : {"a", "b", "c"}) {
    writers.push_back(std::make_unique<Process>(writer(name, 150, 3)));
  }
  for (int at = 0; at < 150; ++at) EXPECT_NO_THROW(films.create("ours"));
  for (const auto& process : writers) {
    const Ended ended = process->wait();
    EXPECT_EQ(ended.status, 0) << ended.err;
  }
  EXPECT_EQ(films.list().size(), 150u + 3u * 150u * 3u);
}

TEST_F(ProcessTest, TwentyMigrationsAtOnceApplyEachStepOnce) {
  std::vector<std::unique_ptr<Process>> all;
  for (int at = 0; at < 20; ++at) {
    all.push_back(std::make_unique<Process>(worker({"migrate", url_})));
  }
  for (const auto& process : all) {
    const Ended ended = process->wait();
    EXPECT_EQ(ended.status, 0) << ended.err;
  }
  EXPECT_EQ(Other{file_}("SELECT count(*) = max(number) FROM movie_schema"), "1");
  EXPECT_EQ(Films(url_).create("Heat"), 1);
}

TEST_F(ProcessTest, AKilledWriterLosesNothingAcknowledgedAndLeavesNothingHalf) {
  std::mt19937 random(std::random_device{}());
  for (int round = 0; round < 8; ++round) {
    constexpr int kSize = 50;
    const std::string name = std::to_string(round);
    Process process(writer(name, 100'000, kSize));
    process.wait_for_line(Process::kOut, "done " + std::to_string(random() % 20));
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 3000));
    process.signal(SIGKILL);
    const std::string out = process.wait().out;
    const int acknowledged = static_cast<int>(std::count(out.begin(), out.end(), '\n'));
    ASSERT_GT(acknowledged, 0);
    std::map<std::string, int> found;
    for (const Movie& movie : Films(url_).list()) ++found[movie.title];
    for (int number = 0; number < acknowledged; ++number) {
      EXPECT_EQ(found[name + "-" + std::to_string(number)], kSize) << number;
    }
    for (const auto& [title, films] : found) {
      EXPECT_TRUE(films == kSize || films == 0) << title << ": " << films;
    }
  }
}

TEST_F(ProcessTest, AKilledMigrationLeavesOldOrNew) {
  std::mt19937 random(std::random_device{}());
  for (int round = 0; round < 30; ++round) {
    const auto file = folder_ / (std::to_string(round) + ".db");
    Process process(worker({"migrate", url_of(file)}));
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
    process.signal(SIGKILL);
    process.wait();
    const auto store = open_store(url_of(file));
    const auto steps = store->migrate(store::MigrationMode::status);
    for (const auto& step : steps) EXPECT_EQ(step.state, steps.front().state);
    const std::string tables =
        Other{file}("SELECT count(*) > 0 FROM sqlite_schema WHERE name LIKE 'movie%'");
    EXPECT_EQ(tables, steps.front().state == store::StepState::applied ? "1" : "0");
    EXPECT_EQ(Films(url_of(file)).create("Heat"), 1);
  }
}

}  // namespace
}  // namespace movie::test
