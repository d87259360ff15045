#include "store/plugin_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <system_error>

#include "store/plugin_name.hpp"
#include "store/refusal.hpp"

namespace movie::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxText = 31;
constexpr std::size_t kRequiredSize =
    offsetof(movie_plugin, execute) + sizeof(movie_plugin::execute);
constexpr std::size_t kSizeKnown = offsetof(movie_plugin, struct_size) + sizeof(std::uint32_t);

std::string describe(const PluginFacts& facts) {
  return fmt::format("{} {}, ABI {}.{} for hosts from {}.{} on, capabilities {:#x}", facts.name,
                     facts.version, facts.abi_major, facts.abi_minor, facts.abi_major,
                     facts.host_minor, facts.capabilities);
}

void check_major(std::uint32_t major, const fs::path& file) {
  if (major == MOVIE_ABI_MAJOR) return;
  throw refused({"wrong-major", file.string(), fmt::format("ABI {}", MOVIE_ABI_MAJOR),
                 fmt::format("ABI {}", major),
                 "install the plug-in's build for this version of Movie Service"});
}

void check_host_minor(std::uint32_t minor, const fs::path& file) {
  if (minor <= MOVIE_ABI_MINOR) return;
  throw refused({"host-too-old", file.string(),
                 fmt::format("a plug-in for hosts of ABI {}.{}", MOVIE_ABI_MAJOR, MOVIE_ABI_MINOR),
                 fmt::format("one that needs {}.{}", MOVIE_ABI_MAJOR, minor),
                 "upgrade Movie Service, or install an older plug-in"});
}

void check_name(std::string_view name, std::string_view mode, const fs::path& file) {
  if (name == mode) return;
  throw refused({"wrong-name", file.string(), fmt::format("the plug-in named {}", mode),
                 fmt::format("one named {}", name),
                 is_mode(name) ? fmt::format("name the file {}", file_name_of(name))
                               : "its author has to correct the name"});
}

void check_functions(const movie_plugin& table, const fs::path& file) {
  const auto require = [&](bool there, const char* name) {
    if (there) return;
    throw refused({"missing-function", file.string(), fmt::format("the function {}", name),
                   "a null pointer", "its author has to provide it"});
  };
  require(table.open != nullptr, "open");
  require(table.close != nullptr, "close");
  require(table.session_open != nullptr, "session_open");
  require(table.session_close != nullptr, "session_close");
  require(table.execute != nullptr, "execute");
}

PluginError short_table(const std::string& expected, std::size_t found, const fs::path& file) {
  return refused({"short-table", file.string(), "a table of " + expected,
                  fmt::format("one of {}", found),
                  "its author has to build it with movie/store.h"});
}

/// Text of a table, without trust that it ends.
std::string table_text(const char* text, const char* what, const fs::path& file) {
  const std::size_t size = text == nullptr ? 0 : ::strnlen(text, kMaxText + 1);
  if (size > 0 && size <= kMaxText &&
      std::all_of(text, text + size, [](char c) { return c > ' ' && c < '\x7f'; })) {
    return {text, size};
  }
  throw refused({"bad-text", file.string(), fmt::format("a {} of 1 to 31 printable bytes", what),
                 text == nullptr ? "a null pointer" : "something else",
                 "its author has to correct it"});
}

}  // namespace

std::string describe(const ElfFacts& elf) {
  return fmt::format("machine {}, {} bits, {} end first", elf.machine, elf.bits,
                     elf.big_endian ? "big" : "little");
}

ElfFacts examine(const fs::path& file) {
  try {
    return read_elf_file(file);
  } catch (const NoteError& error) {
    throw refused({"bad-note", file.string(), "a readable plug-in note or none", error.what(),
                   "its author has to build it with MOVIE_PLUGIN_NOTE"});
  } catch (const ElfError& error) {
    throw refused({"not-a-shared-object", file.string(), "an ELF shared object", error.what(),
                   "install the plug-in again"});
  } catch (const std::system_error& error) {
    throw refused({"unreadable", file.string(), "a file that can be read", error.code().message(),
                   "check its permissions"});
  }
}

void check_before_loading(const ElfFacts& elf, std::string_view mode, const fs::path& file) {
  static const ElfFacts self = read_elf_file("/proc/self/exe");
  if (!elf.same_machine(self)) {
    throw refused({"wrong-machine", file.string(), "one for " + describe(self),
                   "one for " + describe(elf), "install the plug-in's build for this machine"});
  }
  if (!elf.note) return;
  check_major(elf.note->abi_major, file);
  check_host_minor(elf.note->host_minor, file);
  check_name(elf.note->name, mode, file);
}

movie_plugin check_table(const movie_plugin* table, std::size_t there, std::string_view mode,
                         const fs::path& file) {
  if (there < kSizeKnown)
    throw short_table(fmt::format("at least {} bytes", kRequiredSize), there, file);
  // Byte by byte: neither its size nor its alignment can be trusted yet.
  const char* const bytes = reinterpret_cast<const char*>(table);
  std::uint32_t major = 0, size = 0;
  std::memcpy(&major, bytes + offsetof(movie_plugin, abi_major), sizeof major);
  check_major(major, file);
  std::memcpy(&size, bytes + offsetof(movie_plugin, struct_size), sizeof size);
  if (size < kRequiredSize) {
    throw short_table(fmt::format("at least {} bytes", kRequiredSize), size, file);
  }
  if (size > there) throw short_table(fmt::format("the {} bytes that it says", size), there, file);
  movie_plugin seen{};
  // Members are pointers from here on: one that the plug-in has only half of reads as zero.
  const std::size_t whole = size / sizeof(void*) * sizeof(void*);
  std::memcpy(&seen, bytes, std::min(whole, sizeof seen));
  check_host_minor(seen.host_minor, file);
  check_functions(seen, file);
  check_name(table_text(seen.name, "name", file), mode, file);
  static_cast<void>(table_text(seen.version, "version", file));
  return seen;
}

PluginFacts facts_of(const movie_plugin& table) {
  return {table.name,      table.version,    table.abi_major,
          table.abi_minor, table.host_minor, table.capabilities};
}

void check_agreement(const PluginFacts& table, const PluginFacts& note, const fs::path& file) {
  if (table == note) return;
  throw refused({"note-differs", file.string(), "a table like its note: " + describe(note),
                 describe(table), "its author has to make them agree"});
}

}  // namespace movie::store
