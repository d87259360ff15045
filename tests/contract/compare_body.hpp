#pragma once

#include <optional>
#include <string>

#include "contract/compare.hpp"

namespace movie::test {

/// What is wrong with the answer's body, if anything.
std::optional<std::string> compare_body(const Step& step, const Names& names,
                                        const HttpResponse& answer, Level level);

}  // namespace movie::test
