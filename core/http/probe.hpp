#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace movie::http {

/// Asks the server that listens on `host` and `port` (a wildcard means this machine) for `target`
/// and returns its answer's body. Throws std::runtime_error with one line if it does not answer 200
/// within `patience` a step: for health checks where there is no curl.
std::string probe(const std::string& host, std::uint16_t port, const std::string& target,
                  std::chrono::milliseconds patience);

}  // namespace movie::http
