#include <gmock/gmock.h>

#include <chrono>
#include <fstream>
#include <ostream>
#include <sstream>

#include "refusals/golden_files.hpp"
#include "refusals/refusal.hpp"
#include "store/note.hpp"
#include "store/plugin_check.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

/// A line of golden.txt.
struct Golden {
  std::string mode;
  int status = 0;
  std::string line;
};
void PrintTo(const Golden& one, std::ostream* out) { *out << one.mode; }

std::vector<Golden> golden() {
  std::ifstream file(REFUSALS_GOLDEN);
  std::vector<Golden> all;
  for (std::string text; std::getline(file, text);) {
    if (text.empty() || text.front() == '#') continue;
    std::istringstream words(text);
    Golden one;
    words >> one.mode >> one.status >> std::ws;
    std::getline(words, one.line);
    all.push_back(one);
  }
  return all;
}

/// What both programs say of each bad plug-in: the whole line, a status that tells a supervisor
/// whether to try again, and soon.
class GoldenRefusalTest : public ::testing::TestWithParam<Golden> {
 protected:
  GoldenRefusalTest() {
    std::filesystem::create_directory(plugins_);
    if (!make_bad_file(GetParam().mode, plugins_)) plugins_ = kRefusalsDir;
  }

  void refuses(const std::string& name, const std::string& program,
               std::vector<std::string> arguments) const {
    const auto begin = std::chrono::steady_clock::now();
    const Ended ended = run({.program = program,
                             .arguments = std::move(arguments),
                             .environment = {{"MOVIE_DB_MODE", GetParam().mode},
                                             {"MOVIE_PLUGIN_DIR", plugins_.string()},
                                             {"MOVIE_PORT", "0"},
                                             // as shipped: a fault is no report of ASan's
                                             {"ASAN_OPTIONS", "handle_segv=0"}},
                             .directory = work_.path()});
    const auto took = std::chrono::steady_clock::now() - begin;
    const bool hangs = GetParam().line.starts_with("hangs: ");
    EXPECT_LT(took, std::chrono::seconds(hangs ? 10 : 2));
    EXPECT_EQ(ended.status, GetParam().status) << ended.err;
    EXPECT_EQ(machine_replaced(without_path(last_line(ended.err), real(plugins_), "{dir}")),
              name + ": " + GetParam().line);
  }

 private:
  static std::filesystem::path real(const std::filesystem::path& path) {
    return std::filesystem::canonical(path);
  }
  static std::string last_line(std::string text) {
    if (!text.empty()) text.pop_back();
    const std::size_t before = text.rfind('\n');
    return before == std::string::npos ? text : text.substr(before + 1);
  }
  static std::string machine_replaced(const std::string& line) {
    return without_path(line, store::describe(store::read_elf_file("/proc/self/exe")),
                        "{this machine}");
  }

  const TempDir temp_, work_;
  std::filesystem::path plugins_ = temp_ / "plugins";
};

TEST_P(GoldenRefusalTest, OfTheService) { refuses("movie-service", MOVIE_SERVICE, {}); }
TEST_P(GoldenRefusalTest, OfTheTools) {
  if (GetParam().line.starts_with("hangs: ")) return;  // by the same code, after the same 5 s
  refuses("movie-tools", MOVIE_TOOLS, {"seed"});
}

INSTANTIATE_TEST_SUITE_P(Table, GoldenRefusalTest, ::testing::ValuesIn(golden()),
                         [](const auto& one) { return one.param.mode; });

/// Its line lists all that is there, so that its parts are tested where the folders are the
/// test's own.
TEST(GoldenTableTest, HasNoModeThatIsNotThere) {
  for (const char* const mode : {"nowhere", "pg"}) {
    const TempDir work;
    const Ended ended = run({.program = MOVIE_SERVICE,
                             .arguments = {},
                             .environment = {{"MOVIE_DB_MODE", mode}},
                             .directory = work.path()});
    EXPECT_EQ(ended.status, 78);
    EXPECT_THAT(ended.err,
                ::testing::StartsWith(std::string("movie-service: no-such-mode: ") + mode));
  }
}

TEST(GoldenTableTest, HasEnough) { EXPECT_GE(golden().size(), 25u); }

}  // namespace
}  // namespace movie::test
