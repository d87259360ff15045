#include "runner/catalogue.hpp"

#include <fnmatch.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace movie::conformance {

std::string name_in_source(std::string_view suite, std::string_view test) {
  const std::size_t slash = suite.find('/');
  if (slash != std::string_view::npos) suite.remove_prefix(slash + 1);
  return std::string(suite).append(".").append(test.substr(0, test.find('/')));
}

std::vector<Case> cases() {
  std::map<std::string_view, const Source*> known;
  for (const Source& source : sources()) known[source.name] = &source;
  std::vector<Case> all;
  const testing::UnitTest& tests = *testing::UnitTest::GetInstance();
  for (int at = 0; at < tests.total_test_suite_count(); ++at) {
    const testing::TestSuite& suite = *tests.GetTestSuite(at);
    for (int of = 0; of < suite.total_test_count(); ++of) {
      const std::string test = suite.GetTestInfo(of)->name();
      const std::string name = name_in_source(suite.name(), test);
      const auto found = known.find(name);
      if (found == known.end())
        throw std::logic_error(name + ": clauses.py did not find this case in its source");
      all.push_back({all.size() + 1, std::string(suite.name()) + "." + test, found->second});
    }
  }
  if (all.size() != known.size())
    throw std::logic_error("the sources have " + std::to_string(known.size()) +
                           " cases, this program " + std::to_string(all.size()));
  return all;
}

bool chosen(const Case& test, const std::vector<std::string>& patterns) {
  const auto fits = [&](const std::string& pattern) {
    const auto is = [&](const std::string& name) {
      return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
    };
    return is(test.name()) ||
           std::any_of(test.source->clauses.begin(), test.source->clauses.end(),
                       [&](int clause) { return is("S-" + std::to_string(clause)); });
  };
  return patterns.empty() || std::any_of(patterns.begin(), patterns.end(), fits);
}

}  // namespace movie::conformance
