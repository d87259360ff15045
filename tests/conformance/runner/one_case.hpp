#pragma once

#include <filesystem>

#include "runner/options.hpp"
#include "runner/process.hpp"
#include "runner/result.hpp"

namespace movie::conformance {

/// Runs one case in a process of its own, in `folder`, which it makes and removes.
Result run_case(const Options& options, const Case& test, const Claims& claims,
                const std::filesystem::path& folder, const Stop& stop);

/// The same for what a plug-in claims. Throws std::runtime_error when that cannot be had.
Claims run_probe(const Options& options, const std::filesystem::path& folder, const Stop& stop);

}  // namespace movie::conformance
