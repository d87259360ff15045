#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "by_hand.hpp"
#include "checker.hpp"

namespace movie::conformance::history {
namespace {

/// Tries every order, and every choice of the unknown ones.
bool explained(const History& history, const State& state, std::vector<std::size_t> left) {
  const auto& events = history.events;
  if (std::ranges::all_of(left, [&](std::size_t at) { return events[at].maybe; })) return true;
  for (const std::size_t next : left) {
    const bool first = std::ranges::none_of(
        left, [&](std::size_t other) { return events[other].end < events[next].start; });
    State then = state;
    if (!first || !step(then, events[next], history.given)) continue;
    auto rest = left;
    std::erase(rest, next);
    if (explained(history, then, rest)) return true;
  }
  return false;
}

/// Says what it likes, from few films and few values: about as often right as wrong.
class Guesses {
 public:
  explicit Guesses(unsigned seed) : random_(seed) {}

  History history() {
    History history = over({film(1), film(2)}, {});
    const int many = 3 + below(3);
    for (int at = 0; at < many; ++at) {
      const auto start = static_cast<std::uint64_t>(below(10));
      Event made = guess();
      made.thread = static_cast<unsigned>(at);
      made.start = start;
      made.end = start + 1 + static_cast<std::uint64_t>(below(8));
      history.events.push_back(std::move(made));
    }
    return settled(std::move(history));
  }

 private:
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  Film some(std::int64_t id) {
    return film(id, below(2) == 0 ? "old" : "a", below(3) == 0 ? 1999 : 2000);
  }
  std::vector<Film> rows(std::int64_t last) {
    std::vector<Film> rows;
    for (std::int64_t id = 1; id <= last; ++id) {
      if (below(4) != 0) rows.push_back(some(id));
    }
    return rows;
  }
  Event guess() {
    const std::int64_t id = 1 + below(3);
    const Film row = some(id), next = film(3);
    const bool found = below(3) != 0;
    const auto answer = [&](Ask ask) {
      return event(0, 0, 0, std::move(ask), found ? MOVIE_OK : MOVIE_NOT_FOUND,
                   found ? std::vector{row} : std::vector<Film>{});
    };
    switch (below(9)) {
      case 0:
        return answer(get(id));
      case 1:
        return answer(titled(id, "a"));
      case 2:
        return answer(dated(id, 1999));
      case 3:
        return event(0, 0, 0, remove(id), found ? MOVIE_OK : MOVIE_NOT_FOUND);
      case 4:
        return event(0, 0, 0, born(next), found ? MOVIE_OK : MOVIE_UNKNOWN, {next});
      case 5:
        return event(0, 0, 0, titled(id, "a"), MOVIE_UNKNOWN);
      case 6:
        return event(0, 0, 0, expecting(some(id), dated(id, 1999)),
                     found ? MOVIE_OK : MOVIE_CONFLICT, {row});
      case 7:
        return event(0, 0, 0, page(static_cast<unsigned>(below(2)), 2, below(2)), MOVIE_OK,
                     rows(2));
      default:
        return event(0, 0, 0, list(), MOVIE_OK, rows(3));
    }
  }

  std::mt19937 random_;
};

TEST(Checker, AgreesWithTryingEveryOrder) {
  int sound = 0;
  constexpr int kTries = 20'000;
  for (int seed = 0; seed < kTries; ++seed) {
    const History history = Guesses(static_cast<unsigned>(seed)).history();
    std::vector<std::size_t> all(history.events.size());
    for (std::size_t at = 0; at < all.size(); ++at) all[at] = at;
    const bool can_be = explained(history, {history.films, {}}, all);
    sound += can_be ? 1 : 0;
    ASSERT_EQ(check(history).verdict == Verdict::kLinearizable, can_be) << "seed " << seed;
  }
  EXPECT_GT(sound, kTries / 50) << "neither answer may be rare";
  EXPECT_LT(sound, kTries * 49 / 50);
}

}  // namespace
}  // namespace movie::conformance::history
