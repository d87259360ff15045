#include "json/python_reader.hpp"

#include <string>

#include "model/text.hpp"

namespace movie::json {
namespace {

constexpr std::string_view kNoValue = "Expecting value";
constexpr std::string_view kNoName = "Expecting property name enclosed in double quotes";
constexpr std::string_view kNoColon = "Expecting ':' delimiter";
constexpr std::string_view kNoComma = "Expecting ',' delimiter";
constexpr std::string_view kUnterminated = "Unterminated string starting at";
constexpr std::string_view kBadControl = "Invalid control character at";
constexpr std::string_view kBadEscape = "Invalid \\escape";
constexpr std::string_view kBadUnicodeEscape = "Invalid \\uXXXX escape";
constexpr std::string_view kExtra = "Extra data";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// As UTF-8 would have it, surrogates too.
void append_code_point(std::string& out, unsigned c) {
  const auto put = [&out](unsigned byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0U | c >> 6U);
    put(0x80U | (c & 0x3FU));
  } else {
    if (c < 0x10000) {
      put(0xE0U | c >> 12U);
    } else {
      put(0xF0U | c >> 18U);
      put(0x80U | (c >> 12U & 0x3FU));
    }
    put(0x80U | (c >> 6U & 0x3FU));
    put(0x80U | (c & 0x3FU));
  }
}

class PythonReader {
 public:
  PythonReader(std::string_view text, Handler& handler) : text_(text), handler_(handler) {}

  std::optional<SyntaxError> read() {
    if (document() || reason_.empty()) return std::nullopt;
    return SyntaxError{text::code_points(text_.substr(0, error_at_)), reason_};
  }

 private:
  // Every step is false at an error (noted by fail) and when the handler wants no more (nothing
  // noted).

  bool document() {
    skip_space();
    if (!value()) return false;
    while (!open_.empty()) {
      if (!element()) return false;
    }
    skip_space();
    return at_ == text_.size() || fail(at_, kExtra);
  }

  /// What stands between two values of the innermost container, and the value after it, if any.
  bool element() {
    const bool in_object = open_.back() == '}';
    const bool first = fresh_;
    fresh_ = false;
    skip_space();
    if (peek() == open_.back()) {
      ++at_;
      open_.pop_back();
      return in_object ? handler_.end_object() : handler_.end_array();
    }
    if (!first) {
      if (peek() != ',') return fail(at_, kNoComma);
      ++at_;
      skip_space();
    }
    return (!in_object || name()) && value();
  }

  bool name() {
    if (peek() != '"') return fail(at_, kNoName);
    if (!string_token() || !handler_.key(string_)) return false;
    skip_space();
    if (peek() != ':') return fail(at_, kNoColon);
    ++at_;
    skip_space();
    return true;
  }

  bool value() {
    switch (peek()) {
      case '"':
        return string_token() && handler_.string(string_);
      case '{':
        return open('}') && handler_.begin_object();
      case '[':
        return open(']') && handler_.begin_array();
      default:
        break;
    }
    if (literal("null")) return handler_.null();
    if (literal("true")) return handler_.boolean(true);
    if (literal("false")) return handler_.boolean(false);
    const std::size_t from = at_;
    if (!literal("NaN") && !literal("Infinity") && !literal("-Infinity") && !number_token()) {
      return fail(from, kNoValue);
    }
    return handler_.number(text_.substr(from, at_ - from));
  }

  bool open(char closing) {
    ++at_;
    open_.push_back(closing);
    fresh_ = true;
    return true;
  }

  bool literal(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  /// A fraction or an exponent without digits is left for whoever reads on.
  bool number_token() {
    std::size_t i = at_;
    if (peek(i) == '-') ++i;
    if (!is_digit(peek(i))) return false;
    i = peek(i) == '0' ? i + 1 : after_digits(i);
    if (peek(i) == '.' && is_digit(peek(i + 1))) i = after_digits(i + 1);
    if (peek(i) == 'e' || peek(i) == 'E') {
      const std::size_t digits = i + (peek(i + 1) == '+' || peek(i + 1) == '-' ? 2 : 1);
      if (is_digit(peek(digits))) i = after_digits(digits);
    }
    at_ = i;
    return true;
  }

  std::size_t after_digits(std::size_t i) const {
    while (is_digit(peek(i))) ++i;
    return i;
  }

  /// Reads a string into string_, from its opening quote on.
  bool string_token() {
    const std::size_t from = at_++;
    string_.clear();
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) return fail(at_, kBadControl);
      ++at_;
      if (c == '"') return true;
      if (c != '\\') {
        string_ += c;
      } else if (at_ == text_.size()) {
        break;
      } else if (!escape()) {
        return false;
      }
    }
    return fail(from, kUnterminated);
  }

  /// What follows a backslash.
  bool escape() {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const char c = text_[at_];
    if (c == 'u') return unicode_escape();
    const std::size_t which = kNames.find(c);
    if (which == std::string_view::npos) return fail(at_ - 1, kBadEscape);
    ++at_;
    string_ += kMeanings[which];
    return true;
  }

  bool unicode_escape() {
    const int first = hex4(at_ + 1);
    if (first < 0) return fail(at_, kBadUnicodeEscape);
    at_ += 5;
    auto c = static_cast<unsigned>(first);
    if (c >= 0xD800 && c <= 0xDBFF && text_.substr(at_).starts_with("\\u")) {
      const int second = hex4(at_ + 2);
      if (second < 0) return fail(at_ + 1, kBadUnicodeEscape);
      if (second >= 0xDC00 && second <= 0xDFFF) {
        c = 0x10000U + ((c - 0xD800U) << 10U) + static_cast<unsigned>(second - 0xDC00);
        at_ += 6;
      }
    }
    append_code_point(string_, c);
    return true;
  }

  /// The four digits at `i`; negative if they are not there.
  int hex4(std::size_t i) const {
    int value = 0;
    for (std::size_t end = i + 4; i < end; ++i) {
      const int digit = hex_digit(peek(i));
      if (digit < 0) return -1;
      value = value * 16 + digit;
    }
    return value;
  }

  /// NUL at the end: no NUL in the text is ever expected.
  char peek(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  char peek() const { return peek(at_); }

  void skip_space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
  }

  bool fail(std::size_t at, std::string_view reason) {
    error_at_ = at;
    reason_ = reason;
    return false;
  }

  std::string_view text_;
  Handler& handler_;
  std::size_t at_ = 0;
  std::string open_;    ///< the closing brackets to come, the innermost last
  bool fresh_ = false;  ///< the innermost container has just been opened
  std::string string_;
  std::size_t error_at_ = 0;
  std::string_view reason_;
};

}  // namespace

std::optional<SyntaxError> read_as_python(std::string_view text, Handler& handler) {
  return PythonReader(text, handler).read();
}

}  // namespace movie::json
