#include "http/content_type.hpp"

#include <algorithm>

#include "http/ascii.hpp"

namespace movie::http {
namespace {

/// Cuts off what stands before the next `mark`.
std::string_view cut(std::string_view& text, char mark) noexcept {
  const auto part = text.substr(0, text.find(mark));
  text.remove_prefix(std::min(text.size(), part.size() + 1));
  return trimmed(part);
}

/// A media range's weight in thousandths: "q=0.5" among its parameters, else 1.
int weight(std::string_view parameters) noexcept {
  while (!parameters.empty()) {
    const auto parameter = cut(parameters, ';');
    if (parameter.size() < 3 || !equals_lower(parameter.substr(0, 2), "q=")) continue;
    int thousandths = 0, digits = 0;
    for (const char c : parameter.substr(2)) {
      if (c >= '0' && c <= '9' && digits < 4) {
        thousandths = thousandths * 10 + (c - '0');
        ++digits;
      }
    }
    for (; digits < 4; ++digits) thousandths *= 10;
    return std::min(thousandths, 1000);
  }
  return 1000;
}

/// What an Accept field gives a type; the most specific range that fits counts.
int weight_of(std::string_view accept, std::string_view type) noexcept {
  const auto group = type.substr(0, type.find('/') + 1);
  int found = 0, best = 0;
  while (!accept.empty()) {
    auto parameters = cut(accept, ',');
    const auto range = cut(parameters, ';');
    const int fit =
        equals_lower(range, type)                                                         ? 3
        : range.ends_with("/*") && equals_lower(range.substr(0, range.size() - 1), group) ? 2
        : range == "*/*"                                                                  ? 1
                                                                                          : 0;
    if (fit <= best) continue;
    best = fit;
    found = weight(parameters);
  }
  return found;
}

}  // namespace

std::size_t preferred(std::optional<std::string_view> accept,
                      std::span<const std::string_view> types) noexcept {
  if (!accept) return 0;
  const auto most =
      std::ranges::max_element(types, {}, [&](auto type) { return weight_of(*accept, type); });
  return static_cast<std::size_t>(most - types.begin());
}

bool is_type(std::optional<std::string_view> content_type, std::string_view type) noexcept {
  return content_type &&
         equals_lower(trimmed(content_type->substr(0, content_type->find(';'))), type);
}

bool is_json(std::optional<std::string_view> content_type) noexcept {
  constexpr std::string_view kType = "application/";
  constexpr std::string_view kSuffix = "+json";
  if (!content_type) return false;
  const auto media = trimmed(content_type->substr(0, content_type->find(';')));
  if (!equals_lower(media.substr(0, kType.size()), kType)) return false;
  const auto subtype = media.substr(kType.size());
  if (subtype.find('/') != std::string_view::npos) return false;
  return equals_lower(subtype, "json") ||
         (subtype.size() >= kSuffix.size() &&
          equals_lower(subtype.substr(subtype.size() - kSuffix.size()), kSuffix));
}

}  // namespace movie::http
