#include "model/title_case.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>

#include <cstdint>

#include "model/text.hpp"

namespace movie::text {
namespace {

constexpr std::int32_t kSigma = 0x3A3;
constexpr std::string_view kSmallSigma = "\u03C3";
constexpr std::string_view kFinalSigma = "\u03C2";

bool is_cased(std::int32_t c) { return u_hasBinaryProperty(c, UCHAR_CASED) != 0; }
bool is_case_ignorable(std::int32_t c) { return u_hasBinaryProperty(c, UCHAR_CASE_IGNORABLE) != 0; }

/// Whether a cased letter stands before `i`, with nothing but case-ignorable characters between.
bool follows_cased(std::string_view text, std::size_t i) {
  while (i > 0) {
    const std::int32_t c = previous(text, i);
    if (!is_case_ignorable(c)) return is_cased(c);
  }
  return false;
}

/// The same, looking forwards.
bool precedes_cased(std::string_view text, std::size_t i) {
  while (i < text.size()) {
    const std::int32_t c = next(text, i);
    if (!is_case_ignorable(c)) return is_cased(c);
  }
  return false;
}

/// ICU maps whole texts; one character at a time it knows no context, which is the caller's.
void append_mapped(std::string& out, std::string_view character, bool lower) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::StringPiece piece(character.data(), static_cast<std::int32_t>(character.size()));
  icu::StringByteSink<std::string> sink(&out);
  if (lower) {
    icu::CaseMap::utf8ToLower("", 0, piece, sink, nullptr, error);
  } else {
    icu::CaseMap::utf8ToTitle("", U_TITLECASE_WHOLE_STRING | U_TITLECASE_NO_BREAK_ADJUSTMENT,
                              nullptr, piece, sink, nullptr, error);
  }
}

}  // namespace

std::string title_case(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool after_cased = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t from = i;
    const char byte = text[i];
    if (static_cast<unsigned char>(byte) < 0x80) {
      ++i;
      const bool upper = byte >= 'A' && byte <= 'Z';
      const bool lower = byte >= 'a' && byte <= 'z';
      const bool flips = (upper && after_cased) || (lower && !after_cased);
      out += static_cast<char>(flips ? byte ^ 0x20 : byte);
      after_cased = upper || lower;
      continue;
    }
    const std::int32_t c = next(text, i);
    const std::string_view character = text.substr(from, i - from);
    const bool cased = is_cased(c);
    if (!cased) {
      out += character;  // no uncased character has a mapping
    } else if (c == kSigma && after_cased) {
      const bool final = follows_cased(text, from) && !precedes_cased(text, i);
      out += final ? kFinalSigma : kSmallSigma;
    } else {
      append_mapped(out, character, after_cased);
    }
    after_cased = cased;
  }
  return out;
}

}  // namespace movie::text
