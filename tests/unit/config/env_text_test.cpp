#include "config/env_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/config.hpp"

namespace movie::config {
namespace {

struct Case {
  const char* what;
  std::string text;
  std::vector<std::pair<std::string, std::string>> entries;
};

class EnvText : public testing::TestWithParam<Case> {};

TEST_P(EnvText, Reads) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const EnvEntry& entry : parse_env(GetParam().text))
    entries.emplace_back(entry.name, entry.value);
  EXPECT_EQ(entries, GetParam().entries);
}

INSTANTIATE_TEST_SUITE_P(
    Config, EnvText,
    testing::Values(
        Case{"Nothing", "", {}}, Case{"BlankLinesAndComments", "\n  \n# a=b\n   # c\n", {}},
        Case{"Plain", "a=b", {{"a", "b"}}}, Case{"SpacesAround", "  a =  b c  \n", {{"a", "b c"}}},
        Case{"Export",
             "export a=b\nexport\tc=d\nexported=e\n",
             {{"a", "b"}, {"c", "d"}, {"exported", "e"}}},
        Case{"Empty", "a=\nb= \nc=''\nd=\"\"\n", {{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}}},
        Case{"BareName", "a\nexport b\nc # why\nd=1", {{"d", "1"}}},
        Case{"Crlf", "a=b\r\n\r\nc=d\r\n", {{"a", "b"}, {"c", "d"}}},
        Case{"OldMac", "a=b\rc=d", {{"a", "b"}, {"c", "d"}}},
        Case{"Bom",
             "\xEF\xBB\xBF"
             "a=b",
             {{"a", "b"}}},
        Case{"TrailingComment", "a=b # c\nd=e\t# f # g", {{"a", "b"}, {"d", "e"}}},
        Case{"HashInside", "a=b#c\nd=#e\nf=g#h # i", {{"a", "b#c"}, {"d", "#e"}, {"f", "g#h"}}},
        Case{"OnlyComment", "a= # none\nb=1", {{"a", ""}, {"b", "1"}}},
        Case{"SingleQuoted",
             "a='b # c' # d\ne='x\\'y\\\\z\\n'",
             {{"a", "b # c"}, {"e", "x'y\\z\\n"}}},
        Case{"DoubleQuoted",
             "a=\"b # c\"\nd=\"x\\\"y\\\\z\\n\\t\\q\"",
             {{"a", "b # c"}, {"d", "x\"y\\z\n\t\\q"}}},
        Case{"QuoteInside", "a=it's\nb=say \"hi\"", {{"a", "it's"}, {"b", "say \"hi\""}}},
        Case{"SeveralLines", "a=\"b\nc\"\nd='e\r\nf'\n", {{"a", "b\nc"}, {"d", "e\r\nf"}}},
        Case{"QuotedName", "'a b'=c", {{"a b", "c"}}},
        Case{"EqualsInside", "a=b=c", {{"a", "b=c"}}},
        Case{"NotExpanded", "a=${HOME}", {{"a", "${HOME}"}}},
        Case{"Url",
             "a=postgresql+psycopg://u:p%40w@h:5432/d?x=y#z",
             {{"a", "postgresql+psycopg://u:p%40w@h:5432/d?x=y#z"}}},
        Case{"Twice", "a=b\na=c", {{"a", "b"}, {"a", "c"}}}),
    [](const auto& test) { return test.param.what; });

TEST(EnvText, KnowsItsLines) {
  const auto entries = parse_env("\r\na=1\r\n# c\rb='x\ny\r\nz'\n\nc=3");
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].line, 2U);
  EXPECT_EQ(entries[1].line, 4U);
  EXPECT_EQ(entries[2].line, 8U);
}

struct Malformed {
  const char *what, *text, *message;
};

class EnvTextRefused : public testing::TestWithParam<Malformed> {};

TEST_P(EnvTextRefused, NamesTheLine) {
  try {
    (void)parse_env(GetParam().text);
    FAIL() << "was taken";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), testing::StartsWith(GetParam().message));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Config, EnvTextRefused,
    testing::Values(Malformed{"TwoWords", "a=1\nMOVIE_PORT 80\n",
                              ".env:2: neither NAME=value nor a comment"},
                    Malformed{"EmptyName", "a=1\n''=b", ".env:2: no name before the ="},
                    Malformed{"NoName", "a=1\n\n=b", ".env:3: no name before the ="},
                    Malformed{"Unclosed", "a=\"b\nc=d\n", ".env:1: no closing \""},
                    Malformed{"UnclosedSingle", "x=1\na='b", ".env:2: no closing '"},
                    Malformed{"BehindQuote", "a='b'c", ".env:1: neither"},
                    Malformed{"CommentNeedsSpaceButQuoteEnds", "a='b' c", ".env:1: neither"}),
    [](const auto& test) { return test.param.what; });

}  // namespace
}  // namespace movie::config
