#pragma once

#include <filesystem>
#include <string>

#include "store/plugin.hpp"

namespace movie::test {

/// Where the plug-ins with a fault were built.
inline const std::filesystem::path kRefusalsDir = REFUSALS_DIR;

/// The line with `path` replaced by a word that does not depend on the machine.
inline std::string without_path(std::string line, const std::filesystem::path& path,
                                const std::string& word) {
  const std::string text = path.string();
  for (std::size_t at = 0; (at = line.find(text, at)) != std::string::npos; at += word.size()) {
    line.replace(at, text.size(), word);
  }
  return line;
}

/// What load_plugin says of the mode in that folder, which it calls {dir}; "loaded" if it has
/// nothing to say.
inline std::string refusal_of(const std::string& mode,
                              const std::filesystem::path& folder = kRefusalsDir) {
  const std::filesystem::path folders[] = {folder};
  try {
    store::load_plugin(mode, folders);
    return "loaded";
  } catch (const store::PluginError& error) {
    const std::string line = error.what();
    if (!line.starts_with(error.code() + ": ")) return "no code at the front of: " + line;
    return without_path(
        line, std::filesystem::exists(folder) ? std::filesystem::canonical(folder) : folder,
        "{dir}");
  }
}

}  // namespace movie::test
