#pragma once

#include <string>
#include <string_view>

namespace movie::tools {

/// The reader of our standard output has gone: nothing to complain about.
struct ReaderGone {};

/// After what went through stdio. Throws Failure and ReaderGone if not all of it was written.
void flush_standard_output();

/// Where an export goes: standard output, or a file that takes the place of an older one only when
/// it is complete.
class Output {
 public:
  /// "-": standard output. Throws Failure.
  explicit Output(const std::string& file);
  /// Without keep() a file that was begun is removed.
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// Throws Failure, ReaderGone, or Interrupted when a signal ended the waiting.
  void write(std::string_view text) { write(text, true); }
  /// All of it, whatever signal came. Throws Failure and ReaderGone.
  void write_whole(std::string_view text) { write(text, false); }
  /// Puts the file in its place. Throws Failure.
  void keep();

 private:
  void write(std::string_view text, bool interruptible);

  std::string name_, file_, temporary_;
  int fd_ = -1;
};

}  // namespace movie::tools
