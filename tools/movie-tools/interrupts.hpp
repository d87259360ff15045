#pragma once

#include <exception>

namespace movie::tools {

/// A job was asked to end, and did, between two transactions.
struct Interrupted : std::exception {
  [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
};

/// While one lives, the first SIGINT or SIGTERM is only noted, so that a long job ends where it
/// likes; the second ends the program at once.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// The one that came; 0: none.
  [[nodiscard]] static int signal();
  /// Throws Interrupted if a signal came.
  static void check();
};

}  // namespace movie::tools
