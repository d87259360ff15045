#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "bulk/refusal.hpp"
#include "bulk/temp_file.hpp"

namespace movie::http {

/// Rows that break the rules, with what is wrong with them, kept beside the memory: of the first 64
/// MiB of that; the rest are only counted, those in a row together.
class RefusedRows {
 public:
  struct Row {
    std::uint64_t row = 0;    ///< from 0 on
    std::string_view faults;  ///< items of a "detail", parted by commas; empty: not told
  };

  /// Throws std::system_error where there is no room.
  void add(const bulk::Refusal& refusal);
  /// The next one, valid until the next call; nothing: the end. None is added once this was called.
  std::optional<Row> next();
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  /// Rows that follow one another and are not told: the last ones added, or the next ones given.
  struct Run {
    std::uint64_t begin = 0, end = 0;
    [[nodiscard]] std::uint64_t size() const { return end - begin; }
  };

  void end_run();
  void write_head(std::uint64_t row, std::uint64_t rows, std::size_t size);

  Run run_;
  bulk::TempFile file_;
  bulk::TempFileReader reader_{file_};
  std::uint64_t count_ = 0, given_ = 0, told_ = 0;
};

}  // namespace movie::http
