#include "json/python_number.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace movie::json {
namespace {

class PythonNumberTest : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(PythonNumberTest, IsWrittenAsReprDoes) {
  std::string out;
  append_python_number(out, GetParam().first);
  EXPECT_EQ(out, GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(
    Numbers, PythonNumberTest,
    testing::Values(std::pair{"2010", "2010"}, std::pair{"-0", "0"},
                    std::pair{"12345678901234567890123", "12345678901234567890123"},
                    std::pair{"2.01e3", "2010.0"}, std::pair{"-0.0", "-0.0"},
                    std::pair{"1E5", "100000.0"},
                    std::pair{"9999999999999998.0", "9999999999999998.0"},
                    std::pair{"1e16", "1e+16"}, std::pair{"1e-4", "0.0001"},
                    std::pair{"0.00001", "1e-05"}, std::pair{"1.5e300", "1.5e+300"},
                    std::pair{"0.1", "0.1"}, std::pair{"5e-324", "5e-324"},
                    std::pair{"0e999", "0.0"}, std::pair{"1e-999", "0.0"},
                    std::pair{"123456789.123", "123456789.123"}, std::pair{"1e400", "null"},
                    std::pair{"NaN", "null"}, std::pair{"-Infinity", "null"}));

}  // namespace
}  // namespace movie::json
