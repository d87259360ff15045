#include "model/search_key.hpp"

#include <gmock/gmock.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <string>
#include <utility>

namespace movie::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SearchKeyTest : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(SearchKeyTest, IsTheFoldedTitle) {
  EXPECT_EQ(search_key(GetParam().first), GetParam().second);
}
TEST_P(SearchKeyTest, FoldedAgainStays) {
  const std::string key = search_key(GetParam().first);
  EXPECT_EQ(search_key(key), key);
}

INSTANTIATE_TEST_SUITE_P(Ascii, SearchKeyTest,
                         testing::Values(std::pair{"", ""}, std::pair{"Alien", "alien"},
                                         std::pair{"100% @[`{ _\\", "100% @[`{ _\\"},
                                         std::pair{"  A  b\t", "  a  b\t"},
                                         std::pair{"\x01\x7f", "\x01\x7f"}));
INSTANTIATE_TEST_SUITE_P(Case, SearchKeyTest,
                         testing::Values(std::pair{"ÉCLAIR", "éclair"},
                                         std::pair{"Straße", "strasse"},
                                         std::pair{"STRAẞE", "strasse"}, std::pair{"ΟΔΟΣ", "οδοσ"},
                                         std::pair{"οδος", "οδοσ"}, std::pair{"İ", "i\u0307"},
                                         std::pair{"ı", "ı"}, std::pair{"I", "i"},
                                         std::pair{"ЖИЗНЬ", "жизнь"}, std::pair{"ǅ", "dž"},
                                         std::pair{"\U00010400", "\U00010428"}));
INSTANTIATE_TEST_SUITE_P(Compatibility, SearchKeyTest,
                         testing::Values(std::pair{"ﬁlm", "film"}, std::pair{"Rocky Ⅳ", "rocky iv"},
                                         std::pair{"Ｆｕｌｌ　１２", "full 12"},
                                         std::pair{"ｱﾆﾒ", "アニメ"}, std::pair{"x²", "x2"},
                                         std::pair{"½",
                                                   "1\u2044"
                                                   "2"},
                                         std::pair{"…", "..."}, std::pair{"\u00A0", " "},
                                         std::pair{"™", "tm"}, std::pair{"㍿", "株式会社"}));
INSTANTIATE_TEST_SUITE_P(
    Composition, SearchKeyTest,
    testing::Values(std::pair{"Cafe\u0301", "caf\u00E9"}, std::pair{"Caf\u00E9", "caf\u00E9"},
                    std::pair{"a\u0323\u0307", "\u1EA1\u0307"},
                    std::pair{"a\u0307\u0323", "\u1EA1\u0307"}, std::pair{"한", "한"},
                    std::pair{"\u1112\u1161\u11AB", "한"}, std::pair{"\u212B", "å"},
                    std::pair{"e", "e"}, std::pair{"\u0301", "\u0301"}));
INSTANTIATE_TEST_SUITE_P(Ignorable, SearchKeyTest,
                         testing::Values(std::pair{"Spi\u00ADder", "spider"},
                                         std::pair{"\u00AD", ""},
                                         std::pair{"a\u200Bb\u200Dc\uFEFF", "abc"},
                                         std::pair{"❤\uFE0F", "❤"}, std::pair{"👨\u200D👩", "👨👩"}));
INSTANTIATE_TEST_SUITE_P(Kept, SearchKeyTest,
                         testing::Values(std::pair{"😀 \U0010FFFF", "😀 \U0010FFFF"},
                                         std::pair{"千と千尋", "千と千尋"},
                                         std::pair{"שלום", "שלום"}, std::pair{"'\"«»", "'\"«»"}));

/// By Unicode's own tables, without the shortcut for ASCII.
std::string folded(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* folding = icu::Normalizer2::getNFKCCasefoldInstance(error);
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  folding->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())),
                         sink, nullptr, error);
  EXPECT_TRUE(U_SUCCESS(error));
  return out;
}

TEST(SearchKeyOfAscii, IsWhatUnicodeSays) {
  std::string all;
  for (char c = 1; c > 0; c = static_cast<char>(c + 1)) {
    EXPECT_EQ(search_key(std::string(1, c)), folded(std::string(1, c))) << int{c};
    all += c;
    if (c == 127) break;
  }
  EXPECT_EQ(all.size(), 127u);
  for (std::size_t from = 0; from < all.size(); ++from) {  // at every place of a word of eight
    EXPECT_EQ(search_key(all.substr(from)), folded(all.substr(from)));
  }
}

TEST(SearchKeyOfMixedText, FoldsWhatIsAsciiToo) {
  for (std::size_t at = 0; at <= 20; ++at) {
    std::string title(20, 'A');
    title.insert(at, "É");
    std::string key(20, 'a');
    key.insert(at, "é");
    EXPECT_EQ(search_key(title), key) << at;
  }
}

TEST(SearchKeyOfLongText, IsComplete) {
  std::string title, key;
  for (int at = 0; at < 200; ++at) title += "\uFDFA", key += "صلى الله عليه وسلم";
  EXPECT_EQ(search_key(title), key);
}

TEST(SearchWords, AreSplitAtWhiteSpace) {
  EXPECT_THAT(search_words("blade runner"), ElementsAre("blade", "runner"));
  EXPECT_THAT(search_words("  a\tb\nc\r\nd\v\fe  "), ElementsAre("a", "b", "c", "d", "e"));
}

TEST(SearchWords, AreSplitAtUnicodesWhiteSpace) {
  for (const char* space : {"\u0085", "\u00A0", "\u1680", "\u2000", "\u2003", "\u200A", "\u2028",
                            "\u2029", "\u202F", "\u205F", "\u3000"}) {
    const std::string text = std::string(space) + "A" + space + space + "é" + space;
    EXPECT_THAT(search_words(text), ElementsAre("a", "é")) << testing::PrintToString(space);
  }
}

TEST(SearchWords, AreNotSplitAtAnythingElse) {
  EXPECT_THAT(search_words("sci-fi a.b,c'd_e"), ElementsAre("a.b,c'd_e", "sci-fi"));
  EXPECT_THAT(search_words("a\u200Bb\u2060c"), ElementsAre("abc")) << "no white space: ignorable";
  EXPECT_THAT(search_words("千と千尋の神隠し"), ElementsAre("千と千尋の神隠し"));
}

TEST(SearchWords, AreFolded) {
  EXPECT_THAT(search_words("STRAßE ⅳ"), ElementsAre("iv", "strasse"));
}

TEST(SearchWords, OfWhichNothingIsLeftAreNone) {
  EXPECT_THAT(search_words(""), IsEmpty());
  EXPECT_THAT(search_words(" \u3000\u00A0\t"), IsEmpty());
  EXPECT_THAT(search_words("\u00AD"), IsEmpty());
  EXPECT_THAT(search_words("a \u00AD\u200B b"), ElementsAre("a", "b"));
}

TEST(SearchWords, AreEachGivenOnce) {
  EXPECT_THAT(search_words("a b a A ａ"), ElementsAre("a", "b"));
  EXPECT_THAT(search_words("é e\u0301 É"), ElementsAre("é"));
}

TEST(SearchWords, AreFoundInTheTitlesTheyComeFrom) {
  for (const char* title : {"Die Straße ⅠⅤ", "ΟΔΟΣ οδος", "İstanbul", "Ｓｐｉ\u00ADder"}) {
    for (const std::string& word : search_words(title)) {
      EXPECT_NE(search_key(title).find(word), std::string::npos) << title;
    }
  }
}

TEST(SearchKeyVersion, NamesLibraryAndUnicode) {
  UVersionInfo library{}, unicode{};
  u_getVersion(library);
  u_getUnicodeVersion(unicode);
  EXPECT_EQ(search_key_version() / 100'000'000, library[0]);
  EXPECT_EQ(search_key_version() / 10'000 % 100, unicode[0]);
  EXPECT_GT(search_key_version(), 0) << "0 would mean none";
}

}  // namespace
}  // namespace movie::text
