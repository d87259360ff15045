#include "runner/schedule.hpp"

#include <sys/resource.h>

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "runner/one_case.hpp"
#include "support/temp_dir.hpp"

namespace movie::conformance {
namespace {

/// Those to run, as places in `all`.
std::vector<std::size_t> chosen_of(const Options& options, const std::vector<Case>& all) {
  std::vector<std::size_t> found;
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (chosen(all[at], options.only)) found.push_back(at);
  }
  if (found.empty()) throw std::invalid_argument("no case is called so; see --list");
  return found;
}

/// What those that have ended took.
double processor_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace

Run run_cases(const Options& options, const Stop& stop, const Heard& heard) {
  const auto begun = std::chrono::steady_clock::now();
  Run run;
  run.cases = cases();
  run.results.resize(run.cases.size());
  const std::vector<std::size_t> chosen = chosen_of(options, run.cases);
  const test::TempDir folder;
  run.claims = run_probe(options, folder / "probe", stop);

  std::atomic<std::size_t> next = 0;
  std::mutex hearing;
  const auto work = [&] {
    for (std::size_t at = 0; (at = next++) < chosen.size() && stop.signal() == 0;) {
      const Case& test = run.cases[chosen[at]];
      Result& result = run.results[chosen[at]];
      result = run_case(options, test, run.claims, folder / std::to_string(test.number), stop);
      const std::lock_guard lock(hearing);
      heard(test, result);
    }
  };
  std::vector<std::thread> workers;
  for (unsigned job = 0; job < options.jobs && job < chosen.size(); ++job) workers.emplace_back(work);
  for (std::thread& worker : workers) worker.join();
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  run.processor_seconds = processor_seconds();
  return run;
}

}  // namespace movie::conformance
