#include <signal.h>

#include "tool.hpp"

namespace movie::test {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

class CommandLine : public Tool {};

TEST_F(CommandLine, HelpHasExamplesAndExitStatuses) {
  EXPECT_THAT(done({"--help"}), AllOf(HasSubstr("Examples:"), HasSubstr("Exit status:"),
                                      HasSubstr("seed, bootstrap"), HasSubstr("--db-mode")));
  EXPECT_THAT(done({"import", "--help"}), HasSubstr("refused"));
}

TEST_F(CommandLine, VersionNamesCommitAndAbi) {
  EXPECT_THAT(done({"--version"}),
              ContainsRegex("^movie-tools [0-9.]+ \\(commit [0-9a-z-]+\\), plug-in ABI 1\\.x"));
}

TEST_F(CommandLine, WrongUsageIsStatus2) {
  for (const auto& arguments :
       {Arguments{}, Arguments{"nonsense"}, Arguments{"seed", "--sample", "-1"},
        Arguments{"seed", "--sample", "many"}, Arguments{"migrate"}, Arguments{"migrate", "down"},
        Arguments{"seed", "--nonsense"}}) {
    EXPECT_EQ(run(arguments).status, 2) << testing::PrintToString(arguments);
  }
}

TEST_F(CommandLine, WrongSettingIsStatus78) {
  const Ended flag = run({"--log-level", "loud", "seed"});
  EXPECT_EQ(flag.status, 78);
  EXPECT_THAT(flag.err, HasSubstr("LOG_LEVEL=loud (flag --log-level)"));
  file(".env", "MOVIE_POOL_SIZE=none\n");
  const Ended dot_env = run({"seed"});
  EXPECT_EQ(dot_env.status, 78);
  EXPECT_THAT(dot_env.err, HasSubstr("MOVIE_POOL_SIZE=none (.env:1)"));
}

TEST_F(CommandLine, UnknownModeIsStatus78) {
  const Ended ended = run({"--db-mode", "nowhere", "seed"});
  EXPECT_EQ(ended.status, 78);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("no-such-mode"), HasSubstr("libstore_nowhere.so"),
                               HasSubstr("sqlite")));
}

TEST_F(CommandLine, UnreachableStoreIsStatus69) {
  environment = {{"MOVIE_PLUGIN_DIR", SCRIPTED_DIR},
                 {"MOVIE_DB_MODE", "scripted"},
                 {"MOVIE_DATABASE_URL_SCRIPTED", "scripted:absent"}};
  for (const auto& command : {Arguments{"migrate", "up"}, Arguments{"seed"}, Arguments{"export"},
                              Arguments{"reset", "--yes"}}) {
    const Ended ended = run(command);
    EXPECT_EQ(ended.status, 69) << command[0];
    EXPECT_THAT(ended.err, HasSubstr("nobody listens"));
  }
}

TEST_F(CommandLine, UrlThatCanNeverWorkIsStatus78) {
  environment["MOVIE_DATABASE_URL_SQLITE"] = "postgres://me:geheim@host/d";
  const Ended ended = run({"seed"});
  EXPECT_EQ(ended.status, 78);
  EXPECT_THAT(ended.out + ended.err, Not(HasSubstr("geheim")));
}

TEST_F(CommandLine, SettingsStandBeforeOrBehindTheCommand) {
  EXPECT_THAT(done({"seed", "--db-mode", "memory"}), HasSubstr("Mode: memory"));
  EXPECT_THAT(done({"--db-mode", "memory", "seed"}), HasSubstr("Mode: memory"));
}

TEST_F(CommandLine, TestUrlTakesOverWithAWarning) {
  environment["MOVIE_DATABASE_URL_TEST"] = "sqlite:///test.db";
  const Ended ended = run({"seed"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, HasSubstr("URL: sqlite:///test.db"));
  EXPECT_THAT(ended.err,
              HasSubstr("WARNING MOVIE_DATABASE_URL_TEST (environment) takes the place of"));
}

TEST_F(CommandLine, EndsQuietlyWhenItsReaderHasGone) {
  Process process(start({"plugins"}));
  process.close_output();
  const Ended ended = process.wait();
  EXPECT_THAT(ended.status, testing::AnyOf(0, 128 + SIGPIPE)) << "0: all was written before";
  EXPECT_EQ(ended.err, "");
}

TEST_F(CommandLine, OutputThatCannotBeWrittenIsAFailure) {
  Start shell{.program = "/bin/sh",
              .arguments = {"-c", "exec \"$0\" seed > /dev/full", MOVIE_TOOLS},
              .environment = {},
              .directory = folder.path()};
  EXPECT_EQ(test::run(shell).status, 1);
}

}  // namespace
}  // namespace movie::test
