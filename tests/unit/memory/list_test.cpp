#include <gtest/gtest.h>

#include <random>

#include "lists.hpp"

namespace movie::memory {
namespace {

using test::Answer;
using test::answer;
using test::Ask;
using test::Plain;

class ListTest : public testing::Test {
 protected:
  std::uint64_t random(std::uint64_t below) { return random_() % below; }
  bool chance(std::uint64_t one_in) { return random(one_in) == 0; }
  std::uint64_t some(std::initializer_list<std::uint64_t> of) {
    return *(of.begin() + random(of.size()));
  }

  void create(const Plain& film) {
    const Ref<Film> made = Film::make({0, film.title, film.year, film.genre, film.key});
    catalogue_.create(made, room_);
    model_[made->id()] = film;
  }
  void update(std::int64_t id, const Plain& film) {
    catalogue_.update(catalogue_.find(id),
                      Film::make({id, film.title, film.year, film.genre, film.key}), room_);
    model_[id] = film;
  }
  void remove(std::int64_t id) {
    catalogue_.remove(catalogue_.find(id), room_);
    model_.erase(id);
  }

  /// Titles that repeat, keys as titles and other ones, years of which some are rare.
  Plain some_film() {
    const std::string title = std::string(chance(2) ? "The " : "") + "Film " +
                              std::to_string(random(chance(3) ? 9 : 5000));
    const std::string key = chance(2) ? title : "the film" + std::to_string(random(99));
    return {title, key, genre(),
            static_cast<std::int32_t>(chance(9) ? 1888 + random(200) : 1990 + random(20))};
  }
  std::string genre() { return "Genre " + std::to_string(random(random(7) + 1)); }
  void change_some(int steps) {
    while (steps-- > 0) {
      const auto at = model_.empty() ? model_.end() : model_.lower_bound(some_id());
      const auto what = random(4);
      if (at == model_.end() || what < 2) {
        create(some_film());
      } else if (what == 2) {
        remove(at->first);
      } else {
        Plain changed = chance(2) ? some_film() : at->second;
        changed.year += chance(3) ? 1 : 0;
        update(at->first, changed);
      }
    }
  }
  std::int64_t some_id() {
    return static_cast<std::int64_t>(random(model_.empty() ? 9 : model_.rbegin()->first + 2u));
  }

  Ask some_ask() {
    Ask ask;
    if (chance(2)) {
      for (std::uint64_t left = random(8) + 1; left > 0; --left) ask.genres.push_back(genre());
      if (chance(4)) ask.genres.push_back("none");
    }
    if (chance(2)) {
      ask.year_min = static_cast<std::int32_t>(chance(3) ? 1888 : 1985 + random(20));
      ask.year_max = ask.year_min + static_cast<std::int32_t>(some({0, 1, 5, 40, 212}));
      if (chance(9)) std::swap(ask.year_min, ask.year_max);
      if (chance(9)) (chance(2) ? ask.year_min = INT32_MIN : ask.year_max = INT32_MAX);
    }
    for (; chance(3) && ask.contains.size() < 3;) {
      ask.contains.push_back(
          std::vector<std::string>{"", "film", "The", "1", "ilm 3", "none"}[random(6)]);
    }
    ask.sort = static_cast<std::uint32_t>(some({0, MOVIE_TITLE, MOVIE_YEAR, MOVIE_GENRE}));
    ask.descending = chance(2);
    if (chance(3)) ask.after = chance(9) ? (chance(2) ? INT64_MAX : -5) : some_id();
    ask.skip = chance(2) ? 0 : chance(2) ? random(model_.size() + 2) : some({1, 16, UINT64_MAX});
    ask.limit = some({0, 1, 20, 100, 1000, UINT64_MAX});
    ask.total = chance(2);
    if (chance(5)) ask.stop_after = some({1, 2, 64});
    return ask;
  }
  void expect_same(const Ask& ask) {
    const Answer got = answer(catalogue_, ask), wanted = test::expected(model_, ask);
    EXPECT_EQ(got.status, wanted.status) << ask;
    EXPECT_EQ(got.total, wanted.total) << ask;
    EXPECT_EQ(got.ids, wanted.ids) << ask;
  }

  std::mt19937 random_{2026};
  Catalogue catalogue_;
  Catalogue::Room room_;
  std::map<std::int64_t, Plain> model_;
};

TEST_F(ListTest, AgreesWithAModelWhateverIsAskedAndChangedBetween) {
  for (int round = 0; round < 200 && !HasFailure(); ++round) {
    for (int at = 0; at < 12; ++at) expect_same(some_ask());
    change_some(round < 10 ? 3 : 40);
  }
}

TEST_F(ListTest, AgreesWithAModelOverManyFilms) {
  for (int at = 0; at < 20'000; ++at) create(some_film());
  for (int at = 0; at < 60 && !HasFailure(); ++at) expect_same(some_ask());
}

TEST_F(ListTest, ADeepSkipOverManyYearsLandsWhereItShould) {
  for (int at = 0; at < 6000; ++at) {
    Plain film = some_film();
    film.year = 1888 + at % 97 * (at % 2 + 1);
    create(film);
  }
  Ask ask;
  ask.year_min = 1890, ask.limit = 3;
  for (const bool descending : {false, true}) {
    ask.descending = descending;
    for (ask.skip = 0; ask.skip < 6100; ask.skip += ask.skip < 250 ? 1 : 97) expect_same(ask);
  }
}

TEST_F(ListTest, SearchesKeysNotTitles) {
  create({"\u00c9clair", "\u00e9clair", "Drama", 2000});
  create({"as its key", "as its key", "Drama", 2000});
  create({"without a key", "", "Drama", 2000});
  Ask ask;
  for (const char* word : {"\u00e9", "\u00c9", "as", "without", "a"}) {
    ask.contains = {word};
    expect_same(ask);
  }
}

TEST_F(ListTest, LooksAtTheClockWhileNothingMatches) {
  for (int at = 0; at < 300; ++at) create({"Alien", "alien", "Horror", 1979 + at % 2});
  Ask ask;
  ask.deadline = sdk::Clock::time_point::min();
  for (const std::uint32_t sort : {0u, MOVIE_TITLE}) {
    for (const bool total : {false, true}) {
      ask.sort = sort, ask.total = total;
      ask.contains = {"none"};
      EXPECT_EQ(answer(catalogue_, ask).status, MOVIE_TIMEOUT) << ask;
      ask.contains = {};
      EXPECT_EQ(answer(catalogue_, ask).status, MOVIE_TIMEOUT) << ask;
      ask.limit = 100;
      EXPECT_EQ(answer(catalogue_, ask).status, MOVIE_OK) << ask;
      ask.limit = UINT64_MAX;
    }
  }
}

TEST(FilmTest, StoresAKeyOnlyWhereItDiffers) {
  EXPECT_EQ(Film::make({1, "alien", 1979, "Horror", "alien"})->title_key(), "alien");
  EXPECT_EQ(Film::make({1, "Alien", 1979, "Horror", "alien"})->title_key(), "alien");
  EXPECT_EQ(Film::make({1, "Alien", 1979, "Horror", {}})->title_key(), "");
  EXPECT_EQ(Film::make({1, "", 1979, "", {}})->title_key(), "");
}

}  // namespace
}  // namespace movie::memory
