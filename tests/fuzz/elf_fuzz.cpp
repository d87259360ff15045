// Any bytes as a plug-in's file: nothing is read that is not there, and what its note says can be
// printed.

#include <algorithm>
#include <cstring>

#include "fuzz/fuzz.hpp"
#include "store/note.hpp"

namespace {

using movie::fuzz::hold;

bool printable(const std::string& text) {
  return text.size() <= 31 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = [&](std::uint64_t offset, std::span<std::byte> to) {
    hold(offset <= size && to.size() <= size - offset, "only what is there is asked for");
    std::memcpy(to.data(), data + offset, to.size());
    return true;
  };
  try {
    const auto facts = movie::store::read_elf({size, read});
    hold(facts.bits == 32 || facts.bits == 64, "a word size");
    if (facts.note) hold(printable(facts.note->name) && printable(facts.note->version), "text");
  } catch (const movie::store::ElfError& error) {
    hold(error.what()[0] != '\0', "a reason");
  }
  return 0;
}
