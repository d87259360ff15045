#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace movie::config {

/// Whether a store of `mode` is named by a URL like this one, judged by its scheme alone; a
/// "+driver" is for others.
[[nodiscard]] bool fits_mode(std::string_view url, std::string_view mode);

/// The file that an SQLite URL names, percent-decoded and made absolute from `directory`; empty:
/// the store is in memory. Nothing for URLs that are not SQLite's.
[[nodiscard]] std::optional<std::filesystem::path> sqlite_file(
    std::string_view url, const std::filesystem::path& directory);

}  // namespace movie::config
