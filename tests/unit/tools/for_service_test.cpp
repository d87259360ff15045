// What movie-tools does first where root runs the installed one. Each case in a process of its own,
// for it gives up rights.

#include "for_service.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/temp_dir.hpp"

namespace movie::tools {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kUser = 64001;

class ForService : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
    fs::create_directory(data_);
    std::ofstream(settings_) << "MOVIE_FOR_SERVICE=from the file\nMOVIE_GIVEN=from the file\n";
    ASSERT_EQ(::chown(data_.c_str(), kUser, kUser), 0);
    fs::permissions(folder_.path(), fs::perms::owner_all);  // as /var/lib/private: root's alone
  }
  [[nodiscard]] ServicePlaces places() const {
    return {fs::read_symlink("/proc/self/exe"), settings_, data_};
  }
  /// Says what it is like afterwards.
  [[noreturn]] void act_and_tell(const ServicePlaces& where) const {
    ::setenv("MOVIE_GIVEN", "from the environment", 1);
    act_for_service(where);
    std::ofstream(data_ / "made") << "a film";
    const char* taken = std::getenv("MOVIE_FOR_SERVICE");
    const std::string settings =
        std::string(taken == nullptr ? "none" : taken) + ", " + std::getenv("MOVIE_GIVEN");
    const bool writes = std::ofstream(folder_.path() / "elsewhere").good();
    const bool reads = std::ifstream(settings_).good();
    std::fprintf(stderr, "user %u %s, %s, %s\n", ::geteuid(), settings.c_str(),
                 reads ? "reads" : "cannot read", writes ? "writes" : "cannot write");
    ::_exit(0);
  }

  const test::TempDir folder_;
  const fs::path settings_ = folder_.path() / "settings", data_ = folder_.path() / "data";
};

TEST_F(ForService, TakesTheSettingsAndBecomesTheOwnerOfTheData) {
  EXPECT_EXIT(act_and_tell(places()), testing::ExitedWithCode(0),
              "user 64001 from the file, from the environment, reads, cannot write");
  struct stat made {};
  ASSERT_EQ(::stat((data_ / "made").c_str(), &made), 0);
  EXPECT_EQ(made.st_uid, kUser);
}

TEST_F(ForService, StaysRootWhereThereIsNoDataYet) {
  auto where = places();
  where.data = folder_.path() / "absent";
  EXPECT_EXIT(act_and_tell(where), testing::ExitedWithCode(0), "user 0 from the file, .*, writes");
}

TEST_F(ForService, DoesNothingForAnotherProgram) {
  auto where = places();
  where.program = "/usr/bin/movie-tools";
  EXPECT_EXIT(act_and_tell(where), testing::ExitedWithCode(0), "user 0 none, .*, writes");
}

TEST_F(ForService, RefusesSettingsThatOthersMayWrite) {
  fs::permissions(settings_, fs::perms::all);
  EXPECT_THROW(act_for_service(places()), std::runtime_error);
}

}  // namespace
}  // namespace movie::tools
