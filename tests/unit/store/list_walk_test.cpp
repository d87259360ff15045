#include "store/list_walk.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "unit/store/walked_store.hpp"

namespace movie::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// What the host does for a store that lists by id and no more.
class ListWalkTest : public ::testing::Test {
 protected:
  /// The ids of the films listed; the outcome is left in list_.
  std::vector<std::int64_t> listed(const Query& query) {
    rows_.taken.clear();
    list_.query = query;
    list_.rows = &rows_;
    walk_list(list_, [this](Operation& page) { store_.execute(page); });
    return rows_.ids();
  }
  void expect_as_expected(const Query& query) {
    const auto [ids, total] = store_.expected(query);
    EXPECT_EQ(listed(query), ids) << "sort " << static_cast<int>(query.sort) << " skip "
                                  << query.skip << " limit " << query.limit << " after "
                                  << query.after << (query.descending ? " descending" : "");
    EXPECT_EQ(list_.status, Status::ok) << list_.message;
    EXPECT_EQ(list_.count, query.total ? total : 0);
  }

  WalkedStore store_;
  Operation list_{Verb::list};
  Rows rows_;
};

TEST_F(ListWalkTest, OfAnEmptyStoreHasNothing) {
  EXPECT_THAT(listed({.sort = SortKey::title, .total = true}), IsEmpty());
  EXPECT_EQ(list_.status, Status::ok);
  EXPECT_EQ(list_.count, 0);
}

TEST_F(ListWalkTest, FiltersSearchesSortsAndCounts) {
  store_.add("Straße der Angst", 1955, "Drama"), store_.add("STRASSE", 1960, "Noir");
  store_.add("Ｓｔｒａｓｓｅ", 1960, "Drama"), store_.add("Gasse", 1960, "Drama");
  EXPECT_THAT(listed({.contains = {"strasse"}}), ElementsAre(1, 2, 3));
  EXPECT_THAT(listed({.contains = {"angst", "strasse"}}), ElementsAre(1));
  EXPECT_THAT(listed({.genres = {"Drama"}, .year_min = 1960, .year_max = 1960}), ElementsAre(3, 4));
  EXPECT_THAT(listed({.year_min = 1961, .year_max = 1960}), IsEmpty());
  EXPECT_THAT(listed({.sort = SortKey::title}), ElementsAre(4, 2, 1, 3))
      << "the title, not its key";
  EXPECT_THAT(listed({.limit = 1, .sort = SortKey::year, .descending = true, .total = true}),
              ElementsAre(4));
  EXPECT_EQ(list_.count, 4);
}

TEST_F(ListWalkTest, GivesWhatAModelGivesInEveryWindow) {
  store_.fill(2'500);
  for (const SortKey sort : {SortKey::id, SortKey::title, SortKey::year, SortKey::genre}) {
    for (const bool descending : {false, true}) {
      for (const std::uint64_t skip : {std::uint64_t{0}, std::uint64_t{1'300}, UINT64_MAX}) {
        for (const std::uint64_t limit : {std::uint64_t{0}, std::uint64_t{7}, UINT64_MAX}) {
          Query query{.skip = skip, .limit = limit, .sort = sort, .descending = descending};
          query.total = skip == limit;
          expect_as_expected(query);
          query.total = true, query.year_min = 1950, query.contains = {"film 1"};
          query.genres = {"Genre 1", "Genre 3"};
          expect_as_expected(query);
        }
      }
    }
  }
}

TEST_F(ListWalkTest, BeginsBehindAnIdInBothDirections) {
  store_.fill(2'500);
  store_.remove(1'200);
  for (const bool descending : {false, true}) {
    for (const bool total : {false, true}) {
      for (const std::int64_t after :
           {INT64_MIN, std::int64_t{-1}, std::int64_t{1}, std::int64_t{1'000}, std::int64_t{1'200},
            std::int64_t{2'500}, INT64_MAX}) {
        Query query{.limit = 20, .after = after, .descending = descending, .total = total};
        expect_as_expected(query);
        query.skip = 30, query.genres = {"Genre 2"};
        expect_as_expected(query);
      }
    }
  }
}

TEST_F(ListWalkTest, SortsMoreThanItHoldsAtOnce) {
  store_.fill(25'000);
  for (const SortKey sort : {SortKey::id, SortKey::title, SortKey::year, SortKey::genre}) {
    for (const std::uint64_t skip : {0, 9'999, 10'000, 10'001, 20'003, 24'999, 25'000}) {
      expect_as_expected({.skip = skip, .limit = 3, .sort = sort, .descending = true});
    }
  }
  expect_as_expected({.skip = 9'990, .limit = 10'020, .sort = SortKey::year, .total = true});
  expect_as_expected({.sort = SortKey::title, .descending = true, .total = true});
  expect_as_expected({.genres = {"Genre 1"}, .skip = 3, .sort = SortKey::genre});
}

TEST_F(ListWalkTest, EndsExactlyWhereItsHeldRowsEnd) {
  store_.fill(20'000);
  expect_as_expected({.sort = SortKey::genre, .total = true});
  expect_as_expected({.limit = 10'000, .sort = SortKey::genre, .descending = true});
}

TEST_F(ListWalkTest, ReadsNoMoreThanItNeeds) {
  store_.fill(25'000);
  listed({.genres = {"Genre 1"}, .limit = 10});
  EXPECT_EQ(store_.pages, 1) << "by id it ends with its window";
  store_.pages = 0;
  listed({.genres = {"Genre 1"}, .limit = 10, .after = 20'000});
  EXPECT_EQ(store_.pages, 1) << "and begins behind its after";
  store_.pages = 0;
  listed({.limit = 10'000, .sort = SortKey::year});
  EXPECT_EQ(store_.pages, 26) << "one walk for what is held at once";
}

TEST_F(ListWalkTest, CountsOnWhenTheSinkHasEnough) {
  store_.fill(12'000);
  rows_.most = 2;
  EXPECT_THAT(listed({.total = true}), ElementsAre(1, 2));
  EXPECT_EQ(list_.count, 12'000);
  EXPECT_EQ(listed({.sort = SortKey::title, .total = true}).size(), 2u);
  EXPECT_EQ(list_.count, 12'000);
}

TEST_F(ListWalkTest, WithoutASinkCountsOnly) {
  store_.fill(1'500);
  list_.query = {.genres = {"Genre 1"}, .sort = SortKey::year, .total = true};
  walk_list(list_, [this](Operation& page) { store_.execute(page); });
  EXPECT_EQ(list_.status, Status::ok);
  EXPECT_EQ(list_.count, store_.expected(list_.query).total);
}

TEST_F(ListWalkTest, EndsWhenItsTimeIsUp) {
  store_.fill(12'000);
  for (const SortKey sort : {SortKey::id, SortKey::year}) {
    store_.pages = 0;
    list_.deadline = Clock::now() - std::chrono::seconds(1);
    EXPECT_THAT(listed({.sort = sort, .total = true}), IsEmpty());
    EXPECT_EQ(list_.status, Status::timeout);
    EXPECT_THAT(list_.message, HasSubstr("deadline"));
    EXPECT_EQ(list_.count, 0);
    EXPECT_EQ(store_.pages, 0);
  }
}

TEST_F(ListWalkTest, EndsWhenItsTimeIsUpOnTheWay) {
  store_.fill(25'000);
  for (const int page : {3, 30}) {  // on the first walk, and on the second
    store_.pages = 0;
    list_.deadline = Clock::time_point::max();
    store_.on_page = [&](Operation&) {
      if (store_.pages == page) list_.deadline = Clock::now();
    };
    listed({.sort = SortKey::year, .total = true});
    EXPECT_EQ(list_.status, Status::timeout);
    EXPECT_EQ(list_.count, 0);
    EXPECT_EQ(store_.pages, page);
  }
}

TEST_F(ListWalkTest, EndsWithThePageThatFails) {
  store_.fill(5'000);
  store_.on_page = [&](Operation& page) {
    if (store_.pages == 3) page.status = Status::unavailable, page.message = "gone";
  };
  for (const SortKey sort : {SortKey::id, SortKey::year}) {
    store_.pages = 0;
    listed({.sort = sort, .total = true});
    EXPECT_EQ(list_.status, Status::unavailable);
    EXPECT_EQ(list_.message, "gone");
    EXPECT_EQ(list_.count, 0);
    EXPECT_EQ(store_.pages, 3);
  }
}

TEST_F(ListWalkTest, AsksForPagesThatAnyStoreCanGive) {
  store_.fill(1'500);
  list_.deadline = Clock::now() + std::chrono::hours(1);
  list_.trace = "req-1";
  store_.on_page = [&](Operation& page) {
    const Query& query = page.query;
    EXPECT_FALSE(query.filters() || query.sorts() || query.total || !query.contains.empty());
    EXPECT_EQ(query.skip, 0u);
    EXPECT_EQ(page.deadline, list_.deadline);
    EXPECT_EQ(page.trace, "req-1");
  };
  listed(
      {.genres = {"Genre 1"}, .skip = 4, .sort = SortKey::year, .contains = {"1"}, .total = true});
  EXPECT_EQ(store_.pages, 2);
}

TEST_F(ListWalkTest, ShowsEachFilmThatStaysExactlyOnceWhileOthersChange) {
  store_.fill(25'000);
  store_.on_page = [this](Operation&) {  // ids of 10, 20, … come, go and move
    store_.remove(store_.pages * 10);
    store_.change(25'000 - store_.pages * 10, store_.pages % 2 == 0 ? 1888 : 2100);
    store_.add("Film", 1900 + store_.pages, "Genre 1");
  };
  auto ids = listed({.sort = SortKey::year, .descending = true});
  ASSERT_EQ(list_.status, Status::ok) << list_.message;
  std::erase_if(ids, [](std::int64_t id) { return id % 10 == 0 || id > 25'000; });
  EXPECT_EQ(ids.size(), 22'500u);
  std::ranges::sort(ids);
  EXPECT_EQ(std::ranges::adjacent_find(ids), ids.end());
}

}  // namespace
}  // namespace movie::store
