#include <dlfcn.h>
#include <gmock/gmock.h>

#include <thread>

#include "movie/store.h"
#include "store/store.hpp"
#include "support/temp_dir.hpp"

#ifdef MOVIE_TWINS
namespace movie::test {
namespace {

using store::Operation;
using store::Verb;

std::unique_ptr<store::Store> open(const std::string& mode, const std::filesystem::path& file) {
  const std::filesystem::path folders[] = {MOVIE_TWINS};
  store::OpenOptions how;
  how.url = "sqlite:///" + file.string();
  auto store = store::Store::open(store::load_plugin(mode, folders), how);
  store->migrate(store::MigrationMode::up);
  return store;
}

/// Creates films and removes every second one, and returns how many are left.
std::size_t work(store::Store& store) {
  constexpr int kFilms = 50;
  auto session = store.session(true);
  for (std::int64_t id = 1; id <= kFilms; ++id) {
    Operation create(Verb::create), remove(Verb::remove);
    create.values = {"Alien", 1979, "Horror"};
    remove.id = id;
    session.execute(create);
    if (id % 2 == 0) session.execute(remove);
    if (create.status != Status::ok) ADD_FAILURE() << create.message;
  }
  struct Count final : store::RowSink {
    std::size_t rows = 0;
    bool take(const MovieView&) override { return ++rows > 0; }
  } count;
  Operation list(Verb::list);
  list.rows = &count;
  session.execute(list);
  EXPECT_EQ(list.status, Status::ok) << list.message;
  return count.rows;
}

/// Each has a SQLite of its own. Never on one file: closing a file drops all POSIX locks that the
/// process has on it, and only within one copy of SQLite is that provided for.
TEST(Twins, WorkInOneProcessOnFilesOfTheirOwn) {
  const TempDir folder;
  const auto one = open("twin_one", folder / "one.db");
  const auto two = open("twin_two", folder / "two.db");
  EXPECT_EQ(::dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_NOLOAD), nullptr) << "theirs are inside";
  EXPECT_NE(one->plugin().table->execute, two->plugin().table->execute);
  std::size_t left = 0;
  std::thread beside([&] { left = work(*one); });
  EXPECT_EQ(work(*two), 25u);
  beside.join();
  EXPECT_EQ(left, 25u);
}

}  // namespace
}  // namespace movie::test
#endif
