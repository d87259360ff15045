#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace movie::store {

/// [a-z][a-z0-9_]*, at most 31 bytes.
bool is_mode(std::string_view text);

/// "libstore_sqlite.so" for sqlite; postgres is served by libstore_pg.so.
std::string file_name_of(std::string_view mode);

/// The mode that would load a file of that name.
std::optional<std::string> mode_of(const std::filesystem::path& file);

}  // namespace movie::store
