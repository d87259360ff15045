// What a server, its operator and its other clients can do to a lane.

#include <atomic>
#include <set>
#include <thread>

#include "pg_server.hpp"
#include "pg_test.hpp"

namespace movie::pg {
namespace {

using testing::AnyOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

class PgFaults : public PgTest {};

TEST_F(PgFaults, NobodySeesAConnectionThatEndedInIdleness) {
  EXPECT_EQ(run(*session_, create("before")).status, MOVIE_OK);
  for (int at = 0; at < 5; ++at) {
    terminate_backends();
    EXPECT_EQ(run(*session_, list()).status, MOVIE_OK);
    terminate_backends();
    EXPECT_EQ(run(*session_, create("after")).status, MOVIE_OK);
  }
  EXPECT_EQ(count(), "6");
}

TEST_F(PgFaults, AnErrorAtOneOperationOfAGroupIsItsOwn) {
  on_create("bad", "RAISE EXCEPTION 'no' USING ERRCODE = '23514'");
  for (std::size_t bad = 0; bad < 8; bad += 3) {
    std::vector<Ask> asks(8, create("good"));
    asks[bad] = create("bad");
    const auto outcomes = session_->run(asks, 0, in(milliseconds(4'000)));
    for (std::size_t at = 0; at < asks.size(); ++at) {
      EXPECT_EQ(outcomes[at].status, at == bad ? MOVIE_INTERNAL : MOVIE_OK) << outcomes[at].message;
    }
  }
  EXPECT_EQ(count("title = 'good'"), "21") << "each once";
  EXPECT_EQ(count("title = 'bad'"), "0");
}

TEST_F(PgFaults, IdsThatWereTakenAreGivenToNoneOfManyFilms) {
  run(*session_, create("first"));
  other(
      "INSERT INTO movies (id, title, year, genre) SELECT i, 'taken', 2000, 'Drama' FROM "
      "unnest(ARRAY[3, 4, 6]) i");
  std::vector<Ask> asks;
  for (const char* title : {"a", "b", "b", "b", "c", "a", "d"}) asks.push_back(create(title));
  const auto outcomes = session_->run(asks, 0, in(milliseconds(4'000)));
  EXPECT_THAT(statuses(outcomes), Each(MOVIE_OK)) << outcomes[0].message;
  EXPECT_EQ(count(), "11");
  std::set<std::int64_t> ids;
  for (std::size_t at = 0; at < asks.size(); ++at) {
    const Film& film = outcomes[at].rows.back();
    EXPECT_EQ(film.title, asks[at].row.title);
    EXPECT_THAT(run(*session_, get(film.id)).rows, ElementsAre(film));
    ids.insert(film.id);
  }
  EXPECT_EQ(ids.size(), asks.size());
}

TEST_F(PgFaults, OfFilmsThatTheDatabaseChangedAndDroppedTheOutcomeIsUnknown) {  // [S-21]
  on_create("dropped", "RETURN NULL");
  other(
      "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.title = "
      "upper(NEW.title); RETURN "
      "NEW; END $$; CREATE TRIGGER zz BEFORE INSERT ON movies FOR EACH ROW EXECUTE FUNCTION "
      "shout()");
  const auto changed = session_->run({create("a"), create("b")}, 0, in(milliseconds(4'000)));
  EXPECT_THAT(statuses(changed), Each(MOVIE_OK));
  EXPECT_EQ(changed[1].rows.at(0).title, "B");
  const auto lost = session_->run({create("dropped"), create("c")}, 0, in(milliseconds(4'000)));
  EXPECT_THAT(statuses(lost), Each(MOVIE_UNKNOWN));
  EXPECT_EQ(count(), "3") << "nothing is created again on a guess";
}

TEST_F(PgFaults, WhatWaitingHelpsIsBusy) {
  on_create("late", "RAISE EXCEPTION 'try again' USING ERRCODE = '40001'");
  EXPECT_EQ(run(*session_, create("late")).status, MOVIE_BUSY);
  EXPECT_EQ(run(*session_, create("good")).status, MOVIE_OK);
}

TEST_F(PgFaults, AnErrorAtTheCommitIsSeen) {
  other(
      "CREATE FUNCTION trip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'late'; "
      "END $$;"
      "CREATE CONSTRAINT TRIGGER trip AFTER INSERT ON movies DEFERRABLE INITIALLY DEFERRED FOR "
      "EACH ROW "
      "WHEN (NEW.title = 'bad') EXECUTE FUNCTION trip()");
  const auto outcomes =
      session_->run({create("good"), create("bad"), create("good")}, 0, in(milliseconds(4'000)));
  EXPECT_THAT(statuses(outcomes), ElementsAre(MOVIE_OK, MOVIE_INTERNAL, MOVIE_OK));
  EXPECT_EQ(count(), "2");
}

TEST_F(PgFaults, AReadOnlyServerReadsAndIsNotReady) {
  run(*session_, create("before"));
  other("ALTER DATABASE " + database_->name() + " SET default_transaction_read_only = on");
  terminate_backends(true);
  EXPECT_EQ(run(*session_, create("never")).status, MOVIE_FULL);
  EXPECT_EQ(run(*session_, ping()).status, MOVIE_FULL);
  EXPECT_EQ(run(*session_, list()).rows.size(), 1u);
  const auto mixed = session_->run({create("never"), list()}, 0, in(milliseconds(4'000)));
  EXPECT_THAT(statuses(mixed), ElementsAre(MOVIE_FULL, MOVIE_OK));
}

TEST_F(PgFaults, EachOfSeveralReadsThatTheirTimeIsUpForIsATimeout) {
  run(*session_, create("here"));
  test::PostgresClient other_client(database_->url());
  other_client.query("BEGIN; LOCK TABLE movies IN ACCESS EXCLUSIVE MODE");
  const auto outcomes = session_->run({list(), get(1), get(2), list()}, 0, in(milliseconds(300)));
  EXPECT_THAT(statuses(outcomes), Each(MOVIE_TIMEOUT)) << outcomes.back().message;
  other_client.query("COMMIT");
  EXPECT_EQ(run(*session_, get(1)).status, MOVIE_OK);
}

TEST_F(PgFaults, ALockThatAnotherProgramHoldsIsATimeoutAndNothingWasDone) {
  const auto film = run(*session_, create("locked")).rows.at(0);
  test::PostgresClient other_client(database_->url());
  other_client.query("BEGIN; UPDATE movies SET year = 1999");
  const auto start = steady_clock::now();
  EXPECT_EQ(
      run(*session_, update(film.id, MOVIE_YEAR, {0, "", 2024, ""}), milliseconds(600)).status,
      MOVIE_TIMEOUT);
  EXPECT_LT(steady_clock::now() - start, milliseconds(700));
  other_client.query("COMMIT");
  EXPECT_EQ(run(*session_, get(film.id)).rows.at(0).year, 1999);
}

TEST_F(PgFaults, WhatWasGivenUpDoesNotStayOnTheServer) {
  run(*session_, create("here"));
  test::PostgresClient other_client(database_->url());
  other_client.query("BEGIN; LOCK TABLE movies IN ACCESS EXCLUSIVE MODE");
  for (int at = 0; at < 3; ++at)
    EXPECT_EQ(run(*session_, get(1), milliseconds(200)).status, MOVIE_TIMEOUT);
  constexpr const char* kStuck =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
      "wait_event_type = 'Lock'";
  const auto limit = steady_clock::now() + std::chrono::seconds(10);
  while (other(kStuck)[0][0] != "0" && steady_clock::now() < limit)
    std::this_thread::sleep_for(milliseconds(20));
  EXPECT_EQ(other(kStuck)[0][0], "0");
}

TEST_F(PgFaults, NoPlanIsCompiledHoweverDearItLooks) {
  for (const char* parameter : {"", "?pooler=transaction"}) {
    open(database_->url() + parameter);
    on_create("jit", "ASSERT current_setting('jit') = 'off'");
    EXPECT_EQ(run(*session_, create("jit")).status, MOVIE_OK) << parameter;
    other("DROP FUNCTION trip CASCADE");
  }
}

TEST_F(PgFaults, AGroupThatDiesWithItsConnectionIsKnownNotToBeDone) {
  on_create("fatal", "PERFORM pg_terminate_backend(pg_backend_pid())");
  const auto outcomes =
      session_->run({create("good"), create("fatal")}, 0, in(milliseconds(4'000)));
  EXPECT_THAT(statuses(outcomes), Each(MOVIE_UNAVAILABLE)) << outcomes[0].message;
  EXPECT_EQ(count(), "0");
  EXPECT_EQ(run(*session_, create("good")).status, MOVIE_OK);
}

TEST_F(PgFaults, TerminatedUnderWritesNothingIsLostOrDoubled) {
  std::atomic<bool> done = false;
  std::thread killer([&] {
    for (int at = 0; at < 40; ++at) {
      terminate_backends();
      std::this_thread::sleep_for(milliseconds(10));
    }
    done = true;
  });
  std::set<std::string> acknowledged, unknown;
  for (int at = 0; !done; ++at) {
    std::vector<Ask> asks;
    for (int of = 0; of < 8; ++of)
      asks.push_back(create(std::to_string(at) + "." + std::to_string(of)));
    const auto outcomes = session_->run(asks, 0, in(milliseconds(4'000)));
    for (std::size_t of = 0; of < asks.size(); ++of) {
      if (outcomes[of].status == MOVIE_UNKNOWN) unknown.insert(asks[of].row.title);
      if (outcomes[of].status != MOVIE_OK) continue;
      acknowledged.insert(asks[of].row.title);
      EXPECT_EQ(outcomes[of].rows.at(0).title, asks[of].row.title);
    }
  }
  killer.join();
  std::set<std::string> found;
  for (const auto& row : other("SELECT title FROM movies"))
    EXPECT_TRUE(found.insert(row[0]).second) << row[0] << " doubled";
  for (const std::string& title : acknowledged) EXPECT_TRUE(found.count(title)) << title << " lost";
  for (const std::string& title : found)
    EXPECT_TRUE(acknowledged.count(title) || unknown.count(title)) << title << " denied";
  EXPECT_GT(acknowledged.size(), 8u);
}

TEST_F(PgFaults, AChangedTableIsPreparedAgain) {
  const auto film = run(*session_, create("Alien")).rows.at(0);
  run(*session_, get(film.id)), run(*session_, list());
  other("ALTER TABLE movies ALTER genre TYPE text");
  EXPECT_THAT(run(*session_, get(film.id)).rows, ElementsAre(film));
  other("ALTER TABLE movies ALTER genre TYPE varchar(50)");
  EXPECT_EQ(run(*session_, create("Brazil")).status, MOVIE_OK);
  EXPECT_EQ(run(*session_, update(film.id, MOVIE_TITLE, {0, "Aliens", 0, ""})).rows.at(0).title,
            "Aliens");
  EXPECT_EQ(count(), "2");
}

TEST_F(PgFaults, ALaneWhoseRowIsGoneEntersAgain) {
  run(*session_, create("before"));
  other("DELETE FROM movie_lane");
  EXPECT_EQ(run(*session_, create("after")).status, MOVIE_OK);
  other("DELETE FROM movie_lane");
  EXPECT_THAT(statuses(session_->run({create("one"), create("two")}, 0, in(milliseconds(4'000)))),
              Each(MOVIE_OK));
  EXPECT_EQ(count(), "4");
}

TEST_F(PgFaults, IdsThatAnotherProgramGaveAreSteppedOver) {
  other(
      "INSERT INTO movies (id, title, year, genre) SELECT n, 'theirs', 2000, 'Drama' FROM "
      "generate_series(1, 50) n");
  const auto outcomes = session_->run({create("ours"), create("ours")}, 0, in(milliseconds(4'000)));
  EXPECT_THAT(statuses(outcomes), Each(MOVIE_OK)) << outcomes[0].message;
  EXPECT_GT(outcomes[0].rows.at(0).id, 50);
  EXPECT_EQ(count(), "52");
}

TEST_F(PgFaults, ManyFilmsStepOverIdsThatAnotherProgramGave) {
  run(*session_, create("first"));
  other("INSERT INTO movies (id, title, year, genre) VALUES (20, 'theirs', 2000, 'Drama')");
  const auto outcome =
      run(*session_, create_many({{0, "one", 2000, "Drama"}, {0, "two", 2000, "Drama"}}));
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
  EXPECT_EQ(count("id > 20"), "2");
}

TEST_F(PgFaults, RacingUpdatesOfTheSameFilmsNeverDeadlock) {
  for (int at = 0; at < 8; ++at) run(*session_, create("shared"));
  Store second(plugin(), database_->url());
  std::vector<std::thread> lanes;
  std::atomic<int> failed = 0;
  for (int lane = 0; lane < 10; ++lane) {
    lanes.emplace_back([&, lane] {
      Session own = (lane % 2 == 0 ? *store_ : second).session();
      for (int round = 0; round < 40; ++round) {
        std::vector<Ask> asks;  // in an order of its own
        for (int at = 0; at < 64; ++at)
          asks.push_back(
              update((at * 7 + lane * 3 + round) % 8 + 1, MOVIE_YEAR, {0, "", 1900 + lane, ""}));
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

TEST_F(PgServer, StoppedIsUnavailableAndBackIsFoundWithinTwoSeconds) {
  EXPECT_EQ(run(*session_, create("before")).status, MOVIE_OK);
  for (const bool kill : {false, true}) {
    kill ? cluster_->kill() : cluster_->stop();
    const auto limit = steady_clock::now() + milliseconds(10'000);
    while (run(*session_, ping()).status != MOVIE_UNAVAILABLE) {  // the proxy may not know yet
      ASSERT_LT(steady_clock::now(), limit);
    }
    const auto start = steady_clock::now();
    for (int at = 0; at < 20; ++at)
      EXPECT_EQ(run(*session_, create("never")).status, MOVIE_UNAVAILABLE);
    EXPECT_EQ(run(*session_, ping()).status, MOVIE_UNAVAILABLE);
    EXPECT_LT(steady_clock::now() - start, milliseconds(1'000))
        << "nobody waits for a server that is known to be away";
    std::this_thread::sleep_for(milliseconds(1'500));
    run(*session_, ping());
    cluster_->start();
    EXPECT_LT(until_ok(*session_, create("after")), milliseconds(2'000));
  }
  EXPECT_EQ(count(), "3");
}

TEST_F(PgServer, AnAnswerLostAfterTheCommitIsAskedFor) {
  run(*session_, create("before"));
  run(*session_, create("unkeyed"));
  proxy_->lose_an_answer();
  Ask set_key = update(2, 0, {0, "unkeyed", 0, ""});
  set_key.code = MOVIE_OP_SET_KEY;
  const auto outcomes = session_->run(
      {create("one"), update(1, MOVIE_TITLE, {0, "after", 0, ""}), create("two"), set_key}, 0,
      in(milliseconds(4'000)));
  EXPECT_THAT(statuses(outcomes), Each(MOVIE_OK)) << outcomes[0].message;
  EXPECT_EQ(outcomes[0].rows.at(0).title, "one");
  EXPECT_EQ(outcomes[1].rows.at(0).title, "after");
  EXPECT_THAT(outcomes[3].rows, testing::IsEmpty());
  EXPECT_EQ(run(*session_, get(outcomes[2].rows.at(0).id)).rows.at(0).title, "two");
  EXPECT_EQ(count(), "4");
}

TEST_F(PgServer, AStalledNetworkEndsAtTheDeadline) {
  run(*session_, create("before"));
  proxy_->stall(true);
  const auto start = steady_clock::now();
  EXPECT_EQ(run(*session_, create("lost"), milliseconds(300)).status, MOVIE_UNKNOWN);
  EXPECT_THAT(run(*session_, list(), milliseconds(300)).status,
              AnyOf(MOVIE_TIMEOUT, MOVIE_UNAVAILABLE));
  EXPECT_LT(steady_clock::now() - start, milliseconds(900));
  proxy_->stall(false);
  EXPECT_LT(until_ok(*session_, ping()), milliseconds(2'000));
}

TEST_F(PgServer, TooManyConnectionsIsUnavailable) {
  test::query(cluster_->url(),
              "CREATE ROLE guest LOGIN; ALTER ROLE guest CONNECTION LIMIT 1; GRANT ALL ON ALL "
              "TABLES IN SCHEMA public TO guest");
  Store store(plugin(),
              "postgresql://guest@127.0.0.1:" + std::to_string(cluster_->port()) + "/postgres");
  Session first = store.session(), second = store.session();
  EXPECT_EQ(run(first, list()).status, MOVIE_OK);
  const Outcome refused = run(second, list());
  EXPECT_EQ(refused.status, MOVIE_UNAVAILABLE);
  EXPECT_THAT(refused.message, HasSubstr("too many connections"));
  EXPECT_EQ(run(first, list()).status, MOVIE_OK);
}

TEST_F(PgServer, OfSeveralHostsTheOneThatWritesIsFound) {
  Store store(plugin(),
              "postgresql://movie@127.0.0.1:1,127.0.0.1:" + std::to_string(cluster_->port()) +
                  "/postgres?target_session_attrs=read-write");
  Session session = store.session();
  EXPECT_EQ(run(session, ping()).status, MOVIE_OK);
}

TEST_F(PgServer, ASilentHostIsPassedOver) {
  proxy_->stall(true);
  Store store(plugin(), "postgresql://movie@127.0.0.1:" + std::to_string(proxy_->port()) +
                            ",127.0.0.1:" + std::to_string(cluster_->port()) + "/postgres");
  Session session = store.session();
  EXPECT_LT(until_ok(session, ping()), milliseconds(3'500));
}

}  // namespace
}  // namespace movie::pg
