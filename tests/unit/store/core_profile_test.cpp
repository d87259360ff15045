#include <gmock/gmock.h>

#include "store/plugin.hpp"
#include "unit/store/lanes_fixture.hpp"
#include "unit/store/session_fixture.hpp"

namespace movie::store {
namespace {

/// The whole walk with a real plug-in that can do only what every store must: loader, store, lanes.
TEST(CoreProfileTest, IsServedThroughTheLanesTheHostDoingTheRest) {
  const std::filesystem::path folders[] = {CORE_PROFILE_DIR};
  const Plugin plugin = load_plugin("core_profile", folders);
  const auto store = Store::open(plugin, {});
  EXPECT_FALSE(store->migrates());
  Inbox inbox;
  Rows rows;
  Lanes lanes(*store, {});
  auto entrance = lanes.entrance();
  std::size_t sent = 0;
  const auto ask = [&](std::unique_ptr<Operation> operation) {
    operation->reply_to = &inbox;
    if (entrance.submit(operation)) return operation->status;
    entrance.send();
    EXPECT_TRUE(inbox.wait_for(++sent));
    return inbox.statuses().back();
  };

  for (const char* genre : {"Drama", "War", "Drama", "Comedy", "Drama"}) {
    auto create = std::make_unique<Operation>(Verb::create);
    create->values = {"T", 2000, genre};
    ASSERT_EQ(ask(std::move(create)), Status::ok);
  }
  auto list = std::make_unique<Operation>(Verb::list);
  list->query = {{"Drama"}, 1, 10, 0};
  list->rows = &rows;
  EXPECT_EQ(ask(std::move(list)), Status::ok);
  EXPECT_THAT(rows.ids(), ::testing::ElementsAre(3, 5));

  auto sorted = std::make_unique<Operation>(Verb::list);
  sorted->query = {.limit = 4, .sort = SortKey::genre, .descending = true, .contains = {"t"}};
  sorted->rows = &rows;
  rows.taken.clear();
  EXPECT_EQ(ask(std::move(sorted)), Status::ok);
  EXPECT_THAT(rows.ids(), ::testing::ElementsAre(2, 5, 3, 1));
  EXPECT_EQ(ask(std::make_unique<Operation>(Verb::clear)), Status::unsupported);
}

}  // namespace
}  // namespace movie::store
