#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "by_hand.hpp"
#include "checker.hpp"

namespace movie::conformance::history {
namespace {

/// What happened in one order, told as if many threads had been at it: each event begins some time
/// before it took effect and ends some time after. Some writes are never told how they ended.
class Lived {
 public:
  /// `values`: titles and years that changes write; of many, few are written twice. `reach`: how
  /// many events before its own an event may have begun, and how many behind it may have ended.
  Lived(unsigned seed, int events, int reach, int values)
      : random_(seed), events_(events), reach_(reach * 10), values_(values) {}

  History history() {
    History history = over({film(1), film(2)}, {});
    State state{history.films, {}};
    for (int at = 0; at < events_; ++at) {
      Ask ask = chosen();
      const bool reads = ask.code == MOVIE_OP_GET || ask.code == MOVIE_OP_LIST;
      const bool told = reads || below(10) != 0, done = told || below(2) == 0;
      Event made = event(static_cast<unsigned>(at), moment(at, -below(reach_)),
                         moment(at, below(reach_)), ask, told ? MOVIE_OK : MOVIE_UNKNOWN);
      if (told) made.outcome = answer(state, ask);
      for (const Film& film : made.outcome.rows) seen_.push_back(film.id);
      Event effect = made;
      if (!told) effect.outcome = answer(state, ask);
      if (done) {
        EXPECT_TRUE(step(state, effect, history.given)) << history::told(effect);
      }
      history.events.push_back(std::move(made));
    }
    history.events.push_back(event(99, moment(events_ + reach_, 0), moment(events_ + reach_, 1),
                                   list(), MOVIE_OK, films(state)));
    return settled(std::move(history));
  }

 private:
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  static std::uint64_t moment(int at, int away) {
    return static_cast<std::uint64_t>(10'000 + at * 10 + away);
  }
  std::string title() { return "t" + std::to_string(below(values_)); }
  std::int32_t year() { return 2001 + below(values_); }

  Ask chosen() {
    const std::int64_t id = 1 + below(4);
    const Film guess = film(id, below(3) == 0 ? title() : "old");
    switch (below(9)) {
      case 0:
      case 1:
        return get(id);
      case 2:
        return titled(id, title());
      case 3:
        return dated(id, year());
      case 4:
        return update(id, MOVIE_TITLE | MOVIE_YEAR, {0, title(), year(), ""});
      case 5:
        return remove(seen_[static_cast<std::size_t>(below(static_cast<int>(seen_.size())))]);
      case 6:
        return born(film(next_++));
      case 7:
        return expecting(guess, dated(id, year()));
      default:
        return list();
    }
  }

  static std::vector<Film> films(const State& state) {
    std::vector<Film> all;
    for (const auto& [id, film] : state.films) all.push_back(film);
    return all;
  }
  static Film changed(Film film, const Ask& ask) {
    if ((ask.fields & MOVIE_TITLE) != 0) film.title = ask.row.title;
    if ((ask.fields & MOVIE_YEAR) != 0) film.year = ask.row.year;
    return film;
  }
  Outcome answer(const State& state, const Ask& ask) const {
    if (ask.code == MOVIE_OP_LIST) return {MOVIE_OK, films(state), 0, ""};
    if (ask.code == MOVIE_OP_CREATE) return {MOVIE_OK, {film(next_ - 1)}, 0, ""};
    const auto found = state.films.find(ask.id);
    if (found == state.films.end()) return {MOVIE_NOT_FOUND, {}, 0, ""};
    const Film& film = found->second;
    const Film& expect = ask.expect;
    const bool differs = film.title != expect.title || film.year != expect.year;
    if ((ask.require & MOVIE_EXPECT) != 0 && differs) return {MOVIE_CONFLICT, {film}, 0, ""};
    if (ask.code == MOVIE_OP_REMOVE) return {MOVIE_OK, {}, 0, ""};
    return {MOVIE_OK, {changed(film, ask)}, 0, ""};
  }

  std::mt19937 random_;
  const int events_, reach_, values_;
  std::int64_t next_ = 3;
  std::vector<std::int64_t> seen_{1, 2};  ///< nobody removes what nobody saw
};

class OneOrder : public testing::TestWithParam<int> {};

TEST_P(OneOrder, IsFound) {
  for (unsigned seed = 0; seed < 5'000; ++seed) {
    const History history = Lived(seed, 12, 6, GetParam()).history();
    ASSERT_EQ(check(history).verdict, Verdict::kLinearizable) << "seed " << seed;
  }
}

TEST(OneOrder, IsFoundSoonAmongMany) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    const History history = Lived(seed, 150, 64, 1'000).history();
    ASSERT_EQ(check(history, 20'000).verdict, Verdict::kLinearizable) << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(OfValues, OneOrder, testing::Values(2, 5, 1'000));

}  // namespace
}  // namespace movie::conformance::history
