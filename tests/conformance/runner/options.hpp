#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "suite.hpp"

namespace movie::conformance {

/// What the command line says.
struct Options {
  std::string program;  ///< as it was called
  Backend backend;      ///< its URLs are templates
  std::string setup, teardown, kill_server, retitle;
  std::vector<std::string> only;
  std::string profile = "full";
  std::uint64_t seed = 0;
  unsigned jobs = 1;
  std::chrono::seconds time_limit{0};
  bool time_limit_given = false;
  std::string tap, junit, json;  ///< files, or "-"
  bool list = false, clauses = false, in_process = false, probe = false;
  std::vector<std::string> gtest;  ///< arguments for GoogleTest
};

constexpr int kConforms = 0, kFails = 1, kUsage = 2, kPartly = 3;

/// Without a value: the program is to end with `status`, and has said why. Throws
/// std::invalid_argument.
std::optional<Options> parsed(int argc, char** argv, int& status);

/// The line that runs one case again as it was run.
std::string replay(const Options& options, const std::string& name);

}  // namespace movie::conformance
