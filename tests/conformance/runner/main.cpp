// movie-conformance: the cases of movie/store.h on one plug-in, which need not be of this build.

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "effort.hpp"
#include "runner/case_store.hpp"
#include "runner/child.hpp"
#include "runner/report.hpp"
#include "runner/schedule.hpp"

namespace movie::conformance {
namespace {

Backend& named() {
  static Backend backend;
  return backend;
}

void start_gtest(const Options& options) {
  std::vector<std::string> arguments = options.gtest;
  arguments.insert(arguments.begin(), options.program);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  int argc = static_cast<int>(arguments.size());
  testing::InitGoogleTest(&argc, argv.data());
}

/// --only, for GoogleTest.
void choose_here(const Options& options) {
  if (options.only.empty()) return;
  std::string filter;
  for (const Case& test : cases()) {
    if (chosen(test, options.only)) filter += (filter.empty() ? "" : ":") + test.filter;
  }
  testing::GTEST_FLAG(filter) = filter;
}

int run_here(const Options& options) {
  if (result_file().empty())
    std::cout << "seed " << options.seed << std::endl;  // else the runner has shown it
  // What the runner says to a case's process is said already.
  ::setenv(kProfileVariable, options.profile.c_str(), 0);
  ::setenv(kSeedVariable, std::to_string(options.seed).c_str(), 0);
  choose_here(options);
  tell_result();
  return RUN_ALL_TESTS() == 0 ? kConforms : kFails;
}

int list(const Options& options) {
  std::vector<Case> all = cases();
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const Case& test) { return !chosen(test, options.only); }),
            all.end());
  write_list(std::cout, all);
  return 0;
}

/// To a file, or to standard output.
template <class Write>
void write_to(const std::string& file, Write write) {
  if (file.empty()) return;
  if (file == "-") return write(std::cout);
  std::ofstream out(file);
  write(out);
  if (!out.flush()) throw std::runtime_error(file + ": cannot be written");
}

int run_all(const Options& options) {
  const bool is_read = options.tap == "-" || options.junit == "-" || options.json == "-";
  std::ostream& told = is_read ? std::cerr : std::cout;
  const Stop stop;
  const Run run = run_cases(options, stop, [&](const Case& test, const Result& result) {
    show_failure(told, options, test, result);
  });
  write_to(options.tap, [&](std::ostream& out) { write_tap(out, options, run); });
  write_to(options.junit, [&](std::ostream& out) { write_junit(out, options, run); });
  write_to(options.json, [&](std::ostream& out) { write_json(out, options, run); });
  if (options.clauses) write_clauses(told, run);
  write_summary(told, options, run);
  if (stop.signal() != 0) return 128 + stop.signal();
  const Verdict found = verdict(run);
  return found.level == Level::kFailed ? kFails : found.skipped ? kPartly : kConforms;
}

/// What a case asks of others than the plug-in.
void provide_hooks(const Options& options) {
  named().provide = [&options](std::string& url) {
    const auto store = store_of_current_case(options);
    url = store->url();
    return store;
  };
  if (!options.kill_server.empty()) {
    named().kill_server = [&options](const std::string& url) {
      run_hook("--kill-server", options.kill_server, {url});
    };
  }
  if (!options.retitle.empty()) {
    named().retitle = [&options](const std::string& url, std::int64_t id,
                                 const std::string& title) {
      run_hook("--retitle", options.retitle, {url, std::to_string(id), title});
    };
  }
}

int run(int argc, char** argv) {
  int status = 0;
  const std::optional<Options> options = parsed(argc, argv, status);
  if (!options) return status;
  named() = options->backend;
  if (options->probe) return probe(*options);
  if (options->in_process) provide_hooks(*options);
  start_gtest(*options);
  if (options->list) return list(*options);
  return options->in_process ? run_here(*options) : run_all(*options);
}

}  // namespace

std::vector<Backend> backends() { return {named()}; }

}  // namespace movie::conformance

int main(int argc, char** argv) {
  try {
    return movie::conformance::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "movie-conformance: %s\n", error.what());
    return movie::conformance::kUsage;
  }
}
