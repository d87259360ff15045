#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bulk/refusal.hpp"
#include "output.hpp"

namespace movie::tools {

/// Where refused rows are told: a line each on standard error, or, where a report is wanted, in it
/// as NDJSON.
class Refusals {
 public:
  /// Throws Failure.
  explicit Refusals(const std::optional<std::string>& report);

  void add(const bulk::Refusal& refusal, bulk::Format format);
  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// Puts the report in its place, whether or not the import was done. Throws Failure.
  void keep();

 private:
  std::optional<Output> report_;
  std::string unwritten_;
  std::uint64_t count_ = 0;
};

}  // namespace movie::tools
