#pragma once

#include <cstdint>
#include <string_view>

namespace movie::http {

/// Where a request's body goes while it comes, in place of Request::body. Used on the worker's
/// thread.
class BodySink {
 public:
  virtual ~BodySink() = default;
  /// A longer body is refused with 413, at once where its length is said before.
  [[nodiscard]] virtual std::uint64_t most() const = 0;
  /// The next bytes. 0: taken; else the status with which the request is refused.
  virtual int take(std::string_view bytes) = 0;
  /// Why take() refused, for the log and never for the client. Empty: the status says it.
  [[nodiscard]] virtual std::string_view trouble() const { return {}; }
};

}  // namespace movie::http
