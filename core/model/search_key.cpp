#include "model/search_key.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <algorithm>
#include <new>
#include <stdexcept>

#include "model/text.hpp"

namespace movie::text {
namespace {

const icu::Normalizer2& folding() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const found = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (found == nullptr) {
    throw std::runtime_error(std::string("ICU has no NFKC_Casefold: ") + u_errorName(error));
  }
  return *found;
}

/// Of ASCII only letters fold.
std::string lower_case(std::string_view ascii) {
  std::string out(ascii);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  return out;
}

}  // namespace

std::string search_key(std::string_view text) {
  if (ascii_prefix(text) == text.size()) return lower_case(text);
  static const icu::Normalizer2& folded = folding();
  UErrorCode error = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  folded.normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())),
                       sink, nullptr, error);
  if (U_FAILURE(error) != 0) throw std::bad_alloc();  // nothing else can fail
  return out;
}

std::vector<std::string> search_words(std::string_view text) {
  std::vector<std::string> words;
  const std::string key = search_key(text);
  std::string_view left = trimmed(key);
  while (!left.empty()) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < left.size(); end = i) {
      if (u_isUWhiteSpace(next(left, i)) != 0) break;
    }
    words.emplace_back(left.substr(0, end));
    left = trimmed(left.substr(end));
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::int64_t search_key_version() noexcept {
  UVersionInfo library{}, unicode{};
  u_getVersion(library);
  u_getUnicodeVersion(unicode);
  return library[0] * 100'000'000LL + library[1] * 1'000'000LL + unicode[0] * 10'000LL +
         unicode[1] * 100LL + unicode[2];
}

}  // namespace movie::text
