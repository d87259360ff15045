#include "log/escape.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace movie::log {
namespace {

struct Sequence {
  std::size_t size;  ///< bytes
  bool printable;
};

/// The well-formed ranges of Unicode's table 3-7: what the second byte may be depends on the first.
bool well_formed(std::string_view text, std::size_t size) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.size() < size) return false;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return false;
  }
  switch (byte(0)) {
    case 0xE0:
      return byte(1) >= 0xA0;
    case 0xED:
      return byte(1) <= 0x9F;
    case 0xF0:
      return byte(1) >= 0x90;
    case 0xF4:
      return byte(1) <= 0x8F;
    default:
      return true;
  }
}

/// The character at the beginning of `text`, which is not empty.
Sequence first_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {1, lead >= 0x20 && lead != 0x7F};
  const std::size_t size = lead < 0xC2   ? 0
                           : lead < 0xE0 ? 2
                           : lead < 0xF0 ? 3
                           : lead < 0xF5 ? 4
                                         : 0;
  if (size == 0 || !well_formed(text, size)) return {1, false};
  const bool c1 = lead == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0;
  const bool line_end = text.starts_with("\u2028") || text.starts_with("\u2029");
  return {size, !c1 && !line_end};
}

void escape_to(std::string& out, std::string_view bytes) {
  for (const char byte : bytes) {
    switch (byte) {
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    }
  }
}

}  // namespace

bool needs_escape(std::string_view text) noexcept {
  while (!text.empty()) {
    const Sequence next = first_of(text);
    if (!next.printable) return true;
    text.remove_prefix(next.size);
  }
  return false;
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const Sequence next = first_of(text);
    const std::string_view bytes = text.substr(0, next.size);
    if (next.printable) {
      out += bytes;
    } else {
      escape_to(out, bytes);
    }
    text.remove_prefix(next.size);
  }
  return out;
}

}  // namespace movie::log
