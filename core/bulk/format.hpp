#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace movie::bulk {

/// How many films are written down: CSV with a header (RFC 4180), one JSON array of objects, or a
/// JSON object a line (ndjson.org).
enum class Format : std::uint8_t { csv, json, ndjson };
inline constexpr std::array kFormats{Format::csv, Format::json, Format::ndjson};

/// "csv"
std::string_view name(Format format) noexcept;
std::optional<Format> format_named(std::string_view name) noexcept;

/// By a file's ending, whatever its case: .csv, .json, .ndjson or .jsonl; nothing: another one.
std::optional<Format> format_of_file(std::string_view file);

}  // namespace movie::bulk
