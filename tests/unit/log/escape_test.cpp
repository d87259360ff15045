#include "log/escape.hpp"

#include <gtest/gtest.h>

namespace movie::log {
namespace {

using namespace std::string_literals;

struct Case {
  const char* what;
  std::string raw, shown;
};

class Escape : public testing::TestWithParam<Case> {};

TEST_P(Escape, Shows) {
  const auto& [what, raw, shown] = GetParam();
  EXPECT_EQ(escaped(raw), shown);
  EXPECT_EQ(needs_escape(raw), raw != shown);
  EXPECT_FALSE(needs_escape(shown)) << "what was escaped is clean";
}

INSTANTIATE_TEST_SUITE_P(
    Log, Escape,
    testing::Values(
        Case{"Plain", "GET /movies 200", "GET /movies 200"}, Case{"Empty", "", ""},
        Case{"LineEnds", "a\r\nb\tc", "a\\r\\nb\\tc"}, Case{"Nul", "a\0b"s, "a\\x00b"},
        Case{"Colour", "\x1b[31mred", "\\x1b[31mred"}, Case{"Delete", "\x7f", "\\x7f"},
        Case{"TwoBytes", "caf\u00e9", "caf\u00e9"}, Case{"ThreeBytes", "\u20ac", "\u20ac"},
        Case{"FourBytes", "\U0001F3AC", "\U0001F3AC"}, Case{"C1", "\u009b31m", "\\xc2\\x9b31m"},
        Case{"LineSeparator", "a\u2028b", "a\\xe2\\x80\\xa8b"},
        Case{"Latin1", "caf\xe9", "caf\\xe9"}, Case{"Overlong", "\xc0\xaf", "\\xc0\\xaf"},
        Case{"OverlongThree", "\xe0\x80\xaf", "\\xe0\\x80\\xaf"},
        Case{"Surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80"},
        Case{"BeyondUnicode", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
        Case{"CutOff", "a\xe2\x82", "a\\xe2\\x82"}),
    [](const auto& test) { return test.param.what; });

}  // namespace
}  // namespace movie::log
