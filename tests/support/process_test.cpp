#include "support/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;

Start shell(const std::string& script) {
  return {.program = "/bin/sh", .arguments = {"-c", script}, .environment = {}};
}

TEST(Process, TellsStatusAndOutput) {
  const Ended ended = run(shell("echo out; echo err >&2; exit 7"));
  EXPECT_EQ(ended.status, 7);
  EXPECT_EQ(ended.out, "out\n");
  EXPECT_EQ(ended.err, "err\n");
  EXPECT_EQ(run(shell("kill -TERM $$")).status, 128 + SIGTERM);
}

TEST(Process, CarriesMoreThanAPipeHolds) {
  Start start = shell("cat");
  start.input.assign(1 << 20, 'x');
  EXPECT_EQ(run(start).out, start.input);
}

TEST(Process, ClearsSettingsButNotTheRest) {
  ::setenv("MOVIE_PORT", "1", 1);
  ::setenv("movie_host", "x", 1);
  ::setenv("PGHOST", "x", 1);
  ::setenv("log_level", "x", 1);
  Start start = shell("env");
  start.environment = {{"MOVIE_DB_MODE", "memory"}};
  const std::string seen = run(start).out;
  EXPECT_THAT(seen, testing::AllOf(HasSubstr("MOVIE_DB_MODE=memory\n"), HasSubstr("PATH=")));
  for (const char* gone : {"MOVIE_PORT", "movie_host", "PGHOST", "log_level"})
    EXPECT_THAT(seen, testing::Not(HasSubstr(gone)));
}

TEST(Process, WorksInTheGivenFolder) {
  const TempDir folder;
  Start start = shell("pwd");
  start.directory = folder.path();
  EXPECT_EQ(run(start).out, std::filesystem::canonical(folder.path()).string() + "\n");
}

TEST(Process, WaitsForLines) {
  Start start = shell("echo one; echo two; read x; echo got $x; read y");
  start.keep_input_open = true;
  Process process(start);
  EXPECT_EQ(process.wait_for_line(Process::kOut, "w"), "two");
  process.write("three\n");
  EXPECT_EQ(process.wait_for_line(Process::kOut, "got"), "got three");
  EXPECT_THROW(process.wait_for_line(Process::kOut, "never", std::chrono::milliseconds(20)),
               std::runtime_error);
  process.close_input();
  EXPECT_EQ(process.wait().status, 1);
  EXPECT_THROW(process.wait_for_line(Process::kOut, "never"), std::runtime_error);
}

TEST(Process, EndsTheChild) {
  pid_t pid = 0;
  {
    Process process(shell("exec sleep 1000"));
    pid = process.pid();
  }
  EXPECT_EQ(::kill(pid, 0), -1);
  Process process(shell("exec sleep 1000"));
  EXPECT_EQ(process.terminate().status, 128 + SIGTERM);
  Process slow(shell("exec sleep 1000"));
  EXPECT_THROW(slow.wait(std::chrono::milliseconds(20)), std::runtime_error);
}

TEST(Process, OffersATerminal) {
  Start start = shell("test -t 0 && test -t 2 && printf 'sure? ' >&2 && read x && echo $x");
  start.terminal = start.keep_input_open = true;
  Process process(start);
  process.wait_for(Process::kErr, "sure? ");
  process.write("yes\n");
  EXPECT_EQ(process.wait().out, "yes\n");
}

TEST(Process, OutputCanBeClosed) {
  Start start = shell("read x; yes");
  start.keep_input_open = true;
  Process process(start);
  process.close_output();
  process.write("go\n");
  EXPECT_EQ(process.wait().status, 128 + SIGPIPE);
}

TEST(Process, SaysWhyItCannotStart) {
  EXPECT_THROW(run({.program = "/nonexistent", .arguments = {}, .environment = {}}),
               std::system_error);
}

}  // namespace
}  // namespace movie::test
