#pragma once

#include <optional>
#include <string>

#include "runner/options.hpp"
#include "runner/result.hpp"

/// Both ends between the runner and the processes in which it runs cases.
namespace movie::conformance {

/// Where such a process leaves what it found.
constexpr const char* kResultVariable = "MOVIE_CONFORMANCE_RESULT";
/// Which run it is part of.
constexpr const char* kRunVariable = "MOVIE_CONFORMANCE_RUN";

/// In such a process: the file for what it finds. Empty: no runner started this.
std::string result_file();

/// What a case's process came to.
struct Told {
  Finding finding;  ///< passed, failed or skipped
  std::string why;
};

/// In the case's process: writes what the case came to, when it ends.
void tell_result();
/// Nothing: the case did not end.
std::optional<Told> told_result(const std::string& file);

/// In a process of its own: loads the plug-in, opens a store and writes what both claim. Returns the
/// exit status.
int probe(const Options& options);
/// Nothing: it could not be loaded.
std::optional<Claims> told_claims(const std::string& file);

}  // namespace movie::conformance
