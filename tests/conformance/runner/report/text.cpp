#include <algorithm>
#include <iomanip>
#include <ostream>
#include <sstream>

#include "runner/report.hpp"

namespace movie::conformance {
namespace {

constexpr int kMostLines = 40;

/// The beginning of a text, each line behind `before`.
void write_lines(std::ostream& out, const std::string& text, const std::string& before) {
  std::istringstream in(clean(text));
  int lines = 0;
  for (std::string line; std::getline(in, line);) {
    if (++lines > kMostLines) {
      out << before << "…\n";
      return;
    }
    out << before << line << "\n";
  }
}

/// What it has, of `names`, and what it has not.
void write_claims(std::ostream& out, const Run& run) {
  std::vector<std::string_view> has, lacks, is;
  for (const std::string& name : capabilities())
    (run.claims.has.count(name) != 0 ? has : lacks).push_back(name);
  is.emplace_back(run.claims.has.count("durable") != 0 ? "durable" : "forgets");
  is.emplace_back(run.claims.has.count("sessions") != 0 ? "several sessions" : "serial");
  for (const char* const more : {"schema", "figures"}) {
    if (run.claims.has.count(more) != 0) is.emplace_back(more);
  }
  out << "claims:  " << (has.empty() ? "no capability" : joined(has, ", ")) << "\n";
  if (!lacks.empty()) out << "not:     " << joined(lacks, ", ") << "\n";
  out << "store:   " << joined(is, ", ") << "\n";
}

void write_counts(std::ostream& out, const Run& run) {
  out << "cases:   " << run.cases.size();
  for (int at = 0; at <= static_cast<int>(Finding::kNotRun); ++at) {
    const auto finding = static_cast<Finding>(at);
    std::string name(word(finding));
    std::replace(name.begin(), name.end(), '_', ' ');
    if (const std::size_t of = count(run, finding); of != 0) out << ", " << of << " " << name;
  }
  const auto core = std::count_if(run.cases.begin(), run.cases.end(), [](const Case& test) { return test.core(); });
  out << "; " << core << " are the core profile's\n";
}

/// One that was skipped although the plug-in has what it takes.
void write_skipped(std::ostream& out, const Run& run) {
  for (std::size_t at = 0; at < run.cases.size(); ++at) {
    if (run.results[at].finding != Finding::kSkipped) continue;
    out << "SKIPPED  " << run.cases[at].name() << "\n";
    write_lines(out, run.results[at].why, "    ");
  }
}

}  // namespace

void show_failure(std::ostream& out, const Options& options, const Case& test,
                  const Result& result) {
  if (!failed(result.finding)) return;
  out << "FAILED   " << test.name() << " " << marks(test.source->clauses) << " after " << std::fixed
      << std::setprecision(2) << result.seconds << " s\n";
  write_lines(out, result.why, "    ");
  if (result.finding != Finding::kFailed) write_lines(out, result.output, "    | ");
  out << "  again: " << replay(options, test.name()) << "\n" << std::flush;
}

void write_summary(std::ostream& out, const Options& options, const Run& run) {
  write_skipped(out, run);
  const Verdict found = verdict(run);
  out << "plug-in: " << clean(run.claims.name) << " " << clean(run.claims.version) << ", "
      << options.backend.file.string() << "\n";
  write_claims(out, run);
  write_counts(out, run);
  out << "run:     profile " << options.profile << ", seed " << options.seed << ", " << options.jobs
      << " at once, " << std::fixed << std::setprecision(1) << run.seconds << " s, "
      << run.processor_seconds << " s of a processor\n";
  out << "verdict: " << word(found.level) << ": " << found.why << "\n";
}

}  // namespace movie::conformance
