#pragma once

#include <string>

#include "bulk/format.hpp"
#include "model/movie.hpp"

namespace movie::bulk {

/// Films as text that open_reader takes back: CSV with CRLF, JSON as [LF film,LF film LF] LF, so
/// that a line is a film there too ([] if there is none), or NDJSON. Each function appends; between
/// calls the text may be sent away and cleared.
class Writer {
 public:
  explicit Writer(Format format) : format_(format) {}

  void begin(std::string& out) const;
  void row(std::string& out, const MovieView& movie);
  void end(std::string& out) const;

 private:
  Format format_;
  bool any_ = false;
};

}  // namespace movie::bulk
