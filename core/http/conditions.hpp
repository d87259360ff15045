#pragma once

#include <string_view>

#include "http/message.hpp"

namespace movie::http {

/// What a request asks of the thing it names, by entity tag (RFC 9110, 13.1). Borrows the request.
class Conditions {
 public:
  explicit Conditions(const Request& request) : request_(&request) {}

  /// It has an If-Match field that names tags; "*" asks for nothing that a change does not need
  /// anyway.
  [[nodiscard]] bool expects_tag() const;
  /// If-Match names this tag, as strong tags compare.
  [[nodiscard]] bool expects(std::string_view tag) const;
  /// If-None-Match names it, as weak tags compare, or "*".
  [[nodiscard]] bool has_already(std::string_view tag) const;

 private:
  const Request* request_;
};

}  // namespace movie::http
