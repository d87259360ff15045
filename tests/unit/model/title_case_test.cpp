#include "model/title_case.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace movie::text {
namespace {

class TitleCaseTest : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(TitleCaseTest, IsThatOfPython) {
  EXPECT_EQ(title_case(GetParam().first), GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(Ascii, TitleCaseTest,
                         testing::Values(std::pair{"", ""}, std::pair{"sci-fi", "Sci-Fi"},
                                         std::pair{"SCI-FI", "Sci-Fi"},
                                         std::pair{"o'neil", "O'Neil"}, std::pair{"3d", "3D"},
                                         std::pair{"2nd", "2Nd"}, std::pair{"@[`{", "@[`{"}));
INSTANTIATE_TEST_SUITE_P(
    Unicode, TitleCaseTest,
    testing::Values(std::pair{"ÉPOPÉE", "Épopée"}, std::pair{"cafe\u0301s", "Cafe\u0301S"},
                    std::pair{"ß", "Ss"}, std::pair{"straße", "Straße"}, std::pair{"ﬁlm", "Film"},
                    std::pair{"ǆez", "ǅez"}, std::pair{"aİ", "Ai\u0307"}, std::pair{"1ºs", "1ºs"},
                    std::pair{"世界 film", "世界 Film"}, std::pair{"დრამა", "დრამა"}));
INSTANTIATE_TEST_SUITE_P(Sigma, TitleCaseTest,
                         testing::Values(std::pair{"Σ", "Σ"}, std::pair{"ΟΔΟΣ", "Οδος"},
                                         std::pair{"aΣb", "Aσb"}, std::pair{"aΣ.", "Aς."},
                                         std::pair{"aΣ'b", "Aσ'B"}, std::pair{"ΑΣΣ", "Ασς"},
                                         std::pair{"a.Σ", "A.Σ"}));

}  // namespace
}  // namespace movie::text
