#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace movie {

/// How an operation on the store ended. The numbers are those of movie/store.h, where each is
/// defined; core/store asserts that they agree.
enum class Status : std::int32_t {
  unset = -1,
  ok = 0,
  not_found = 1,
  conflict = 2,
  exists = 3,
  again = 4,
  busy = 5,
  unavailable = 6,
  timeout = 7,
  full = 8,
  unknown = 9,
  invalid = 10,
  unsupported = 11,
  corrupt = 12,
  internal = 13,
};

/// For logs and messages to an operator.
constexpr std::string_view name_of(Status status) noexcept {
  switch (status) {
    case Status::unset:
      return "no status";
    case Status::ok:
      return "ok";
    case Status::not_found:
      return "not found";
    case Status::conflict:
      return "conflict";
    case Status::exists:
      return "exists";
    case Status::again:
      return "again";
    case Status::busy:
      return "busy";
    case Status::unavailable:
      return "unavailable";
    case Status::timeout:
      return "timeout";
    case Status::full:
      return "full";
    case Status::unknown:
      return "unknown";
    case Status::invalid:
      return "invalid";
    case Status::unsupported:
      return "unsupported";
    case Status::corrupt:
      return "corrupt";
    case Status::internal:
      return "internal";
  }
  return "no status";
}

/// Certainly not done, and not for good: trying again later may help.
constexpr bool may_pass(Status status) noexcept {
  return status == Status::busy || status == Status::unavailable || status == Status::timeout;
}

/// Why something failed: the kind for the program, the message for the log and never for a client.
struct Error {
  Status status = Status::internal;
  std::string message;
};

/// What a request's work returns: a value, or why there is none. Starting up throws instead.
template <class T>
using Result = tl::expected<T, Error>;

}  // namespace movie
