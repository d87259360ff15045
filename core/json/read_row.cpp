#include "json/read_row.hpp"

#include "json/object.hpp"
#include "json/read.hpp"
#include "model/text.hpp"

namespace movie::json {
namespace {

RowRead film_or_problems(FieldReader& fields) {
  Problems problems;
  if (const auto fault = fields.fault_of_id()) problems.push_back({"id", message(*fault)});
  for (const Field field : kFields) {
    if (const auto fault = fields.fault_of(field, true)) {
      problems.push_back({name(field), message(*fault), fault->type});
    }
  }
  if (!problems.empty()) return problems;
  return fields.take_draft();
}

RowRead read_text(std::string_view text, bool whole) {
  tl::expected<FieldReader, NoObject> fields = read_object(text, Body{}.max_depth, whole);
  if (fields) return film_or_problems(*fields);
  switch (fields.error().why) {
    case NoObject::Why::malformed:
      return fields.error().error;
    case NoObject::Why::too_deep:
      return SyntaxError{0, "Nested too deeply"};
    case NoObject::Why::other_value:
      break;
  }
  return Problems{
      {"", message({FaultType::model_attributes_type}), FaultType::model_attributes_type}};
}

}  // namespace

RowRead read_row(std::string_view bytes, bool whole) {
  if (text::is_utf8(bytes)) return read_text(bytes, whole);
  // Read all the same, for whoever has to know whether it is JSON otherwise.
  RowRead read = read_text(text::to_utf8(bytes), whole);
  if (std::holds_alternative<SyntaxError>(read)) return read;
  return Problems{{"", "the row is not UTF-8"}};
}

std::string describe(const SyntaxError& error) {
  return "JSON decode error: " + std::string(error.reason) + " (character " +
         std::to_string(error.position + 1) + ")";
}

}  // namespace movie::json
