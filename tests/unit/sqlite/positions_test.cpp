#include "positions.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "films.hpp"
#include "support/temp_dir.hpp"

namespace movie::sqlite {
namespace {

using test::Films;
using test::Other;

TEST(Positions, GivesTheNearestPlaceAtOrBeforeWhatIsAskedFor) {
  Positions positions;
  EXPECT_EQ(positions.nearest(1'000).id, 0);
  positions.learn({100, 150});
  positions.learn({300, 400});
  EXPECT_EQ(positions.nearest(99).id, 0);
  EXPECT_EQ(positions.nearest(100).id, 150);
  EXPECT_EQ(positions.nearest(299).passed, 100u);
  EXPECT_EQ(positions.nearest(UINT64_MAX).id, 400);
}

TEST(Positions, KeepsOfNeighboursTheOneThatServesMost) {
  Positions positions;
  positions.learn({20, 21});
  positions.learn({10, 11});
  positions.learn({30, 31});
  EXPECT_EQ(positions.nearest(25).passed, 10u);
}

TEST(Positions, KnowsNothingOfAnotherState) {
  Positions positions;
  positions.hold_in(7);
  positions.learn({100, 150});
  EXPECT_TRUE(positions.hold_in(7));
  EXPECT_EQ(positions.nearest(200).id, 150);
  EXPECT_FALSE(positions.hold_in(8));
  EXPECT_EQ(positions.nearest(200).id, 0);
}

TEST(Positions, HowDeepTheyAreDoesNotMatter) {
  Positions positions;
  positions.learn({std::uint64_t{1} << 40, 5});
  EXPECT_EQ(positions.nearest(UINT64_MAX).id, 5);
}

/// What a database should hold, and pages of it.
class Pages : public testing::Test {
 protected:
  std::vector<std::int64_t> expected(std::uint64_t skip, std::uint64_t limit) const {
    std::vector<std::int64_t> ids;
    for (const std::int64_t id : ids_) {
      if (skip > 0) {
        --skip;
      } else if (ids.size() < limit) {
        ids.push_back(id);
      }
    }
    return ids;
  }
  void expect_pages(Films& films) {
    for (int times = 0; times < 4; ++times) {
      const std::uint64_t skip = random_() % (ids_.size() + 20), limit = random_() % 300 + 1;
      std::vector<std::int64_t> ids;
      for (const Movie& film : films.list({.genres = {}, .skip = skip, .limit = limit, .after = 0}))
        ids.push_back(film.id);
      ASSERT_EQ(ids, expected(skip, limit)) << "skip " << skip << " limit " << limit;
    }
  }
  std::int64_t any() {
    auto at = ids_.begin();
    std::advance(at, random_() % ids_.size());
    return *at;
  }

  test::TempDir folder_;
  std::mt19937 random_{11};
  std::set<std::int64_t> ids_;
};

TEST_F(Pages, AreRightWhoeverChangesTheFilms) {
  Films films(test::url_of(folder_ / "movies.db"));
  Films reader(test::url_of(folder_ / "movies.db"), Films::Schema::leave);
  Other other(folder_ / "movies.db");
  test::Supply supply(2'000);
  store::Operation many(store::Verb::create_many);
  many.source = &supply;
  ASSERT_EQ(films.run(many).status, Status::ok);
  for (std::int64_t id = 1; id <= 2'000; ++id) ids_.insert(id);
  for (int turn = 0; turn < 60; ++turn) {
    const std::int64_t id = any();
    switch (turn % 4) {
      case 0:
        ids_.insert(films.create("A film more"));
        break;
      case 1:
        ASSERT_EQ(films.run(*test::ask(store::Verb::remove, id)).status, Status::ok);
        ids_.erase(id);
        break;
      case 2:
        other("DELETE FROM movies WHERE id = " + std::to_string(id));
        ids_.erase(id);
        other("INSERT INTO movies (id, title, year, genre) VALUES (" + std::to_string(id) +
              ", 'back', 2000, 'Drama')");
        ids_.insert(id);
        other("DELETE FROM movies WHERE id <= 3");
        ids_.erase(ids_.begin(), ids_.upper_bound(3));
        break;
      default:
        break;  // nothing has changed: what was learned is used
    }
    expect_pages(films);
    expect_pages(reader);
  }
}

TEST_F(Pages, BehindTheLastFilmAreFoundWhenFilmsCome) {
  Films films(test::url_of(folder_ / "movies.db"));
  for (int at = 0; at < 5; ++at) ids_.insert(films.create("A film"));
  const store::Query beyond{.genres = {}, .skip = 5, .limit = 3, .after = 0};
  EXPECT_EQ(films.list({.genres = {}, .skip = 3, .limit = 2, .after = 0}).size(), 2u);
  EXPECT_TRUE(films.list(beyond).empty());
  const std::int64_t id = films.create("Another");
  ASSERT_EQ(films.list(beyond).size(), 1u);
  EXPECT_EQ(films.list(beyond).front().id, id);
}

}  // namespace
}  // namespace movie::sqlite
