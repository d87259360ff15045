#include "model/lax_integer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace movie {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

FaultType fault_of(const Judged<LaxInteger>& judged) {
  return judged ? FaultType::missing : judged.error().type;
}

TEST(LaxIntegerTest, TakesTextLaxly) {
  for (const char* text : {"2010", " 2010 ", "+2010", "02010", "2010.0", "2010.000", "2_010",
                           "2_010.0", "\u00A02010\u3000", "0002_010"}) {
    EXPECT_EQ(integer_from_text(text), (LaxInteger{2010, true})) << text;
  }
  EXPECT_EQ(integer_from_text("-0"), (LaxInteger{0, true}));
  EXPECT_EQ(integer_from_text("-17"), (LaxInteger{-17, true}));
}

TEST(LaxIntegerTest, RefusesOtherText) {
  for (const char* text :
       {"",   " ",  "+",    "-",   "--1",   "+-1", "1.5", "5.",    ".0",    "1e3",   "0x1",
        "1_", "_1", "1__0", "1 0", "1,000", "٢",   "NaN", "5\x1F", "1.0.0", "1.0_0", "\xFF"}) {
    EXPECT_EQ(fault_of(integer_from_text(text)), FaultType::int_parsing) << text;
  }
  EXPECT_EQ(fault_of(integer_from_text(std::string(4301, '9'))), FaultType::int_parsing_size);
}

TEST(LaxIntegerTest, KeepsTheDirectionOfWhatDoesNotFit) {
  EXPECT_EQ(integer_from_text("9223372036854775807"), (LaxInteger{kMost, true}));
  EXPECT_EQ(integer_from_text("9223372036854775808"), (LaxInteger{kMost, false}));
  EXPECT_EQ(integer_from_text("-9223372036854775808"), (LaxInteger{kLeast, true}));
  EXPECT_EQ(integer_from_text("-9223372036854775809"), (LaxInteger{kLeast, false}));
  EXPECT_EQ(integer_from_text(std::string(4300, '9')), (LaxInteger{kMost, false}));
  EXPECT_EQ(integer_from_number("-" + std::string(400, '9')), (LaxInteger{kLeast, false}));
}

TEST(LaxIntegerTest, TakesJsonNumbersWithoutFraction) {
  for (const char* number : {"2010", "2010.0", "2.01e3", "201E1", "20100e-1"}) {
    EXPECT_EQ(integer_from_number(number), (LaxInteger{2010, true})) << number;
  }
  EXPECT_EQ(integer_from_number("-0.0"), (LaxInteger{0, true}));
  EXPECT_EQ(integer_from_number("1e-400"), (LaxInteger{0, true}));
}

TEST(LaxIntegerTest, RefusesOtherNumbers) {
  EXPECT_EQ(fault_of(integer_from_number("2010.5")), FaultType::int_from_float);
  EXPECT_EQ(fault_of(integer_from_number("5e-324")), FaultType::int_from_float);
  EXPECT_EQ(fault_of(integer_from_number("9223372036854775808.0")), FaultType::int_parsing_size);
  EXPECT_EQ(fault_of(integer_from_number("-1e19")), FaultType::int_parsing_size);
  for (const char* number : {"NaN", "Infinity", "-Infinity", "1e400", "-1e400"}) {
    EXPECT_EQ(fault_of(integer_from_number(number)), FaultType::finite_number) << number;
  }
}

TEST(LaxIntegerTest, FloatsAreTheNearest) {
  EXPECT_EQ(float_from_number("4503599627370497.5"), 4503599627370498.0);
  EXPECT_EQ(float_from_number("1e400"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(float_from_number("-1e400"), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(float_from_number("NaN")));
}

}  // namespace
}  // namespace movie
