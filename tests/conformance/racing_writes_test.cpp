#include <atomic>
#include <mutex>
#include <set>

#include "suite.hpp"

namespace movie::conformance {
namespace {

constexpr unsigned kThreads = 4;

/// Several that write at once [S-13].
class RacingWrites : public Suite {
 protected:
  void SetUp() override {
    if (writers(2) < 2) GTEST_SKIP() << kOneWriter;
  }
};

TEST_P(RacingWrites, CreatesGetDistinctIds) {  // [S-13] [S-26] [S-27]
  std::mutex mutex;
  std::multiset<std::int64_t> given;
  together(writers(kThreads), [&](Session& own, unsigned number) {
    for (int at = 0; at < 100; ++at) {
      const Outcome made = persistently(own, create("by " + std::to_string(number)));
      ASSERT_EQ(made.status, MOVIE_OK) << made.message;
      const std::lock_guard lock(mutex);
      given.insert(made.rows.back().id);
    }
  });
  const auto listed = ids(all());
  EXPECT_EQ(std::multiset<std::int64_t>(listed.begin(), listed.end()), given);
  EXPECT_EQ(std::set<std::int64_t>(listed.begin(), listed.end()).size(), listed.size());
}

TEST_P(RacingWrites, NoIdIsGivenAgainThoughFilmsAreRemovedMeanwhile) {  // [S-27]
  std::mutex mutex;
  std::multiset<std::int64_t> given;
  together(writers(kThreads), [&](Session& own, unsigned) {
    for (int at = 0; at < 50; ++at) {
      const Outcome made = persistently(own, create("comes and goes"));
      ASSERT_EQ(made.status, MOVIE_OK) << made.message;
      ASSERT_EQ(persistently(own, remove(made.rows.back().id)).status, MOVIE_OK);
      const std::lock_guard lock(mutex);
      given.insert(made.rows.back().id);
    }
  });
  EXPECT_EQ(std::set<std::int64_t>(given.begin(), given.end()).size(), given.size());
}

TEST_P(RacingWrites, OfRemovesOneIsDone) {  // [S-29]
  for (int at = 0; at < 40; ++at) make("Alien");
  std::atomic<int> removed = 0;
  together(writers(kThreads), [&](Session& own, unsigned) {
    for (std::int64_t id = 1; id <= 40; ++id) {
      if (persistently(own, remove(id)).status == MOVIE_OK) ++removed;
    }
  });
  EXPECT_EQ(removed, 40);
  EXPECT_TRUE(all().empty());
}

TEST_P(RacingWrites, EachSeesWhatItWasToldIsDone) {  // [S-11]
  together(writers(kThreads), [&](Session& own, unsigned) {
    for (int at = 0; at < 30; ++at) {
      const Outcome made = persistently(own, create("Alien"));
      ASSERT_EQ(made.status, MOVIE_OK) << made.message;
      EXPECT_EQ(persistently(own, get(made.rows.back().id)).rows, made.rows);
    }
  });
}

TEST_P(RacingWrites, OfFieldsOfOneFilmNoneIsLost) {  // [S-28] each sets one member of a film
  make("Alien", 2000, "Drama");
  together(writers(3), [&](Session& own, unsigned number) {
    for (int at = 1; at <= 50; ++at) {
      const Film film{0, "Title " + std::to_string(at), 1900 + at, "Genre " + std::to_string(at)};
      const Outcome changed = persistently(own, update(1, 1u << number, film));
      ASSERT_EQ(changed.status, MOVIE_OK) << changed.message;
    }
  });
  const Film last{1, "Title 50", 1950, writers(3) < 3 ? "Drama" : "Genre 50"};
  EXPECT_THAT(all(), testing::ElementsAre(last));
}

TEST_P(RacingWrites, IfEmptyIsWonOnce) {  // [S-41] [S-31]
  MOVIE_NEEDS(MOVIE_MANY | MOVIE_IF_EMPTY);
  std::atomic<int> won = 0;
  together(writers(kThreads), [&](Session& own, unsigned) {
    const std::vector<Film> five(5, Film{0, "Sample", 2009, "Sci-Fi"});
    if (persistently(own, create_many(five, MOVIE_IF_EMPTY)).status == MOVIE_OK) ++won;
  });
  EXPECT_EQ(won, 1);
  EXPECT_EQ(all().size(), 5u);
}

TEST_P(RacingWrites, AKeptIdIsWonOnce) {  // [S-40] [S-18]
  MOVIE_NEEDS(MOVIE_KEEP_ID);
  std::atomic<int> won = 0;
  together(writers(kThreads), [&](Session& own, unsigned) {
    for (std::int64_t id = 1; id <= 30; ++id) {
      const Outcome kept = persistently(own, keep({id, "Alien", 1979, "Horror"}));
      EXPECT_THAT(kept.status, testing::AnyOf(MOVIE_OK, MOVIE_EXISTS)) << kept.message;
      won += kept.status == MOVIE_OK ? 1 : 0;
    }
  });
  EXPECT_EQ(won, 30);
  EXPECT_EQ(all().size(), 30u);
}

TEST_P(RacingWrites, OfManyThatExpectOneFilmOneWins) {  // [S-38]
  MOVIE_NEEDS(MOVIE_EXPECT);
  constexpr int kRounds = 25;
  std::vector<Film> films;
  for (int round = 0; round < kRounds; ++round) films.push_back(make("Alien", 1979, "Horror"));
  std::atomic<int> won = 0;
  together(writers(8), [&](Session& own, unsigned number) {
    for (const Film& film : films) {
      const Film change{0, "", static_cast<std::int32_t>(1980 + number), ""};
      const Outcome outcome =
          persistently(own, expecting(film, update(film.id, MOVIE_YEAR, change)));
      ASSERT_THAT(outcome.status, testing::AnyOf(MOVIE_OK, MOVIE_CONFLICT)) << outcome.message;
      won += outcome.status == MOVIE_OK ? 1 : 0;
      if (outcome.status == MOVIE_CONFLICT) {
        EXPECT_NE(outcome.rows.at(0), film);
      }
    }
  });
  EXPECT_EQ(won, kRounds);
}

MOVIE_CONFORMS(RacingWrites);

}  // namespace
}  // namespace movie::conformance
