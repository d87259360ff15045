#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "bulk/reader.hpp"
#include "input.hpp"
#include "progress.hpp"
#include "refusals.hpp"

namespace movie::tools {

/// The films of an input from its beginning on. Rows that are refused are told and passed over.
class Films {
 public:
  /// Input and refusals outlive it.
  Films(Input& input, bulk::Format format, bulk::Purpose purpose, Refusals& refusals);

  /// Nothing: the end. Throws bulk::ReadError, Failure, Interrupted.
  std::optional<MovieDraft> next();
  /// How many rows there were so far, those refused included.
  [[nodiscard]] std::uint64_t rows() const { return rows_; }

 private:
  bulk::Format format_;
  std::unique_ptr<bulk::Reader> reader_;
  Refusals& refusals_;
  Progress progress_;
  std::uint64_t rows_ = 0;
};

}  // namespace movie::tools
