#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/message.hpp"

namespace movie::http {

/// Tells browsers which pages may read the answers: those of `origins`, compared to the letter,
/// with credentials.
class Cors {
 public:
  explicit Cors(std::vector<std::string> origins) : origins_(std::move(origins)) {}

  /// The answer to a preflight, whatever its path; nullopt if `request` is none.
  [[nodiscard]] std::optional<Response> preflight(const Request& request) const;
  /// Adds what every answer to `request` carries, refusals included.
  void annotate(const Request& request, Response& response) const;

 private:
  [[nodiscard]] bool allows(std::string_view origin) const;

  std::vector<std::string> origins_;
};

}  // namespace movie::http
