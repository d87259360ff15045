#include <gmock/gmock.h>
#include <malloc.h>

#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <optional>
#include <ostream>

#include "store/schema.hpp"
#include "store/store.hpp"
#include "support/temp_dir.hpp"
#ifdef MOVIE_TEST_POSTGRES
#include "support/postgres_cluster.hpp"
#endif

namespace movie::test {
namespace {

using store::Operation;
using store::Verb;

int number_from(const char* key, int otherwise) {
  const char* const text = std::getenv(key);
  return text == nullptr ? otherwise : std::atoi(text);
}

std::size_t entries(const char* folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

/// What the process holds.
struct Held {
  std::size_t heap =
      ::mallinfo2().uordblks;  ///< 0 where a sanitizer has the heap; it counts itself
  std::size_t descriptors = entries("/proc/self/fd");
  std::size_t threads = entries("/proc/self/task");
};

/// A catalogue of caches fills up within bounds; what is lost each time does not stay below this.
constexpr std::size_t kMostHeap = 256 << 10;

void expect_no_more(const Held& before, const Held& now) {
  EXPECT_LT(now.heap, before.heap + kMostHeap);
  EXPECT_EQ(now.descriptors, before.descriptors);
  EXPECT_EQ(now.threads, before.threads);
  ::testing::Test::RecordProperty("heap_before", std::to_string(before.heap));
  ::testing::Test::RecordProperty("heap_after", std::to_string(now.heap));
}

class Lifetime : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const std::string& mode = GetParam();
    url_ = mode == "sqlite" ? "sqlite:///" + (folder_ / "films.db").string() : "";
#ifdef MOVIE_TEST_POSTGRES
    if (mode == "postgres") {
      MOVIE_NEEDS_POSTGRES();
      database_.emplace();
      url_ = database_->url();
    }
#endif
    const std::filesystem::path folders[] = {MOVIE_BUILT_PLUGINS};
    plugin_ = store::load_plugin(mode, folders);
    open()->migrate(store::MigrationMode::up);
  }

  [[nodiscard]] std::unique_ptr<store::Store> open() const {
    store::OpenOptions how;
    how.url = url_;
    return store::Store::open(plugin_, how);
  }
  static Status call(store::Session& session, Verb verb) {
    Operation operation(verb);
    operation.id = 1;
    operation.query.limit = 10;
    operation.values = {"Alien", 1979, "Horror"};
    session.execute(operation);
    return operation.status;
  }
  /// Most calls read; of a store that keeps films on a disk a write takes its time.
  static void make_calls(store::Session& session, int calls) {
    for (int i = 0; i < calls; ++i) {
      const Verb verb = i % 100 == 0 ? Verb::update : i % 3 == 0 ? Verb::list : Verb::get;
      ASSERT_EQ(call(session, verb), Status::ok) << i;
    }
  }
  void open_and_close(int times) const {
    for (int i = 0; i < times; ++i) {
      const auto store = open();
      auto session = store->session(true);
      ASSERT_EQ(call(session, Verb::ping), Status::ok);
    }
  }

 private:
  TempDir folder_;
#ifdef MOVIE_TEST_POSTGRES
  std::optional<PostgresDatabase> database_;
#endif
  std::string url_;
  store::Plugin plugin_;
};

TEST_P(Lifetime, OfStoresLeavesNothingBehind) {
  const int times = number_from("MOVIE_LIFETIME_OPENS", 100);
  open_and_close(10);
  const Held before;
  open_and_close(times);
  expect_no_more(before, Held());
}

TEST_P(Lifetime, OfCallsLeavesNothingBehind) {
  const int calls = number_from("MOVIE_LIFETIME_CALLS", 5'000);
  const auto store = open();
  auto session = store->session(true);
  ASSERT_EQ(call(session, Verb::create), Status::ok);
  make_calls(session, 1'000);
  const Held before;
  make_calls(session, calls);
  expect_no_more(before, Held());
}

INSTANTIATE_TEST_SUITE_P(On, Lifetime, ::testing::Values("memory", "sqlite", "postgres"),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace movie::test
