#pragma once

#include <chrono>
#include <cstdint>

namespace movie::tools {

/// A bar on standard error while a file is read; nothing where that is no terminal.
class Progress {
 public:
  /// `total`: bytes to read; 0: unknown, then only the count is shown.
  explicit Progress(std::uint64_t total);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Draws at most ten times a second.
  void show(std::uint64_t bytes, std::uint64_t rows);
  /// Takes the bar away, so that something else can be written.
  void clear();

 private:
  std::uint64_t total_;
  bool terminal_, drawn_ = false;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace movie::tools
