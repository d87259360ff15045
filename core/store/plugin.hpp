#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct movie_plugin;

namespace movie::store {

/// Why a plug-in cannot be used: one line with a stable code, the file, what was expected, what was
/// found, what to do. Thrown while starting up; the program ends with status 78, for trying again
/// will not help.
class PluginError : public std::runtime_error {
 public:
  PluginError(std::string code, const std::string& line)
      : std::runtime_error(line), code_(std::move(code)) {}
  /// Stable, for tests and scripts: "no-such-mode", "not-a-shared-object", "no-entry",
  /// "wrong-major", "short-table", …
  [[nodiscard]] const std::string& code() const { return code_; }

 private:
  std::string code_;
};

/// What a plug-in says of itself: read from its ELF note without running code, or from its table.
struct PluginFacts {
  std::string name, version;
  std::uint32_t abi_major = 0, abi_minor = 0, host_minor = 0;
  std::uint64_t capabilities = 0;

  bool operator==(const PluginFacts&) const = default;
};

/// A loaded and checked plug-in. Never unloaded: the table lives until the process ends.
struct Plugin {
  std::filesystem::path file;
  PluginFacts facts;
  const movie_plugin* table =
      nullptr;  ///< what lies beyond the plug-in's struct_size reads as null
  [[nodiscard]] bool can(std::uint64_t capability) const {
    return (facts.capabilities & capability) == capability;
  }
};

/// A file that looks like a plug-in, whether usable or not.
struct FoundPlugin {
  std::filesystem::path file;
  std::string mode;     ///< the mode that would load it
  PluginFacts facts;    ///< from the note
  std::string machine;  ///< "machine 183, 64 bits, little end first"; empty: no ELF file
  std::string problem;  ///< empty: usable as far as can be seen without loading
};

/// The folders that are searched, in this order: those of MOVIE_PLUGIN_DIR, then the ones relative
/// to this program.
std::vector<std::filesystem::path> plugin_folders(std::string_view plugin_dir);

/// What is in the folders, by mode, nothing loaded.
std::vector<FoundPlugin> find_plugins(std::span<const std::filesystem::path> folders);

/// What one file says of itself, nothing loaded, whatever machine it is for. `mode` is the note's
/// name where the file's own name tells none.
FoundPlugin look_at_plugin(const std::filesystem::path& file);

/// [one thread at a time] Finds libstore_<mode>.so, checks file and note, loads it and checks the
/// table. The first folder that has the file decides. Throws PluginError.
Plugin load_plugin(std::string_view mode, std::span<const std::filesystem::path> folders);

}  // namespace movie::store
