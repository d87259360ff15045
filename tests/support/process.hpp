#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "support/spawn.hpp"

namespace movie::test {

/// How it ended, and all it said.
struct Ended {
  int status = 0;  ///< the exit status, or 128 + the signal's number
  std::string out, err;
};

/// A program that runs. Its output is read at all times, so that it never waits for the test. One
/// thread uses it. The child is killed when this is destroyed, and when the thread that started it
/// ends.
class Process {
 public:
  using Limit = std::chrono::milliseconds;
  static constexpr Limit kLimit{30'000};
  enum Stream { kOut, kErr };

  /// Throws std::runtime_error when the program cannot be started.
  explicit Process(const Start& start);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Without waiting.
  bool has_ended();
  void signal(int number) const;

  /// The first line not yet given here that contains `text`. Throws with all that was said when the
  /// limit passes or the stream ends before.
  std::string wait_for_line(Stream stream, std::string_view text, Limit limit = kLimit);
  /// The same for text that needs no line end, such as a question.
  void wait_for(Stream stream, std::string_view text, Limit limit = kLimit);

  void write(std::string_view input);
  void close_input();
  /// From now on writing to its standard output fails.
  void close_output();

  /// Throws, the child killed, when the limit passes.
  Ended wait(Limit limit = kLimit);
  /// SIGTERM, then wait.
  Ended terminate(Limit limit = kLimit);

 private:
  void carry();
  void take_output(Stream stream);
  void give_input();
  void close_what_ended();
  void wake() const;
  bool reap(int options);
  std::string said();

  pid_t pid_;
  int status_ = 0;
  bool ended_ = false;
  int in_, from_[2];  ///< the carrier's alone
  int wake_ = -1;     ///< eventfd

  std::mutex mutex_;  ///< what follows
  std::condition_variable changed_;
  std::string text_[2];
  std::size_t given_[2] = {0, 0};
  bool open_[2] = {true, true};
  std::string input_;
  bool input_ends_ = false, output_ends_ = false, stopping_ = false;
  std::thread carrier_;
};

/// Starts it and waits for its end.
Ended run(const Start& start, Process::Limit limit = Process::kLimit);

}  // namespace movie::test
