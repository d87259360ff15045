#include "text.hpp"

#include <cstdint>
#include <cstring>

namespace movie::sqlite {
namespace {

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u; }

/// The length of the well-formed code point that `text` begins with (Unicode's table 3-7); 0 if
/// there is none or it is NUL.
std::size_t code_point(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return lead == 0 ? 0 : 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  for (std::size_t at = 1; at < length; ++at) {
    if (!is_continuation(text[at])) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool beyond = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || beyond ? 0 : length;
}

/// How much of the text's beginning is well-formed.
std::size_t well_formed(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    std::uint64_t eight = 0;
    if (text.size() - at >= sizeof(eight)) {
      std::memcpy(&eight, text.data() + at, sizeof(eight));
      // No byte above 0x7F, and none of 0x00: then subtracting 1 from each borrows nowhere.
      constexpr std::uint64_t kOnes = 0x0101010101010101u, kHigh = 0x8080808080808080u;
      if (((eight | (eight - kOnes)) & kHigh) == 0) {
        at += sizeof(eight);
        continue;
      }
    }
    const std::size_t length = code_point(text.substr(at));
    if (length == 0) break;
    at += length;
  }
  return at;
}

}  // namespace

std::string_view readable(std::string_view stored, std::string& scratch) {
  std::size_t good = well_formed(stored);
  if (good == stored.size()) return stored;
  scratch.clear();
  while (!stored.empty()) {
    scratch.append(stored.substr(0, good));
    stored.remove_prefix(good);
    if (stored.empty()) break;
    scratch.append("\xEF\xBF\xBD");
    stored.remove_prefix(1);
    good = well_formed(stored);
  }
  return scratch;
}

}  // namespace movie::sqlite
