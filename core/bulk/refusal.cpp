#include "bulk/refusal.hpp"

namespace movie::bulk {

std::string describe(const Refusal& refusal, Format format) {
  const std::string line = "line " + std::to_string(refusal.line);
  std::string out =
      format == Format::json ? "row " + std::to_string(refusal.row) + " (" + line + ")" : line;
  std::string_view separator = ": ";
  for (const Problem& problem : refusal.problems) {
    out += separator;
    if (!problem.field.empty()) {
      out += problem.field;
      out += ": ";
    }
    out += problem.reason;
    separator = "; ";
  }
  return out;
}

}  // namespace movie::bulk
