#include "tool.hpp"

namespace movie::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class Reset : public Tool {
 protected:
  void SetUp() override { done({"seed"}); }
  /// On a terminal, answering the question.
  Ended answer(const std::string& word) {
    Start how = start({"reset"});
    how.terminal = how.keep_input_open = true;
    Process process(how);
    process.wait_for(Process::kErr, "[y/N] ");
    process.write(word + "\n");
    return process.wait();
  }
};

TEST_F(Reset, RemovesAllAndLetsIdsBeginAgain) {
  EXPECT_THAT(done({"reset", "--yes"}), HasSubstr("Reset complete with 0 movies\n"));
  EXPECT_EQ(exported(), "id,title,year,genre\r\n");
  done({"import", "-"}, "title,year,genre\nAlien,1979,Horror\n");
  EXPECT_EQ(exported(), "id,title,year,genre\r\n1,Alien,1979,Horror\r\n");
}

TEST_F(Reset, SeedsAfterwards) {
  EXPECT_THAT(done({"reset", "--yes", "--sample", "2"}),
              HasSubstr("Reset complete with 2 movies\n"));
  EXPECT_THAT(exported(), EndsWith("2,Sample 2,2011,Sci-Fi\r\n"));
}

TEST_F(Reset, WithoutATerminalHasToBeToldYes) {
  const Ended ended = run({"reset"}, "y\n");
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("say --yes"));
  EXPECT_THAT(exported(), EndsWith("5,Sample 5,2014,Sci-Fi\r\n"));
}

TEST_F(Reset, AsksOnATerminal) {
  for (const char* no : {"n", "", "Yes, but"}) {
    EXPECT_EQ(answer(no).status, 1) << no;
    EXPECT_THAT(exported(), EndsWith("5,Sample 5,2014,Sci-Fi\r\n"));
  }
  EXPECT_EQ(answer("y").status, 0);
  EXPECT_EQ(exported(), "id,title,year,genre\r\n");
}

TEST_F(Reset, CannotReachAServersMemory) {
  environment["MOVIE_DB_MODE"] = "memory";
  const Ended ended = run({"reset", "--yes"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("out of reach"));
}

TEST_F(Reset, IsRefusedWhereThePluginCannotClear) {
  environment = {{"MOVIE_PLUGIN_DIR", CORE_PROFILE_DIR}, {"MOVIE_DB_MODE", "core_profile"}};
  const Ended ended = run({"reset", "--yes"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("this plug-in cannot do that"));
}

}  // namespace
}  // namespace movie::test
