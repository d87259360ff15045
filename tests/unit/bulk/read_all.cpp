#include "unit/bulk/read_all.hpp"

#include <algorithm>
#include <utility>

namespace movie::bulk {

Source source_of(std::string text, std::size_t step) {
  return [text = std::move(text), step, at = std::size_t{0}](std::span<char> buffer) mutable {
    const std::size_t size = std::min({step, buffer.size(), text.size() - at});
    std::copy_n(text.data() + at, size, buffer.data());
    at += size;
    return size;
  };
}

ReadAll read_all(Format format, Source source, Purpose purpose) {
  const auto reader = open_reader(format, std::move(source), purpose);
  ReadAll all;
  try {
    for (;;) {
      Row row = reader->next();
      if (std::holds_alternative<End>(row)) break;
      if (auto* draft = std::get_if<MovieDraft>(&row)) all.drafts.push_back(std::move(*draft));
      if (auto* refusal = std::get_if<Refusal>(&row))
        all.refusals.push_back(describe(*refusal, format));
    }
  } catch (const ReadError& error) {
    all.error = error.what();
  }
  return all;
}

ReadAll read_all(Format format, const std::string& text, std::size_t step) {
  return read_all(format, source_of(text, step));
}

}  // namespace movie::bulk
