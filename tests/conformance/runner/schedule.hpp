#pragma once

#include <functional>

#include "runner/options.hpp"
#include "runner/process.hpp"
#include "runner/result.hpp"

namespace movie::conformance {

/// Called with each result as it comes, by one thread at a time.
using Heard = std::function<void(const Case&, const Result&)>;

/// Finds out what the plug-in claims and runs the cases that --only chooses, each in a process of
/// its own, several at once. Throws std::runtime_error when the file is no plug-in.
Run run_cases(const Options& options, const Stop& stop, const Heard& heard);

}  // namespace movie::conformance
