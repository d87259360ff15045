#include "bulk/json_reader.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "json/read_row.hpp"
#include "model/text.hpp"

namespace movie::bulk {
namespace {

/// How many lines of `text` end before the code point with this number.
std::uint64_t lines_before(std::string_view text, std::size_t code_point) {
  std::size_t at = 0;
  for (; code_point > 0 && at < text.size(); --code_point) text::next(text, at);
  return static_cast<std::uint64_t>(std::ranges::count(text.substr(0, at), '\n'));
}

}  // namespace

Row JsonReader::next() {
  const std::optional<std::string_view> element = elements_.next();
  if (!element) return End{};
  json::RowRead read = json::read_row(*element, ids_.restores());
  if (auto* film = std::get_if<MovieDraft>(&read)) {
    return ids_.checked(std::move(*film), elements_.line(), elements_.row());
  }
  if (auto* problems = std::get_if<json::Problems>(&read)) {
    return Refusal{elements_.line(), elements_.row(), std::move(*problems)};
  }
  const auto& error = std::get<json::SyntaxError>(read);
  throw ReadError("line " +
                  std::to_string(elements_.line() + lines_before(*element, error.position)) +
                  ", row " + std::to_string(elements_.row()) + ": " + json::describe(error));
}

}  // namespace movie::bulk
