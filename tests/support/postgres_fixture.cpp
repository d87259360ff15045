/// Starts one PostgreSQL server for all tests of a ctest run, and ends it.
///   postgres_fixture start|stop <file for its URL>
/// The server's keeper goes away by itself when ctest does.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>

#include "support/postgres_cluster.hpp"

namespace {

using movie::test::PostgresCluster;
namespace fs = std::filesystem;

void pause() { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }

/// Until the file is removed or ctest has ended.
int keep(const fs::path& file, pid_t ctest) {
  PostgresCluster cluster({"fsync=off", "max_connections=400"});
  const fs::path draft = file.string() + ".new";
  std::ofstream(draft) << cluster.url() << '\n';
  fs::rename(draft, file);
  while (fs::exists(file) && ::kill(ctest, 0) == 0) pause();
  std::error_code ignored;
  fs::remove(file, ignored);
  return 0;
}

int start(const fs::path& file) {
  fs::create_directories(file.parent_path());
  fs::remove(file);
  const pid_t ctest = ::getppid();
  const pid_t keeper = ::fork();
  if (keeper == 0) {
    ::setsid();
    const int nowhere = ::open("/dev/null", O_RDWR);
    for (int stream = 0; stream < 3; ++stream) ::dup2(nowhere, stream);
    std::_Exit(keep(file, ctest));
  }
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!fs::exists(file) && ::kill(keeper, 0) == 0 && std::chrono::steady_clock::now() < limit)
    pause();
  return fs::exists(file) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string what = argv[1];
  if (what == "stop") {
    fs::remove(argv[2]);
    return 0;
  }
  if (PostgresCluster::programs().empty()) {
    std::cout << movie::test::no_postgres() << '\n';  // each test says so itself
    return 0;
  }
  return start(argv[2]);
}
