#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// How titles are searched: a word is found in every title that holds it once both are folded by
/// Unicode's NFKC_Casefold (UAX #31), computed here, once, so that stores compare bytes only.
namespace movie::text {

/// The text folded: "ÉCLAIR Ⅳ" and "éclair iv" become the same. `text` is UTF-8.
std::string search_key(std::string_view text);

/// The words of a query, folded; those of which nothing is left are none. `text` is UTF-8.
std::vector<std::string> search_words(std::string_view text);

/// A number for the versions of library and Unicode that keys are made with, 7201150000 for
/// ICU 72.1 and Unicode 15.0.0: keys made under another may differ.
std::int64_t search_key_version() noexcept;

}  // namespace movie::text
