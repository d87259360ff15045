// Every scenario of vectors.jsonl (recorded from FastAPI) and of the other files (what came after
// it), on every backend that is built, against the real program.

#include <gtest/gtest.h>

#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "contract/replay.hpp"
#include "contract/vectors.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

/// "Idempotency-Key does nothing yet": now it does, as remembering.jsonl says.
constexpr std::string_view kOvertaken = "http-014";

const std::vector<Scenario>& scenarios() {
  static const auto all = [] {
    std::vector<Scenario> both;
    for (const char* file : {"/vectors.jsonl", "/finding.jsonl", "/remembering.jsonl",
                             "/export.jsonl", "/bulk.jsonl"}) {
      auto some = load_vectors(std::string(MOVIE_VECTORS) + file);
      std::move(some.begin(), some.end(), std::back_inserter(both));
    }
    std::erase_if(both, [](const Scenario& one) { return one.id == kOvertaken; });
    return both;
  }();
  return all;
}

/// An old plug-in is where no service looks by itself.
const Service::Environment kEnvironment{{"MOVIE_PLUGIN_DIR", MOVIE_KEPT_PLUGINS}};

struct Case {
  std::string mode;
  const Scenario* scenario;
};

/// Names the case in a failure.
void PrintTo(const Case& one, std::ostream* out) {
  *out << one.scenario->id << ": " << one.scenario->title;
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const std::string mode : {MOVIE_BACKENDS}) {
    for (const auto& scenario : scenarios()) all.push_back({mode, &scenario});
  }
  return all;
}

std::string name(const testing::TestParamInfo<Case>& info) {
  return info.param.mode + "_" + replaced(info.param.scenario->id, "-", "_");
}

/// Scenarios delete what they create and so can share a server; those that count on an empty store
/// get their own.
class Contract : public testing::TestWithParam<Case> {
 protected:
  static void TearDownTestSuite() {
    for (auto& [mode, service] : shared_) end(*service);
    shared_.clear();
  }

  /// What a sanitizer found is in the exit status.
  static void end(Service& service) {
    const auto ended = service.process().terminate();
    EXPECT_EQ(ended.status, 0) << ended.err;
  }

  static Service& shared(const std::string& mode) {
    auto& service = shared_[mode];
    if (!service) service = std::make_unique<Service>(mode, kEnvironment);
    return *service;
  }

 private:
  static inline std::map<std::string, std::unique_ptr<Service>> shared_;
};

TEST_P(Contract, Holds) {
  const auto& [mode, scenario] = GetParam();
  MOVIE_NEEDS(mode);
  std::optional<Service> own;
  if (scenario->fresh) own.emplace(mode, kEnvironment);
  const auto problems = Replay((own ? *own : shared(mode)).port(), mode).play(*scenario);
  for (const auto& problem : problems) {
    if (problem.must) {
      ADD_FAILURE() << problem.what;
    } else {
      std::cout << "nice: " << problem.what << "\n";
    }
  }
  if (own) end(*own);
}

INSTANTIATE_TEST_SUITE_P(Vectors, Contract, testing::ValuesIn(cases()), name);

}  // namespace
}  // namespace movie::test
