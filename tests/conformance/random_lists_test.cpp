#include <algorithm>
#include <random>

#include "effort.hpp"
#include "lists.hpp"

namespace movie::conformance {
namespace {

/// Lists and writes thrown together, held against the model.
class RandomLists : public Lists {
 protected:
  static constexpr int kRounds = 25, kListsPerRound = 12, kWritesPerRound = 8;

  int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  bool odds(int in) { return below(in) == 0; }
  bool may(std::uint32_t bit) { return can(bit) && odds(2); }

  Film film() {
    static const std::string words[] = {"Alien",   "alien", "ALIENS", "Éclair",
                                        "e\u0301", "百",    "😀",      "%"};
    std::string title = words[below(8)];
    while (!odds(2)) title += ' ' + words[below(8)];
    return {0, title, 1990 + below(8), "Genre " + std::to_string(below(5))};
  }

  std::uint64_t size(bool unbounded) {
    if (unbounded && odds(2)) return UINT64_MAX;
    return static_cast<std::uint64_t>(odds(3) ? below(200) : below(6));
  }

  Ask any_list() {
    static const std::string parts[] = {"alien", "ns", "s", "é", "\u0301",
                                        "百",    "😀",  "%", "l", "x"};
    Ask ask = page(size(false), size(true));
    for (const std::uint32_t bit : {MOVIE_FILTER, MOVIE_SEARCH, MOVIE_SORT, MOVIE_TOTAL}) {
      if (may(bit)) ask.require |= bit;
    }
    for (int at = below(4); at > 0; --at) ask.genres.push_back("Genre " + std::to_string(below(6)));
    if (odds(2)) ask.year_min = 1989 + below(10);
    if (odds(2)) ask.year_max = 1989 + below(10);
    for (int at = below(3); at > 0; --at) ask.contains.push_back(parts[below(10)]);
    ask.sort = odds(3) ? 0u : 1u << below(3);
    ask.descending = odds(2);
    const bool by_id = (ask.require & MOVIE_SORT) == 0 || ask.sort == 0;
    if (by_id && odds(2)) ask.after = below(400) - 20;
    if (odds(5)) ask.stop_after = static_cast<std::uint64_t>(1 + below(30));
    return ask;
  }

  /// Writes in one call, no film twice; the model follows.
  void write() {
    std::ranges::shuffle(films_, random_);
    std::vector<Ask> asks;
    for (int at = 0; at < kWritesPerRound; ++at) {
      const std::int64_t id = films_[static_cast<std::size_t>(at)].id;
      const auto fields = static_cast<std::uint64_t>(below(8));
      asks.push_back(odds(3) ? remove(id) : odds(2) ? update(id, fields, film()) : create(""));
      if (asks.back().code == MOVIE_OP_CREATE) asks.back().row = film();
    }
    const auto outcomes = session().run(asks);
    for (std::size_t at = 0; at < asks.size(); ++at) {
      ASSERT_EQ(outcomes[at].status, MOVIE_OK) << outcomes[at].message;
      follow(asks[at], outcomes[at]);
    }
  }
  void follow(const Ask& ask, const Outcome& outcome) {
    if (ask.code == MOVIE_OP_CREATE) return films_.push_back(outcome.rows.back());
    const auto film = std::ranges::find(films_, ask.id, &Film::id);
    if (ask.code == MOVIE_OP_REMOVE) return static_cast<void>(films_.erase(film));
    if ((ask.fields & MOVIE_TITLE) != 0) film->title = ask.row.title;
    if ((ask.fields & MOVIE_YEAR) != 0) film->year = ask.row.year;
    if ((ask.fields & MOVIE_GENRE) != 0) film->genre = ask.row.genre;
  }

  void compare() {
    std::vector<Ask> asks;
    for (int at = 0; at < kListsPerRound; ++at) asks.push_back(any_list());
    const auto outcomes = session().run(asks);
    for (std::size_t at = 0; at < asks.size(); ++at) {
      const Outcome wanted = expected(films_, asks[at]);
      ASSERT_EQ(outcomes[at].status, MOVIE_OK) << outcomes[at].message << described(asks[at]);
      ASSERT_EQ(outcomes[at].rows, wanted.rows) << described(asks[at]);
      if ((asks[at].require & MOVIE_TOTAL) == 0) continue;
      ASSERT_EQ(outcomes[at].count, wanted.count) << described(asks[at]);
    }
  }

  std::mt19937 random_{static_cast<std::mt19937::result_type>(seed(20240229))};
  std::vector<Film> films_;
};

TEST_P(RandomLists, AreThoseOfTheModel) {  // [S-24]
  std::vector<Film> films;
  for (int at = 0; at < 300; ++at) films.push_back(film());
  films_ = make_all(films);
  for (int round = 0; round < kRounds && !HasFatalFailure(); ++round) {
    write();
    compare();
  }
}

TEST_P(RandomLists, BesideWritesOfTheSameCallAreOk) {  // [S-10] which they see is open
  films_ = make_all({film(), film(), film()});
  std::vector<Ask> asks;
  for (int at = 0; at < 20; ++at) {
    asks.push_back(any_list());
    asks.push_back(create("Alien"));
  }
  asks.push_back(update(films_[0].id, MOVIE_TITLE | MOVIE_YEAR, {0, "Zodiac", 2007, ""}));
  asks.push_back(remove(films_[1].id));
  EXPECT_THAT(statuses(session().run(asks)), testing::Each(MOVIE_OK));
  films_ = all();
  EXPECT_EQ(films_.size(), 22u);
  for (int round = 0; round < 3; ++round) compare();
}

MOVIE_CONFORMS(RandomLists);

}  // namespace
}  // namespace movie::conformance
