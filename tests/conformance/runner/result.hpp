#pragma once

#include <set>
#include <string>
#include <vector>

#include "runner/catalogue.hpp"

namespace movie::conformance {

enum class Finding {
  kPassed,
  kFailed,     ///< an expectation does not hold, or the case's store could not be had or let go
  kCrashed,    ///< by a signal
  kExited,     ///< the process ended before the case did
  kTimedOut,
  kUnclaimed,  ///< skipped for want of what the plug-in does not have
  kSkipped,    ///< skipped although the plug-in has it all
  kNotRun,
};

/// What became of a case.
struct Result {
  Finding finding = Finding::kNotRun;
  std::string why = {};     ///< in words; empty when it passed
  std::string output = {};  ///< what was said, if it did not pass
  double seconds = 0;
};

/// What a plug-in says of itself.
struct Claims {
  std::string name, version;
  std::set<std::string, std::less<>> has;  ///< as in Source::needs
};

/// A run of all cases: results[i] is of cases[i].
struct Run {
  Claims claims;
  std::vector<Case> cases;
  std::vector<Result> results;
  double seconds = 0;
  double processor_seconds = 0;  ///< of all processes
};

enum class Level { kFailed, kPartial, kCore, kExtended };

struct Verdict {
  Level level = Level::kFailed;
  std::string why;            ///< in words
  bool skipped = false;       ///< a case that concerns the plug-in was
};

bool failed(Finding finding);
std::string_view word(Finding finding);
std::string_view word(Level level);
std::size_t count(const Run& run, Finding finding);

/// What the case needs and the plug-in has not.
std::vector<std::string> missing(const Source& source, const Claims& claims);

Verdict verdict(const Run& run);

/// The names of all capabilities, by their bits.
const std::vector<std::string>& capabilities();

}  // namespace movie::conformance
