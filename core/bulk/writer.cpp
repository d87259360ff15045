#include "bulk/writer.hpp"

#include "bulk/csv_writer.hpp"
#include "json/write.hpp"

namespace movie::bulk {

void Writer::begin(std::string& out) const {
  if (format_ == Format::csv) out += kCsvHeader;
  if (format_ == Format::json) out += '[';
}

void Writer::row(std::string& out, const MovieView& movie) {
  switch (format_) {
    case Format::csv:
      append_csv(out, movie);
      return;
    case Format::json:
      out += any_ ? ",\n" : "\n";
      any_ = true;
      json::append_movie(out, movie);
      return;
    case Format::ndjson:
      json::append_movie(out, movie);
      out += '\n';
      return;
  }
}

void Writer::end(std::string& out) const {
  if (format_ == Format::json) out += any_ ? "\n]\n" : "]";
}

}  // namespace movie::bulk
