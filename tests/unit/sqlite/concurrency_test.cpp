#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "films.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

using namespace std::chrono_literals;
using store::Clock;
using store::Verb;

class ConcurrencyTest : public ::testing::Test {
 protected:
  std::uintmax_t log_size() const { return std::filesystem::file_size(file_.string() + "-wal"); }

  TempDir folder_;
  std::filesystem::path file_ = folder_ / "movies.db";
};

TEST_F(ConcurrencyTest, AReaderDoesNotWaitForAWriter) {
  Films films(url_of(file_));
  films.create("Heat");
  store::Session reader = films.store().session(false);
  // In the middle of the writer's transaction.
  struct Reading final : store::RowSource {
    explicit Reading(store::Session& with) : session(with) {}
    store::Session& session;
    Asked get{Verb::get};
    Asked list{Verb::list};
    MovieDraft draft{"Alien", 1979, "Sci-Fi"};
    int given = 0;
    const MovieDraft* next() override {
      if (given++ == 0) return &draft;
      get.id = 1;
      session.execute(get, true);
      session.execute(list, true);
      return nullptr;
    }
  } reading(reader);
  const auto many = ask(Verb::create_many);
  many->source = &reading;
  films.run(*many);
  EXPECT_EQ(many->status, Status::ok);
  EXPECT_EQ(reading.get.status, Status::ok) << reading.get.message;
  EXPECT_EQ(reading.list.status, Status::ok);
  EXPECT_EQ(reading.list.sink.taken.size(), 1u) << "what is not committed is not seen";
}

TEST_F(ConcurrencyTest, TheLogStaysSmallUnderConstantWritesAndReads) {
  Films films(url_of(file_));
  Supply supply(100'000);
  const auto many = ask(Verb::create_many);
  many->source = &supply;
  films.run(*many);
  std::atomic<bool> ending{false};
  std::thread reader([&] {
    store::Session session = films.store().session(false);
    for (std::int64_t id = 1; !ending; id = id % 100'000 + 1) {
      const auto get = ask(Verb::get, id);
      session.execute(*get);
      ASSERT_EQ(get->status, Status::ok);
    }
  });
  std::uintmax_t largest = 0;
  std::uintmax_t written = 0;
  for (int round = 0; round < 120; ++round) {
    std::vector<std::unique_ptr<Asked>> batch;
    for (std::int64_t at = 0; at < 256; ++at) {
      batch.push_back(ask_update((at * 390 + round) % 100'000 + 1, {"Changed", {}, {}}));
    }
    films.run(batch);
    ASSERT_EQ(batch[0]->status, Status::ok) << batch[0]->message;
    largest = std::max(largest, log_size());
    written += 256u * 4096u;
  }
  ending = true;
  reader.join();
  EXPECT_GE(written, 120u << 20u);
  EXPECT_LT(largest, 64u << 20u);
}

TEST_F(ConcurrencyTest, TheLogShrinksOnceALongReaderHasGone) {
  Films films(url_of(file_));
  Other reader(file_);
  films.create("Heat");
  reader("BEGIN; SELECT * FROM movies");
  const auto write = [&](int rounds) {
    for (int round = 0; round < rounds; ++round) {
      Supply supply(5'000);
      supply.draft.title.assign(150, 'a');  // many pages by few films
      const auto many = ask(Verb::create_many);
      many->source = &supply;
      films.run(*many);
      ASSERT_EQ(many->status, Status::ok) << many->message;
    }
  };
  write(20);
  EXPECT_GT(log_size(), 34u << 20u);
  reader("COMMIT");
  const auto deadline = Clock::now() + 20s;
  while (log_size() > (33u << 20u) && Clock::now() < deadline) write(3);
  EXPECT_LE(log_size(), 33u << 20u);
}

TEST_F(ConcurrencyTest, SessionsOfAFileWorkAtOnce) {
  Films films(url_of(file_));
  films.create("Heat");
  std::vector<std::thread> readers;
  std::atomic<int> read{0};
  for (int at = 0; at < 3; ++at) {
    readers.emplace_back([&] {
      store::Session session = films.store().session(false);
      for (int round = 0; round < 300; ++round) {
        const auto get = ask(round % 10 == 0 ? Verb::ping : Verb::get, 1);
        session.execute(*get);
        EXPECT_EQ(get->status, Status::ok) << get->message;
        ++read;
      }
    });
  }
  std::size_t made = 1;
  for (; read < 900; ++made) films.create("Alien");
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(films.list().size(), made);
}

TEST_F(ConcurrencyTest, InMemoryAMigrationAndASessionTakeTurns) {
  Films films("sqlite://");
  const std::size_t steps = films.store().migrate(store::MigrationMode::status).size();
  std::thread migrating([&] {
    for (int round = 0; round < 200; ++round) {
      EXPECT_EQ(films.store().migrate(store::MigrationMode::up).size(), steps);
    }
  });
  for (int at = 0; at < 2000; ++at) films.create("Heat");
  migrating.join();
  EXPECT_EQ(films.list().size(), 2000u);
}

}  // namespace
}  // namespace movie::test
