#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bulk/format.hpp"
#include "model/fault.hpp"

namespace movie::bulk {

/// A row that breaks the rules, and everything that is wrong with it.
struct Refusal {
  std::uint64_t line = 0;  ///< where the row begins in the file, from 1 on
  std::uint64_t row = 0;   ///< its number among the rows, from 1 on: no header, no blank lines
  std::vector<Problem> problems;

  bool operator==(const Refusal&) const = default;
};

/// "line 3: year: Input should be a valid integer; genre: Field required". Rows of a JSON array may
/// share a line: "row 2 (line 1): …".
std::string describe(const Refusal& refusal, Format format);

/// A line of NDJSON: {"line":3,"row":2,"problems":[{"field":"year","reason":"…"}]}; the field is
/// null where the row as a whole is wrong.
void append_json(std::string& out, const Refusal& refusal);

}  // namespace movie::bulk
