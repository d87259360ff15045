#include "runner/schedule.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <span>
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

/// Puts those that kill the server of all stores behind the others; how many others there are.
std::size_t alone_last(std::vector<std::size_t>& chosen, const std::vector<Case>& all) {
  const auto last = std::ranges::stable_partition(chosen, [&](std::size_t at) {
    return std::ranges::count(all[at].source->needs, "kill_server") == 0;
  });
  return chosen.size() - last.size();
}

void at_once(std::span<const std::size_t> cases, unsigned jobs, const Stop& stop,
             const std::function<void(std::size_t)>& one) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> workers;
  for (unsigned job = 0; job < jobs && job < cases.size(); ++job) {
    workers.emplace_back([&] {
      for (std::size_t at = 0; (at = next++) < cases.size() && stop.signal() == 0;) one(cases[at]);
    });
  }
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
  std::vector<std::size_t> chosen = chosen_of(options, run.cases);
  const test::TempDir folder;
  run.claims = run_probe(options, folder / "probe", stop);

  std::mutex hearing;
  const auto one = [&](std::size_t at) {
    const Case& test = run.cases[at];
    run.results[at] =
        run_case(options, test, run.claims, folder / std::to_string(test.number), stop);
    const std::lock_guard lock(hearing);
    heard(test, run.results[at]);
  };
  const std::size_t others = alone_last(chosen, run.cases);
  at_once(std::span(chosen).first(others), options.jobs, stop, one);
  at_once(std::span(chosen).subspan(others), 1, stop, one);
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  run.processor_seconds = processor_seconds();
  return run;
}

}  // namespace movie::conformance
