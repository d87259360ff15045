/// What a pipeline is worth: creates and reads a second through libstore_pg.so in batches, and one
/// at a time, on the same number of connections, in one run.
///   pipeline_rate libstore_pg.so postgresql://… [connections] [seconds]
/// The database must be an empty one that may be filled.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "conformance/client.hpp"

namespace {

using namespace movie::conformance;
using Clock = std::chrono::steady_clock;

/// Operations a second over all connections, each in calls of `batch`.
double rate(Store& store, unsigned connections, std::size_t batch, double seconds,
            const std::function<Ask(std::size_t)>& ask) {
  std::vector<std::size_t> done(connections);
  std::vector<std::thread> lanes;
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::duration<double>(seconds);
  for (unsigned lane = 0; lane < connections; ++lane) {
    lanes.emplace_back([&, lane] {
      Session session = store.session();
      for (std::size_t turn = 0; Clock::now() < end; ++turn) {
        std::vector<Ask> asks;
        for (std::size_t at = 0; at < batch; ++at) asks.push_back(ask(turn * batch + at));
        for (const Outcome& outcome : session.run(asks)) done[lane] += outcome.status == MOVIE_OK;
      }
    });
  }
  for (std::thread& lane : lanes) lane.join();
  std::size_t all = 0;
  for (const std::size_t of : done) all += of;
  return static_cast<double>(all) / std::chrono::duration<double>(Clock::now() - begin).count();
}

void compare(Store& store, const char* what, unsigned connections, double seconds,
             std::size_t batch, const std::function<Ask(std::size_t)>& ask) {
  const double alone = rate(store, connections, 1, seconds, ask);
  const double together = rate(store, connections, batch, seconds, ask);
  std::printf("%-8s %u connections: one at a time %.0f/s, in batches of %zu %.0f/s: %.1f times\n",
              what, connections, alone, batch, together, together / alone);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: pipeline_rate <libstore_pg.so> <url> [connections] [seconds]\n");
    return 2;
  }
  const auto connections = static_cast<unsigned>(argc > 3 ? std::atoi(argv[3]) : 5);
  const double seconds = argc > 4 ? std::atof(argv[4]) : 3;
  Store store(load(argv[1]), argv[2]);
  store.migrate(MOVIE_MIGRATE_UP);
  compare(store, "creates", connections, seconds, 64,
          [](std::size_t) { return create("Arrival", 2016, "Drama"); });
  compare(store, "reads", connections, seconds, 64,
          [](std::size_t at) { return get(static_cast<std::int64_t>(at % 1'000) + 1); });
}
