#pragma once

#include <string>
#include <string_view>

namespace movie::text {

/// As Python's str.title(): a letter after a cased character is lower-cased, any other gets its
/// title-case mapping, by Unicode's full mappings and with the final sigma: "sci-fi" -> "Sci-Fi",
/// "o'neil" -> "O'Neil", "ß" -> "Ss". `text` is UTF-8.
std::string title_case(std::string_view text);

}  // namespace movie::text
