#pragma once

namespace movie::conformance {

/// The process between the runner and a program: it inherits whatever the program's processes leave
/// behind, and ends it. A signal SIGTERM ends the program; so does the end of the runner.
struct Kept {
  int status;     ///< of waitpid
  int left_over;  ///< processes that were still there
};

/// In a forked child with all signals blocked: starts argv, waits, ends what is left and writes Kept
/// to `report`. Every other descriptor is closed.
[[noreturn]] void keep(char* const* argv, char* const* envp, int report, int out, int err);

}  // namespace movie::conformance
