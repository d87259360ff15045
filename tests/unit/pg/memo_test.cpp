// Creates that are remembered by a key, beside other programs and over a bad network.

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "pg_server.hpp"
#include "pg_test.hpp"

namespace movie::pg {
namespace {

using testing::Each;
using testing::ElementsAre;

class PgMemo : public PgTest {
 protected:
  std::string memos(const std::string& where = "true") {
    return other("SELECT count(*) FROM movie_memo WHERE " + where)[0][0];
  }
  /// A key that another lane has not committed yet.
  static std::string claim(const std::string& key) {
    return "BEGIN; INSERT INTO movie_memo (key, digest, expires, film_id, title, year, genre) "
           "VALUES ('" +
           key + "', 'digest', 4000000000, 77, 'theirs', 1999, 'Drama')";
  }
  void until_somebody_waits() {
    const auto limit = steady_clock::now() + std::chrono::seconds(10);
    while (other("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                 "wait_event_type = 'Lock'")[0][0] == "0") {
      ASSERT_LT(steady_clock::now(), limit);
      std::this_thread::sleep_for(milliseconds(5));
    }
  }
};

TEST_F(PgMemo, WhoWaitedForAKeyTellsWhatItCameTo) {
  test::PostgresClient lane(database_->url());
  lane.query(claim("k"));
  Outcome outcome;
  std::thread waiter([&] { outcome = run(*session_, once({"k"}, create("ours"))); });
  until_somebody_waits();
  lane.query("COMMIT");
  waiter.join();
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_EQ(outcome.count, 1);
  EXPECT_THAT(outcome.rows, ElementsAre(Film{77, "theirs", 1999, "Drama"}));
  EXPECT_EQ(count(), "0");
  EXPECT_EQ(run(*session_, once({"k"}, create("ours"))).count, 1);
}

TEST_F(PgMemo, WhoWaitedForAKeyThatWasGivenUpCreates) {
  test::PostgresClient lane(database_->url());
  lane.query(claim("k"));
  Outcome outcome;
  std::thread waiter([&] { outcome = run(*session_, once({"k"}, create("ours"))); });
  until_somebody_waits();
  lane.query("ROLLBACK");
  waiter.join();
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_EQ(outcome.count, 0);
  EXPECT_EQ(outcome.rows.at(0).title, "ours");
  EXPECT_EQ(count(), "1");
}

TEST_F(PgMemo, AKeyThatIsNotToBeHadInTimeLeavesNothingDone) {
  test::PostgresClient lane(database_->url());
  lane.query(claim("k"));
  EXPECT_EQ(run(*session_, once({"k"}, create("ours")), milliseconds(400)).status, MOVIE_TIMEOUT);
  lane.query("ROLLBACK");
  EXPECT_EQ(count(), "0");
  EXPECT_EQ(memos(), "0");
}

TEST_F(PgMemo, IdsThatAnotherProgramGaveAreSteppedOver) {
  run(*session_, create("first"));
  other(
      "INSERT INTO movies (id, title, year, genre) SELECT i, 'taken', 2000, 'Drama' FROM "
      "unnest(ARRAY[2, 3, 5]) i");
  std::vector<Ask> asks;
  for (const char* key : {"a", "b", "c"}) asks.push_back(once({key}, create(key)));
  const auto outcomes = session_->run(asks, 0, in(milliseconds(4'000)));
  EXPECT_THAT(statuses(outcomes), Each(MOVIE_OK)) << outcomes[0].message;
  for (std::size_t at = 0; at < asks.size(); ++at) {
    const Film& film = outcomes[at].rows.back();
    EXPECT_EQ(film.title, asks[at].row.title);
    EXPECT_EQ(outcomes[at].count, 0);
    EXPECT_THAT(run(*session_, get(film.id)).rows, ElementsAre(film));
    EXPECT_THAT(run(*session_, asks[at]).rows, ElementsAre(film)) << "and is remembered";
  }
  EXPECT_EQ(count("title <> 'taken'"), "4");
}

TEST_F(PgMemo, AnIdThatIsTakenMeanwhileIsBusyAndNothingIsDone) {
  test::PostgresClient program(database_->url());
  program.query("BEGIN; INSERT INTO movies (id, title, year, genre) VALUES (1, 'x', 2000, 'y')");
  Outcome outcome;
  std::thread waiter([&] { outcome = run(*session_, once({"k"}, create("ours"))); });
  until_somebody_waits();
  program.query("COMMIT");
  waiter.join();
  EXPECT_EQ(outcome.status, MOVIE_BUSY) << outcome.message;
  EXPECT_EQ(memos(), "0");
  EXPECT_EQ(run(*session_, once({"k"}, create("ours"))).count, 0);
  EXPECT_EQ(count("title = 'ours'"), "1");
}

TEST_F(PgMemo, AKeyNeverStaysWithoutItsFilm) {
  on_create("dropped", "RETURN NULL");
  const auto outcomes =
      session_->run({once({"a"}, create("good")), once({"b"}, create("dropped")), create("plain")},
                    0, in(milliseconds(4'000)));
  EXPECT_THAT(statuses(outcomes), ElementsAre(MOVIE_OK, MOVIE_INTERNAL, MOVIE_OK));
  EXPECT_EQ(memos("key = 'a'"), "1");
  EXPECT_EQ(memos("key = 'b'"), "0");
  EXPECT_EQ(count(), "2");
}

TEST_F(PgMemo, LanesWithManyKeysNeverDeadlock) {
  Store second(plugin(), database_->url());
  std::vector<std::thread> lanes;
  std::atomic<int> failed = 0, created = 0;
  for (int lane = 0; lane < 8; ++lane) {
    lanes.emplace_back([&, lane] {
      Session own = (lane % 2 == 0 ? *store_ : second).session();
      for (int round = 0; round < 30; ++round) {
        std::vector<Ask> asks;  // in an order of its own
        for (int at = 0; at < 16; ++at) {
          Memo memo{std::to_string(round) + "/" + std::to_string((at * 7 + lane * 3) % 16)};
          memo.most = 50;
          asks.push_back(once(memo, create("by key")));
        }
        asks.push_back(create("plain"));
        asks.push_back(update(lane % 3 + 1, MOVIE_YEAR, {0, "", 1900 + lane, ""}));
        const auto outcomes = own.run(asks, 0, in(milliseconds(30'000)));
        for (std::size_t at = 0; at < asks.size(); ++at) {
          const auto [status, rows, replayed, message] = outcomes[at];
          failed += status != MOVIE_OK && status != MOVIE_NOT_FOUND;
          created += asks[at].memo && replayed == 0;
        }
      }
    });
  }
  for (std::thread& lane : lanes) lane.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(std::to_string(created), count("title = 'by key'"));
  EXPECT_EQ(
      other("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")[0][0],
      "0");
}

TEST_F(PgMemo, ADatabaseOfAnOlderVersionIsBroughtUp) {
  run(*session_, create("Alien"));
  other("DROP TABLE movie_memo; DELETE FROM movie_schema WHERE number = 3");
  open(database_->url());
  EXPECT_EQ(run(*session_, once({"k"}, create("Brazil"))).count, 0);
  EXPECT_EQ(run(*session_, once({"k"}, create("Brazil"))).count, 1);
  EXPECT_EQ(count(), "2");
}

using PgMemoServer = PgServer;

TEST_F(PgMemoServer, AnAnswerLostAfterTheCommitIsAskedFor) {
  run(*session_, once({"known"}, create("before")));
  proxy_->lose_an_answer();
  const auto outcomes = session_->run(
      {create("one"), once({"z"}, create("by z")), once({"known"}, create("before")), create("two"),
       once({"a"}, create("by a")), once({"a"}, create("by a")), once({"a", "other"}, create("x"))},
      0, in(milliseconds(4'000)));
  EXPECT_THAT(statuses(outcomes),
              ElementsAre(MOVIE_OK, MOVIE_OK, MOVIE_OK, MOVIE_OK, MOVIE_OK, MOVIE_OK, MOVIE_EXISTS))
      << outcomes[0].message;
  std::vector<std::string> titles;
  for (std::size_t at = 0; at < 6; ++at) {
    titles.push_back(outcomes[at].rows.back().title + (outcomes[at].count == 1 ? " again" : ""));
    EXPECT_THAT(run(*session_, get(outcomes[at].rows.back().id)).rows,
                ElementsAre(outcomes[at].rows.back()));
  }
  EXPECT_THAT(titles, ElementsAre("one", "by z", "before again", "two", "by a", "by a again"));
  EXPECT_EQ(count(), "5");
}

TEST_F(PgMemoServer, ARoleNeedsNoMoreRightsThanTheReadmeNames) {
  test::query(
      cluster_->url(),
      "CREATE ROLE guest LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON movies, movie_memo, "
      "movie_lane, movie_setting TO guest; GRANT SELECT ON movie_schema TO guest; "
      "GRANT USAGE ON SEQUENCE movies_id_seq TO guest");
  Store store(plugin(),
              "postgresql://guest@127.0.0.1:" + std::to_string(cluster_->port()) + "/postgres");
  Session session = store.session();
  for (const std::int64_t replayed : {0, 1}) {
    const Outcome outcome = run(session, once({"k"}, create("Alien")));
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    EXPECT_EQ(outcome.count, replayed);
  }
}

}  // namespace
}  // namespace movie::pg
