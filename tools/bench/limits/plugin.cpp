/// What a batch is worth: creates and reads a second through a plug-in, one at a time and together,
/// on the same number of sessions, in one run.
///   bench_plugin <mode> <URL of an empty store that may be filled> [sessions] [seconds]
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "rate.hpp"
#include "store/store.hpp"

namespace {

using namespace movie::store;

constexpr std::size_t kTogether = 64;

using Make = std::function<std::unique_ptr<Operation>(std::size_t number)>;

std::unique_ptr<Operation> make_create(std::size_t) {
  auto operation = std::make_unique<Operation>(Verb::create);
  operation->values = {.title = "Arrival", .year = 2016, .genre = "Drama"};
  return operation;
}

std::unique_ptr<Operation> make_read(std::size_t number) {
  auto operation = std::make_unique<Operation>(Verb::get);
  operation->id = static_cast<std::int64_t>(number % 1'000) + 1;
  return operation;
}

/// Operations a second over all sessions, each in calls of `batch`.
double together(std::vector<Session>& sessions, std::size_t batch, double seconds,
                const Make& make) {
  std::vector<double> rates(sessions.size());
  std::vector<std::thread> lanes;
  for (std::size_t lane = 0; lane < sessions.size(); ++lane) {
    lanes.emplace_back([&, lane] {
      std::size_t number = 0;
      rates[lane] = movie::bench::rate(seconds, [&] {
        std::vector<std::unique_ptr<Operation>> made;
        std::vector<Operation*> operations;
        for (std::size_t at = 0; at < batch; ++at) {
          made.push_back(make(number++));
          operations.push_back(made.back().get());
        }
        sessions[lane].execute(operations);
        std::size_t done = 0;
        for (const Operation* operation : operations)
          done += operation->status == movie::Status::ok;
        return done;
      });
    });
  }
  for (std::thread& lane : lanes) lane.join();
  double all = 0;
  for (const double rate : rates) all += rate;
  return all;
}

void compare(std::vector<Session>& sessions, const char* what, double seconds, const Make& make) {
  const double alone = together(sessions, 1, seconds, make);
  const double batched = together(sessions, kTogether, seconds, make);
  std::printf("%-8s %zu sessions: one at a time %.0f/s, in batches of %zu %.0f/s: %.1f times\n",
              what, sessions.size(), alone, kTogether, batched, batched / alone);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_plugin <mode> <URL> [sessions] [seconds]\n");
    return 2;
  }
  const auto count = static_cast<unsigned>(argc > 3 ? std::atoi(argv[3]) : 5);
  const double seconds = argc > 4 ? std::atof(argv[4]) : 3;
  OpenOptions options;
  options.url = argv[2];
  options.pool_size = count;
  const auto plugin = load_plugin(argv[1], plugin_folders(""));
  const auto store = Store::open(plugin, options);
  store->migrate(MigrationMode::up);
  std::vector<Session> sessions;
  for (unsigned at = 0; at < count; ++at) sessions.push_back(store->session(true));
  compare(sessions, "creates", seconds, make_create);
  compare(sessions, "reads", seconds, make_read);
} catch (const std::exception& error) {
  std::fprintf(stderr, "bench_plugin: %s\n", error.what());
  return 1;
}
