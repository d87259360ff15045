#include "bulk/format.hpp"

#include <algorithm>
#include <string>

namespace movie::bulk {

std::string_view name(Format format) noexcept {
  switch (format) {
    case Format::csv:
      return "csv";
    case Format::json:
      return "json";
    case Format::ndjson:
      return "ndjson";
  }
  return "";
}

std::optional<Format> format_named(std::string_view name) noexcept {
  for (const Format format : kFormats) {
    if (bulk::name(format) == name) return format;
  }
  return std::nullopt;
}

std::optional<Format> format_of_file(std::string_view file) {
  const std::size_t dot = file.find_last_of("./");
  if (dot == std::string_view::npos || file[dot] != '.') return std::nullopt;
  std::string ending(file.substr(dot + 1));
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return ending == "jsonl" ? Format::ndjson : format_named(ending);
}

}  // namespace movie::bulk
