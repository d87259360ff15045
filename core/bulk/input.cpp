#include "bulk/input.hpp"

#include <span>
#include <utility>

namespace movie::bulk {
namespace {

constexpr std::string_view kByteOrderMark = "\uFEFF";

}  // namespace

Input::Input(Source source) : source_(std::move(source)) {}

std::string_view Input::next() {
  const bool first = bytes_read_ == 0;
  std::size_t size = read(0);
  // Enough to tell a byte order mark, which the source may hand over in parts.
  while (first && size < kByteOrderMark.size() && !ended_) size += read(size);
  std::string_view bytes(buffer_.data(), size);
  if (first && bytes.starts_with(kByteOrderMark)) {
    bytes.remove_prefix(kByteOrderMark.size());
    if (bytes.empty()) return next();  // not the end yet
  }
  return bytes;
}

/// A source that has ended is not asked again: a terminal would begin anew.
std::size_t Input::read(std::size_t already) {
  if (ended_) return 0;
  const std::size_t size = source_(std::span(buffer_).subspan(already));
  bytes_read_ += size;
  ended_ = size == 0;
  return size;
}

}  // namespace movie::bulk
