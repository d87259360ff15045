#include <algorithm>

#include "runner/result.hpp"

namespace movie::conformance {
namespace {

std::string number_of(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// The capabilities that it does not claim, as words; empty: none.
std::string unclaimed(const Claims& claims) {
  std::string words;
  for (const std::string& name : capabilities()) {
    if (claims.has.count(name) == 0) words += (words.empty() ? "" : ", ") + name;
  }
  return words;
}

/// Those not run, but for the ones that are of no concern.
std::size_t left_out(const Run& run) {
  std::size_t found = 0;
  for (std::size_t at = 0; at < run.cases.size(); ++at) {
    found += run.results[at].finding == Finding::kNotRun &&
             missing(*run.cases[at].source, run.claims).empty();
  }
  return found;
}

}  // namespace

const std::vector<std::string>& capabilities() {
  static const std::vector<std::string> all{"expect", "memo",  "keep_id",  "if_empty",
                                            "filter", "search", "sort",    "total",
                                            "snapshot", "many", "clears",  "rekeys"};
  return all;
}

bool failed(Finding finding) {
  return finding == Finding::kFailed || finding == Finding::kCrashed ||
         finding == Finding::kExited || finding == Finding::kTimedOut;
}

std::string_view word(Finding finding) {
  constexpr std::string_view words[] = {"passed",    "failed",    "crashed", "exited",
                                        "timed_out", "unclaimed", "skipped", "not_run"};
  return words[static_cast<std::size_t>(finding)];
}

std::string_view word(Level level) {
  constexpr std::string_view words[] = {"failed", "partial", "core", "extended"};
  return words[static_cast<std::size_t>(level)];
}

std::size_t count(const Run& run, Finding finding) {
  return static_cast<std::size_t>(
      std::count_if(run.results.begin(), run.results.end(),
                    [&](const Result& result) { return result.finding == finding; }));
}

std::vector<std::string> missing(const Source& source, const Claims& claims) {
  std::vector<std::string> found;
  for (const std::string_view need : source.needs) {
    if (claims.has.find(need) == claims.has.end()) found.emplace_back(need);
  }
  return found;
}

Verdict verdict(const Run& run) {
  const auto failures = static_cast<std::size_t>(
      std::count_if(run.results.begin(), run.results.end(),
                    [](const Result& result) { return failed(result.finding); }));
  if (failures != 0) return {Level::kFailed, number_of(failures, "case") + " failed"};
  if (const std::size_t skipped = count(run, Finding::kSkipped); skipped != 0) {
    return {Level::kPartial,
            number_of(skipped, "case") + " skipped although the plug-in has what it takes", true};
  }
  if (const std::size_t others = left_out(run); others != 0)
    return {Level::kPartial, number_of(others, "case") + " not run"};
  const std::string lacks = unclaimed(run.claims);
  if (!lacks.empty())
    return {Level::kCore, "all of the core profile and all that it claims; not claimed: " + lacks};
  return {Level::kExtended, "all of the core profile, and every capability"};
}

}  // namespace movie::conformance
