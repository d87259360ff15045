#include "http/query_flag.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "model/search_key.hpp"

namespace movie::http {

std::optional<bool> read_flag(std::string_view text, std::string_view name, json::Faults& faults) {
  constexpr std::array<std::string_view, 6> kTrue{"1", "on", "t", "true", "y", "yes"};
  constexpr std::array<std::string_view, 6> kFalse{"0", "f", "false", "n", "no", "off"};
  const std::string word = text::search_key(text);
  if (std::ranges::count(kTrue, word) > 0) return true;
  if (std::ranges::count(kFalse, word) > 0) return false;
  faults.add_text({"query", name}, {FaultType::bool_parsing}, text);
  return std::nullopt;
}

}  // namespace movie::http
