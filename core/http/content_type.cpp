#include "http/content_type.hpp"

#include <algorithm>

namespace movie::http {
namespace {

bool equals_lower(std::string_view text, std::string_view lower) noexcept {
  return std::ranges::equal(text, lower, {}, [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
}

}  // namespace

bool is_json(std::optional<std::string_view> content_type) noexcept {
  constexpr std::string_view kType = "application/";
  constexpr std::string_view kSuffix = "+json";
  if (!content_type) return false;
  auto media = content_type->substr(0, content_type->find(';'));
  while (media.ends_with(' ') || media.ends_with('\t')) media.remove_suffix(1);
  if (!equals_lower(media.substr(0, kType.size()), kType)) return false;
  const auto subtype = media.substr(kType.size());
  if (subtype.find('/') != std::string_view::npos) return false;
  return equals_lower(subtype, "json") ||
         (subtype.size() >= kSuffix.size() &&
          equals_lower(subtype.substr(subtype.size() - kSuffix.size()), kSuffix));
}

}  // namespace movie::http
