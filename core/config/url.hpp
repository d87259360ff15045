#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace movie::config {

/// Whether a store of `mode` is named by a URL like this one, judged by its scheme alone; a
/// "+driver" is for others.
[[nodiscard]] bool fits_mode(std::string_view url, std::string_view mode);

/// The file that an SQLite URL names, made absolute from `directory`; nothing for other URLs and
/// stores in memory.
[[nodiscard]] std::optional<std::filesystem::path> sqlite_file(
    std::string_view url, const std::filesystem::path& directory);

}  // namespace movie::config
