#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "movie/store.h"

namespace movie::test {

/// Writes the bytes of a small ELF shared object with notes in it, for any machine.
class ElfImage {
 public:
  ElfImage(bool wide, bool big_endian) : wide_(wide), big_endian_(big_endian) {}

  /// The note that MOVIE_PLUGIN_NOTE(name, version, capabilities) makes, padded to `size` bytes of
  /// content.
  ElfImage& plugin_note(std::string_view name, std::string_view version, std::uint64_t capabilities,
                        std::size_t size = 88) {
    std::string content;
    for (const std::uint32_t value : {1u, 2u, 3u, 0u}) number(content, value, 4);
    number(content, capabilities, 8);
    padded(content, name, 32);
    padded(content, version, 32);
    content.resize(size, '\0');
    return note(std::string_view("movie-store\0", 12), content, 1);
  }
  ElfImage& note(std::string_view owner, std::string_view content, std::uint32_t type) {
    number(notes_, owner.size(), 4);
    number(notes_, content.size(), 4);
    number(notes_, type, 4);
    padded(notes_, owner, aligned(owner.size()));
    padded(notes_, content, aligned(content.size()));
    return *this;
  }

  /// Header, one PT_LOAD over the whole file, one PT_NOTE.
  [[nodiscard]] std::string bytes(std::uint16_t machine = 62, std::uint16_t type = 3) const {
    const std::size_t word = wide_ ? 8 : 4;
    const std::size_t header = wide_ ? 64 : 52;
    const std::size_t segment = wide_ ? 56 : 32;
    std::string out(
        "\x7f"
        "ELF",
        4);
    out += {static_cast<char>(wide_ ? 2 : 1), static_cast<char>(big_endian_ ? 2 : 1), 1};
    out.resize(16, '\0');
    number(out, type, 2);
    number(out, machine, 2);
    number(out, 1, 4);
    number(out, 0, word);       // entry
    number(out, header, word);  // segments
    number(out, 0, word);       // sections
    number(out, 0, 4);
    for (const std::size_t value :
         {header, segment, std::size_t{2}, std::size_t{0}, std::size_t{0}, std::size_t{0}}) {
      number(out, value, 2);
    }
    const std::size_t start = header + 2 * segment;
    add_segment(out, 1, 0, start + notes_.size());
    add_segment(out, 4, start, notes_.size());
    return out + notes_;
  }

 private:
  static std::size_t aligned(std::size_t size) { return (size + 3) / 4 * 4; }
  static void padded(std::string& out, std::string_view text, std::size_t size) {
    out += text.substr(0, size);
    out.append(size - text.substr(0, size).size(), '\0');
  }
  void number(std::string& out, std::uint64_t value, std::size_t width) const {
    for (std::size_t i = 0; i < width; ++i) {
      out += static_cast<char>(value >> 8 * (big_endian_ ? width - 1 - i : i) & 0xff);
    }
  }
  void add_segment(std::string& out, std::uint32_t type, std::size_t offset,
                   std::size_t size) const {
    const std::size_t word = wide_ ? 8 : 4;
    number(out, type, 4);
    if (wide_) number(out, 0, 4);  // flags
    for (const std::size_t value : {offset, std::size_t{0}, std::size_t{0}, size, size})
      number(out, value, word);
    if (!wide_) number(out, 0, 4);
    number(out, 4, word);  // alignment
  }

  bool wide_, big_endian_;
  std::string notes_;
};

}  // namespace movie::test
