#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace movie::conformance {

/// Ends what runs when SIGINT, SIGTERM or SIGHUP comes. One of them, in main.
class Stop {
 public:
  Stop();
  [[nodiscard]] int fd() const;      ///< readable from then on
  [[nodiscard]] int signal() const;  ///< 0: none came
};

struct Command {
  std::vector<std::string> arguments;         ///< the program's path first
  std::vector<std::string> environment = {};  ///< NAME=value, in addition to ours
};

struct Ended {
  enum How { kExited, kSignalled, kTimedOut, kStopped } how = kExited;
  int code = 0;        ///< the exit status or the signal's number
  int left_over = 0;   ///< processes that it left running, ended as well
  std::string out = {}, err = {};  ///< the beginning of what it said
};

/// Runs it in a session of its own. When this returns, neither it nor anything that it started is
/// left, in whatever session. `stop` may be null. Throws std::system_error when no process can be
/// had.
Ended run_kept(const Command& command, std::chrono::milliseconds limit, const Stop* stop);

}  // namespace movie::conformance
