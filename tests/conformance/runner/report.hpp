#pragma once

#include <iosfwd>

#include "runner/options.hpp"
#include "runner/result.hpp"

namespace movie::conformance {

/// What is shown of a case that did not pass, as soon as that is known.
void show_failure(std::ostream& out, const Options& options, const Case& test, const Result& result);
void write_summary(std::ostream& out, const Options& options, const Run& run);
void write_list(std::ostream& out, const std::vector<Case>& cases);
void write_clauses(std::ostream& out, const Run& run);

void write_tap(std::ostream& out, const Options& options, const Run& run);
void write_junit(std::ostream& out, const Options& options, const Run& run);
void write_json(std::ostream& out, const Options& options, const Run& run);

/// `text` as valid UTF-8 without control characters but newline and tab: what was wrong is a '?'.
std::string clean(std::string_view text);
/// [S-1] [S-2]
std::string marks(const std::vector<int>& clauses);
/// The names in a row, `between` them.
std::string joined(const std::vector<std::string_view>& names, std::string_view between);

}  // namespace movie::conformance
