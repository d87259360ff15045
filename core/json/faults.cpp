#include "json/faults.hpp"

#include "json/write.hpp"
#include "model/text.hpp"

namespace movie::json {
namespace {

void append_context(std::string& out, const Fault& fault) {
  const auto bound = [&](std::string_view name) {
    out += ",\"ctx\":{";
    append_string(out, name);
    out += ':';
    append_integer(out, fault.bound);
    out += '}';
  };
  switch (fault.type) {
    case FaultType::string_too_short:
      return bound("min_length");
    case FaultType::string_too_long:
      return bound("max_length");
    case FaultType::greater_than_equal:
      return bound("ge");
    case FaultType::less_than_equal:
      return bound("le");
    case FaultType::literal_error:
      out += R"(,"ctx":{"expected":)";
      append_string(out, fault.detail);
      out += '}';
      return;
    case FaultType::too_long:
      out += R"(,"ctx":{"field_type":"List","max_length":)";
      append_integer(out, fault.bound);
      out += R"(,"actual_length":)";
      append_integer(out, fault.given);
      out += '}';
      return;
    case FaultType::value_error:
      out += R"(,"ctx":{"error":{}})";
      return;
    default:
      return;
  }
}

}  // namespace

void Faults::add(Place place, const Fault& fault, std::string_view input) {
  if (!items_.empty()) items_ += ',';
  items_ += "{\"type\":";
  append_string(items_, type_name(fault.type));
  items_ += ",\"loc\":[";
  append_string(items_, place.part);
  if (!place.name.empty()) {
    items_ += ',';
    append_string(items_, place.name);
  }
  items_ += "],\"msg\":";
  append_string(items_, message(fault));
  items_ += ",\"input\":";
  items_ += input;
  append_context(items_, fault);
  items_ += '}';
}

void Faults::add_text(Place place, const Fault& fault, std::string_view text) {
  std::string input;
  append_string(input, text);
  add(place, fault, input);
}

void Faults::add_problem(std::uint64_t row, const Problem& problem) {
  if (!items_.empty()) items_ += ',';
  items_ += "{\"type\":";
  append_string(items_, type_name(problem.type));
  items_ += ",\"loc\":[\"body\",";
  append_integer(items_, static_cast<std::int64_t>(row));
  if (!problem.field.empty()) {
    items_ += ',';
    append_string(items_, problem.field);
  }
  items_ += "],\"msg\":";
  append_string(items_, problem.reason);
  items_ += '}';
}

void Faults::add_invalid_json(std::size_t position, std::string_view reason) {
  items_ = R"({"type":"json_invalid","loc":["body",)";
  append_integer(items_, static_cast<std::int64_t>(position));
  items_ += R"(],"msg":"JSON decode error","input":{},"ctx":{"error":)";
  append_string(items_, reason);
  items_ += "}}";
}

void Faults::add_unreadable_body() { unreadable_ = true; }

std::string Faults::body() const {
  if (unreadable_) return error_body("There was an error parsing the body");
  return "{\"detail\":[" + items_ + "]}";
}

std::optional<LaxInteger> read_integer(std::string_view text, Place place, Bounds bounds,
                                       Faults& faults) {
  const Judged<LaxInteger> judged = integer_from_text(text).and_then(
      [&](LaxInteger integer) { return judge_bounds(integer, bounds); });
  if (judged) return *judged;
  faults.add_text(place, judged.error(), text);
  return std::nullopt;
}

}  // namespace movie::json
