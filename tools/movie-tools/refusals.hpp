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
  /// Puts the report in its place. A signal does not end it: the films are imported, and only the
  /// report says which are not. Throws Failure and ReaderGone.
  void keep();
  /// The same on the way out of an import that failed: what goes wrong is told, and does not hide
  /// why the import did.
  void keep_while_failing() noexcept;

 private:
  void write();

  std::optional<Output> report_;
  std::string unwritten_;
  std::uint64_t count_ = 0;
};

}  // namespace movie::tools
