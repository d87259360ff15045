#include <algorithm>
#include <set>
#include <system_error>

#include "store/note.hpp"
#include "store/plugin.hpp"
#include "store/plugin_check.hpp"
#include "store/plugin_file.hpp"
#include "store/plugin_name.hpp"
#include "store/refusal.hpp"

namespace movie::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "libstore_";
constexpr std::string_view kSuffix = ".so";

/// Adds the folder unless it is there already.
void add(std::vector<fs::path>& folders, const fs::path& folder) {
  fs::path plain = fs::absolute(folder).lexically_normal();
  if (!plain.has_filename()) plain = plain.parent_path();  // "/a/b/" names /a/b
  if (std::find(folders.begin(), folders.end(), plain) == folders.end()) {
    folders.push_back(std::move(plain));
  }
}

FoundPlugin look_into(const fs::path& file, std::string mode) {
  FoundPlugin found{file, std::move(mode), {}, {}, {}};
  try {
    const fs::path real = trusted_file(file);
    const ElfFacts elf = examine(real);
    found.machine = describe(elf);
    if (elf.note) found.facts = *elf.note;
    if (found.mode.empty()) found.mode = found.facts.name;
    if (found.mode.empty()) {
      throw refused({"no-note", file.string(), "a plug-in's note, or the name libstore_<mode>.so",
                     "neither", "its author can add MOVIE_PLUGIN_NOTE"});
    }
    check_before_loading(elf, found.mode, real);
  } catch (const PluginError& error) {
    found.problem = error.what();
  }
  return found;
}

}  // namespace

bool is_mode(std::string_view text) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return !text.empty() && text.size() <= 31 && lower(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [lower](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '_'; });
}

std::string file_name_of(std::string_view mode) {
  return std::string(kPrefix).append(mode == "postgres" ? "pg" : mode).append(kSuffix);
}

std::optional<std::string> mode_of(const fs::path& file) {
  const std::string name = file.filename().string();
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix) ||
      name.size() < kPrefix.size() + kSuffix.size()) {
    return std::nullopt;
  }
  std::string mode = name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
  if (mode == "pg") return "postgres";
  if (mode == "postgres" || !is_mode(mode)) return std::nullopt;
  return mode;
}

std::vector<fs::path> plugin_folders(std::string_view plugin_dir) {
  std::vector<fs::path> folders;
  while (!plugin_dir.empty()) {
    const std::size_t end = std::min(plugin_dir.find(':'), plugin_dir.size());
    if (end > 0) add(folders, fs::path(plugin_dir.substr(0, end)));
    plugin_dir.remove_prefix(std::min(end + 1, plugin_dir.size()));
  }
  const fs::path above = fs::canonical("/proc/self/exe").parent_path().parent_path();
  add(folders, above / MOVIE_PLUGIN_SUBDIR);
  add(folders, above / MOVIE_INSTALL_LIBDIR / "movie-service/plugins");
  return folders;
}

FoundPlugin look_at_plugin(const fs::path& file) {
  return look_into(file, mode_of(file).value_or(""));
}

std::vector<FoundPlugin> find_plugins(std::span<const fs::path> folders) {
  std::vector<FoundPlugin> all;
  std::set<std::string> seen;
  for (const fs::path& folder : folders) {
    std::error_code error;  // a folder that is not there holds no plug-in
    std::vector<FoundPlugin> here;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      if (auto mode = mode_of(entry->path())) here.push_back(look_into(entry->path(), *mode));
    }
    for (FoundPlugin& found : here) {
      if (!seen.insert(found.mode).second && found.problem.empty()) {
        found.problem =
            "shadowed: " + found.file.string() + ": an earlier folder has this mode too";
      }
      all.push_back(std::move(found));
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const FoundPlugin& one, const FoundPlugin& other) {
    return one.mode < other.mode;
  });
  return all;
}

}  // namespace movie::store
