#include <gmock/gmock.h>

#include <fstream>

#include "store/note.hpp"
#include "store/plugin.hpp"
#include "store/plugin_name.hpp"
#include "support/temp_dir.hpp"
#include "unit/store/elf_image.hpp"

namespace movie::store {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(PluginNameTest, IsOfSmallLettersDigitsAndUnderscores) {
  for (const char* good : {"a", "sqlite", "sqlite3", "my_db", "abcdefghijklmnopqrstuvwxyz01234"}) {
    EXPECT_TRUE(is_mode(good)) << good;
  }
  for (const char* bad :
       {"", "3d", "_a", "Sqlite", "a-b", "a/b", "a.so", "é", "abcdefghijklmnopqrstuvwxyz012345"}) {
    EXPECT_FALSE(is_mode(bad)) << bad;
  }
}

TEST(PluginNameTest, GoesWithTheFile) {
  EXPECT_EQ(file_name_of("sqlite"), "libstore_sqlite.so");
  EXPECT_EQ(file_name_of("postgres"), "libstore_pg.so");
  EXPECT_EQ(mode_of("/x/libstore_sqlite.so"), "sqlite");
  EXPECT_EQ(mode_of("libstore_pg.so"), "postgres");
  for (const char* other : {"libstore_postgres.so", "libstore_.so", "libstore_A.so",
                            "libstore_a.so.1", "store_a.so", "libstore_.s", "libstore_a"}) {
    EXPECT_EQ(mode_of(other), std::nullopt) << other;
  }
}

TEST(PluginFoldersTest, AreThoseGivenThenThoseBesideTheProgram) {
  const fs::path above = fs::canonical("/proc/self/exe").parent_path().parent_path();
  const fs::path beside = above / "lib/movie-service/plugins";
  const auto folders = plugin_folders(":/a/b/::relative:/a/c/../b:");
  ASSERT_GE(folders.size(), 3u);
  EXPECT_EQ(folders[0], "/a/b");
  EXPECT_EQ(folders[1], fs::current_path() / "relative");
  EXPECT_EQ(folders[2], beside) << "a folder given twice is searched once";
  EXPECT_EQ(plugin_folders("").front(), beside);
}

class FindPluginsTest : public ::testing::Test {
 protected:
  void put(const std::string& folder, const std::string& name, const std::string& bytes) {
    fs::create_directories(temp_ / folder);
    std::ofstream(temp_ / folder / name, std::ios::binary) << bytes;
  }
  static std::string plugin(const std::string& name) {
    static const ElfFacts self = read_elf_file("/proc/self/exe");
    return test::ElfImage(self.bits == 64, self.big_endian)
        .plugin_note(name, "1.5", 7)
        .bytes(self.machine);
  }
  std::vector<FoundPlugin> find() { return find_plugins(folders_); }

  test::TempDir temp_;
  std::vector<fs::path> folders_{temp_ / "first", temp_ / "absent", temp_ / "second"};
};

TEST_F(FindPluginsTest, FindsNothingWhereNothingIs) { EXPECT_THAT(find(), IsEmpty()); }

TEST_F(FindPluginsTest, TellsModesVersionsAndWhatIsWrong) {
  put("second", "libstore_b.so", "text");
  put("second", "libstore_a.so", plugin("a"));
  put("second", "notes.txt", "no plug-in");
  put("first", "libstore_pg.so", plugin("pg"));
  const auto found = find();
  std::vector<std::string> modes;
  for (const FoundPlugin& one : found) modes.push_back(one.mode);
  ASSERT_THAT(modes, ElementsAre("a", "b", "postgres"));
  EXPECT_EQ(found[0].file, temp_ / "second/libstore_a.so");
  EXPECT_EQ(found[0].facts.version, "1.5");
  EXPECT_EQ(found[0].facts.capabilities, 7u);
  EXPECT_THAT(found[0].problem, HasSubstr("host-too-old")) << "the image asks for minor 3";
  EXPECT_THAT(found[1].problem, HasSubstr("not-a-shared-object"));
  EXPECT_EQ(found[2].facts.name, "pg") << "the facts of an unusable plug-in are told, too";
  EXPECT_THAT(found[2].problem, HasSubstr("host-too-old"));
}

TEST_F(FindPluginsTest, TellsOfPluginsThatAnEarlierFolderHidesOnlyIfTheyWereUsable) {
  put("first", "libstore_a.so", "text");
  put("second", "libstore_a.so", "text");
  const auto found = find();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].file.parent_path().filename(), "first");
  EXPECT_THAT(found[1].problem, HasSubstr("not-a-shared-object"));
}

}  // namespace
}  // namespace movie::store
