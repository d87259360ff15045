#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/env_text.hpp"

namespace movie::config {

/// The entries of `file`; none if there is no such file. Refused with a ConfigError: a
/// file of somebody else (neither this user nor root), one that somebody else can write, one that
/// cannot be read. What is no file at all, such as a Python environment's folder, adds to
/// `warnings`.
[[nodiscard]] std::vector<EnvEntry> read_env_file(const std::filesystem::path& file,
                                                  std::vector<std::string>& warnings);

}  // namespace movie::config
