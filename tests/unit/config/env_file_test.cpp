#include "config/env_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "config/config.hpp"
#include "support/temp_dir.hpp"

namespace movie::config {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class EnvFile : public testing::Test {
 protected:
  void write(const std::string& text, mode_t mode = 0600) {
    std::ofstream(file_) << text;
    ASSERT_EQ(::chmod(file_.c_str(), mode), 0);
  }
  std::string refusal() {
    try {
      (void)read_env_file(folder_.path() / ".env", warnings_);
      return "was read";
    } catch (const ConfigError& error) {
      return error.what();
    }
  }

  test::TempDir folder_;
  std::filesystem::path file_ = folder_ / ".env";
  std::vector<std::string> warnings_;
};

TEST_F(EnvFile, NoneIsFine) {
  EXPECT_THAT(read_env_file(folder_.path() / ".env", warnings_), IsEmpty());
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(EnvFile, IsReadWhenOnlyItsOwnerCanWriteIt) {
  for (const mode_t mode : {0400U, 0600U, 0644U}) {
    write("a=b", mode);
    EXPECT_THAT(read_env_file(folder_.path() / ".env", warnings_), SizeIs(1)) << mode;
    std::filesystem::remove(file_);
  }
}

TEST_F(EnvFile, IsRefusedWhenOthersCanWriteIt) {
  for (const mode_t mode : {0620U, 0602U, 0666U}) {
    write("a=b", mode);
    EXPECT_THAT(refusal(), AllOf(HasSubstr(file_.string()), HasSubstr("others can write it"),
                                 HasSubstr("chmod go-w")))
        << mode;
  }
}

TEST_F(EnvFile, IsRefusedWhenItBelongsToSomebodyElse) {
  write("a=b");
  if (::geteuid() == 0) {
    ASSERT_EQ(::chown(file_.c_str(), 12345, 12345), 0);
    EXPECT_THAT(refusal(), AllOf(HasSubstr("belongs to user 12345"), HasSubstr("(0) or root")));
  } else {
    GTEST_SKIP() << "only root can give a file away";
  }
}

TEST_F(EnvFile, IsRefusedWhenItCannotBeRead) {
  std::filesystem::create_symlink(".env", file_);
  EXPECT_THAT(refusal(), HasSubstr("cannot be read"));
}

TEST_F(EnvFile, IsRefusedWhenEndless) {
  write(std::string((1 << 20) + 1, '\n'));
  EXPECT_THAT(refusal(), HasSubstr("larger than 1 MiB"));
}

TEST_F(EnvFile, FolderOfThatNameIsSkippedWithAWarning) {
  std::filesystem::create_directory(file_);
  EXPECT_THAT(read_env_file(folder_.path() / ".env", warnings_), IsEmpty());
  EXPECT_THAT(warnings_, testing::ElementsAre(HasSubstr("is not a file")));
}

TEST_F(EnvFile, PipeOfThatNameDoesNotHang) {
  ASSERT_EQ(::mkfifo(file_.c_str(), 0600), 0);
  EXPECT_THAT(read_env_file(folder_.path() / ".env", warnings_), IsEmpty());
}

}  // namespace
}  // namespace movie::config
