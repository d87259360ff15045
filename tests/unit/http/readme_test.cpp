// The README beside this names tests that exist.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace movie::test {
namespace {

namespace fs = std::filesystem;

const fs::path kTests = fs::path(MOVIE_SOURCE_DIR) / "tests";

std::string read(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

template <class Visit>
void for_each_match(const std::string& text, const char* pattern, Visit visit) {
  const std::regex regex(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) visit(*at);
}

/// `Suite.Case`; the table's rows of the two suites that have one, as `suite/case`.
std::set<std::string> tests() {
  std::set<std::string> found;
  for (const auto& file : fs::recursive_directory_iterator(kTests)) {
    if (file.path().extension() != ".cpp") continue;
    for_each_match(read(file.path()), R"(\bTEST(?:_[FP])?\(\s*(\w+),\s*(\w+)\s*\))",
                   [&](const auto& match) { found.insert(match.str(1) + "." + match.str(2)); });
  }
  for_each_match(read(kTests / "unit/http/request_parser_test.cpp"), R"re(\{"(\w+)",)re",
                 [&](const auto& match) { found.insert("RequestParserCase/" + match.str(1)); });
  for_each_match(read(kTests / "unit/http/limits_test.cpp"), R"re(Refused\{"(\w+)",)re",
                 [&](const auto& match) { found.insert("Refusal/" + match.str(1)); });
  return found;
}

TEST(Readme, NamesTestsThatExist) {
  const auto existing = tests();
  std::string suite;
  int named = 0;
  for_each_match(read(kTests / "unit/http/README.md"),
                 R"(`([A-Z]\w+\.[A-Z]\w+|([A-Z]\w+)?/(\w+))`)", [&](const auto& match) {
                   if (match[2].matched) suite = match.str(2);
                   const auto name = match[3].matched ? suite + "/" + match.str(3) : match.str(1);
                   if (name.ends_with("/livez") || name.ends_with("/readyz")) return;  // routes
                   EXPECT_TRUE(existing.contains(name)) << name;
                   ++named;
                 });
  EXPECT_GT(named, 150);
}

}  // namespace
}  // namespace movie::test
