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

std::optional<Fault> FieldReader::fault_of_id() const { return fault_in(id, whole_); }

MovieDraft FieldReader::take_draft() {
  return {std::move(**title), **year, std::move(**genre), whole_ ? **id : 0};
}

/// The field whose whole value comes now.
std::optional<Field> FieldReader::field() const {
  return depth_ == 1 && is_object_ ? member_ : std::nullopt;
}

bool FieldReader::at_id() const { return id_member_ && depth_ == 1 && is_object_; }

/// A value that is no string: at best an integer.
void FieldReader::set_other(const Judged<LaxInteger>& as_integer) {
  if (at_id()) id = judge_id(as_integer);
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
  if (field() || at_id()) set_other(integer_from_number(as_spelt));
  return true;
}

bool FieldReader::string(std::string_view text) {
  const std::optional<Field> target = field();
  if (at_id()) id = judge_id(integer_from_text(text));
  if (!target) return true;
  if (*target == Field::year) {
    year = judge_year(integer_from_text(text));
  } else {
    set_text(*target, text);
  }
  return true;
}

void FieldReader::set_text(Field field, std::string_view text) {
  if (!text::is_utf8(text)) {
    (field == Field::title ? title : genre) = tl::unexpected(Fault{FaultType::string_unicode});
  } else if (field == Field::title) {
    title = whole_ ? keep_title(text) : judge_title(text);
  } else {
    genre = whole_ ? keep_genre(text) : judge_genre(text);
  }
}

bool FieldReader::key(std::string_view text) {
  if (depth_ != 1) return true;
  member_ = field_named(text);
  id_member_ = whole_ && text == "id";
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
  too_deep_ = ++depth_ > max_depth_;
  return !too_deep_;
}

bool FieldReader::close() {
  --depth_;
  return true;
}

}  // namespace movie::json
