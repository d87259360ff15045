#pragma once

#include <string>
#include <vector>

#include "contract/vectors.hpp"
#include "support/http_client.hpp"

namespace movie::test {

/// What clients rely on, or all that was recorded.
enum class Level { must, nice };

/// What {…} in the vectors stands for.
struct Names {
  std::string base;            ///< http://127.0.0.1:8000
  std::string database;        ///< what /healthz names
  std::vector<long long> ids;  ///< of the films that the scenario has created
};

/// The differences between an answer and what the step expects: the rules of replay.py.
std::vector<std::string> compare(const Step& step, const Names& names, const HttpResponse& answer,
                                 Level level);

}  // namespace movie::test
