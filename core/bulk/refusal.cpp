#include "bulk/refusal.hpp"

#include "json/write.hpp"

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

void append_json(std::string& out, const Refusal& refusal) {
  out += "{\"line\":" + std::to_string(refusal.line) + ",\"row\":" + std::to_string(refusal.row) +
         ",\"problems\":[";
  std::string_view separator;
  for (const Problem& problem : refusal.problems) {
    out += separator;
    out += "{\"field\":";
    problem.field.empty() ? void(out += "null") : json::append_string(out, problem.field);
    out += ",\"reason\":";
    json::append_string(out, problem.reason);
    out += '}';
    separator = ",";
  }
  out += "]}\n";
}

}  // namespace movie::bulk
