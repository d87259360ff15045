#pragma once

#include <csv.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bulk/input.hpp"

namespace movie::bulk {

/// A record's fields, unquoted, and the line where it begins.
class Record {
 public:
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::string_view field(std::size_t i) const;
  [[nodiscard]] std::uint64_t line() const { return line_; }
  /// A quote stands where none may; the fields are worthless.
  [[nodiscard]] bool malformed() const { return malformed_; }

 private:
  friend class CsvRecords;
  std::string text_;
  std::vector<std::size_t> ends_;
  std::uint64_t line_ = 0;
  bool malformed_ = false;
};

/// The records of a CSV text, whatever is in them. libcsv is fed line by line, for it does not
/// count lines.
class CsvRecords {
 public:
  explicit CsvRecords(Source source);
  ~CsvRecords();
  CsvRecords(const CsvRecords&) = delete;
  CsvRecords& operator=(const CsvRecords&) = delete;

  /// The next record, valid until the next call; nullptr: the end. Throws ReadError.
  const Record* next();

  [[nodiscard]] std::uint64_t bytes_read() const { return input_.bytes_read(); }

 private:
  std::string_view take_piece();
  void feed(std::string_view piece);
  void parse(std::string_view piece);
  void start_parser();
  void begin_record();
  void abandon_record();
  void finish();

  static void on_field(void* text, std::size_t size, void* self) noexcept;
  static void on_record(int terminator, void* self) noexcept;

  Input input_;
  csv_parser parser_{};
  std::string_view unread_;
  std::uint64_t line_ = 1;
  char last_ = '\0';  ///< the byte before the piece that is being fed
  Record record_;
  std::size_t record_size_ = 0;  ///< bytes of the record that is being read; 0: none is
  bool complete_ = false;        ///< record_ is
  bool skipping_ = false;        ///< the rest of a malformed record's line
  bool ended_ = false;
};

}  // namespace movie::bulk
