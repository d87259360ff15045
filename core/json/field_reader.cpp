#include "json/field_reader.hpp"

#include <utility>

#include "json/read.hpp"
#include "model/text.hpp"

namespace movie::json {
namespace {

const Judged<LaxInteger> kNoInteger = tl::unexpected(Fault{FaultType::int_type});

template <class T>
std::optional<Fault> fault_in(const std::optional<Judged<T>>& judged, bool required) {
  if (!judged) return required ? std::optional(Fault{FaultType::missing}) : std::nullopt;
  if (!*judged) return judged->error();
  return std::nullopt;
}

}  // namespace

std::optional<Fault> FieldReader::fault_of(Field which, bool required) const {
  if (which == Field::year) return fault_in(year, required);
  return fault_in(which == Field::title ? title : genre, required);
}

MovieDraft FieldReader::take_draft() { return {std::move(**title), **year, std::move(**genre)}; }

/// The field whose whole value comes now.
std::optional<Field> FieldReader::field() const {
  return depth_ == 1 && is_object_ ? member_ : std::nullopt;
}

/// A value that is no string: at best an integer.
void FieldReader::set_other(const Judged<LaxInteger>& as_integer) {
  const std::optional<Field> target = field();
  if (!target) return;
  if (*target == Field::year) {
    year = judge_year(as_integer);
  } else {
    (*target == Field::title ? title : genre) = tl::unexpected(Fault{FaultType::string_type});
  }
}

bool FieldReader::null() {
  set_other(kNoInteger);
  return true;
}

bool FieldReader::boolean(bool value) {
  set_other(LaxInteger{value ? 1 : 0, true});
  return true;
}

bool FieldReader::number(std::string_view as_spelt) {
  if (field()) set_other(integer_from_number(as_spelt));
  return true;
}

bool FieldReader::string(std::string_view text) {
  const std::optional<Field> target = field();
  if (!target) return true;
  if (*target == Field::year) {
    year = judge_year(integer_from_text(text));
  } else if (!text::is_utf8(text)) {
    (*target == Field::title ? title : genre) = tl::unexpected(Fault{FaultType::string_unicode});
  } else if (*target == Field::title) {
    title = judge_title(text);
  } else {
    genre = judge_genre(text);
  }
  return true;
}

bool FieldReader::key(std::string_view text) {
  if (depth_ == 1) member_ = field_named(text);
  return true;
}

bool FieldReader::begin_object() {
  if (depth_ == 0) is_object_ = true;
  return open();
}

bool FieldReader::begin_array() { return open(); }
bool FieldReader::end_object() { return close(); }
bool FieldReader::end_array() { return close(); }

bool FieldReader::open() {
  set_other(kNoInteger);
  too_deep_ = ++depth_ > kMaxDepth;
  return !too_deep_;
}

bool FieldReader::close() {
  --depth_;
  return true;
}

}  // namespace movie::json
