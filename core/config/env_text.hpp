#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace movie::config {

/// One `NAME=value` of a .env file; `line`: where it begins, from 1.
struct EnvEntry {
  std::string name, value;
  unsigned line = 0;
};

/// The entries of a .env file in their order, read as python-dotenv reads them: `export
/// NAME=value`, 'single' and "double" quotes over several lines with their escapes, ` # comments`,
/// any line end, a BOM. A bare NAME has no value and is left out. ${NAME} is not expanded. Unlike
/// there a line that means nothing is not skipped: throws ConfigError with its number, for what it
/// was to say would silently not hold.
[[nodiscard]] std::vector<EnvEntry> parse_env(std::string_view text);

}  // namespace movie::config
