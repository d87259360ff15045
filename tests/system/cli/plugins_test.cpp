#include <filesystem>

#include "tool.hpp"
#include "unit/store/elf_image.hpp"

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
                "search, sort, total, snapshot, many, clears, rekeys\n +/.*libstore_sqlite\\.so\n +usable"),
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

TEST_F(Plugins, LooksAtFilesOfAnyMachineWithoutLoadingThem) {
  const auto image = [](bool wide, bool big_endian, std::uint16_t machine) {
    return ElfImage(wide, big_endian).plugin_note("mine", "2.1", 0x80f).bytes(machine);
  };
  const std::string says =
      " +2\\.1, ABI 1\\.2 for hosts from 1\\.3 on, expect, memo, keep_id, "
      "if_empty, rekeys\n";
  file("arm64.so", image(true, false, 183));
  file("libstore_mine.so", image(false, false, 40));
  file("s390x.so", image(true, true, 22));
  const Ended ended = run({"plugins", "arm64.so", "libstore_mine.so", "s390x.so"});
  EXPECT_EQ(ended.status, 1) << "none is for this machine: " << ended.err;
  EXPECT_THAT(ended.out, AllOf(ContainsRegex("mine" + says +
                                             " +arm64\\.so\n +not usable: wrong-machine: .*\n +for "
                                             "machine 183, 64 bits, little end first\n"),
                               ContainsRegex("mine" + says +
                                             " +libstore_mine\\.so\n.*\n +for machine 40, 32 bits, "
                                             "little end first\n"),
                               ContainsRegex("mine" + says +
                                             " +s390x\\.so\n.*\n +for machine 22, 64 bits, big end "
                                             "first\n")));
}

TEST_F(Plugins, LooksAtFilesThatAreNone) {
  file("text", "no library");
  const Ended ended = run({"plugins", "text"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.out, ContainsRegex("\\? +says nothing of itself\n +text\n +not usable: "
                                       "not-a-shared-object: .*\n$"));
  EXPECT_EQ(run({"plugins", "nowhere"}).status, 1);
  file("mute.so", ElfImage(true, false).bytes());
  EXPECT_THAT(run({"plugins", "mute.so"}).out,
              HasSubstr("not usable: no-note: mute.so: expected "));
}

}  // namespace
}  // namespace movie::test
