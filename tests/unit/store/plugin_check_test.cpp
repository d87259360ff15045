#include "store/plugin_check.hpp"

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>

namespace movie::store {
namespace {

using ::testing::StartsWith;

/// A table that ends where memory ends: reading on is a crash.
class Cliff {
 public:
  Cliff() : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))) {
    memory_ = static_cast<char*>(
        ::mmap(nullptr, 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (memory_ == MAP_FAILED || ::mprotect(memory_ + page_, page_, PROT_NONE) != 0)
      throw std::bad_alloc();
  }
  ~Cliff() { ::munmap(memory_, 2 * page_); }
  Cliff(const Cliff&) = delete;
  Cliff& operator=(const Cliff&) = delete;

  const movie_plugin* place(const movie_plugin& table, std::size_t size) {
    char* const begin = memory_ + page_ - size;
    std::memcpy(begin, &table, size);
    return reinterpret_cast<const movie_plugin*>(begin);
  }

 private:
  std::size_t page_;
  char* memory_;
};

movie_plugin whole_table() {
  return {MOVIE_ABI_MAJOR,
          MOVIE_ABI_MINOR,
          sizeof(movie_plugin),
          0,
          "mine",
          "1",
          0,
          [](const movie_open*, movie_store**, movie_limits*, movie_error*) { return MOVIE_OK; },
          [](movie_store*) {},
          [](movie_store*, std::uint32_t, movie_session**, movie_error*) { return MOVIE_OK; },
          [](movie_session*) {},
          [](movie_session*, const movie_call*) { return MOVIE_OK; },
          [](movie_store*, const movie_migration*, movie_error*) { return MOVIE_OK; },
          [](movie_store*, void (*)(void*, const movie_figure*), void*) {}};
}

std::string check(const movie_plugin* table, std::size_t there = SIZE_MAX) {
  try {
    check_table(table, there, "mine", "f");
    return "fine";
  } catch (const PluginError& error) {
    return error.what();
  }
}

constexpr std::size_t kRequired = offsetof(movie_plugin, migrate);
std::string short_of(std::size_t size) {
  return "short-table: f: expected a table of at least 80 bytes, found one of " +
         std::to_string(size) + "; its author has to build it with movie/store.h";
}

TEST(CheckTableTest, RefusesATableCutAtAnyByteAndNeverReadsBeyond) {
  Cliff cliff;
  static_assert(kRequired == 80);
  for (std::uint32_t size = 0; size < kRequired; ++size) {
    movie_plugin table = whole_table();
    table.struct_size = size;
    EXPECT_EQ(check(cliff.place(table, size), size), short_of(size));
  }
}

TEST(CheckTableTest, WorksWithATableCutAtAnyByteBehindWhatIsRequired) {
  Cliff cliff;
  for (std::uint32_t size = kRequired; size <= sizeof(movie_plugin); ++size) {
    movie_plugin table = whole_table();
    table.struct_size = size;
    const movie_plugin* const placed = cliff.place(table, size);
    EXPECT_EQ(check(placed, size), "fine") << size;
    const movie_plugin seen = check_table(placed, SIZE_MAX, "mine", "f");
    EXPECT_EQ(seen.migrate != nullptr, size >= offsetof(movie_plugin, figures)) << size;
    EXPECT_EQ(seen.figures != nullptr, size >= sizeof(movie_plugin)) << size;
  }
}

TEST(CheckTableTest, RefusesATableThatSaysItIsLongerThanItIs) {
  Cliff cliff;
  const movie_plugin table = whole_table();
  EXPECT_EQ(check(cliff.place(table, kRequired), kRequired),
            "short-table: f: expected a table of the 96 bytes that it says, found one of 80; "
            "its author has to build it with movie/store.h");
}

TEST(CheckTableTest, ReadsOfAnotherMajorNothingElse) {
  Cliff cliff;
  movie_plugin table = whole_table();
  table.abi_major = 2;
  EXPECT_THAT(check(cliff.place(table, 12)), StartsWith("wrong-major: "));
}

TEST(CheckTableTest, TakesATableThatHasGrown) {
  struct {
    movie_plugin table = whole_table();
    void* more = nullptr;
  } grown;
  grown.table.struct_size = sizeof grown;
  EXPECT_EQ(check(&grown.table), "fine");
}

TEST(CheckTableTest, KeepsWhatAnOldTableDoesNotHave) {
  movie_plugin table = whole_table();
  table.struct_size = offsetof(movie_plugin, migrate);
  EXPECT_EQ(check_table(&table, SIZE_MAX, "mine", "f").migrate, nullptr);
}

}  // namespace
}  // namespace movie::store
