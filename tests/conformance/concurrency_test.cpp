#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <set>
#include <thread>

#include "suite.hpp"

namespace movie::conformance {
namespace {

constexpr unsigned kThreads = 4;

/// Several sessions at once [S-13].
class Concurrency : public Suite {
 protected:
  void SetUp() override {
    if (sessions(kThreads) < 2) GTEST_SKIP() << "a serial store";
  }
  /// How many sessions that write may be held beside the fixture's own.
  unsigned writers(unsigned wanted) {
    const unsigned most = store().limits().max_writers;
    return std::max(1u, sessions(most == 0 ? wanted : std::min(wanted, most)));
  }
  /// Runs `work(session, number)` on threads of their own with a session each.
  template <class Work>
  void together(unsigned threads, Work work) {
    std::vector<std::thread> running;
    for (unsigned number = 0; number < threads; ++number) {
      running.emplace_back([this, number, work] {
        Session own = store().session();
        work(own, number);
      });
    }
    for (std::thread& thread : running) thread.join();
  }
  /// An operation, repeated as long as the store is busy: nothing was done.
  static Outcome persistently(Session& session, const Ask& ask) {
    for (;;) {
      Outcome outcome = session.run(ask);
      if (outcome.status != MOVIE_BUSY) return outcome;
      std::this_thread::yield();
    }
  }
};

TEST_P(Concurrency, RacingCreatesGetDistinctIds) {  // [S-13] [S-26]
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

TEST_P(Concurrency, OfRacingRemovesOneIsDone) {  // [S-29]
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

TEST_P(Concurrency, NoFilmIsEverSeenHalfChanged) {  // [S-28]
  const Film one{1, "Alien", 1979, "Horror"}, other{1, "The Godfather, Part II", 1974, "Crime"};
  make(one.title, one.year, one.genre);
  std::atomic<bool> done = false;
  std::thread writer([&] {
    Session own = store().session();
    for (int at = 0; at < 300; ++at) {
      persistently(own,
                   update(1, MOVIE_TITLE | MOVIE_YEAR | MOVIE_GENRE, at % 2 == 0 ? other : one));
    }
    done = true;
  });
  Session reader = store().session(false);
  while (!done) {
    for (const Ask& ask : {get(1), list()}) {
      EXPECT_THAT(persistently(reader, ask).rows, testing::ElementsAre(testing::AnyOf(one, other)));
    }
  }
  writer.join();
}

TEST_P(Concurrency, AListShowsEachFilmThatStaysExactlyOnce) {  // [S-24]
  std::vector<Ask> creates(500, create("stays"));
  std::set<std::int64_t> staying;
  for (const Outcome& made : session().run(creates)) staying.insert(made.rows.back().id);
  std::atomic<bool> done = false;
  std::thread writer([&] {
    Session own = store().session();
    for (int at = 0; at < 100; ++at) {
      const Film film = persistently(own, create("comes and goes")).rows.back();
      persistently(own,
                   update(at % 500 + 1, MOVIE_GENRE, {0, "", 0, at % 3 == 0 ? "Comedy" : "Drama"}));
      persistently(own, remove(film.id));
    }
    done = true;
  });
  Session reader = store().session(false);
  while (!done) {
    const auto rows = persistently(reader, list()).rows;
    EXPECT_TRUE(std::ranges::is_sorted(rows, std::ranges::less_equal(), &Film::id))
        << "each once, in order";
    EXPECT_EQ(std::ranges::count(rows, "stays", &Film::title),
              static_cast<std::ptrdiff_t>(staying.size()));
  }
  writer.join();
}

TEST_P(Concurrency,
       AListThatEmitsSlowlyHoldsUpNoWrite) {  // [S-24] the write happens while emit is on its way
  for (int at = 0; at < 3; ++at) make("Alien");
  Session writer = store().session();
  const movie_query query{sizeof query, 0,         nullptr, 0, UINT64_MAX, 0,
                          INT32_MIN,    INT32_MAX, 0,       0, 0,          nullptr};
  struct Context {
    Session& writer;
    std::future<std::int32_t> writing;
    bool written;
  } context{writer, {}, false};
  const auto emit = [](void* ctx, const movie_row*) {
    auto& self = *static_cast<Context*>(ctx);
    if (!self.writing.valid()) {
      self.writing = std::async(std::launch::async,
                                [&self] { return self.writer.run(create("Brazil")).status; });
      self.written = self.writing.wait_for(std::chrono::seconds(10)) == std::future_status::ready;
    }
    return std::int32_t{0};
  };
  movie_result result{sizeof result, MOVIE_UNSET, 0, 0, 0, nullptr, 0};
  const movie_op op{sizeof op, MOVIE_OP_LIST, 0,       0,        0,       0,       nullptr,
                    &query,    emit,          nullptr, &context, &result, nullptr, nullptr};
  const movie_op* const ops[] = {&op};
  EXPECT_EQ(session().execute(
                {sizeof(movie_call), 0, monotonic_ns() + 10'000'000'000u, {nullptr, 0}, 1, ops}),
            MOVIE_OK);
  EXPECT_EQ(result.status, MOVIE_OK);
  EXPECT_TRUE(context.written);
  EXPECT_EQ(context.writing.get(), MOVIE_OK);
}

TEST_P(Concurrency, IfEmptyIsWonOnce) {  // [S-41]
  if (!can(MOVIE_MANY | MOVIE_IF_EMPTY)) GTEST_SKIP() << "does not claim MOVIE_IF_EMPTY";
  std::atomic<int> won = 0;
  together(writers(kThreads), [&](Session& own, unsigned) {
    const std::vector<Film> five(5, Film{0, "Sample", 2009, "Sci-Fi"});
    if (persistently(own, create_many(five, MOVIE_IF_EMPTY)).status == MOVIE_OK) ++won;
  });
  EXPECT_EQ(won, 1);
  EXPECT_EQ(all().size(), 5u);
}

/// A CREATE_MANY that is held up inside `next` while `during` runs on another thread.
class LongWrite : public Concurrency {
 protected:
  template <class During>
  std::int32_t with_long_write(During during) {
    struct Context {
      movie_row row;
      std::function<void()> during;
      std::future<void> running;
      int sent;
    } context{{sizeof(movie_row), 2000, 0, {"Long", 4}, {"Drama", 5}, {nullptr, 0}}, during, {}, 0};
    const auto next = [](void* ctx, const movie_row** row) {
      auto& self = *static_cast<Context*>(ctx);
      if (self.sent == 3) return std::int32_t{0};
      if (self.sent++ == 1) {
        self.running = std::async(std::launch::async, self.during);
        const auto ended = self.running.wait_for(std::chrono::seconds(10));
        EXPECT_EQ(ended, std::future_status::ready) << "held up by the CREATE_MANY";
      }
      *row = &self.row;
      return std::int32_t{1};
    };
    movie_result result{sizeof result, MOVIE_UNSET, 0, 0, 0, nullptr, 0};
    const movie_op op{sizeof op, MOVIE_OP_CREATE_MANY,
                      0,         0,
                      0,         0,
                      nullptr,   nullptr,
                      nullptr,   next,
                      &context,  &result,
                      nullptr,   nullptr};
    const movie_op* const ops[] = {&op};
    session().execute({sizeof(movie_call), 0, 0, {nullptr, 0}, 1, ops});
    return result.status;
  }
  void SetUp() override {
    Concurrency::SetUp();
    if (!can(MOVIE_MANY)) GTEST_SKIP() << "does not claim MOVIE_MANY";
  }
};

TEST_P(LongWrite, HoldsUpNoReaderAndIsSeenOnlyWhenDone) {  // [S-31]
  const Film film = make("Alien");
  Session reader = store().session(false);
  std::vector<Film> seen;
  EXPECT_EQ(with_long_write([&] {
              EXPECT_EQ(reader.run(get(film.id)).status, MOVIE_OK);
              seen = reader.run(list()).rows;
            }),
            MOVIE_OK);
  EXPECT_THAT(seen, testing::ElementsAre(film));
  EXPECT_EQ(all().size(), 4u);
}

TEST_P(LongWrite, MakesAWriterThatMustNotWaitSayAgain) {  // [S-19] [S-48]
  Session writer = store().session();
  EXPECT_EQ(with_long_write([&] {
              const auto outcome =
                  writer.run(std::vector<Ask>{create("Brazil")}, MOVIE_NO_WAIT).front();
              EXPECT_EQ(outcome.status, MOVIE_AGAIN) << outcome.message;
            }),
            MOVIE_OK);
  EXPECT_EQ(all().size(), 3u);
}

TEST_P(LongWrite, MakesAWriterWaitNoLongerThanItsDeadline) {  // [S-56]
  Session writer = store().session();
  std::size_t written = 0;
  EXPECT_EQ(with_long_write([&] {
              const std::uint64_t deadline = monotonic_ns() + 50'000'000u;
              const auto outcome =
                  writer.run(std::vector<Ask>{create("Brazil")}, 0, deadline).front();
              // A store with several writers may not make it wait at all.
              EXPECT_THAT(outcome.status, testing::AnyOf(MOVIE_OK, MOVIE_TIMEOUT, MOVIE_BUSY))
                  << outcome.message;
              written = outcome.status == MOVIE_OK ? 1 : 0;
              EXPECT_LT(monotonic_ns(), deadline + 2'000'000'000u);
            }),
            MOVIE_OK);
  EXPECT_EQ(all().size(), 3u + written);
}

MOVIE_CONFORMS(Concurrency);
MOVIE_CONFORMS(LongWrite);

}  // namespace
}  // namespace movie::conformance
