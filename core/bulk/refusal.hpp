#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace movie::bulk {

/// One thing wrong with a row.
struct Problem {
  std::string_view field;  ///< "title", "year" or "genre", a literal; empty: the row as a whole
  std::string reason;      ///< "Input should be a valid integer"

  bool operator==(const Problem&) const = default;
};

/// A row that breaks the rules, and everything that is wrong with it.
struct Refusal {
  std::uint64_t line = 0;  ///< where the row begins in the file, from 1 on
  std::vector<Problem> problems;

  bool operator==(const Refusal&) const = default;
};

/// "line 3: year: Input should be a valid integer; genre: Field required"
std::string describe(const Refusal& refusal);

}  // namespace movie::bulk
