#include <algorithm>
#include <ostream>

#include "runner/report.hpp"

namespace movie::conformance {
namespace {

std::string escaped(std::string_view text) {
  std::string all;
  for (const char c : clean(text)) {
    switch (c) {
      case '&': all += "&amp;"; break;
      case '<': all += "&lt;"; break;
      case '>': all += "&gt;"; break;
      case '"': all += "&quot;"; break;
      case '\n': all += "&#10;"; break;
      default: all += c;
    }
  }
  return all;
}

std::size_t failures(const Run& run) { return count(run, Finding::kFailed); }
std::size_t errors(const Run& run) {
  return count(run, Finding::kCrashed) + count(run, Finding::kExited) + count(run, Finding::kTimedOut);
}
std::size_t skips(const Run& run) {
  return count(run, Finding::kUnclaimed) + count(run, Finding::kSkipped) + count(run, Finding::kNotRun);
}

void write_case(std::ostream& out, const Options& options, const Case& test, const Result& result) {
  const std::string name = test.name();
  const std::size_t dot = name.find('.');
  out << "    <testcase classname=\"" << name.substr(0, dot) << "\" name=\"" << name.substr(dot + 1)
      << "\" time=\"" << result.seconds << "\"";
  if (result.finding == Finding::kPassed) {
    out << "/>\n";
    return;
  }
  out << ">\n";
  if (failed(result.finding)) {
    const char* const element = result.finding == Finding::kFailed ? "failure" : "error";
    out << "      <" << element << " type=\"" << word(result.finding) << "\" message=\""
        << escaped(result.why) << "\">" << escaped(replay(options, name)) << "</" << element << ">\n";
    out << "      <system-out>" << escaped(result.output) << "</system-out>\n";
  } else {
    out << "      <skipped message=\"" << escaped(result.finding == Finding::kNotRun ? "not run" : result.why) << "\"/>\n";
  }
  out << "    </testcase>\n";
}

}  // namespace

void write_junit(std::ostream& out, const Options& options, const Run& run) {
  const Verdict found = verdict(run);
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      << "  <testsuite name=\"" << escaped(run.claims.name) << "\" tests=\"" << run.cases.size()
      << "\" failures=\"" << failures(run) << "\" errors=\"" << errors(run) << "\" skipped=\""
      << skips(run) << "\" time=\"" << run.seconds << "\">\n    <properties>\n"
      << "      <property name=\"verdict\" value=\"" << word(found.level) << "\"/>\n"
      << "      <property name=\"profile\" value=\"" << options.profile << "\"/>\n"
      << "      <property name=\"seed\" value=\"" << options.seed << "\"/>\n    </properties>\n";
  for (std::size_t at = 0; at < run.cases.size(); ++at)
    write_case(out, options, run.cases[at], run.results[at]);
  out << "  </testsuite>\n</testsuites>\n";
}

}  // namespace movie::conformance
