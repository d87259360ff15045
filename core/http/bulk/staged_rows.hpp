#pragma once

#include <cstdint>

#include "bulk/temp_file.hpp"
#include "model/movie.hpp"

namespace movie::http {

/// Films that have passed the rules, kept beside the memory in as few bytes as they have.
class StagedRows {
 public:
  /// Throws std::system_error where there is no room.
  void add(const MovieDraft& film);
  /// The next one, valid until the next call; null: the end. None is added once this was called.
  /// Throws std::system_error.
  const MovieDraft* next();
  /// Gives their room back; what was counted stays so.
  void discard() noexcept { file_.discard(); }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  bulk::TempFile file_;
  bulk::TempFileReader reader_{file_};
  std::uint64_t count_ = 0, given_ = 0;
  MovieDraft film_;
};

}  // namespace movie::http
