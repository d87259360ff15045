#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>

#include "store/plugin.hpp"

namespace movie::store {

/// Bytes that can be asked for by place. `read` is only called for ranges that lie within `size`;
/// false: it failed.
struct ByteSource {
  std::uint64_t size = 0;
  std::function<bool(std::uint64_t offset, std::span<std::byte> to)> read;
};

/// What an ELF file says of itself.
struct ElfFacts {
  unsigned bits = 0;  ///< 32 or 64
  bool big_endian = false;
  std::uint16_t machine = 0;        ///< EM_…
  std::optional<PluginFacts> note;  ///< MOVIE_PLUGIN_NOTE, if there is one

  [[nodiscard]] bool same_machine(const ElfFacts& other) const {
    return bits == other.bits && big_endian == other.big_endian && machine == other.machine;
  }
};

/// Not a whole shared object: what() tells what was found instead ("an empty file").
class ElfError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// It has a plug-in's note that cannot be read; what() tells why.
class NoteError : public ElfError {
  using ElfError::ElfError;
};

/// Reads headers and notes of any ELF shared object, of whatever word size, byte order and machine,
/// from bytes that may be hostile. Throws ElfError, NoteError.
ElfFacts read_elf(const ByteSource& source);

/// The same of a file. Throws std::system_error as well.
ElfFacts read_elf_file(const std::filesystem::path& file);

}  // namespace movie::store
