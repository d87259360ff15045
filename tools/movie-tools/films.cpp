#include "films.hpp"

#include <span>
#include <utility>
#include <variant>

namespace movie::tools {

Films::Films(Input& input, bulk::Format format, bulk::Purpose purpose, Refusals& refusals)
    : format_(format),
      reader_(bulk::open_reader(
          format, [&input](std::span<char> buffer) { return input.read(buffer); }, purpose)),
      refusals_(refusals),
      progress_(input.size()) {}

std::optional<MovieDraft> Films::next() {
  for (;;) {
    bulk::Row row = reader_->next();
    if (std::holds_alternative<bulk::End>(row)) return std::nullopt;
    progress_.show(reader_->bytes_read(), ++rows_);
    if (auto* film = std::get_if<MovieDraft>(&row)) return std::move(*film);
    progress_.clear();
    refusals_.add(std::get<bulk::Refusal>(row), format_);
  }
}

}  // namespace movie::tools
