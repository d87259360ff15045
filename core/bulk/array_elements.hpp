#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bulk/input.hpp"

namespace movie::bulk {

/// The elements of a JSON array as text, found by brackets and quotes alone: whether an element is
/// JSON is for its reader to say, and an array whose elements are is JSON too. Depth is counted, so
/// nesting costs nothing.
class ArrayElements {
 public:
  explicit ArrayElements(Source source) : input_(std::move(source)) {}

  /// The next one, valid until the next call; nothing: the array has ended, and nothing but white
  /// space follows. Throws ReadError.
  std::optional<std::string_view> next();

  /// Of the element: where it begins, and its number, from 1 on.
  [[nodiscard]] std::uint64_t line() const { return begin_line_; }
  [[nodiscard]] std::uint64_t row() const { return row_; }
  [[nodiscard]] std::uint64_t bytes_read() const { return input_.bytes_read(); }

 private:
  int peek();
  void pass();
  void take();
  void skip_space();
  void open();
  void close();
  void read_element();
  void read_container();
  void read_string();
  void read_scalar();
  [[noreturn]] void fail(std::string_view reason);

  Input input_;
  std::string_view unread_;
  std::string text_;  ///< of the element
  std::uint64_t line_ = 1, begin_line_ = 1, row_ = 0;
  char last_ = '\0';  ///< the byte before the unread ones
  bool opened_ = false, closed_ = false;
};

}  // namespace movie::bulk
