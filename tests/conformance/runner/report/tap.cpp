#include <ostream>
#include <sstream>

#include "runner/report.hpp"

namespace movie::conformance {
namespace {

/// A block of YAML below the line of a case.
void write_block(std::ostream& out, const std::string& name, const std::string& text) {
  out << "  " << name << ": |-\n";
  std::istringstream in(clean(text));
  for (std::string line; std::getline(in, line);) out << "    " << line << "\n";
}

std::string first_line(const std::string& text) {
  std::string line = clean(text.substr(0, text.find('\n')));
  for (char& c : line) c = c == '#' ? ' ' : c;
  return line;
}

}  // namespace

void write_tap(std::ostream& out, const Options& options, const Run& run) {
  const Verdict found = verdict(run);
  out << "TAP version 13\n1.." << run.cases.size() << "\n";
  for (std::size_t at = 0; at < run.cases.size(); ++at) {
    const Case& test = run.cases[at];
    const Result& result = run.results[at];
    out << (failed(result.finding) ? "not ok " : "ok ") << at + 1 << " - " << test.name();
    if (result.finding == Finding::kNotRun) out << " # SKIP not run";
    if (result.finding == Finding::kUnclaimed || result.finding == Finding::kSkipped)
      out << " # SKIP " << first_line(result.why);
    out << "\n";
    if (!failed(result.finding)) continue;
    out << "  ---\n  finding: " << word(result.finding) << "\n";
    write_block(out, "message", result.why);
    write_block(out, "again", replay(options, test.name()));
    if (!result.output.empty()) write_block(out, "output", result.output);
    out << "  ...\n";
  }
  out << "# seed " << options.seed << "\n# verdict " << word(found.level) << ": " << found.why << "\n";
}

}  // namespace movie::conformance
