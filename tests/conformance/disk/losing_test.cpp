#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <functional>
#include <iterator>

#include "../forked.hpp"
#include "disk.hpp"
#include "support/temp_dir.hpp"

// Nothing of it works under sanitizers.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
namespace movie::conformance::disk {
namespace {

/// A file of "before", and what a machine that goes down leaves of what a process does to it.
class Losing : public testing::Test {
 protected:
  Losing() { std::ofstream(file_) << "before"; }
  /// By a seed, or as little as can be.
  std::string left_of(const std::function<void(int fd)>& work, std::uint64_t seed = 0) {
    Forked done([&](const Forked::Tell&) {
      remember(ledger_);
      const int fd = ::open(file_.c_str(), O_RDWR | O_CLOEXEC);
      work(fd);
      ::close(fd);
    });
    EXPECT_TRUE(done.succeeded());
    lose(ledger_, seed);
    std::ifstream left(file_);
    return {std::istreambuf_iterator<char>(left), {}};
  }
  static void put(int fd, const char* text, off_t offset) {
    EXPECT_EQ(::pwrite(fd, text, 2, offset), 2);
  }
  static void sync(int fd) { EXPECT_EQ(::fsync(fd), 0); }
  static void sync_in_vain(int fd) {
    fail({.call = Call::sync, .error = EIO, .lasts = false});
    EXPECT_EQ(::fsync(fd), -1);
    EXPECT_EQ(errno, EIO);
    EXPECT_TRUE(mend());
  }

 private:
  const test::TempDir dir_;
  const std::filesystem::path file_ = dir_.path() / "file", ledger_ = dir_.path() / "ledger";
};

TEST_F(Losing, ForgetsWhatWasNotSynced) {
  EXPECT_EQ(left_of([](int fd) {
              put(fd, "XX", 0);
              sync(fd);
              put(fd, "YY", 2);
              put(fd, "ZZ", 6);
            }),
            "XXfore");
}

TEST_F(Losing, ForgetsForGoodWhatASyncThatFailedHadToWrite) {
  EXPECT_EQ(left_of([](int fd) {
              put(fd, "XX", 0);
              sync_in_vain(fd);
              put(fd, "YY", 2);
              sync(fd);
            }),
            "beYYre");
}

TEST_F(Losing, KeepsWhatWasSyncedBeforeAndWhatIsWrittenAgain) {
  EXPECT_EQ(left_of([](int fd) {
              put(fd, "WW", 4);
              sync(fd);
              put(fd, "XX", 0);
              put(fd, "XX", 2);
              sync_in_vain(fd);
              put(fd, "YY", 2);
              sync(fd);
              put(fd, "ZZ", 0);
            }),
            "beYYWW");
}

TEST_F(Losing, NeverHasThatByChance) {
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    EXPECT_EQ(left_of(
                  [](int fd) {
                    put(fd, "be", 0);
                    sync(fd);
                    put(fd, "XX", 0);
                    sync_in_vain(fd);
                  },
                  seed),
              "before");
  }
}

}  // namespace
}  // namespace movie::conformance::disk
#endif
