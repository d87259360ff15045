#include <gmock/gmock.h>
#include <movie/store.h>

#include "films.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

using namespace std::chrono_literals;
using store::Clock;
using store::Verb;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> titles(const std::vector<Movie>& movies) {
  std::vector<std::string> all;
  for (const Movie& movie : movies) all.push_back(movie.title);
  return all;
}

class BatchTest : public ::testing::Test {
 protected:
  Asked& add(std::unique_ptr<Asked> asked) {
    batch_.push_back(std::move(asked));
    return *batch_.back();
  }
  void run(bool no_wait = false) { films_.run(batch_, no_wait); }

  TempDir folder_;
  std::filesystem::path file_ = folder_ / "movies.db";
  Films films_{url_of(file_)};
  Other other_{file_};
  std::vector<std::unique_ptr<Asked>> batch_;
};

TEST_F(BatchTest, EveryOperationHasItsOwnOutcome) {
  films_.create("Heat");
  films_.create("Gone");
  Asked& created = add(ask_create("Alien", "Sci-Fi"));
  Asked& updated = add(ask_update(1, {{}, 1995, "Crime"}));
  Asked& untouched = add(ask_update(1, {}));
  Asked& absent = add(ask_update(9, {"X", {}, {}}));
  Asked& removed = add(ask(Verb::remove, 2));
  Asked& never_there = add(ask(Verb::remove, 8));
  Asked& read = add(ask(Verb::get, 1));
  Asked& pinged = add(ask(Verb::ping));
  run();
  EXPECT_THAT(created.sink.taken, ElementsAre(Movie{3, "Alien", 2000, "Sci-Fi"}));
  EXPECT_THAT(updated.sink.taken, ElementsAre(Movie{1, "Heat", 1995, "Crime"}));
  EXPECT_EQ(untouched.status, Status::ok);
  EXPECT_EQ(untouched.sink.taken.size(), 1u);
  EXPECT_EQ(absent.status, Status::not_found);
  EXPECT_EQ(removed.status, Status::ok);
  EXPECT_EQ(never_there.status, Status::not_found);
  EXPECT_EQ(read.status, Status::ok);
  EXPECT_EQ(pinged.status, Status::ok);
  EXPECT_THAT(titles(films_.list()), ElementsAre("Heat", "Alien"));
}

TEST_F(BatchTest, EachChoiceOfFieldsIsSetAndNoOther) {
  const auto id = films_.create("Heat");
  for (unsigned fields = 0; fields < 8; ++fields) {
    Movie expected{id, "T" + std::to_string(fields), 2000, "G"};
    films_.run(*ask_update(id, {"Heat", 1995, "Crime"}));
    MoviePatch patch;
    if ((fields & 1u) != 0) patch.title = expected.title;
    if ((fields & 2u) != 0) patch.year = expected.year;
    if ((fields & 4u) != 0) patch.genre = expected.genre;
    if (!patch.title) expected.title = "Heat";
    if (!patch.year) expected.year = 1995;
    if (!patch.genre) expected.genre = "Crime";
    const auto asked = ask_update(id, patch);
    films_.run(*asked);
    EXPECT_THAT(asked->sink.taken, ElementsAre(expected)) << fields;
    EXPECT_EQ(films_.get(id), expected) << fields;
  }
}

TEST_F(BatchTest, ABrokenConstraintFailsItsOperationAlone) {
  other_(
      "CREATE TRIGGER no_horror BEFORE INSERT ON movies WHEN NEW.genre = 'Horror' "
      "BEGIN SELECT RAISE(ABORT, 'no horror here'); END");
  add(ask_create("Heat"));
  Asked& refused = add(ask_create("It", "Horror"));
  add(ask_create("Alien"));
  run();
  EXPECT_EQ(refused.status, Status::unavailable);
  EXPECT_THAT(refused.message, HasSubstr("no horror here"));
  EXPECT_EQ(batch_[0]->status, Status::ok);
  EXPECT_EQ(batch_[2]->status, Status::ok);
  EXPECT_THAT(titles(films_.list()), ElementsAre("Heat", "Alien"));
}

TEST_F(BatchTest, ALostTransactionFailsEveryWrite) {
  films_.create("Heat");
  other_(
      "CREATE TRIGGER gone BEFORE INSERT ON movies WHEN NEW.genre = 'Horror' "
      "BEGIN SELECT RAISE(ROLLBACK, 'all is lost'); END");
  add(ask_create("Before"));
  add(ask(Verb::remove, 1));
  add(ask_update(1, {"Removed in this batch", {}, {}}));
  add(ask_create("It", "Horror"));
  add(ask_create("After"));
  Asked& read = add(ask(Verb::get, 1));
  run();
  EXPECT_EQ(read.status, Status::ok);
  for (std::size_t at = 0; at < 5; ++at) {
    EXPECT_EQ(batch_[at]->status, Status::unavailable) << at;
  }
  EXPECT_THAT(titles(films_.list()), ElementsAre("Heat"));
  other_("DROP TRIGGER gone");
  EXPECT_EQ(films_.create("Alien"), 2) << "the next batch is not concerned";
}

TEST_F(BatchTest, ManyThatEndEarlyUndoThemselvesAlone) {
  Supply supply(10, 5);
  add(ask_create("Heat"));
  Asked& many = add(ask(Verb::create_many));
  many.source = &supply;
  add(ask_create("Alien"));
  run();
  EXPECT_EQ(batch_[0]->status, Status::ok);
  EXPECT_NE(many.status, Status::ok);
  EXPECT_EQ(batch_[2]->status, Status::ok);
  EXPECT_THAT(titles(films_.list()), ElementsAre("Heat", "Alien"));
}

TEST_F(BatchTest, ManyThatEndEarlyAloneLeaveNothing) {
  Supply supply(10, 5);
  Asked& many = add(ask(Verb::create_many));
  many.source = &supply;
  run();
  EXPECT_NE(many.status, Status::ok);
  EXPECT_EQ(films_.create("Heat"), 1) << "no id was used up";
}

TEST_F(BatchTest, ManyIfEmpty) {
  for (const Status expected : {Status::ok, Status::exists}) {
    Supply supply(3);
    const auto many = ask(Verb::create_many);
    many->source = &supply;
    many->if_empty = true;
    films_.run(*many);
    EXPECT_EQ(many->status, expected);
    EXPECT_EQ(many->count, expected == Status::ok ? 3 : 0);
  }
  EXPECT_EQ(films_.list().size(), 3u);
}

TEST_F(BatchTest, ClearBeginsIdsAtOneAgain) {
  films_.create("Heat");
  films_.create("Alien");
  Asked& cleared = add(ask(Verb::clear));
  add(ask_create("Anew"));
  run();
  EXPECT_EQ(cleared.count, 2);
  EXPECT_THAT(films_.list(), ElementsAre(Movie{1, "Anew", 2000, "Drama"}));
}

TEST_F(BatchTest, AnIdIsNeverGivenTwice) {
  const auto last = films_.create("Heat");
  films_.run(*ask(Verb::remove, last));
  EXPECT_EQ(films_.create("Alien"), last + 1);
}

TEST_F(BatchTest, WithoutWaitingWritesAreNotBegun) {
  add(ask_create("Heat"));
  add(ask(Verb::ping));
  Asked& list = add(ask(Verb::list));
  Asked& filtered = add(ask(Verb::list));
  filtered.query.genres = {"Drama"};
  run(true);
  EXPECT_EQ(batch_[0]->status, Status::again);
  EXPECT_EQ(batch_[1]->status, Status::again);
  EXPECT_EQ(list.status, Status::ok);
  EXPECT_EQ(filtered.status, Status::ok);
  EXPECT_TRUE(films_.list().empty());
}

TEST_F(BatchTest, AReadersSessionRefusesWrites) {
  store::Session reader = films_.store().session(false);
  const auto asked = ask_create("Heat");
  reader.execute(*asked);
  EXPECT_EQ(asked->status, Status::invalid);
}

TEST_F(BatchTest, AnotherProgramsTransactionIsWaitedForUntilTheDeadline) {
  other_("BEGIN IMMEDIATE");
  const auto asked = ask_create("Heat");
  asked->deadline = Clock::now() + 100ms;
  films_.run(*asked);
  EXPECT_EQ(asked->status, Status::busy) << asked->message;
  EXPECT_LT(Clock::now(), asked->deadline + 100ms);
  EXPECT_EQ(films_.list().size(), 0u) << "reads go on";
  other_("COMMIT");
  EXPECT_EQ(films_.run(*asked).status, Status::timeout) << "its deadline has passed";
  EXPECT_EQ(films_.create("Heat"), 1);
}

TEST_F(BatchTest, ALongScanEndsSoonAfterItsDeadline) {
  other_(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
      "INSERT INTO movies (title, year, genre) SELECT 'Film', 2000, 'Drama' FROM n");
  // Made dear enough to be caught in the middle on any machine.
  struct Slow final : store::RowSink {
    bool take(const MovieView&) override {
      const auto until = Clock::now() + 2us;
      while (Clock::now() < until) {
      }
      return true;
    }
  } slow;
  store::Operation list(Verb::list);
  list.rows = &slow;
  list.deadline = Clock::now() + 50ms;
  films_.run(list);
  EXPECT_EQ(list.status, Status::timeout);
  EXPECT_LT(Clock::now(), list.deadline + 100ms);
}

TEST_F(BatchTest, ManyBeyondTheDeadlineAreUndone) {
  Supply endless(1'000'000'000);
  const auto many = ask(Verb::create_many);
  many->source = &endless;
  many->deadline = Clock::now() + 50ms;
  films_.run(*many);
  EXPECT_EQ(many->status, Status::timeout) << many->message;
  EXPECT_LT(Clock::now(), many->deadline + 100ms);
  EXPECT_TRUE(films_.list().empty());
}

TEST_F(BatchTest, ListsFilterThenSkipThenLimit) {
  for (int at = 0; at < 12; ++at) {
    films_.create("F" + std::to_string(at), 2000, std::vector{"A", "B", "C", "D"}[at % 4u]);
  }
  store::Query query;
  query.genres = {"B"};
  EXPECT_THAT(titles(films_.list(query)), ElementsAre("F1", "F5", "F9"));
  query.genres = {"C", "B", "B", "none"};
  query.skip = 1;
  query.limit = 3;
  EXPECT_THAT(titles(films_.list(query)), ElementsAre("F2", "F5", "F6"));
  query.after = 6;
  query.skip = 0;
  EXPECT_THAT(titles(films_.list(query)), ElementsAre("F6", "F9", "F10"));
  query = {};
  query.skip = UINT64_MAX;
  EXPECT_TRUE(films_.list(query).empty());
  query = {};
  query.after = INT64_MAX;
  EXPECT_TRUE(films_.list(query).empty());
  query = {};
  query.limit = 0;
  EXPECT_TRUE(films_.list(query).empty());
}

// Whoever writes the table directly may break our rules; the rows are served all the same.
TEST_F(BatchTest, RowsOfOtherProgramsAreServed) {
  other_(
      "DROP TABLE movies; CREATE TABLE movies (id INTEGER PRIMARY KEY AUTOINCREMENT, title, year, "
      "genre);"
      "INSERT INTO movies (title, year, genre) VALUES (NULL, NULL, NULL), (5, 'x', 2.5),"
      "(x'63616600E9', 99999999999, x''), ('Fine', '1999', 'Drama')");
  EXPECT_THAT(films_.list(), ElementsAre(Movie{1, "", 0, ""}, Movie{2, "5", 0, "2.5"},
                                         Movie{3, "caf\uFFFD\uFFFD", INT32_MAX, ""},
                                         Movie{4, "Fine", 1999, "Drama"}));
}

}  // namespace
}  // namespace movie::test
