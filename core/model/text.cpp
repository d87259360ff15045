#include "model/text.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace movie::text {
namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080U;

std::uint64_t word_at(std::string_view text, std::size_t i) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, text.data() + i, sizeof word);
  return word;
}

bool continues(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

bool is_space(std::int32_t c) noexcept {
  return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : u_isUWhiteSpace(c) != 0;
}

}  // namespace

// The macro's own casts and narrowing would be ours to answer for.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wconversion"
std::int32_t next(std::string_view text, std::size_t& i) noexcept {
  std::int32_t c = 0;
  U8_NEXT(text.data(), i, text.size(), c);
  return c;
}
#pragma GCC diagnostic pop

std::int32_t previous(std::string_view text, std::size_t& i) noexcept {
  do {
    --i;
  } while (i > 0 && continues(text[i]));
  std::size_t begin = i;
  return next(text, begin);
}

std::size_t ascii_prefix(std::string_view text) noexcept {
  std::size_t i = 0;
  while (i + 8 <= text.size() && (word_at(text, i) & kHighBits) == 0) i += 8;
  while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80) ++i;
  return i;
}

bool is_utf8(std::string_view text) noexcept {
  for (std::size_t i = ascii_prefix(text); i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      i += ascii_prefix(text.substr(i));
    } else if (next(text, i) < 0) {
      return false;
    }
  }
  return true;
}

std::string to_utf8(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t from = i;
    const bool good = next(bytes, i) >= 0;
    out += good ? bytes.substr(from, i - from) : "\uFFFD";
  }
  return out;
}

std::string_view trimmed(std::string_view text) noexcept {
  for (std::size_t i = 0; !text.empty() && is_space(next(text, i)); i = 0) text.remove_prefix(i);
  for (std::size_t i = text.size(); i > 0 && is_space(previous(text, i));) text = text.substr(0, i);
  return text;
}

std::size_t code_points(std::string_view text) noexcept {
  const std::size_t ascii = ascii_prefix(text);
  const std::string_view rest = text.substr(ascii);
  return ascii + rest.size() -
         static_cast<std::size_t>(std::count_if(rest.begin(), rest.end(), continues));
}

}  // namespace movie::text
