#include <filesystem>

#include "tool.hpp"

namespace movie::test {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

class Plugins : public Tool {};

TEST_F(Plugins, ListsWhatIsThere) {
  const std::string out = done({"plugins"});
  EXPECT_THAT(
      out,
      AllOf(ContainsRegex(
                "\\* sqlite +[0-9.]+, ABI 1\\.0, expect, memo, keep_id, if_empty, filter, "
                "search, sort, total, many, clears, rekeys\n +/.*libstore_sqlite\\.so\n +usable"),
            ContainsRegex("  memory +[0-9.]+, ABI 1\\.0")));
}

TEST_F(Plugins, SearchesThePluginDirFirstAndSaysWhatIsWrong) {
  file("libstore_broken.so", "no library");
  environment["MOVIE_PLUGIN_DIR"] = folder.path().string() + ":" + CORE_PROFILE_DIR;
  const Ended ended = run({"plugins"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, AllOf(ContainsRegex("broken +says nothing of itself\n.*\n +not usable: "),
                               ContainsRegex("core_profile +1\\.0, ABI 1\\.0, none")));
  EXPECT_LT(ended.out.find("Folder: " + folder.path().string()),
            ended.out.find(std::string("Folder: ") + CORE_PROFILE_DIR));
}

TEST_F(Plugins, LoadsThemOnRequest) {
  EXPECT_THAT(done({"plugins", "--load"}), HasSubstr("usable"));
  file("libstore_broken.so", "no library");
  environment["MOVIE_PLUGIN_DIR"] = folder.path();
  EXPECT_EQ(run({"plugins", "--load"}).status, 1);
}

}  // namespace
}  // namespace movie::test
