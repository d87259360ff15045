#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "bulk/temp_file.hpp"

namespace movie::tools {

/// The file that is imported, or standard input.
class Input {
 public:
  /// "-": standard input. Throws Failure.
  explicit Input(const std::string& file);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  /// 0: the end. Throws Failure, or Interrupted when a signal ended the waiting.
  std::size_t read(std::span<char> buffer);
  /// 0: not known beforehand.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Whether this is a regular file that `file` names, too, through whatever links.
  [[nodiscard]] bool is(const std::string& file) const;

  /// Makes sure that all of it is there and can be read twice: what is no regular file is copied
  /// into one that has no name and goes with the program, in TMPDIR, else /tmp. Throws as read(),
  /// and std::system_error.
  void stage();
  /// To where it began, once staged.
  void rewind();

 private:
  std::string name_;
  int fd_;
  bool regular_ = false;
  std::uint64_t size_ = 0;
  std::int64_t begin_ = 0;  ///< of standard input, which another program may have read from
  std::unique_ptr<bulk::TempFile> copy_;  ///< once staged, unless there was no need
  std::uint64_t at_ = 0;                  ///< in it
};

}  // namespace movie::tools
