// Any bytes as a file of films: the same rows, whatever pieces they come in.

#include <algorithm>
#include <string>
#include <vector>

#include "bulk/reader.hpp"
#include "fuzz/fuzz.hpp"

namespace {

using namespace movie::bulk;

std::vector<std::string> rows(Format format, Purpose purpose, std::string_view bytes,
                              std::size_t piece) {
  const auto reader = open_reader(
      format,
      [&](std::span<char> buffer) {
        const std::size_t size = std::min({piece, bytes.size(), buffer.size()});
        std::copy_n(bytes.begin(), size, buffer.begin());
        bytes.remove_prefix(size);
        return size;
      },
      purpose);
  std::vector<std::string> found;
  try {
    for (;;) {
      const auto row = reader->next();
      if (std::holds_alternative<End>(row)) return found;
      if (const auto* film = std::get_if<movie::MovieDraft>(&row)) {
        found.push_back(film->title + '\n' + film->genre + '\n' + std::to_string(film->year));
      } else {
        found.push_back(describe(std::get<Refusal>(row), format));
      }
    }
  } catch (const ReadError& error) {
    movie::fuzz::hold(std::string_view(error.what()).find('\n') == std::string_view::npos,
                      "one line");
    found.emplace_back(error.what());
  }
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Format format = kFormats[data[0] % kFormats.size()];
  const Purpose purpose = data[0] % 2 == 0 ? Purpose::add : Purpose::restore;
  const auto bytes = movie::fuzz::text_of(data + 1, size - 1);
  const auto whole = rows(format, purpose, bytes, bytes.size());
  movie::fuzz::hold(whole == rows(format, purpose, bytes, 1 + data[0] / 8),
                    "pieces make no difference");
  return 0;
}
