#define BOOST_DLL_USE_STD_FS
#include <dlfcn.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <link.h>

#include <array>
#include <boost/dll/shared_library.hpp>
#include <memory>
#include <utility>

#include "log/log.hpp"
#include "movie/store.h"
#include "store/first_call.hpp"
#include "store/plugin.hpp"
#include "store/plugin_check.hpp"
#include "store/plugin_file.hpp"
#include "store/plugin_name.hpp"
#include "store/refusal.hpp"

namespace movie::store {
namespace {

namespace fs = std::filesystem;
namespace dll = boost::dll;

constexpr const char* kEntry = "movie_plugin_v1";

/// Never freed nor closed, not even after a refusal: threads, exit handlers and text of a plug-in
/// may be in use until the very end of the process.
template <class T>
T& keep_for_ever(T&& thing) {
  static auto& all = *new std::vector<std::unique_ptr<T>>;
  return *all.emplace_back(std::make_unique<T>(std::forward<T>(thing)));
}

/// Other names that people give to a mode.
std::string_view meant_by(std::string_view mode) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kOthers{
      {{"pg", "postgres"}, {"postgresql", "postgres"}, {"sqlite3", "sqlite"}, {"mem", "memory"}}};
  for (const auto& [other, meant] : kOthers) {
    if (other == mode) return meant;
  }
  return {};
}

std::string remedy_for(std::string_view mode) {
  if (const std::string_view meant = meant_by(mode); !meant.empty()) {
    return fmt::format("did you mean {}?", meant);
  }
  for (const std::string_view known : {"memory", "sqlite", "postgres"}) {
    if (mode != known) continue;
    if (known == "postgres") {
      return "install the package movie-store-pg, or libpq-dev and build with pg in MOVIE_PLUGINS";
    }
    return fmt::format("install the package movie-store-{0}, or build with {0} in MOVIE_PLUGINS",
                       known);
  }
  return "set MOVIE_DB_MODE to a mode that is there, or put the plug-in into one of the folders";
}

PluginError no_such_mode(std::string_view mode, std::span<const fs::path> folders) {
  std::vector<std::string> tried, there;
  for (const fs::path& folder : folders) tried.push_back((folder / file_name_of(mode)).string());
  for (const FoundPlugin& found : find_plugins(folders)) {
    if (there.empty() || there.back() != found.mode) there.push_back(found.mode);
  }
  const std::string modes =
      there.empty() ? "no plug-in at all" : fmt::format("one for {}", fmt::join(there, ", "));
  // Told apart, for libstore_pg.so may well be there.
  const std::string none = mode == "pg" ? "none, for libstore_pg.so serves postgres;"
                                        : fmt::format("none of {};", fmt::join(tried, ", "));
  return refused({"no-such-mode", std::string(mode), fmt::format("a plug-in named {}", mode),
                  none + " there is " + modes, remedy_for(mode)});
}

fs::path locate(std::string_view mode, std::span<const fs::path> folders) {
  if (!is_mode(mode)) {
    throw refused({"bad-mode", fmt::format("\"{}\"", mode),
                   "a mode of a-z, 0-9 and _ that begins with a letter, at most 31 long",
                   "something else",
                   "set MOVIE_DB_MODE to memory, sqlite or postgres, for instance"});
  }
  // libstore_pg.so is there for postgres: its own name is no mode.
  for (std::size_t i = 0; i < folders.size() && mode != "pg"; ++i) {
    const fs::path file = folders[i] / file_name_of(mode);
    std::error_code unreachable;  // a folder that cannot be searched counts as one without the file
    if (fs::exists(fs::symlink_status(file, unreachable))) return file;
  }
  throw no_such_mode(mode, folders);
}

/// The dynamic linker's own words within what Boost.DLL makes of them.
std::string linker_text(const std::exception& error, const fs::path& file) {
  std::string text = error.what();
  constexpr std::string_view kBefore = "(dlerror system message: ";
  if (const std::size_t begin = text.find(kBefore); begin != std::string::npos) {
    text.erase(0, begin + kBefore.size());
    if (const std::size_t end = text.rfind(')'); end != std::string::npos) text.erase(end);
  }
  const std::string own = file.string() + ": ";
  return text.starts_with(own) ? text.substr(own.size()) : text;
}

PluginError cannot_load(const fs::path& file, const std::string& found) {
  return refused({"cannot-load", file.string(), kLoading.expected, found,
                  "install what it needs, or another build of it"});
}

dll::shared_library& open_library(const fs::path& file) {
  try {
    const FirstCall constructors(file, kLoading);
    return keep_for_ever(
        dll::shared_library(file, dll::load_mode::rtld_now | dll::load_mode::rtld_local));
  } catch (const std::exception& error) {
    throw cannot_load(file, linker_text(error, file));
  } catch (...) {
    throw cannot_load(file, "an exception thrown by its code");
  }
}

/// How many bytes the symbol at `address` has, as its object's table of symbols says.
std::size_t size_of_symbol(const void* address) {
  Dl_info info{};
  void* entry = nullptr;
  const bool found = ::dladdr1(address, &info, &entry, RTLD_DL_SYMENT) != 0 && entry != nullptr;
  const std::size_t size = found ? static_cast<const ElfW(Sym)*>(entry)->st_size : 0;
  return size == 0 ? SIZE_MAX : size;
}

}  // namespace

Plugin load_plugin(std::string_view mode, std::span<const fs::path> folders) {
  const fs::path file = trusted_file(locate(mode, folders));
  const ElfFacts elf = examine(file);
  check_before_loading(elf, mode, file);

  const dll::shared_library& library = open_library(file);
  if (!library.has(kEntry)) {
    throw refused({"no-entry", file.string(), fmt::format("the symbol {}", kEntry),
                   "no such symbol", "its author has to export it with MOVIE_EXPORT"});
  }
  const movie_plugin& entry = library.get<const movie_plugin>(kEntry);
  const movie_plugin& table =
      keep_for_ever(check_table(&entry, size_of_symbol(&entry), mode, file));
  const PluginFacts facts = facts_of(table);
  if (elf.note) {
    check_agreement(facts, *elf.note, file);
  } else {
    log::warning(
        "{}: no plug-in note, so that it cannot be judged without running its code; "
        "its author can add MOVIE_PLUGIN_NOTE",
        file.string());
  }
  return {file, facts, &table};
}

}  // namespace movie::store
