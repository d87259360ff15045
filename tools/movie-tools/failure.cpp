#include "failure.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <string_view>
#include <system_error>

namespace movie::tools {
namespace {

std::string_view meaning(Status status) {
  switch (status) {
    case Status::busy:
      return "another program holds the store; try again";
    case Status::unavailable:
      return "the store cannot be reached";
    case Status::timeout:
      return "the store did not answer in time; try again";
    case Status::full:
      return "the store has no room, or may not be written";
    case Status::unknown:
      return "it may have been done or not: the store was lost in between; look before you repeat "
             "it";
    case Status::corrupt:
      return "the stored data cannot be read";
    case Status::unsupported:
      return "this plug-in cannot do that";
    default:
      return "a defect of the plug-in";
  }
}

}  // namespace

void expect_ok(const store::Operation& operation, const std::string& doing) {
  if (operation.status == Status::ok) return;
  throw Failure(may_pass(operation.status) ? config::kStoreUnreachable : config::kFailed,
                fmt::format("{} failed: {}{}{}", doing, meaning(operation.status),
                            operation.message.empty() ? "" : ": ", operation.message));
}

config::ExitStatus exit_status_of(const store::StoreError& error) {
  return may_pass(error.status()) ? config::kStoreUnreachable : config::kBadConfiguration;
}

void fail_with_errno(const std::string& what) {
  throw Failure(config::kFailed,
                fmt::format("{}: {}", what, std::generic_category().message(errno)));
}

}  // namespace movie::tools
