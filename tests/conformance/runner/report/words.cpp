#include "runner/report.hpp"

namespace movie::conformance {
namespace {

/// How many bytes the character at the front has; 0: it is none.
std::size_t length_of(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return (first < 0x20 && first != '\n' && first != '\t') || first == 0x7f ? 0 : 1;
  const std::size_t length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t at = 1; at < length; ++at) {
    if ((byte(at) & 0xc0) != 0x80) return 0;
  }
  const bool too_long = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
  const bool surrogate = first == 0xed && byte(1) > 0x9f;
  const bool beyond = first == 0xf4 && byte(1) > 0x8f;
  const bool none_in_xml = first == 0xef && byte(1) == 0xbf && byte(2) >= 0xbe;
  return too_long || surrogate || beyond || none_in_xml ? 0 : length;
}

}  // namespace

std::string clean(std::string_view text) {
  std::string cleaned;
  while (!text.empty()) {
    const std::size_t length = length_of(text);
    cleaned += length == 0 ? std::string_view("?") : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return cleaned;
}

std::string marks(const std::vector<int>& clauses) {
  std::string all;
  for (const int number : clauses)
    all += (all.empty() ? "[S-" : " [S-") + std::to_string(number) + "]";
  return all;
}

std::string joined(const std::vector<std::string_view>& names, std::string_view between) {
  std::string all;
  for (const std::string_view name : names) {
    if (!all.empty()) all += between;
    all += name;
  }
  return all;
}

}  // namespace movie::conformance
