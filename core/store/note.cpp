#include "store/note.hpp"

#include <elf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "movie/store.h"

namespace movie::store {
namespace {

constexpr std::string_view kOwner{"movie-store\0", 12};
constexpr std::uint32_t kNoteType = 1;
constexpr std::uint64_t kMaxNotes = 1 << 20;  // bytes of one segment; real ones hold a few hundred

/// A part of the file, with numbers in the file's byte order.
class Part {
 public:
  Part(std::vector<std::byte> bytes, bool big_endian)
      : bytes_(std::move(bytes)), big_endian_(big_endian) {}

  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] std::uint64_t number(std::size_t at, std::size_t width) const {
    const std::span<const std::byte> digits = slice(at, width);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      value = value << 8 | std::to_integer<std::uint64_t>(digits[big_endian_ ? i : width - 1 - i]);
    }
    return value;
  }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const {
    return static_cast<std::uint32_t>(number(at, 4));
  }
  [[nodiscard]] std::string_view text(std::size_t at, std::size_t size) const {
    const std::span<const std::byte> part = slice(at, size);
    return {reinterpret_cast<const char*>(part.data()), part.size()};
  }

 private:
  [[nodiscard]] std::span<const std::byte> slice(std::size_t at, std::size_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) throw ElfError("a damaged ELF file");
    return std::span(bytes_).subspan(at, size);
  }
  std::vector<std::byte> bytes_;
  bool big_endian_;
};

Part read_part(const ByteSource& source, std::uint64_t offset, std::uint64_t size, bool big_endian,
               const char* what) {
  if (offset > source.size || size > source.size - offset) {
    throw ElfError(fmt::format("an ELF file cut off: its {} lies beyond its end", what));
  }
  std::vector<std::byte> bytes(static_cast<std::size_t>(size));
  if (size > 0 && !source.read(offset, bytes)) throw ElfError("a file that cannot be read");
  return {std::move(bytes), big_endian};
}

/// Where a class of ELF keeps its fields.
struct Layout {
  std::size_t word, header, program_header, phoff, phentsize, p_offset, p_filesz, p_align;
};
constexpr Layout kLayout32{4,
                           sizeof(Elf32_Ehdr),
                           sizeof(Elf32_Phdr),
                           offsetof(Elf32_Ehdr, e_phoff),
                           offsetof(Elf32_Ehdr, e_phentsize),
                           offsetof(Elf32_Phdr, p_offset),
                           offsetof(Elf32_Phdr, p_filesz),
                           offsetof(Elf32_Phdr, p_align)};
constexpr Layout kLayout64{8,
                           sizeof(Elf64_Ehdr),
                           sizeof(Elf64_Phdr),
                           offsetof(Elf64_Ehdr, e_phoff),
                           offsetof(Elf64_Ehdr, e_phentsize),
                           offsetof(Elf64_Phdr, p_offset),
                           offsetof(Elf64_Phdr, p_filesz),
                           offsetof(Elf64_Phdr, p_align)};

std::string note_string(const Part& notes, std::size_t at) {
  const std::string_view field = notes.text(at, 32);
  const std::size_t end = field.find('\0');
  if (end == std::string_view::npos || !std::all_of(field.begin(), field.begin() + end,
                                                    [](char c) { return c > ' ' && c < '\x7f'; })) {
    throw NoteError("a note whose name or version is no printable text");
  }
  return std::string(field.substr(0, end));
}

PluginFacts read_note(const Part& notes, std::size_t at, std::size_t size) {
  constexpr std::size_t kStart = offsetof(movie_note, abi_major);
  if (size < sizeof(movie_note) - kStart) throw NoteError(fmt::format("a note of {} bytes", size));
  const auto field = [&](std::size_t offset) { return at + offset - kStart; };
  PluginFacts facts;
  facts.abi_major = notes.u32(field(offsetof(movie_note, abi_major)));
  facts.abi_minor = notes.u32(field(offsetof(movie_note, abi_minor)));
  facts.host_minor = notes.u32(field(offsetof(movie_note, host_minor)));
  facts.capabilities = notes.number(field(offsetof(movie_note, capabilities)), 8);
  facts.name = note_string(notes, field(offsetof(movie_note, name)));
  facts.version = note_string(notes, field(offsetof(movie_note, version)));
  return facts;
}

std::optional<PluginFacts> find_note(const Part& notes, std::uint64_t alignment) {
  const std::size_t step = alignment == 8 ? 8 : 4;
  const auto aligned = [step](std::size_t at) { return (at + step - 1) / step * step; };
  constexpr std::size_t kHeader = sizeof(Elf64_Nhdr);
  std::size_t at = 0;
  while (at < notes.size() && notes.size() - at >= kHeader) {
    const std::size_t owner_size = notes.u32(at);
    const std::size_t size = notes.u32(at + 4);
    const std::size_t body = aligned(at + kHeader + owner_size);
    if (owner_size == kOwner.size() && notes.u32(at + 8) == kNoteType &&
        notes.text(at + kHeader, owner_size) == kOwner) {
      return read_note(notes, body, size);
    }
    at = aligned(body + size);
  }
  return std::nullopt;
}

}  // namespace

ElfFacts read_elf(const ByteSource& source) {
  if (source.size == 0) throw ElfError("an empty file");
  if (source.size < EI_NIDENT) throw ElfError("a file without an ELF header");
  const Part ident = read_part(source, 0, EI_NIDENT, false, "header");
  if (ident.text(0, SELFMAG) != ELFMAG) throw ElfError("a file without an ELF header");
  const std::uint64_t word_size = ident.number(EI_CLASS, 1);
  const std::uint64_t byte_order = ident.number(EI_DATA, 1);
  if ((word_size != ELFCLASS32 && word_size != ELFCLASS64) ||
      (byte_order != ELFDATA2LSB && byte_order != ELFDATA2MSB)) {
    throw ElfError("a damaged ELF file");
  }

  ElfFacts facts;
  facts.bits = word_size == ELFCLASS64 ? 64 : 32;
  facts.big_endian = byte_order == ELFDATA2MSB;
  const Layout& layout = facts.bits == 64 ? kLayout64 : kLayout32;
  const Part header = read_part(source, 0, layout.header, facts.big_endian, "header");
  facts.machine = static_cast<std::uint16_t>(header.number(offsetof(Elf64_Ehdr, e_machine), 2));
  const std::uint64_t type = header.number(offsetof(Elf64_Ehdr, e_type), 2);
  if (type != ET_DYN) throw ElfError(fmt::format("an ELF file of type {}", type));

  const std::uint64_t count = header.number(layout.phentsize + 2, 2);
  if (header.number(layout.phentsize, 2) != layout.program_header || count == PN_XNUM) {
    throw ElfError("a damaged ELF file");
  }
  const Part segments =
      read_part(source, header.number(layout.phoff, layout.word), count * layout.program_header,
                facts.big_endian, "table of segments");
  for (std::size_t at = 0; at < segments.size(); at += layout.program_header) {
    const std::uint64_t offset = segments.number(at + layout.p_offset, layout.word);
    const std::uint64_t size = segments.number(at + layout.p_filesz, layout.word);
    // The dynamic linker maps what is not there and dies of SIGBUS, so that this must be seen
    // before.
    if (offset > source.size || size > source.size - offset) {
      throw ElfError("an ELF file cut off: a segment lies beyond its end");
    }
    if (facts.note || segments.u32(at) != PT_NOTE || size > kMaxNotes) continue;
    facts.note = find_note(read_part(source, offset, size, facts.big_endian, "notes"),
                           segments.number(at + layout.p_align, layout.word));
  }
  return facts;
}

ElfFacts read_elf_file(const std::filesystem::path& file) {
  struct Descriptor {
    explicit Descriptor(const std::filesystem::path& path)
        : number(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    ~Descriptor() {
      if (number >= 0) ::close(number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number;
  } const descriptor(file);
  struct stat about {};
  if (descriptor.number < 0 || ::fstat(descriptor.number, &about) != 0) {
    throw std::system_error(errno, std::generic_category());
  }
  return read_elf({static_cast<std::uint64_t>(about.st_size),
                   [&](std::uint64_t offset, std::span<std::byte> to) {
                     return ::pread(descriptor.number, to.data(), to.size(),
                                    static_cast<off_t>(offset)) == static_cast<ssize_t>(to.size());
                   }});
}

}  // namespace movie::store
