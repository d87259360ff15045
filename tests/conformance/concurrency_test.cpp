#include <algorithm>
#include <set>

#include "suite.hpp"

namespace movie::conformance {
namespace {

using namespace std::chrono_literals;

/// Readers beside a writer [S-13].
class Concurrency : public Suite {
 protected:
  void SetUp() override {
    if (alone(false)) GTEST_SKIP() << kAlone;
  }
  /// Films that nobody removes, as many as calls that hold one each.
  std::vector<std::int64_t> make_staying(std::size_t count) {
    std::vector<std::int64_t> staying;
    for (const Outcome& made : session().run(std::vector<Ask>(count, create("stays")))) {
      EXPECT_EQ(made.status, MOVIE_OK) << made.message;
      staying.push_back(made.rows.empty() ? 0 : made.rows.back().id);
    }
    return staying;
  }
  /// Lets a film come, changes one that stays, and lets the other go.
  static void come_and_go(Session& own, std::int64_t staying, int at) {
    const Outcome made = persistently(own, create("comes and goes"));
    ASSERT_EQ(made.status, MOVIE_OK) << made.message;
    persistently(own, update(staying, MOVIE_GENRE, {0, "", 0, at % 3 == 0 ? "Comedy" : "Drama"}));
    persistently(own, remove(made.rows.back().id));
  }
};

TEST_P(Concurrency, NoFilmIsEverSeenHalfChanged) {  // [S-28]
  const Film one{1, "Alien", 1979, "Horror"}, other{1, "The Godfather, Part II", 1974, "Crime"};
  make(one.title, one.year, one.genre);
  leave();
  const Beside writer([&] {
    Session own = store().session();
    for (int at = 0; at < 300; ++at) {
      persistently(own,
                   update(1, MOVIE_TITLE | MOVIE_YEAR | MOVIE_GENRE, at % 2 == 0 ? other : one));
    }
  });
  Another reader = another(false);
  while (!writer.over()) {
    for (const Ask& ask : {get(1), list()}) {
      ASSERT_THAT(persistently(reader.session, ask).rows,
                  testing::ElementsAre(testing::AnyOf(one, other)));
    }
  }
}

TEST_P(Concurrency, AListShowsEachFilmThatStaysExactlyOnce) {  // [S-24]
  const auto staying = make_staying(500);
  leave();
  const Beside writer([&] {
    Session own = store().session();
    for (int at = 0; at < 100; ++at) come_and_go(own, staying[at % staying.size()], at);
  });
  Another reader = another(false);
  while (!writer.over()) {
    const auto rows = persistently(reader.session, list()).rows;
    ASSERT_TRUE(std::ranges::is_sorted(rows, std::ranges::less_equal(), &Film::id))
        << "each once, in order";
    ASSERT_EQ(std::ranges::count(rows, "stays", &Film::title),
              static_cast<std::ptrdiff_t>(staying.size()));
  }
}

TEST_P(Concurrency, PagesBehindAnIdShowEachFilmThatStaysExactlyOnce) {  // [S-24] [S-25]
  const auto staying = make_staying(200);
  leave();
  const Beside writer([&](const std::stop_token& enough) {
    Session own = store().session();
    for (int at = 0; !enough.stop_requested(); ++at)
      come_and_go(own, staying[at % staying.size()], at);
  });
  Another reader = another(false);
  for (int round = 0; round < 10; ++round) {
    std::vector<Film> seen, rows;
    do {
      const std::int64_t after = seen.empty() ? 0 : seen.back().id;
      rows = persistently(reader.session, page(0, 7, after)).rows;
      seen.insert(seen.end(), rows.begin(), rows.end());
    } while (!rows.empty() && seen.back().id < staying.back());
    ASSERT_TRUE(std::ranges::is_sorted(seen, std::ranges::less_equal(), &Film::id));
    std::erase_if(seen, [](const Film& film) { return film.title != "stays"; });
    ASSERT_EQ(ids(seen), staying);
  }
}

TEST_P(Concurrency,
       AListThatEmitsSlowlyHoldsUpNoWrite) {  // [S-24] the write happens while emit is on its way
  if (alone(true)) GTEST_SKIP() << kOneWriter;
  for (int at = 0; at < 3; ++at) make("Alien");
  Another writer = another(true);
  const movie_query query{sizeof query, 0,         nullptr, 0, UINT64_MAX, 0,
                          INT32_MIN,    INT32_MAX, 0,       0, 0,          nullptr};
  struct Context {
    Session& writer;
    Outcome outcome;
    bool written;
    std::optional<Beside> writing;
  } context{writer.session, {}, false, {}};
  const auto emit = [](void* ctx, const movie_row*) {
    auto& self = *static_cast<Context*>(ctx);
    if (!self.writing) {
      self.writing.emplace([&self] { self.outcome = self.writer.run(create("Brazil")); });
      self.written = soon([&self] { return self.writing->over(); }, 10s);
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
  ASSERT_TRUE(context.writing.has_value()) << "nothing was emitted";
  context.writing->wait();
  EXPECT_EQ(context.outcome.status, MOVIE_OK) << context.outcome.message;
}

MOVIE_CONFORMS(Concurrency);

}  // namespace
}  // namespace movie::conformance
