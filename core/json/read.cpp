#include "json/read.hpp"

#include "json/echo.hpp"
#include "json/object.hpp"
#include "json/write.hpp"
#include "model/text.hpp"

namespace movie::json {
namespace {

constexpr Place kBody{"body", ""};
constexpr std::string_view kByteOrderMark = "\uFEFF";

/// The fields of a body that is a JSON object; nothing if a fault was added.
std::optional<FieldReader> fields_of(std::string_view text, std::size_t max_depth, Faults& faults) {
  tl::expected<FieldReader, NoObject> fields = read_object(text, max_depth);
  if (fields) return std::move(*fields);
  switch (fields.error().why) {
    case NoObject::Why::malformed:
      faults.add_invalid_json(fields.error().error.position, fields.error().error.reason);
      break;
    case NoObject::Why::too_deep:
      faults.add_unreadable_body();
      break;
    case NoObject::Why::other_value:
      faults.add(kBody, {FaultType::model_attributes_type}, Echo(text).body());
      break;
  }
  return std::nullopt;
}

/// The body's text; nothing if it is missing, not declared to be JSON or no text, and then a fault
/// was added.
std::optional<std::string_view> read_text(const Body& body, Faults& faults) {
  if (body.bytes.empty()) {
    faults.add(kBody, {FaultType::missing}, "null");
    return std::nullopt;
  }
  if (!body.declared_json) {
    std::string input;
    append_string(input, body.bytes);
    faults.add(kBody, {FaultType::model_attributes_type}, input);
    return std::nullopt;
  }
  if (!text::is_utf8(body.bytes)) {
    faults.add_unreadable_body();
    return std::nullopt;
  }
  const bool marked = body.bytes.starts_with(kByteOrderMark);
  return body.bytes.substr(marked ? kByteOrderMark.size() : 0);
}

/// False if a fault was added.
bool judge(const FieldReader& fields, bool all_required, std::string_view text, Faults& faults) {
  std::optional<Echo> echo;  // made for the first fault only
  for (const Field field : kFields) {
    const std::optional<Fault> fault = fields.fault_of(field, all_required);
    if (!fault) continue;
    if (!echo) echo.emplace(text);
    const bool missing = fault->type == FaultType::missing;
    faults.add({"body", name(field)}, *fault, missing ? echo->body() : echo->member(field));
  }
  return !echo;
}

std::optional<FieldReader> read_fields(const Body& body, bool all_required, Faults& faults) {
  const std::optional<std::string_view> text = read_text(body, faults);
  if (!text) return std::nullopt;
  std::optional<FieldReader> fields = fields_of(*text, body.max_depth, faults);
  if (fields && !judge(*fields, all_required, *text, faults)) fields.reset();
  return fields;
}

}  // namespace

std::optional<MovieDraft> read_draft(const Body& body, Faults& faults) {
  std::optional<FieldReader> fields = read_fields(body, true, faults);
  if (!fields) return std::nullopt;
  return fields->take_draft();
}

std::optional<MoviePatch> read_patch(const Body& body, Faults& faults) {
  std::optional<FieldReader> fields = read_fields(body, false, faults);
  if (!fields) return std::nullopt;
  MoviePatch patch;
  if (fields->title) patch.title = std::move(**fields->title);
  if (fields->year) patch.year = **fields->year;
  if (fields->genre) patch.genre = std::move(**fields->genre);
  return patch;
}

}  // namespace movie::json
