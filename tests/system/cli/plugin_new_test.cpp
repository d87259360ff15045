#include <filesystem>

#include "tool.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;

/// What becomes of the projects is for tests/sdk/template.sh to find out.
class PluginNew : public Tool {};

TEST_F(PluginNew, WritesAProjectUnderItsName) {
  EXPECT_THAT(done({"plugin", "new", "tiny_9", "--lang", "c"}), HasSubstr("./tiny_9"));
  EXPECT_THAT(read("tiny_9/tiny_9.c"), HasSubstr("MOVIE_PLUGIN_TABLE(\"tiny_9\""));
  EXPECT_THAT(read("tiny_9/README.md"), HasSubstr("MOVIE_DATABASE_URL_TINY_9"));
}

TEST_F(PluginNew, RefusesNamesThatNoPluginMayHave) {
  for (const std::string name : {"Mine", "9lives", "a-b", "../up", "a.b", "_x", "sqlite", "pg",
                                 "test", "abcdefghijabcdefghijabcdefghij12"}) {
    const Ended ended = run({"plugin", "new", name, "--lang", "cpp"});
    EXPECT_EQ(ended.status, 2) << name;
    EXPECT_THAT(ended.err, HasSubstr("plugin new " + name + ": ")) << name;
  }
  EXPECT_EQ(run({"plugin", "new", "mine", "--lang", "go"}).status, 2);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(PluginNew, LeavesAFolderThatIsThereAlone) {
  done({"plugin", "new", "mine", "--lang", "rust"});
  const std::string before = read("mine/src/store.rs");
  const Ended ended = run({"plugin", "new", "mine", "--lang", "c"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("./mine is there already"));
  EXPECT_EQ(read("mine/src/store.rs"), before);
  EXPECT_FALSE(std::filesystem::exists(folder / "mine/mine.c"));
}

}  // namespace
}  // namespace movie::test
