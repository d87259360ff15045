#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace movie::bulk {

/// Bytes beside the memory: a file without a name in TMPDIR, else /tmp, that is gone with its last
/// user, however the process ends. First written, then read; by one thread at a time.
class TempFile {
 public:
  /// Throws std::system_error.
  TempFile();
  ~TempFile() { discard(); }
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;

  /// Throws std::system_error where there is no room.
  void append(std::string_view bytes);
  /// Makes sure that so many bytes can be appended. Throws std::system_error.
  void reserve(std::uint64_t bytes);
  /// Gives its room back.
  void discard() noexcept;

  /// Fills the buffer with the bytes from `at` on and says how many; 0: the end. Throws
  /// std::system_error.
  std::size_t read(std::uint64_t at, std::span<char> buffer);

 private:
  void flush();
  [[noreturn]] void fail_to_grow(int error) const;

  int fd_;
  std::string unwritten_;
  std::uint64_t written_ = 0;
};

/// Reads a file from its beginning on, a little at a time.
class TempFileReader {
 public:
  explicit TempFileReader(TempFile& file) : file_(file) {}

  /// The next `size` bytes, valid until the next call. Throws if there are fewer.
  std::string_view next(std::size_t size);

 private:
  TempFile& file_;
  std::uint64_t at_ = 0;  ///< of what the buffer does not hold yet
  std::string buffer_;
  std::size_t used_ = 0;
};

}  // namespace movie::bulk
