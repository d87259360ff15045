#include "runner/child.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "runner/case_store.hpp"

namespace movie::conformance {
namespace {

class Teller : public testing::EmptyTestEventListener {
 public:
  explicit Teller(std::string file) : file_(std::move(file)) {}

 private:
  void OnTestPartResult(const testing::TestPartResult& part) override {
    if (part.passed()) return;
    if (part.file_name() != nullptr)
      why_ << std::filesystem::path(part.file_name()).filename().string() << ":"
           << part.line_number() << ": ";
    why_ << part.message() << "\n";
  }
  void OnTestEnd(const testing::TestInfo& test) override {
    const testing::TestResult& result = *test.result();
    std::ofstream(file_) << (result.Failed()    ? "failed"
                             : result.Skipped() ? "skipped"
                                                : "passed")
                         << "\n"
                         << why_.str();
  }

  std::string file_;
  std::ostringstream why_;
};

/// What it says by its table, then by opening a store. A store that cannot be opened is for the
/// cases to find.
void claim(const Options& options, std::ofstream& file) {
  const movie_plugin& plugin = load(options.backend.file);
  for (const char* const text : {plugin.name, plugin.version})
    file << (text == nullptr ? "?" : text) << "\n";
  for (std::size_t bit = 0; bit < capabilities().size(); ++bit) {
    if ((plugin.capabilities >> bit & 1) != 0) file << capabilities()[bit] << "\n";
  }
  if (migrate_of(plugin) != nullptr) file << "schema\n";
  if (figures_of(plugin) != nullptr) file << "figures\n";
  if (options.backend.durable) file << "durable\n";
  if (!options.backend.bad_url.empty()) file << "bad_url\n";
  if (!options.kill_server.empty()) file << "kill_server\n";
  if (!options.retitle.empty()) file << "retitle\n";
  if (!options.backend.ends_without_memory) file << "out_of_memory\n";
  file.flush();
  movie_limits limits{};
  try {
    limits = Store(plugin, CaseStore(options, "probe", 0).url()).limits();
  } catch (const Refusal&) {
  }
  // What outlives its closing may be opened several times.
  if (options.backend.durable || limits.max_sessions != 1) file << "sessions\n";
  if (options.backend.durable || (limits.max_sessions != 1 && limits.max_writers != 1))
    file << "writers\n";
}

}  // namespace

std::string result_file() {
  const char* const file = std::getenv(kResultVariable);
  return file == nullptr ? std::string() : file;
}

void tell_result() {
  if (const std::string file = result_file(); !file.empty())
    testing::UnitTest::GetInstance()->listeners().Append(new Teller(file));  // GoogleTest owns it
}

std::optional<Told> told_result(const std::string& file) {
  std::ifstream in(file);
  std::string status;
  if (!std::getline(in, status)) return std::nullopt;
  std::ostringstream why;
  why << in.rdbuf();
  const Finding finding = status == "passed"    ? Finding::kPassed
                          : status == "skipped" ? Finding::kSkipped
                                                : Finding::kFailed;
  return Told{finding, why.str()};
}

int probe(const Options& options) {
  std::ofstream file(result_file());
  claim(options, file);
  return 0;
}

std::optional<Claims> told_claims(const std::string& file) {
  std::ifstream in(file);
  Claims claims;
  if (!std::getline(in, claims.name) || !std::getline(in, claims.version)) return std::nullopt;
  for (std::string one; std::getline(in, one);) claims.has.insert(one);
  return claims;
}

}  // namespace movie::conformance
