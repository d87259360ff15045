#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace movie::tools {

/// The file that is imported, or standard input.
class CsvInput {
 public:
  /// "-": standard input. Throws Failure.
  explicit CsvInput(const std::string& file);
  ~CsvInput();
  CsvInput(const CsvInput&) = delete;
  CsvInput& operator=(const CsvInput&) = delete;

  /// 0: the end. Throws Failure, or Interrupted when a signal ended the waiting.
  std::size_t read(std::span<char> buffer);
  /// 0: not known beforehand.
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  std::string name_;
  int fd_;
  std::uint64_t size_ = 0;
};

}  // namespace movie::tools
