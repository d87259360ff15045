#include <gmock/gmock.h>

#include <ostream>

#include "refusals/refusal.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

using ::testing::MatchesRegex;

struct Case {
  std::string mode;
  int status;
  std::string line;  // after the program's name, as a pattern
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.mode; }

/// The programs tell the same line, with a status by which a supervisor knows whether to try again.
class RefusingProgramTest : public ::testing::TestWithParam<Case> {
 protected:
  void refuses(const std::string& program, const std::string& path,
               std::vector<std::string> arguments) {
    const TempDir work;
    const Ended ended = run({.program = path,
                             .arguments = std::move(arguments),
                             .environment = {{"MOVIE_DB_MODE", GetParam().mode},
                                             {"MOVIE_PLUGIN_DIR", kRefusalsDir.string()},
                                             {"MOVIE_PORT", "0"}},
                             .directory = work.path()});
    EXPECT_EQ(ended.status, GetParam().status) << ended.err;
    const std::string last = ended.err.substr(ended.err.rfind('\n', ended.err.size() - 2) + 1);
    EXPECT_THAT(last, MatchesRegex(program + ": " + GetParam().line + "\n"));
  }
};

TEST_P(RefusingProgramTest, Service) { refuses("movie-service", MOVIE_SERVICE, {}); }
TEST_P(RefusingProgramTest, Tools) { refuses("movie-tools", MOVIE_TOOLS, {"seed"}); }

INSTANTIATE_TEST_SUITE_P(
    Built, RefusingProgramTest,
    ::testing::Values(
        Case{"nowhere", 78,
             "no-such-mode: nowhere: expected .*/libstore_nowhere\\.so, .*; set MOVIE_DB_MODE .*"},
        Case{"pg", 78, "no-such-mode: pg: .*; did you mean postgres\\?"},
        Case{"major_in_note", 78, "wrong-major: .*: expected ABI 1, found ABI 2; .*"},
        Case{"missing_library", 78, "cannot-load: .* found libmovie_missing\\.so: .*"},
        Case{"open_fails", 78, "open-failed: .* found no such URL: .*"},
        Case{"open_unavailable", 69, "open-failed: .* found nobody listens .*"},
        Case{"open_throws", 78, "open-failed: .* out through the boundary .*"},
        Case{"session_throws", 78, "no-session: .* out through the boundary .*"}),
    [](const auto& one) { return one.param.mode; });

}  // namespace
}  // namespace movie::test
