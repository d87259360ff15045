#include <algorithm>
#include <ostream>

#include "runner/report.hpp"

namespace movie::conformance {

void write_list(std::ostream& out, const std::vector<Case>& cases) {
  out << "# case\tlevel\tneeds\tclauses\n";
  for (const Case& test : cases) {
    out << test.name() << "\t" << (test.core() ? "core" : "extended") << "\t"
        << (test.core() ? "-" : joined(test.source->needs, ",")) << "\t"
        << (test.source->clauses.empty() ? "-" : marks(test.source->clauses)) << "\n";
  }
}

void write_clauses(std::ostream& out, const Run& run) {
  out << "| clause | says | cases | result |\n|---|---|---|---|\n";
  for (const Clause& clause : clauses()) {
    std::string names, result;
    std::size_t passed = 0, bad = 0, others = 0;
    for (std::size_t at = 0; at < run.cases.size(); ++at) {
      const std::vector<int>& of = run.cases[at].source->clauses;
      if (std::find(of.begin(), of.end(), clause.number) == of.end()) continue;
      names += (names.empty() ? "" : ", ") + run.cases[at].name();
      const Finding finding = run.results[at].finding;
      ++(finding == Finding::kPassed ? passed : failed(finding) ? bad : others);
    }
    result = bad != 0      ? "failed: " + std::to_string(bad) + " of " + std::to_string(passed + bad)
             : passed != 0 ? "passed: " + std::to_string(passed)
             : others != 0 ? "not shown"
                           : "no case";
    if (passed + bad != 0 && others != 0) result += ", not run: " + std::to_string(others);
    out << "| S-" << clause.number << " | " << clause.text << " | " << names << " | " << result << " |\n";
  }
}

}  // namespace movie::conformance
