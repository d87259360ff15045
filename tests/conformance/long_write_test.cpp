#include "suite.hpp"

namespace movie::conformance {
namespace {

using namespace std::chrono_literals;

/// A CREATE_MANY that is held up inside `next` while `during` runs on another thread.
class LongWrite : public Suite {
 protected:
  void SetUp() override {
    MOVIE_NEEDS(MOVIE_MANY);
    if (alone(false)) GTEST_SKIP() << kAlone;
  }
  std::int32_t with_long_write(const std::function<void()>& during) {
    struct Context {
      movie_row row;
      const std::function<void()>& during;
      int sent;
      std::optional<Beside> running;
    } context{{sizeof(movie_row), 2000, 0, {"Long", 4}, {"Drama", 5}, {nullptr, 0}}, during, 0, {}};
    const auto next = [](void* ctx, const movie_row** row) {
      auto& self = *static_cast<Context*>(ctx);
      if (self.sent == 3) return std::int32_t{0};
      if (self.sent++ == 1) {
        self.running.emplace(self.during);
        EXPECT_TRUE(soon([&self] { return self.running->over(); }, 10s))
            << "held up by the CREATE_MANY";
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
};

TEST_P(LongWrite, HoldsUpNoReaderAndIsSeenOnlyWhenDone) {  // [S-31]
  const Film film = make("Alien");
  Another reader = another(false);
  std::vector<Film> seen;
  EXPECT_EQ(with_long_write([&] {
              EXPECT_EQ(reader.session.run(get(film.id)).status, MOVIE_OK);
              seen = reader.session.run(list()).rows;
            }),
            MOVIE_OK);
  EXPECT_THAT(seen, testing::ElementsAre(film));
  EXPECT_EQ(all().size(), 4u);
}

TEST_P(LongWrite, IsInNoTotalUntilItIsDone) {  // [S-31] [S-45]
  MOVIE_NEEDS(MOVIE_TOTAL);
  make("Alien");
  Another reader = another(false);
  EXPECT_EQ(with_long_write([&] { EXPECT_EQ(reader.session.run(counted(page(0, 0))).count, 1); }),
            MOVIE_OK);
  EXPECT_EQ(run(counted(page(0, 0))).count, 4);
}

TEST_P(LongWrite, MakesAWriterThatMustNotWaitSayAgain) {  // [S-19] [S-48]
  if (alone(true)) GTEST_SKIP() << kOneWriter;
  Another writer = another(true);
  EXPECT_EQ(with_long_write([&] {
              const auto outcome =
                  writer.session.run(std::vector<Ask>{create("Brazil")}, MOVIE_NO_WAIT).front();
              EXPECT_EQ(outcome.status, MOVIE_AGAIN) << outcome.message;
            }),
            MOVIE_OK);
  EXPECT_EQ(all().size(), 3u);
}

TEST_P(LongWrite, MakesNothingWaitThatMustNot) {  // [S-48] each is done at once or not begun
  if (alone(true)) GTEST_SKIP() << kOneWriter;
  const Film film = make("Alien");
  Another writer = another(true);
  std::vector<Ask> asks{get(film.id),    list(), update(film.id, MOVIE_YEAR, {0, "", 1979, ""}),
                        remove(film.id), ping(), create_many({film})};
  if (can(MOVIE_CLEARS)) asks.push_back(clear());
  if (can(MOVIE_KEEP_ID)) asks.push_back(next_id(1));
  if (can(MOVIE_REKEYS)) asks.insert(asks.end(), {unkeyed(), set_key(film.id, "Alien", "alien")});
  with_long_write([&] {
    for (const Ask& ask : asks) {
      const auto begun = monotonic_ns();
      const auto outcome = writer.session.run(std::vector<Ask>{ask}, MOVIE_NO_WAIT).front();
      EXPECT_LT(monotonic_ns() - begun, 1'000'000'000u) << "operation " << ask.code << " waited";
      const bool reads = ask.code == MOVIE_OP_GET || ask.code == MOVIE_OP_LIST ||
                         ask.code == MOVIE_OP_PING || ask.code == MOVIE_OP_UNKEYED;
      EXPECT_TRUE(outcome.status == MOVIE_AGAIN || (reads && outcome.status == MOVIE_OK))
          << "operation " << ask.code << " status " << outcome.status << " " << outcome.message;
    }
  });
  EXPECT_EQ(all().size(), 4u);
  EXPECT_THAT(run(get(film.id)).rows, testing::ElementsAre(film));
}

TEST_P(LongWrite, MakesAWriterWaitNoLongerThanItsDeadline) {  // [S-56]
  if (alone(true)) GTEST_SKIP() << kOneWriter;
  Another writer = another(true);
  std::size_t least = 3, most = 3;
  EXPECT_EQ(with_long_write([&] {
              const std::uint64_t deadline = monotonic_ns() + 50'000'000u;
              const auto outcome =
                  writer.session.run(std::vector<Ask>{create("Brazil")}, 0, deadline).front();
              // A store with several writers may not make it wait at all.
              EXPECT_THAT(outcome.status,
                          testing::AnyOf(MOVIE_OK, MOVIE_TIMEOUT, MOVIE_BUSY, MOVIE_UNKNOWN))
                  << outcome.message;
              if (outcome.status == MOVIE_OK) ++least;
              if (outcome.status == MOVIE_OK || outcome.status == MOVIE_UNKNOWN) ++most;
              EXPECT_LT(monotonic_ns(), deadline + 2'000'000'000u);
            }),
            MOVIE_OK);
  EXPECT_THAT(all().size(), testing::AllOf(testing::Ge(least), testing::Le(most)));
}

MOVIE_CONFORMS(LongWrite);

}  // namespace
}  // namespace movie::conformance
