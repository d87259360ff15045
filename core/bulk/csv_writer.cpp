#include "bulk/csv_writer.hpp"

namespace movie::bulk {
namespace {

/// Blanks at an end are part of the field (RFC 4180), but many readers, ours too, drop them where
/// it has no quotes.
bool needs_quotes(std::string_view text) {
  constexpr std::string_view kSpecial = ",\"\r\n", kBlank = " \t";
  if (text.empty()) return false;
  return text.find_first_of(kSpecial) != std::string_view::npos ||
         kBlank.find(text.front()) != std::string_view::npos ||
         kBlank.find(text.back()) != std::string_view::npos;
}

void append_field(std::string& out, std::string_view text) {
  if (!needs_quotes(text)) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void append_csv(std::string& out, const MovieView& movie) {
  out += std::to_string(movie.id);
  out += ',';
  append_field(out, movie.title);
  out += ',';
  out += std::to_string(movie.year);
  out += ',';
  append_field(out, movie.genre);
  out += "\r\n";
}

}  // namespace movie::bulk
