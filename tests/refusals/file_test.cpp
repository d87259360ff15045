#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "refusals/refusal.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

namespace fs = std::filesystem;
using ::testing::StartsWith;

/// Files that are no plug-in, or not safely one, each as libstore_fine.so in a folder of its own.
class RefusedFileTest : public ::testing::Test {
 protected:
  RefusedFileTest() { fs::create_directory(folder_); }

  static std::string content() {
    std::ifstream in(kRefusalsDir / "libstore_fine.so", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& bytes) const { std::ofstream(file_, std::ios::binary) << bytes; }
  [[nodiscard]] std::string refusal() const { return refusal_of("fine", folder_); }
  static void mode(const fs::path& path, mode_t bits) { ASSERT_EQ(::chmod(path.c_str(), bits), 0); }

  TempDir temp_;
  fs::path folder_ = temp_ / "plugins";
  fs::path file_ = folder_ / "libstore_fine.so";
};

TEST_F(RefusedFileTest, Empty) {
  write("");
  EXPECT_EQ(refusal(),
            "not-a-shared-object: {dir}/libstore_fine.so: expected an ELF shared object, found an "
            "empty file; "
            "install the plug-in again");
}

TEST_F(RefusedFileTest, Text) {
  write("version https://git-lfs.example/spec/v1\n");
  EXPECT_EQ(refusal(),
            "not-a-shared-object: {dir}/libstore_fine.so: expected an ELF shared object, "
            "found a file without an ELF header; install the plug-in again");
}

TEST_F(RefusedFileTest, CutOff) {
  const std::string whole = content();
  for (const std::size_t size : {std::size_t{1}, std::size_t{15}}) {
    write(whole.substr(0, size));
    EXPECT_THAT(refusal(), StartsWith("not-a-shared-object: ")) << size;
  }
  for (const std::size_t size : {std::size_t{16}, std::size_t{63}}) {
    write(whole.substr(0, size));
    EXPECT_EQ(
        refusal(),
        "not-a-shared-object: {dir}/libstore_fine.so: expected an ELF shared object, "
        "found an ELF file cut off: its header lies beyond its end; install the plug-in again");
  }
  write(whole.substr(0, 100));
  EXPECT_EQ(refusal(),
            "not-a-shared-object: {dir}/libstore_fine.so: expected an ELF shared object, "
            "found an ELF file cut off: its table of segments lies beyond its end; install the "
            "plug-in again");
  write(whole.substr(0, 4097));
  EXPECT_EQ(refusal(),
            "not-a-shared-object: {dir}/libstore_fine.so: expected an ELF shared object, "
            "found an ELF file cut off: a segment lies beyond its end; install the plug-in again");
}

TEST_F(RefusedFileTest, OfAnotherMachine) {
  std::string bytes = content();
  bytes[18] = 21;  // e_machine: PowerPC 64
  write(bytes);
  const std::string line = refusal();
  EXPECT_THAT(line, StartsWith("wrong-machine: {dir}/libstore_fine.so: expected one for machine "));
  EXPECT_THAT(line, ::testing::EndsWith(", found one for machine 21, 64 bits, little end first; "
                                        "install the plug-in's build for this machine"));
}

TEST_F(RefusedFileTest, NoSharedObject) {
  std::string bytes = content();
  bytes[16] = 1;  // e_type: relocatable
  write(bytes);
  EXPECT_EQ(refusal(),
            "not-a-shared-object: {dir}/libstore_fine.so: expected an ELF shared object, found an "
            "ELF file of type 1; "
            "install the plug-in again");
}

TEST_F(RefusedFileTest, Folder) {
  fs::create_directory(file_);
  EXPECT_EQ(refusal(),
            "not-a-file: {dir}/libstore_fine.so: expected a regular file, found something else; "
            "put the plug-in's shared object there");
}

TEST_F(RefusedFileTest, LinkToNothing) {
  fs::create_symlink("nowhere", file_);
  EXPECT_EQ(refusal(),
            "unreadable: {dir}/libstore_fine.so: expected a file that can be read, found No such "
            "file or directory; "
            "check the path and its permissions");
}

TEST_F(RefusedFileTest, WritableByEveryone) {
  write(content());
  mode(file_, 0666);
  EXPECT_EQ(
      refusal(),
      "unsafe-file: {dir}/libstore_fine.so: expected a file that others cannot write, "
      "found a file writable by everyone; chmod o-w the file, if it is still what you installed");
}

TEST_F(RefusedFileTest, InAFolderWritableByEveryone) {
  write(content());
  mode(folder_, 0777);
  EXPECT_EQ(refusal(),
            "unsafe-folder: {dir}/libstore_fine.so: expected folders that others cannot write, "
            "found {dir} writable by everyone; chmod o-w the folder, or move the plug-in");
}

TEST_F(RefusedFileTest, BelowAFolderWritableByEveryone) {
  write(content());
  mode(temp_.path(), 0777);
  EXPECT_THAT(refusal(), StartsWith("unsafe-folder: "));
}

TEST_F(RefusedFileTest, BehindALinkThatEveryoneCouldTurn) {
  fs::create_symlink(kRefusalsDir / "libstore_fine.so", file_);
  EXPECT_EQ(refusal(), "loaded");
  mode(folder_, 0777);
  EXPECT_THAT(refusal(), StartsWith("unsafe-folder: "));
}

TEST_F(RefusedFileTest, NotForThingsInAStickyFolderThatAreOurs) {
  write(content());
  mode(folder_, 01777);
  EXPECT_EQ(refusal(), "loaded");
  if (::geteuid() != 0) return;  // only root can give files away
  ASSERT_EQ(::chown(file_.c_str(), 12345, 12345), 0);
  EXPECT_THAT(refusal(), StartsWith("unsafe-folder: ")) << "another user's file";
}

TEST_F(RefusedFileTest, NotForWritingByTheGroup) {
  write(content());
  mode(file_, 0664);
  mode(folder_, 0775);
  EXPECT_EQ(refusal(), "loaded");
}

TEST_F(RefusedFileTest, NotThere) {
  EXPECT_EQ(
      refusal(),
      "no-such-mode: fine: expected a plug-in named fine, found none of {dir}/libstore_fine.so; "
      "there is no plug-in at all; set MOVIE_DB_MODE to a mode that is there, or put the plug-in "
      "into one of the "
      "folders");
  write(content());
  EXPECT_EQ(refusal_of("sqlite", folder_),
            "no-such-mode: sqlite: expected a plug-in named sqlite, found none of "
            "{dir}/libstore_sqlite.so; "
            "there is one for fine; install the package movie-store-sqlite, or build with sqlite "
            "in MOVIE_PLUGINS");
  EXPECT_EQ(refusal_of("postgres", folder_),
            "no-such-mode: postgres: expected a plug-in named postgres, found none of "
            "{dir}/libstore_pg.so; "
            "there is one for fine; install the package movie-store-pg, or libpq-dev and build "
            "with pg in MOVIE_PLUGINS");
  fs::rename(file_, folder_ / "libstore_pg.so");
  EXPECT_EQ(refusal_of("pg", folder_),
            "no-such-mode: pg: expected a plug-in named pg, found none, for libstore_pg.so serves "
            "postgres; "
            "there is one for postgres; did you mean postgres?");
}

TEST_F(RefusedFileTest, ListsEveryPathThatWasTried) {
  const fs::path folders[] = {temp_ / "one", temp_ / "two"};
  try {
    store::load_plugin("x", folders);
    FAIL();
  } catch (const store::PluginError& error) {
    EXPECT_THAT(
        without_path(error.what(), temp_.path(), "{temp}"),
        ::testing::HasSubstr("found none of {temp}/one/libstore_x.so, {temp}/two/libstore_x.so;"));
  }
}

TEST_F(RefusedFileTest, WhoseModeIsNoName) {
  for (const std::string mode :
       {"", "Sqlite", "../x", "1st", "a-b", "a_name_that_is_longer_than_31_bytes_"}) {
    EXPECT_THAT(refusal_of(mode),
                StartsWith("bad-mode: \"" + mode + "\": expected a mode of a-z, 0-9 and _"));
  }
}

TEST_F(RefusedFileTest, IsTakenFromTheFirstFolderThatHasIt) {
  write("");
  const fs::path folders[] = {folder_, kRefusalsDir};
  EXPECT_THROW(store::load_plugin("fine", folders), store::PluginError)
      << "no falling back on another";
  const fs::path swapped[] = {kRefusalsDir, folder_};
  EXPECT_EQ(store::load_plugin("fine", swapped).file,
            fs::canonical(kRefusalsDir) / "libstore_fine.so");
}

}  // namespace
}  // namespace movie::test
