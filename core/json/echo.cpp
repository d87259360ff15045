#include "json/echo.hpp"

#include "json/python_number.hpp"
#include "json/python_reader.hpp"
#include "json/write.hpp"
#include "model/text.hpp"

namespace movie::json {
namespace {

constexpr std::size_t kSurrogateSize = 3;

/// Python's encoder writes ? for what UTF-8 cannot hold.
std::string without_surrogates(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t from = i;
    if (text::next(text, i) >= 0) {
      out += text.substr(from, i - from);
    } else {
      out += '?';
      i = from + kSurrogateSize;
    }
  }
  return out;
}

}  // namespace

Echo::Echo(std::string_view body) {
  text_.reserve(body.size());
  read_as_python(body, *this);
}

std::string_view Echo::member(Field field) const {
  const Range range = members_[static_cast<std::size_t>(field)];
  return std::string_view(text_).substr(range.begin, range.size);
}

void Echo::begin_value() {
  // Only after an opening bracket, a colon or nothing at all does a value need no comma.
  constexpr std::string_view kOpeners = "[{:";
  if (!text_.empty() && kOpeners.find(text_.back()) == std::string_view::npos) text_ += ',';
}

bool Echo::end_value() {
  if (depth_ == 1 && member_) {
    members_[static_cast<std::size_t>(*member_)] = {member_begin_, text_.size() - member_begin_};
  }
  return true;
}

bool Echo::null() {
  begin_value();
  text_ += "null";
  return end_value();
}

bool Echo::boolean(bool value) {
  begin_value();
  text_ += value ? "true" : "false";
  return end_value();
}

bool Echo::number(std::string_view as_spelt) {
  begin_value();
  append_python_number(text_, as_spelt);
  return end_value();
}

bool Echo::string(std::string_view text) {
  begin_value();
  if (text::is_utf8(text)) {
    append_string(text_, text);
  } else {
    append_string(text_, without_surrogates(text));
  }
  return end_value();
}

bool Echo::key(std::string_view text) {
  if (depth_ == 1) member_ = std::nullopt;
  string(text);
  text_ += ':';
  if (depth_ == 1) {
    member_ = field_named(text);
    member_begin_ = text_.size();
  }
  return true;
}

bool Echo::begin_object() {
  begin_value();
  text_ += '{';
  ++depth_;
  return true;
}

bool Echo::end_object() {
  text_ += '}';
  --depth_;
  return end_value();
}

bool Echo::begin_array() {
  begin_value();
  text_ += '[';
  ++depth_;
  return true;
}

bool Echo::end_array() {
  text_ += ']';
  --depth_;
  return end_value();
}

}  // namespace movie::json
