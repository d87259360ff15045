#include "bulk/csv_writer.hpp"

namespace movie::bulk {
namespace {

void append_field(std::string& out, std::string_view text) {
  constexpr std::string_view kSpecial = ",\"\r\n";
  if (text.find_first_of(kSpecial) == std::string_view::npos) {
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
