// Title keys: kept beside every title, emptied when another program changes one, added by the host.

#include <atomic>
#include <thread>

#include "pg_test.hpp"

namespace movie::pg {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PgKeys : public PgTest {
 protected:
  std::string key(std::int64_t id) {
    return other("SELECT coalesce(title_key, 'none') FROM movies WHERE id = " +
                 std::to_string(id))[0][0];
  }
  static Ask found(const std::string& word) {
    Ask ask = list();
    ask.require = MOVIE_SEARCH, ask.contains = {word};
    return ask;
  }
  static Ask unkeyed(std::int64_t after = 0, std::uint64_t limit = UINT64_MAX) {
    Ask ask = page(0, limit, after);
    ask.code = MOVIE_OP_UNKEYED;
    return ask;
  }
  static Ask set_key(std::int64_t id, const std::string& title) {
    Ask ask = update(id, 0, {0, title, 0, ""});
    ask.code = MOVIE_OP_SET_KEY;
    return ask;
  }
  static Ask key_version(std::int64_t version) {
    return {.code = MOVIE_OP_KEY_VERSION, .id = version};
  }
  std::vector<std::int64_t> unkeyed_ids(std::int64_t after = 0, std::uint64_t limit = UINT64_MAX) {
    std::vector<std::int64_t> ids;
    for (const Film& film : run(*session_, unkeyed(after, limit)).rows) ids.push_back(film.id);
    return ids;
  }
  std::vector<std::int32_t> run_all(const std::vector<Ask>& asks) {
    std::vector<std::int32_t> statuses;
    for (const Outcome& outcome : session_->run(asks, 0, in(milliseconds(4'000))))
      statuses.push_back(outcome.status);
    return statuses;
  }
};

TEST_F(PgKeys, EveryWayToCreateAFilmKeepsOne) {
  run(*session_, create("Alone"));
  run_all({create("Together"), create("In One")});
  run(*session_, create_many({{0, "Of Many", 2000, "Drama"}}));
  EXPECT_EQ(other("SELECT string_agg(title_key, ',' ORDER BY id) FROM movies")[0][0],
            "alone,together,in one,of many");
  EXPECT_THAT(unkeyed_ids(), IsEmpty());
}

TEST_F(PgKeys, AnotherProgramsChangeOfATitleEmptiesItAndOnlyThat) {  // [S-47]
  run(*session_, create("Alien"));
  other("UPDATE movies SET title = title, year = 1979, genre = 'Horror'");
  EXPECT_EQ(key(1), "alien");
  other("UPDATE movies SET title = 'Brazil'");
  EXPECT_EQ(key(1), "none");
  EXPECT_THAT(run(*session_, found("alien")).rows, IsEmpty());
  EXPECT_THAT(run(*session_, found("")).rows, IsEmpty()) << "without a key no search finds it";
  EXPECT_THAT(unkeyed_ids(), ElementsAre(1));
}

TEST_F(PgKeys, OurOwnChangeKeepsOneEvenWhereItsKeyIsTheSame) {
  run(*session_, create("Alien"));
  for (const char* title : {"ALIEN", "aLIEN", "Alien", "Alien"}) {
    run(*session_, update(1, MOVIE_TITLE, {0, title, 0, ""}));
    EXPECT_THAT(run(*session_, found("alien")).rows, ElementsAre(Film{1, title, 2000, "Drama"}));
  }
  run(*session_, update(1, MOVIE_YEAR | MOVIE_GENRE, {0, "", 1979, "Horror"}));
  EXPECT_EQ(run(*session_, found("alien")).rows.size(), 1u);
  run(*session_, update(1, MOVIE_TITLE, {0, "Brazil", 0, ""}));
  EXPECT_EQ(key(1), "brazil");
}

TEST_F(PgKeys, AreAddedWhereTheTitleIsStillTheSame) {
  other(
      "INSERT INTO movies (title, year, genre) SELECT 'Film ' || n, 2000, 'Drama' FROM "
      "generate_series(1, 300) n");
  EXPECT_EQ(unkeyed_ids().size(), 300u);
  EXPECT_THAT(unkeyed_ids(298), ElementsAre(299, 300));
  EXPECT_THAT(unkeyed_ids(5, 2), ElementsAre(6, 7));
  EXPECT_EQ(run(*session_, set_key(1, "Film 1")).status, MOVIE_OK);
  EXPECT_EQ(run(*session_, set_key(2, "Another")).status, MOVIE_NOT_FOUND);
  EXPECT_THAT(
      run_all({set_key(9, "Film 9"), set_key(3, "Film 3"), set_key(4, "film 4"),
               set_key(1'000, "Film 9"), set_key(3, "Film 4"), set_key(3, "Film 3")}),
      ElementsAre(MOVIE_OK, MOVIE_OK, MOVIE_NOT_FOUND, MOVIE_NOT_FOUND, MOVIE_NOT_FOUND, MOVIE_OK));
  EXPECT_THAT(run_all({create("New"), set_key(5, "Film 5"), update(6, MOVIE_YEAR, {0, "", 1, ""}),
                       set_key(7, "no"), create("Newer"), key_version(3)}),
              ElementsAre(MOVIE_OK, MOVIE_OK, MOVIE_OK, MOVIE_NOT_FOUND, MOVIE_OK, MOVIE_OK));
  EXPECT_THAT(unkeyed_ids(0, 4), ElementsAre(2, 4, 6, 7));
  EXPECT_EQ(key(9), "film 9");
}

TEST_F(PgKeys, MoreThanAChunkAreListed) {
  other(
      "INSERT INTO movies (title, year, genre) SELECT 'Film ' || n, 2000, 'Drama' FROM "
      "generate_series(1, 2100) n");
  EXPECT_EQ(unkeyed_ids().size(), 2'100u);
  EXPECT_EQ(unkeyed_ids(50, 2'040).back(), 2'090);
}

TEST_F(PgKeys, LanesThatAddTheSameNeverDeadlock) {
  other(
      "INSERT INTO movies (title, year, genre) SELECT 'Film', 2000, 'Drama' FROM "
      "generate_series(1, 64) n");
  std::vector<std::thread> lanes;
  std::atomic<int> failed = 0;
  for (int lane = 0; lane < 6; ++lane) {
    lanes.emplace_back([&, lane] {
      Session own = store_->session();
      for (int round = 0; round < 20; ++round) {
        std::vector<Ask> asks;
        for (int at = 0; at < 64; ++at)
          asks.push_back(set_key((at * 7 + lane * 3) % 64 + 1, "Film"));
        if (round % 2 == 0)
          asks.resize(1), asks.push_back(update(1, MOVIE_TITLE, {0, "Film", 0, ""}));
        for (const Outcome& outcome : own.run(asks, 0, in(milliseconds(30'000))))
          failed += outcome.status != MOVIE_OK;
      }
    });
  }
  for (std::thread& lane : lanes) lane.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(
      other("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")[0][0],
      "0");
}

TEST_F(PgKeys, TheVersionTheyWereMadeWithIsRemembered) {
  EXPECT_EQ(run(*session_, key_version(0)).count, 0);
  EXPECT_EQ(run(*session_, key_version(7'201'150'000)).count, 0);
  EXPECT_EQ(run(*session_, key_version(0)).count, 7'201'150'000);
  EXPECT_EQ(run(*session_, key_version(5)).count, 7'201'150'000);
  EXPECT_EQ(run(*session_, key_version(0)).count, 5);
  EXPECT_EQ(run(*session_, create_many({{0, "One", 2000, "Drama"}})).count, 1);
  run(*session_, clear());
  EXPECT_EQ(run(*session_, key_version(0)).count, 5) << "what they are made with has not changed";
}

}  // namespace
}  // namespace movie::pg
