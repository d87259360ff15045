#include <algorithm>

#include "lists.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint32_t kSorts[] = {0, MOVIE_TITLE, MOVIE_YEAR, MOVIE_GENRE};

unsigned char to_byte(char c) { return static_cast<unsigned char>(c); }

/// Lists in another order than by ascending id.
class Sort : public Lists {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_SORT); }
  std::vector<std::int64_t> order(std::uint32_t by, bool descending = false) {
    const Outcome outcome = run(sorted(by, descending));
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    return ids(outcome.rows);
  }
  /// Titles and genres, each given from the lowest to the highest by bytes.
  void expect_by_bytes(std::vector<std::string> texts) {
    std::vector<Film> films;
    for (const std::string& text : texts) films.push_back({0, text, 2000, text});
    std::ranges::reverse(films);  // so that no order by id looks right
    std::rotate(films.begin(), films.begin() + static_cast<std::ptrdiff_t>(films.size() / 2),
                films.end());
    make_all(films);
    for (const std::uint32_t by : {MOVIE_TITLE, MOVIE_GENRE}) {
      for (const bool descending : {false, true}) {
        std::vector<std::string> titles;
        for (const Film& film : run(sorted(by, descending)).rows) titles.push_back(film.title);
        if (descending) std::ranges::reverse(titles);
        EXPECT_EQ(titles, texts) << "sort " << by;
      }
    }
  }
  /// 300 films of few titles, years and genres: ties everywhere.
  std::vector<Film> make_ties() {
    std::vector<Film> films;
    for (int at = 0; at < 300; ++at) {
      films.push_back({0, "Title " + std::to_string(at * 7 % 13), 2000 - at * 5 % 11,
                       "Genre " + std::to_string(at * 3 % 5)});
    }
    return make_all(films);
  }
};

TEST_P(Sort, ByEachMemberInBothDirections) {  // [S-44]
  make("Zodiac", 1979, "Crime"), make("Alien", 2007, "Horror"), make("Metropolis", 1927, "Art");
  EXPECT_THAT(order(0), ElementsAre(1, 2, 3));
  EXPECT_THAT(order(0, true), ElementsAre(3, 2, 1));
  EXPECT_THAT(order(MOVIE_TITLE), ElementsAre(2, 3, 1));
  EXPECT_THAT(order(MOVIE_TITLE, true), ElementsAre(1, 3, 2));
  EXPECT_THAT(order(MOVIE_YEAR), ElementsAre(3, 1, 2));
  EXPECT_THAT(order(MOVIE_YEAR, true), ElementsAre(2, 1, 3));
  EXPECT_THAT(order(MOVIE_GENRE), ElementsAre(3, 1, 2));
  EXPECT_THAT(order(MOVIE_GENRE, true), ElementsAre(2, 1, 3));
}

TEST_P(Sort, TiesAreByIdInTheSameDirection) {  // [S-44]
  for (int at = 0; at < 3; ++at) make("Alien", 1979, "Horror");
  for (const std::uint32_t by : kSorts) {
    EXPECT_THAT(order(by), ElementsAre(1, 2, 3)) << by;
    EXPECT_THAT(order(by, true), ElementsAre(3, 2, 1)) << by;
  }
}

TEST_P(Sort, AnEmptyStoreListsNothing) {
  for (const std::uint32_t by : kSorts) EXPECT_THAT(order(by, true), IsEmpty());
}

TEST_P(Sort, PutsTextInTheOrderOfItsBytes) {  // [S-6]
  expect_by_bytes({"\x01",  " ",      " Alien", "!",      "0",           "10",    "9", "A",
                   "Alien", "Alien ", "AlienS", "Aliens", "Alien\u0301", "Alién", "B", "Z",
                   "_",     "a",      "alien",  "b",      "z",           "zz",    "~", "\x7f"});
}

TEST_P(Sort, PutsLettersOfManyBytesInTheOrderOfTheirBytes) {  // [S-6] U+FFFF before U+10000
  expect_by_bytes({"Cafes",  "Cafe\u0301", "Cafz",   "Café",       "Cafés", "zebra", "¡",
                   "Äther",  "ß",          "é",      "Ω",          "Ж",     "שלום",  "千",
                   "\uE000", "ﬁ",          "\uFFFD", "\U00010000", "😀",     "😀😀",    "\U0010FFFF"});
}

TEST_P(Sort, PutsTextsOfOneBeginningInOrder) {  // [S-6] wherever they differ
  std::vector<std::string> texts;
  for (const std::size_t length : {0u, 3u, 7u, 8u, 9u, 15u, 16u, 31u, 32u, 47u}) {
    const std::string beginning(length, 'p');
    for (const char* end : {"", "\x01", " ", "A", "a", "\x7f", "\u0301", "\U00010000"}) {
      if (length > 0 || *end != '\0') texts.push_back(beginning + end);
    }
  }
  std::ranges::sort(texts, [](const std::string& one, const std::string& other) {
    return std::ranges::lexicographical_compare(one, other, {}, to_byte, to_byte);
  });
  expect_by_bytes(texts);
}

TEST_P(Sort, GoesWithEveryWindow) {  // [S-25]
  const auto films = make_ties();
  for (const std::uint32_t by : kSorts) {
    for (const bool descending : {false, true}) {
      for (const std::uint64_t skip : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{60},
                                       std::uint64_t{299}, std::uint64_t{300}, UINT64_MAX}) {
        for (const std::uint64_t limit : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{77},
                                          std::uint64_t{INT64_MAX} + 1, UINT64_MAX}) {
          Ask ask = sorted(by, descending);
          ask.skip = skip, ask.limit = limit;
          expect_as_expected(films, ask);
        }
      }
    }
  }
}

TEST_P(Sort, ByIdBeginsBehindAfterInItsDirection) {  // [S-25]
  const auto films = make_many(60);                  // 3, 6, … are gone
  for (const bool descending : {false, true}) {
    for (const std::int64_t after :
         {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, std::int64_t{2},
          std::int64_t{3}, std::int64_t{30}, std::int64_t{31}, std::int64_t{59}, std::int64_t{60},
          std::int64_t{61}, INT64_MAX}) {
      Ask ask = sorted(0, descending);
      ask.after = after;
      expect_as_expected(films, ask);
      ask.skip = 3, ask.limit = 5;
      expect_as_expected(films, ask);
    }
  }
}

TEST_P(Sort, EveryFilmIsOnExactlyOnePageFromTheHighestId) {  // [S-25]
  auto films = make_many(100);
  std::vector<Film> seen;
  for (Ask ask = sorted(0, true);;) {
    ask.limit = 9;
    const auto rows = run(ask).rows;
    if (rows.empty()) break;
    seen.insert(seen.end(), rows.begin(), rows.end());
    ask.after = rows.back().id;
    run(remove(ask.after));  // that id need not exist any more
  }
  std::ranges::reverse(films);
  EXPECT_EQ(seen, films);
}

TEST_P(Sort, AChangeMovesTheFilmInThatOrderOnly) {  // [S-44]
  make("B", 1920, "B"), make("C", 1930, "C"), make("D", 1940, "D");
  run(update(1, MOVIE_TITLE, {0, "E", 0, ""}));
  EXPECT_THAT(order(MOVIE_TITLE), ElementsAre(2, 3, 1));
  EXPECT_THAT(order(MOVIE_YEAR), ElementsAre(1, 2, 3));
  EXPECT_THAT(order(MOVIE_GENRE), ElementsAre(1, 2, 3));
  run(update(3, MOVIE_YEAR, {0, "", 1910, ""}));
  EXPECT_THAT(order(MOVIE_YEAR), ElementsAre(3, 1, 2));
  EXPECT_THAT(order(MOVIE_GENRE, true), ElementsAre(3, 2, 1));
  run(update(2, MOVIE_GENRE, {0, "", 0, "A"}));
  EXPECT_THAT(order(MOVIE_GENRE), ElementsAre(2, 1, 3));
  EXPECT_THAT(order(MOVIE_TITLE, true), ElementsAre(1, 3, 2));
  EXPECT_THAT(order(0, true), ElementsAre(3, 2, 1));
}

TEST_P(Sort, ARemovedFilmIsGoneFromEveryOrder) {  // [S-29]
  make("B", 1920, "B"), make("A", 1910, "A"), make("C", 1930, "C");
  run(remove(2));
  for (const std::uint32_t by : kSorts) {
    EXPECT_THAT(order(by), ElementsAre(1, 3)) << by;
    EXPECT_THAT(order(by, true), ElementsAre(3, 1)) << by;
  }
}

TEST_P(Sort, ClearedNothingIsLeftInAnyOrder) {  // [S-33] [S-31]
  MOVIE_NEEDS(MOVIE_CLEARS | MOVIE_MANY);
  make("B", 1920, "B"), make("A", 1910, "A");
  run(clear());
  run(create_many({{0, "Z", 1950, "X"}, {0, "Y", 1960, "Y"}, {0, "X", 1970, "Z"}}));
  EXPECT_THAT(order(MOVIE_TITLE), ElementsAre(3, 2, 1));
  EXPECT_THAT(order(MOVIE_YEAR), ElementsAre(1, 2, 3));
  EXPECT_THAT(order(MOVIE_GENRE, true), ElementsAre(3, 2, 1));
}

TEST_P(Sort, EmitMayStopIt) {  // [S-54]
  const auto films = make_ties();
  for (const std::uint32_t by : kSorts) {
    Ask ask = sorted(by, true);
    ask.stop_after = 3;
    expect_as_expected(films, ask);
  }
}

TEST_P(Sort, IsNotLookedAtWithoutTheBit) {  // [S-44]
  make("B"), make("A");
  for (Ask ask : {sorted(MOVIE_TITLE, true), sorted(0, true), sorted(4711)}) {
    ask.require = 0;
    EXPECT_THAT(ids(run(ask).rows), ElementsAre(1, 2));
    ask.after = 1;
    EXPECT_THAT(ids(run(ask).rows), ElementsAre(2));
  }
}

TEST_P(Sort, ByWhatIsUnknownIsInvalid) {  // [S-44]
  make("Alien");
  for (const std::uint32_t by : {3u, 5u, 6u, 7u, 8u, 1u << 31, UINT32_MAX}) {
    const Outcome outcome = run(sorted(by));
    EXPECT_EQ(outcome.status, MOVIE_INVALID) << by;
    EXPECT_THAT(outcome.rows, IsEmpty());
  }
}

TEST_P(Sort, ByAnythingButIdBeginsBehindNoId) {  // [S-25]
  make("Alien"), make("Brazil");
  for (const std::uint32_t by : {MOVIE_TITLE, MOVIE_YEAR, MOVIE_GENRE}) {
    for (const std::int64_t after : {std::int64_t{1}, std::int64_t{-1}, INT64_MAX}) {
      Ask ask = sorted(by, after == 1);
      ask.after = after;
      const Outcome outcome = run(ask);
      EXPECT_EQ(outcome.status, MOVIE_INVALID) << by;
      EXPECT_THAT(outcome.rows, IsEmpty());
    }
  }
}

MOVIE_CONFORMS(Sort);

}  // namespace
}  // namespace movie::conformance
