#pragma once

#include <stdexcept>
#include <string>

#include "config/exit_status.hpp"
#include "store/operation.hpp"
#include "store/store.hpp"

namespace movie::tools {

/// Why a command ends without having done its work: one line, and the exit status.
class Failure : public std::runtime_error {
 public:
  Failure(config::ExitStatus status, const std::string& line)
      : std::runtime_error(line), status_(status) {}
  [[nodiscard]] config::ExitStatus status() const { return status_; }

 private:
  config::ExitStatus status_;
};

/// Throws unless the operation is ok; `doing`: "importing".
void expect_ok(const store::Operation& operation, const std::string& doing);

/// For what a store throws while it is opened or migrated: whether trying again may help, or
/// nothing will.
[[nodiscard]] config::ExitStatus exit_status_of(const store::StoreError& error);

/// For what the operating system refuses, errno telling why. `what`: "cannot write x.csv".
[[noreturn]] void fail_with_errno(const std::string& what);

}  // namespace movie::tools
