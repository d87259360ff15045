#include "runner/case_store.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>

#include "runner/catalogue.hpp"
#include "runner/child.hpp"
#include "runner/process.hpp"

namespace movie::conformance {
namespace {

constexpr std::chrono::seconds kHookLimit{60};
constexpr const char* kMade = ".made";  ///< behind the result's name: teardown and URL, by lines

/// The command's output. Throws std::runtime_error.
std::string output_of(const std::string& option, const std::string& command,
                      const std::vector<std::string>& arguments) {
  std::vector<std::string> words{"/bin/sh", "-c", command, "sh"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const Ended ended = run_kept({words}, kHookLimit, nullptr);
  if (ended.how == Ended::kExited && ended.code == 0) return ended.out;
  const std::string how = ended.how == Ended::kTimedOut
                              ? "did not end within " + std::to_string(kHookLimit.count()) + " s"
                          : ended.how == Ended::kExited
                              ? "ended with status " + std::to_string(ended.code)
                              : "was ended by signal " + std::to_string(ended.code);
  throw std::runtime_error(option + " '" + command + "' " + how + "\n" + ended.out + ended.err);
}

/// Why it failed; empty: it did not.
std::string torn_down(const std::string& command, const std::string& url) {
  try {
    output_of("--teardown", command, {url});
    return {};
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

std::string run_number() {
  const char* const given = std::getenv(kRunVariable);
  return given == nullptr ? std::to_string(::getpid()) : given;
}

void leave_to_runner(const std::string& file, const std::string& what) {
  std::ofstream(file, std::ios::app) << what << '\0';
}

/// 17, then 17_2: each store of a case has a number of its own.
std::string number_of_next(const std::string& name, std::size_t number) {
  static std::map<std::string, int> made;
  const int times = ++made[name];
  return std::to_string(number) + (times == 1 ? "" : "_" + std::to_string(times));
}

}  // namespace

CaseStore::CaseStore(const Options& options, std::string name, std::size_t number)
    : name_(std::move(name)), number_(number_of_next(name_, number)) {
  if (options.setup.empty()) {
    url_ = filled_in(options.backend.url);
    return;
  }
  const std::string setup = filled_in(options.setup), file = result_file();
  teardown_ = filled_in(options.teardown);
  if (!file.empty()) leave_to_runner(file + kMade, teardown_);  // whatever becomes of the setup
  url_ = output_of("--setup", setup, {name_});
  url_.resize(std::min(url_.find('\n'), url_.size()));
  if (url_.empty()) throw std::runtime_error("--setup '" + setup + "' printed no URL");
  if (!file.empty()) leave_to_runner(file + kMade, url_);
}

CaseStore::~CaseStore() {
  if (teardown_.empty() || !result_file().empty()) return;
  if (const std::string why = torn_down(teardown_, url_); !why.empty()) ADD_FAILURE() << why;
}

std::string CaseStore::filled_in(std::string text) const {
  const std::pair<std::string, std::string> values[] = {{"{dir}", folder_.path().string()},
                                                        {"{case}", name_},
                                                        {"{n}", number_},
                                                        {"{run}", run_number()}};
  for (const auto& [mark, value] : values) {
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += value.size())
      text.replace(at, mark.size(), value);
  }
  return text;
}

std::shared_ptr<CaseStore> store_of_current_case(const Options& options) {
  const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
  const std::string name = name_in_source(test.test_suite_name(), test.name());
  const std::vector<Case> all = cases();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Case& one) { return one.name() == name; });
  return std::make_shared<CaseStore>(options, name, found == all.end() ? 0 : found->number);
}

void run_hook(const std::string& option, const std::string& command,
              const std::vector<std::string>& arguments) {
  output_of(option, command, arguments);
}

std::string tear_down(const std::string& result) {
  std::ifstream made(result + kMade);
  std::string complaints;
  for (std::string command; std::getline(made, command, '\0');) {
    std::string url;
    std::getline(made, url, '\0');
    if (!command.empty()) complaints += torn_down(command, url);
  }
  return complaints;
}

}  // namespace movie::conformance
