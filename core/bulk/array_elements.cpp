#include "bulk/array_elements.hpp"

namespace movie::bulk {
namespace {

constexpr int kEnd = -1;

bool is_space(int c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::optional<std::string_view> ArrayElements::next() {
  if (closed_) return std::nullopt;
  const bool first = !opened_;
  if (first) open();
  skip_space();
  if (peek() == ']') {
    close();
    return std::nullopt;
  }
  if (!first) {
    if (peek() != ',') fail("Expecting ',' delimiter");
    pass();
    skip_space();
  }
  begin_line_ = line_;
  read_element();
  ++row_;
  return text_;
}

void ArrayElements::open() {
  skip_space();
  if (peek() == kEnd) throw ReadError("the file is empty; a JSON array of objects is needed");
  if (peek() != '[') {
    throw ReadError("line " + std::to_string(line_) +
                    ": a JSON array of objects is needed, which begins with '['" +
                    (peek() == '{' ? "; objects without one are the format ndjson" : ""));
  }
  pass();
  opened_ = true;
}

void ArrayElements::close() {
  pass();
  closed_ = true;
  skip_space();
  if (peek() != kEnd) fail("Extra data behind the array");
}

void ArrayElements::read_element() {
  text_.clear();
  const int c = peek();
  if (c == '"') {
    read_string();
  } else if (c == '{' || c == '[') {
    read_container();
  } else {
    read_scalar();
  }
  if (text_.empty()) fail("Expecting value");
}

void ArrayElements::read_container() {
  std::size_t depth = 0;
  do {
    const int c = peek();
    if (c == '"') {
      read_string();
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    take();
  } while (depth > 0);
}

void ArrayElements::read_string() {
  take();
  for (;;) {
    const int c = peek();
    take();
    if (c == '"') return;
    if (c == '\\') take();
  }
}

/// Whatever stands up to where a number or a word ends.
void ArrayElements::read_scalar() {
  for (int c = peek(); c != kEnd && c != ',' && c != ']' && !is_space(c); c = peek()) take();
}

void ArrayElements::skip_space() {
  while (is_space(peek())) pass();
}

int ArrayElements::peek() {
  if (unread_.empty()) unread_ = input_.next();
  return unread_.empty() ? kEnd : static_cast<unsigned char>(unread_.front());
}

/// Goes on behind the next byte, counting lines, which CR, LF or both end.
void ArrayElements::pass() {
  const char c = unread_.front();
  if (c == '\r' || (c == '\n' && last_ != '\r')) ++line_;
  last_ = c;
  unread_.remove_prefix(1);
}

/// The next byte belongs to the element; there must be one.
void ArrayElements::take() {
  if (peek() == kEnd) fail("Expecting value");
  if (text_.size() == kLongestRow) {
    throw ReadError("line " + std::to_string(begin_line_) + ": row " + std::to_string(row_ + 1) +
                    " is longer than " + std::to_string(kLongestRow) +
                    " bytes; is a closing quote or bracket missing?");
  }
  text_ += unread_.front();
  pass();
}

void ArrayElements::fail(std::string_view reason) {
  const std::string where =
      "line " + std::to_string(line_) + ", behind row " + std::to_string(row_) + ": ";
  if (peek() == kEnd) throw ReadError(where + "the array is never closed; is the file cut short?");
  throw ReadError(where + "JSON decode error: " + std::string(reason));
}

}  // namespace movie::bulk
