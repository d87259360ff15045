#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;

std::string times(const std::string& text, int count) {
  std::string all;
  for (int at = 0; at < count; ++at) all += text;
  return all;
}

/// Text comes back byte for byte [S-6].
class Text : public Suite {
 protected:
  void expect_kept(const std::string& title, const std::string& genre) {
    const Film film{1, title, 2000, genre};
    EXPECT_THAT(run(create(title, 2000, genre)).rows, ElementsAre(film));
    EXPECT_THAT(run(get(1)).rows, ElementsAre(film));
    EXPECT_THAT(all(), ElementsAre(film));
    const Film other{1, "was " + title, 2000, "was " + genre};
    EXPECT_THAT(run(update(1, MOVIE_TITLE | MOVIE_GENRE, other)).rows, ElementsAre(other));
    EXPECT_THAT(run(get(1)).rows, ElementsAre(other));
  }
};

TEST_P(Text, PlainAscii) {  // [S-6]
  expect_kept("Alien", "Horror");
}
TEST_P(Text, TwoAndThreeByteLetters) {  // [S-6]
  expect_kept("Amélie / Ран / 千と千尋の神隠し", "Комедия");
}
TEST_P(Text, FourByteLetters) {  // [S-6]
  expect_kept("😀 \U0001F468\u200D\U0001F469\u200D\U0001F467 \U00020000",
              "\U0001D54A\U0001D554\U0001D55A");
}
TEST_P(Text, CombiningMarksAreNotComposed) {  // [S-6]
  expect_kept("Cafe\u0301 \u1E9B\u0323", "Noe\u0308l");
}
TEST_P(Text, Quotes) {  // [S-6]
  expect_kept("It's \"so\" `called` ''''", "O'Neil\"");
}
TEST_P(Text, WhatPatternsMean) {  // [S-6]
  expect_kept("100% _a_ [b] \\ * ? ^$", "%");
}
TEST_P(Text, WhatStatementsMean) {  // [S-6]
  expect_kept("'); DROP TABLE movies; -- $1 ?1 :a @a", "NULL");
}
TEST_P(Text, WhatLooksLikeNumbers) {  // [S-6]
  expect_kept("007", "1e5");
}
TEST_P(Text, WhatLooksLikeHugeNumbers) {  // [S-6]
  expect_kept("9223372036854775808", "0x10");
}
TEST_P(Text, BlanksAtTheEnds) {  // [S-6]
  expect_kept("  Alien \t", " ");
}
TEST_P(Text, LinesAndControls) {  // [S-6]
  expect_kept("a\r\nb\x01\x1f\x7f", "\n");
}
TEST_P(Text, CommasAndSemicolons) {  // [S-6]
  expect_kept("a,b;c|d", ",;");
}
TEST_P(Text, NonCharactersAndTheLastCodePoint) {  // [S-6]
  expect_kept("\xEF\xBF\xBE\xEF\xBF\xBF\xF4\x8F\xBF\xBF", "\xEF\xBB\xBFmark");
}
TEST_P(Text, BothDirections) {  // [S-6]
  expect_kept("שלום \u202Eabc\u202C مرحبا", "דרמה");
}

TEST_P(Text, AtItsLongest) {  // [S-15] 200 and 50 code points, of four bytes each
  const Film film{1, times("😀", 200), 2100, times("😀", 50)};
  EXPECT_THAT(run(create(film.title, film.year, film.genre)).rows, ElementsAre(film));
  EXPECT_THAT(all(), ElementsAre(film));
}

TEST_P(Text, OfManyAtItsLongest) {  // [S-15] [S-6]
  MOVIE_NEEDS(MOVIE_MANY);
  const Film film{0, times("\U00020000", 200), 1888, times("😀", 50)};
  EXPECT_EQ(status(create_many({film, film})), MOVIE_OK);
  EXPECT_THAT(all(), ElementsAre(Film{1, film.title, film.year, film.genre},
                                 Film{2, film.title, film.year, film.genre}));
}

TEST_P(Text, ChangedToItsLongest) {  // [S-15] [S-6] of combining marks, which nothing may compose
  make("a");
  const Film film{1, times("e\u0301", 100), 2000, times("o\u0308", 25)};
  EXPECT_THAT(run(update(1, MOVIE_TITLE | MOVIE_GENRE, film)).rows, ElementsAre(film));
  EXPECT_THAT(run(get(1)).rows, ElementsAre(film));
}

TEST_P(Text, IsExpectedByItsBytes) {  // [S-6] [S-38] composed and decomposed are two titles
  MOVIE_NEEDS(MOVIE_EXPECT);
  const Film film = make("Caf\u00E9");
  Film other = film;
  other.title = "Cafe\u0301";
  EXPECT_EQ(status(expecting(other, remove(film.id))), MOVIE_CONFLICT);
  EXPECT_EQ(status(expecting(film, remove(film.id))), MOVIE_OK);
}

TEST_P(Text, AtItsShortest) {  // [S-15]
  const Film film{1, "a", 1888, "b"};
  EXPECT_THAT(run(create(film.title, film.year, film.genre)).rows, ElementsAre(film));
}

TEST_P(Text, IsItsOwnForEachFilm) {  // [S-4] arguments are gone when the call has returned
  std::vector<Ask> asks;
  std::vector<Film> films;
  for (int at = 1; at <= 200; ++at) {
    films.push_back({at, times("t", at), 1900 + at, times("g", at % 50 + 1)});
    asks.push_back(create(films.back().title, films.back().year, films.back().genre));
  }
  for (const Ask& ask : asks) run(ask);
  EXPECT_EQ(all(), films);
}

MOVIE_CONFORMS(Text);

}  // namespace
}  // namespace movie::conformance
