#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <variant>

#include "bulk/refusal.hpp"
#include "model/movie.hpp"

namespace movie::bulk {

/// Nothing further can be read: no usable header, a quote that never ends, no room for a row. One
/// line with the line number, what was found and what is expected.
class CsvError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Films from CSV (RFC 4180; LF or CRLF; a BOM is skipped) by the names in its header: title, year,
/// genre in any order and case, other columns ignored, the same rules as the API. Memory is bounded
/// by the longest row allowed. Used by one thread.
class CsvReader {
 public:
  /// Fills the buffer with the next bytes and says how many; 0: the end. May throw; it goes through
  /// next().
  using Source = std::function<std::size_t(std::span<char> buffer)>;

  explicit CsvReader(Source source);
  ~CsvReader();
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  struct End {};
  using Row = std::variant<End, MovieDraft, Refusal>;
  /// The next row; blank lines are passed over. Throws CsvError, and then no more.
  Row next();

  /// How many bytes have been taken from the source, for a progress bar.
  [[nodiscard]] std::uint64_t bytes_read() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace movie::bulk
