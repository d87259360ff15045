#include "runner_test.hpp"

#include <csignal>
#include <thread>

namespace movie::test {
namespace {

using testing::HasSubstr;
using testing::Not;

using Findings = Runner;

TEST_F(Findings, ACrashIsOne) {
  const Ended ended = misbehave("crash@Ids.BeginAtOneAndAscend;", {"--only", "Ids.*"});
  EXPECT_EQ(ended.status, 1) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("FAILED   Ids.BeginAtOneAndAscend [S-26]"));
  EXPECT_THAT(ended.out, HasSubstr("crashed in the midst of the case: SIGABRT"));
  EXPECT_THAT(ended.out, HasSubstr("1 crashed"));
  EXPECT_THAT(ended.out, HasSubstr("verdict: failed: 1 case failed"));
  expect_nothing_left();
}

TEST_F(Findings, AnExitIsOne) {
  const Ended ended = misbehave("exit@Ids.BeginAtOneAndAscend;", {"--only", "Ids.*"});
  EXPECT_EQ(ended.status, 1) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("the process ended in the midst of the case: exit status 0"));
  EXPECT_THAT(ended.out, HasSubstr("1 exited"));
}

TEST_F(Findings, ACrashAfterTheCaseIsOne) {
  const Ended ended =
      misbehave("crash_late@Ids.BeginAtOneAndAscend;", {"--only", "Ids.BeginAtOneAndAscend"});
  EXPECT_EQ(ended.status, 1) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("crashed after the case: SIGABRT"));
}

TEST_F(Findings, AHangIsOneAndHoldsUpNoOther) {
  const Ended ended =
      misbehave("hang@Ids.BeginAtOneAndAscend;",
                {"--only", "Crud.*", "--only", "Ids.BeginAtOneAndAscend", "--time-limit", "10"});
  EXPECT_EQ(ended.status, 1) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("did not end within 10 s"));
  EXPECT_THAT(ended.out, HasSubstr("1 timed out"));
  EXPECT_THAT(ended.out, HasSubstr("verdict: failed: 1 case failed"));
  expect_nothing_left();
}

TEST_F(Findings, AProcessLeftBehindIsOneAndIsEnded) {
  const Ended ended =
      misbehave("leave@Ids.BeginAtOneAndAscend;", {"--only", "Ids.BeginAtOneAndAscend"});
  EXPECT_EQ(ended.status, 1) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("left processes behind: 1"));
  expect_nothing_left();
}

TEST_F(Findings, AClaimedCapabilityThatFailsIsOne) {
  const Ended ended = run(PLUGIN_BOASTING, {"--only", "Sort.*"});
  EXPECT_EQ(ended.status, 1) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("claims:  sort"));
  EXPECT_THAT(ended.out, HasSubstr("FAILED   Sort."));
}

using Verdicts = Runner;

TEST_F(Verdicts, IsPartialWhenACaseThatConcernsItIsSkipped) {
  const Ended ended = misbehave("many@probe;", {"--only", "Concurrency.*"});  // serial in the cases
  EXPECT_EQ(ended.status, 3) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("SKIPPED  Concurrency."));
  EXPECT_THAT(ended.out, HasSubstr("verdict: partial: "));
}

TEST_F(Verdicts, IsPartialWhenOnlySomeAreRun) {
  const Ended ended = misbehave("", {"--only", "Ids.BeginAtOneAndAscend"});
  EXPECT_EQ(ended.status, 0) << "it is what was asked for" << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("verdict: partial: "));
}

TEST_F(Verdicts, IsNoneOnWhatIsNoPlugin) {
  for (const char* const how : {"exits", "faults", "hangs"}) {
    const std::string file = std::string(REFUSALS_DIR "/libstore_") + how + "_in_constructor.so";
    const Ended ended = run(file, {"--time-limit", "3"});
    EXPECT_EQ(ended.status, 2) << ended.out << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(file)) << how;
  }
  EXPECT_EQ(run(REFUSALS_DIR "/libstore_no_entry.so", {}).status, 2);
  EXPECT_EQ(run("/dev/null", {}).status, 2);
}

using Replays = Runner;

std::string line_behind(const std::string& text, const std::string& mark) {
  const std::size_t at = text.find(mark) + mark.size();
  return text.substr(at, text.find('\n', at) - at);
}

TEST_F(Replays, TheLineShownRunsTheCaseAgainWithItsSeed) {
  const Ended first =
      misbehave("seed@Ids.BeginAtOneAndAscend;it's;", {"--only", "Ids.*", "--seed", "12345"});
  EXPECT_EQ(first.status, 1) << first.out << first.err;
  EXPECT_THAT(first.out, HasSubstr("seed 12345"));
  const std::string line = line_behind(first.out, "again: ");
  const Ended again = test::run({"/bin/sh", {"-c", line}, {{"TMPDIR", file("")}}});
  EXPECT_EQ(again.status, 1) << line << again.out << again.err;
  EXPECT_THAT(again.out, HasSubstr("FAILED   Ids.BeginAtOneAndAscend"));
  EXPECT_THAT(again.out, HasSubstr("refused with status 13: 12345"))
      << "the plug-in says the seed as the case's process has it";
}

TEST_F(Replays, InProcessForADebugger) {
  for (const std::vector<std::string>& how :
       std::vector<std::vector<std::string>>{{"--in-process", "--only", "Ids.BeginAtOneAndAscend"},
                                             {"--gtest_filter=*Ids.BeginAtOneAndAscend*"}}) {
    const Ended fine = misbehave("", how), bad = misbehave("bytes@Ids.BeginAtOneAndAscend;", how);
    EXPECT_EQ(fine.status, 0) << fine.out << fine.err;
    EXPECT_THAT(fine.out, HasSubstr("[  PASSED  ] 1 test"));
    EXPECT_EQ(bad.status, 1) << bad.out << bad.err;
  }
}

using Hooks = Runner;

TEST_F(Hooks, MakeAndRemoveEachStore) {
  const Ended ended =
      run(PLUGIN_MISBEHAVING,
          {"--setup",
           "echo {case} >>" + file("made") + "; echo 'crash@Ids.BeginAtOneAndAscend; now={case}'",
           "--teardown", "echo \"$1\" >>" + file("removed"), "--only", "Ids.BeginAtOneAndAscend",
           "--only", "Crud.PingIsOk", "-j1"});
  EXPECT_EQ(ended.status, 1) << ended.out << ended.err;
  EXPECT_EQ(read("made"), "probe\nCrud.PingIsOk\nIds.BeginAtOneAndAscend\n");
  EXPECT_THAT(read("removed"), HasSubstr("now=Crud.PingIsOk\n"));
  EXPECT_THAT(read("removed"), HasSubstr("now=Ids.BeginAtOneAndAscend\n"))
      << "although the case crashed";
}

TEST_F(Hooks, ThatKillTheServerComeLast) {
  const Ended ended = run(PLUGIN_MISBEHAVING,
                          {"--setup", "echo {case} >>" + file("made") + "; echo now={case}",
                           "--kill-server", "false", "--durable", "--only", "Server.*", "--only",
                           "Text.PlainAscii", "--only", "Ids.BeginAtOneAndAscend", "-j4"});
  EXPECT_EQ(ended.status, 1) << "for that store keeps nothing";
  EXPECT_THAT(read("made"), HasSubstr("Text.PlainAscii\n"));
  EXPECT_THAT(read("made"),
              testing::EndsWith("\nServer.ThatIsKilledKeepsAllThatWasAcknowledged\n"));
}

TEST_F(Hooks, ThatFailAreTold) {
  const Ended setup =
      run(PLUGIN_MISBEHAVING,
          {"--setup", "[ {case} = probe ] || { echo no server >&2; exit 7; }; echo x", "--only",
           "Crud.PingIsOk"});
  EXPECT_EQ(setup.status, 1) << setup.out << setup.err;
  EXPECT_THAT(setup.out, HasSubstr("ended with status 7"));
  EXPECT_THAT(setup.out, HasSubstr("no server"));
  const Ended teardown = run(PLUGIN_MISBEHAVING, {"--setup", "echo x", "--teardown",
                                                  "[ {case} = probe ]", "--only", "Crud.PingIsOk"});
  EXPECT_EQ(teardown.status, 1) << teardown.out << teardown.err;
  EXPECT_THAT(teardown.out,
              HasSubstr("--teardown '[ Crud.PingIsOk = probe ]' ended with status 1"));
}

using Endings = Runner;

TEST_F(Endings, AreSeenByAParentThatIgnoresItsChildren) {
  Start shell{"/bin/sh",
              {"-c", "trap '' CHLD; exec \"$@\"", "sh", MOVIE_CONFORMANCE},
              {{"TMPDIR", file("")}}};
  for (const char* const argument : {PLUGIN_MISBEHAVING, "--only", "Ids.BeginAtOneAndAscend"})
    shell.arguments.emplace_back(argument);
  const Ended ended = test::run(shell);
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
}

/// Until `done`, which need not stay so, or too long.
template <class Done>
bool comes(Done done) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!done()) {
    if (std::chrono::steady_clock::now() > limit) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

TEST_F(Endings, ASignalEndsAllInOrder) {
  Process runner(start(
      PLUGIN_MISBEHAVING,
      {"--setup",
       "echo made >>" + file("made") + "; echo '" + url("hang@Ids.BeginAtOneAndAscend;") + "'",
       "--teardown", "echo removed >>" + file("removed"), "--only", "Ids.BeginAtOneAndAscend"}));
  ASSERT_TRUE(comes([&] { return read("made") == "made\nmade\n"; }));
  const Ended ended = runner.terminate();
  EXPECT_EQ(ended.status, 128 + SIGTERM) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("verdict: partial"));
  EXPECT_EQ(read("removed"), "removed\nremoved\n");
  expect_nothing_left();
}

TEST_F(Endings, TheRunnersOwnLeavesNoProcess) {
  Process runner(
      start(PLUGIN_MISBEHAVING, {"--url", url("hang@Ids.BeginAtOneAndAscend;leave@probe;"),
                                 "--only", "Ids.BeginAtOneAndAscend"}));
  ASSERT_TRUE(comes([&] { return still_running() >= 3; })) << "runner, keeper, case";
  runner.signal(SIGKILL);
  runner.wait();
  EXPECT_TRUE(comes([&] { return still_running() == 0; }));
}

}  // namespace
}  // namespace movie::test
