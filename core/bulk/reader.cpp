#include "bulk/reader.hpp"

#include <utility>

#include "bulk/csv_reader.hpp"
#include "bulk/json_reader.hpp"
#include "bulk/ndjson_reader.hpp"

namespace movie::bulk {

std::unique_ptr<Reader> open_reader(Format format, Source source, Purpose purpose) {
  switch (format) {
    case Format::json:
      return std::make_unique<JsonReader>(std::move(source), purpose);
    case Format::ndjson:
      return std::make_unique<NdjsonReader>(std::move(source), purpose);
    case Format::csv:
      break;
  }
  return std::make_unique<CsvReader>(std::move(source), purpose);
}

}  // namespace movie::bulk
