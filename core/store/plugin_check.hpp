#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "movie/store.h"
#include "store/note.hpp"
#include "store/plugin.hpp"

namespace movie::store {

/// "machine 62, 64 bits, little end first"
std::string describe(const ElfFacts& elf);

/// The file's headers and note. Throws PluginError if it is no whole shared object.
ElfFacts examine(const std::filesystem::path& file);

/// What can be judged without running the plug-in's code. Throws PluginError.
void check_before_loading(const ElfFacts& elf, std::string_view mode,
                          const std::filesystem::path& file);

/// A plug-in's table as this host sees it: members beyond the plug-in's struct_size, which are
/// never read, are zero. `there`: how many bytes its symbol has, of which none beyond is read
/// either. Throws PluginError if it cannot be used.
movie_plugin check_table(const movie_plugin* table, std::size_t there, std::string_view mode,
                         const std::filesystem::path& file);

/// The facts in a checked table.
PluginFacts facts_of(const movie_plugin& table);

/// Throws PluginError if table and note differ.
void check_agreement(const PluginFacts& table, const PluginFacts& note,
                     const std::filesystem::path& file);

}  // namespace movie::store
