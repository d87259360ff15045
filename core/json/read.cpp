#include "json/read.hpp"

#include "json/echo.hpp"
#include "json/field_reader.hpp"
#include "json/python_reader.hpp"
#include "json/strict_reader.hpp"
#include "json/write.hpp"
#include "model/text.hpp"

namespace movie::json {
namespace {

constexpr Place kBody{"body", ""};
constexpr std::string_view kByteOrderMark = "\uFEFF";

/// The fields of a body that is a JSON object; nothing if a fault was added.
std::optional<FieldReader> read_object(std::string_view text, std::size_t max_depth,
                                       Faults& faults) {
  std::optional<FieldReader> fields(std::in_place, max_depth);
  if (!read_strictly(text, *fields)) {
    fields.emplace(max_depth);
    if (const auto error = read_as_python(text, *fields)) {
      faults.add_invalid_json(error->position, error->reason);
      return std::nullopt;
    }
  }
  if (fields->too_deep()) {
    faults.add_unreadable_body();
    return std::nullopt;
  }
  if (!fields->is_object()) {
    faults.add(kBody, {FaultType::model_attributes_type}, Echo(text).body());
    return std::nullopt;
  }
  return fields;
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

/// What is wrong with a field, if anything is.
template <class T>
std::optional<Fault> fault_of(const std::optional<Judged<T>>& judged, bool required) {
  if (!judged) return required ? std::optional(Fault{FaultType::missing}) : std::nullopt;
  if (!*judged) return judged->error();
  return std::nullopt;
}

/// False if a fault was added.
bool judge(const FieldReader& fields, bool all_required, std::string_view text, Faults& faults) {
  const std::array found{fault_of(fields.title, all_required), fault_of(fields.year, all_required),
                         fault_of(fields.genre, all_required)};
  if (!found[0] && !found[1] && !found[2]) return true;
  const Echo echo(text);
  for (const Field field : kFields) {
    const std::optional<Fault>& fault = found[static_cast<std::size_t>(field)];
    if (!fault) continue;
    const bool missing = fault->type == FaultType::missing;
    faults.add({"body", name(field)}, *fault, missing ? echo.body() : echo.member(field));
  }
  return false;
}

std::optional<FieldReader> read_fields(const Body& body, bool all_required, Faults& faults) {
  const std::optional<std::string_view> text = read_text(body, faults);
  if (!text) return std::nullopt;
  std::optional<FieldReader> fields = read_object(*text, body.max_depth, faults);
  if (fields && !judge(*fields, all_required, *text, faults)) fields.reset();
  return fields;
}

}  // namespace

std::optional<MovieDraft> read_draft(const Body& body, Faults& faults) {
  std::optional<FieldReader> fields = read_fields(body, true, faults);
  if (!fields) return std::nullopt;
  return MovieDraft{std::move(**fields->title), **fields->year, std::move(**fields->genre)};
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
