#include "log/log.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "support/temp_dir.hpp"

namespace movie::log {
namespace {

using testing::ContainsRegex;
using testing::Each;
using testing::MatchesRegex;
using testing::SizeIs;

/// What a process of its own wrote on standard error while it did `work` and then ended by exit().
template <class Work>
std::vector<std::string> lines_of(Work work) {
  const test::TempDir folder;
  const std::string file = (folder / "stderr").string();
  const pid_t child = ::fork();
  if (child == 0) {
    const int fd = ::open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    ::dup2(fd, STDERR_FILENO);
    work();
    std::exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "status " << status;
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Level, NamesAreThoseOfPythonInAnyCase) {
  EXPECT_EQ(level_from("DEBUG"), Level::debug);
  EXPECT_EQ(level_from("info"), Level::info);
  EXPECT_EQ(level_from("Warning"), Level::warning);
  EXPECT_EQ(level_from("warn"), Level::warning);
  EXPECT_EQ(level_from("eRRor"), Level::error);
  EXPECT_EQ(level_from("critical"), Level::critical);
  EXPECT_EQ(level_from("FATAL"), Level::critical);
  EXPECT_EQ(level_from("notset"), Level::notset);
  for (const char* wrong : {"", "TRACE", "INFO ", "10", "WARNIN", "WARNINGS"})
    EXPECT_EQ(level_from(wrong), std::nullopt) << wrong;
  EXPECT_EQ(name_of(Level::warning), "WARNING");
  EXPECT_EQ(name_of(Level::critical), "CRITICAL");
}

TEST(Log, SetUpRefusesUnknownName) { EXPECT_THROW(set_up("loud"), std::invalid_argument); }

TEST(Log, RecordIsOneLineWithTimeAndLevel) {
  const auto lines = lines_of([] {
    set_up("debug");
    debug("a {}", 1);
    info("b");
    warning("c\nforged");
    error("d");
    write(Level::critical, "e");
  });
  const std::string time = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z ";
  EXPECT_THAT(lines, testing::ElementsAre(
                         MatchesRegex(time + "DEBUG a 1"), MatchesRegex(time + "INFO b"),
                         MatchesRegex(time + "WARNING c\\\\nforged"),
                         MatchesRegex(time + "ERROR d"), MatchesRegex(time + "CRITICAL e")));
}

TEST(Log, ThresholdHolds) {
  EXPECT_THAT(lines_of([] {
                info("before set_up: no");
                warning("before set_up: yes");
                set_up("ERROR");
                warning("no");
                error("yes");
              }),
              testing::AllOf(SizeIs(2), Each(ContainsRegex("yes$"))));
}

TEST(Log, NothingIsLostAtExit) {
  const auto lines = lines_of([] {
    set_up("INFO");
    for (int i = 0; i < 1000; ++i) info("line {}", i);
  });
  ASSERT_THAT(lines, SizeIs(1000));
  EXPECT_THAT(lines.back(), testing::EndsWith("line 999"));
}

TEST(Log, LinesOfSeveralThreadsStayWhole) {
  const auto lines = lines_of([] {
    set_up("INFO");
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([] {
        for (int i = 0; i < 2000; ++i) info("0123456789");
      });
    }
    for (auto& thread : threads) thread.join();
  });
  EXPECT_THAT(lines, testing::AllOf(SizeIs(8000), Each(testing::EndsWith("Z INFO 0123456789"))));
}

/// A pipe in place of standard error, so that the number of writes and their moment can be seen.
class Pipe {
 public:
  Pipe() : saved_(::dup(STDERR_FILENO)) {
    EXPECT_EQ(::pipe2(ends_, O_DIRECT | O_NONBLOCK), 0);  // O_DIRECT: one read gives one write
    ::dup2(ends_[1], STDERR_FILENO);
  }
  ~Pipe() {
    flush();
    ::dup2(saved_, STDERR_FILENO);
    for (const int fd : {ends_[0], ends_[1], saved_}) ::close(fd);
  }
  /// Reads writes until one ends with `end`, for at most `limit`, and says how many they were; 0:
  /// it did not come.
  int writes_until(std::string_view end, std::chrono::milliseconds limit) {
    std::string bytes(64 * 1024, '\0');
    const auto deadline = std::chrono::steady_clock::now() + limit;
    int writes = 0;
    do {
      const ssize_t n = ::read(ends_[0], bytes.data(), bytes.size());
      if (n > 0) {
        ++writes;
        if (std::string_view(bytes.data(), static_cast<std::size_t>(n)).ends_with(end))
          return writes;
      } else {
        std::this_thread::yield();
      }
    } while (std::chrono::steady_clock::now() < deadline);
    return 0;
  }

 private:
  int saved_;
  int ends_[2]{};
};

TEST(Log, FirstRecordAndWarningsAreWrittenAtOnceTheRestShortlyAfter) {
  using namespace std::chrono_literals;
  Pipe pipe;
  set_up("INFO");
  info("first");
  EXPECT_EQ(pipe.writes_until("first\n", 0ms), 1) << "nothing came before it: no wait";
  for (int i = 0; i < 500; ++i) info("one of many");
  info("the last of many");
  const int writes = pipe.writes_until("the last of many\n", 10s);
  EXPECT_GT(writes, 0) << "comes without a further record";
  EXPECT_LT(writes, 50);
  info("waits, perhaps");
  warning("does not");
  EXPECT_GT(pipe.writes_until("does not\n", 0ms), 0);
  info("flushed");
  flush();
  EXPECT_GT(pipe.writes_until("flushed\n", 0ms), 0);
}

}  // namespace
}  // namespace movie::log
