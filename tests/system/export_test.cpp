// Exports of the whole program, on every backend that is built: what they hold while others write,
// and what a slow reader costs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

constexpr int kSeeded = 20'000;

// A sanitizer keeps what is freed.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

class Export : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { MOVIE_NEEDS(GetParam()); }

  [[nodiscard]] Service seeded(int films) const {
    // None of these is about deadlines, and a loaded machine lets a page wait for seconds.
    return Service(GetParam(), {{"MOVIE_REQUEST_TIMEOUT", "30"}},
                   {"--seed", std::to_string(films)});
  }
};

INSTANTIATE_TEST_SUITE_P(Backends, Export, testing::Values(MOVIE_BACKENDS),
                         [](const auto& one) { return one.param; });

std::string export_request(std::string_view query = "?format=ndjson") {
  return std::string("GET /movies/export").append(query) + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

/// The ids of NDJSON, in their order.
std::vector<int> ids(const std::string& body) {
  std::vector<int> all;
  std::istringstream lines(body);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_TRUE(line.starts_with("{\"id\":") && line.ends_with("\"}")) << line;
    all.push_back(std::stoi(line.substr(6)));
  }
  return all;
}

/// The most memory that a process has had, in KiB.
long peak_memory(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
  }
  return 0;
}

/// Changes films by the rest of their ids by 3 until it is told to end: 0 are deleted, 1 changed, 2
/// left alone; others are added.
class Writers {
 public:
  explicit Writers(std::uint16_t port) {
    for (int first : {1, 2}) threads_.emplace_back([this, port, first] { write(port, first); });
  }
  ~Writers() { stop(); }
  void stop() {
    done_ = true;
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }
  /// Waits until they have changed some more; 30 s at most.
  void await_round() const {
    const int before = rounds_;
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (rounds_ == before && std::chrono::steady_clock::now() < limit)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_GT(rounds_, before);
  }

 private:
  void write(std::uint16_t port, int first) {
    HttpClient client(port);
    const HttpClient::Fields json{{"Content-Type", "application/json"}};
    for (int at = first; !done_; at = (at + 62) % kSeeded) {
      const std::string film = "/movies/" + std::to_string(at - at % 3 + 1);
      EXPECT_EQ(client.request("PATCH", film, json, R"({"title":"Changed"})").status, 200);
      client.request("DELETE", "/movies/" + std::to_string(at - at % 3 + 3));
      const std::string_view made = R"({"title":"New","year":2000,"genre":"Drama"})";
      EXPECT_EQ(client.request("POST", "/movies", json, made).status, 201);
      ++rounds_;
    }
  }

  std::atomic<bool> done_ = false;
  std::atomic<int> rounds_ = 0;
  std::vector<std::thread> threads_;
};

TEST_P(Export, EveryFilmThatExistedThroughoutComesExactlyOnce) {
  Service service = seeded(kSeeded);
  Writers writers(service.port());
  for (int round = 0; round < 3; ++round) {
    HttpClient client(service.port(), "127.0.0.1", std::chrono::seconds(30), 4096);
    client.send(export_request());
    EXPECT_EQ(client.read(true).status, 200);
    std::string body;
    while (client.read_chunk(body)) writers.await_round();
    const auto exported = ids(body);
    EXPECT_TRUE(std::ranges::is_sorted(exported, std::less_equal<>())) << "one came twice";
    std::vector<bool> seen(kSeeded + 1);
    for (const int id : exported) {
      if (id <= kSeeded) seen[static_cast<std::size_t>(id)] = true;
    }
    for (int id = 1; id <= kSeeded; ++id) {
      ASSERT_TRUE(seen[static_cast<std::size_t>(id)] || id % 3 == 0) << id;
    }
  }
  writers.stop();
}

TEST_P(Export, HoldsWhatTheListHolds) {
  Service service = seeded(2'500);
  HttpClient client(service.port());
  std::string json = "[\n", csv = "id,title,year,genre\r\n";
  for (const int skip : {0, 1'000, 2'000}) {
    const std::string page = "/movies?limit=1000&skip=" + std::to_string(skip);
    const std::string films = client.request("GET", page).body;
    json.append(skip == 0 ? "" : ",").append(films, 1, films.size() - 2);
    csv += client.request("GET", page + "&format=csv").body.substr(21);
  }
  for (std::size_t at = 0; (at = json.find("},{", at)) != std::string::npos;) {
    json.replace(at, 3, "},\n{");
  }
  EXPECT_EQ(client.request("GET", "/movies/export").body, json + "\n]\n");
  EXPECT_EQ(client.request("GET", "/movies/export?format=csv").body, csv);
  const auto head = client.request("HEAD", "/movies/export");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.field("content-disposition"), R"(attachment; filename="movies.json")");
  EXPECT_EQ(client.request("GET", "/movies/1").status, 200) << "the connection is still in step";
}

TEST_P(Export, IsLoggedWhenItBegins) {
  Service service(GetParam(), {{"LOG_LEVEL", "INFO"}}, {"--seed", "2000"});
  HttpClient client(service.port());
  client.request("GET", "/movies/export");
  service.process().wait_for_line(Process::kErr, " GET /movies/export 200 - ");
}

TEST_P(Export, AClientThatStopsReadingHoldsUpNobody) {
  Service service = seeded(100'000);
  const long before = peak_memory(service.process().pid());
  std::vector<HttpClient> sleepers;
  for (int i = 0; i < 20; ++i) {
    sleepers.emplace_back(service.port(), "127.0.0.1", std::chrono::seconds(30), 4096)
        .send(export_request());
    std::string begun;
    ASSERT_EQ(sleepers.back().read(true).status, 200);
    ASSERT_TRUE(sleepers.back().read_chunk(begun));
  }
  HttpClient other(service.port());
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(other.request("GET", "/movies/1").status, 200);
    EXPECT_EQ(other
                  .request("PATCH", "/movies/2", {{"Content-Type", "application/json"}},
                           R"({"year":2001})")
                  .status,
              200);
  }
  // All of it for each would be 120 MB.
  const long grown = kSanitized ? 0 : peak_memory(service.process().pid()) - before;
  EXPECT_LT(grown, 20'000) << "KiB";
  std::string rest;
  while (sleepers.front().read_chunk(rest)) {
  }
  EXPECT_EQ(ids(rest).back(), 100'000);
  EXPECT_EQ(sleepers.front().request("GET", "/movies/1").status, 200);
}

}  // namespace
}  // namespace movie::test
