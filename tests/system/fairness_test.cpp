// Clients and writes that would take everything for themselves: others go on being answered.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

const std::string kFilm = R"({"title":"Arrival","year":2016,"genre":"drama"})";

/// The longest that one of these took to be answered with 200.
milliseconds longest(std::uint16_t port, int requests, const char* target) {
  Clock::duration most{};
  HttpClient client(port);
  for (int i = 0; i < requests; ++i) {
    const auto begin = Clock::now();
    EXPECT_EQ(client.request("GET", target).status, 200) << target;
    most = std::max(most, Clock::now() - begin);
  }
  return std::chrono::duration_cast<milliseconds>(most);
}

TEST(Fairness, ThoseWhoNeverReadDripOrPipelineTenThousandLeaveOthersTheirTurns) {
  constexpr int kPipelined = 10'000;
  Service service("memory", {{"MOVIE_THREADS", "1"}}, {"--seed", "30000"});
  HttpClient never_reads(service.port(), "127.0.0.1", milliseconds(10'000), 4096);
  never_reads.send("GET /movies/export HTTP/1.1\r\nHost: a\r\n\r\n");
  HttpClient drips(service.port());
  drips.send("GET /movies/1 HTTP/1.1\r\nX-Slow: ");
  HttpClient pipelines(service.port(), "127.0.0.1", milliseconds(30'000));
  std::thread sender([&] {
    std::string all;
    for (int i = 0; i < kPipelined; ++i) all += "GET /movies/1 HTTP/1.1\r\nHost: a\r\n\r\n";
    pipelines.send(all);
  });
  std::thread reader([&] {
    for (int i = 0; i < kPipelined; ++i) ASSERT_EQ(pipelines.read().status, 200) << i;
  });
  for (int second = 0; second < 10; ++second) {
    drips.send("x");
    EXPECT_LT(longest(service.port(), 20, "/movies/2"), milliseconds(2'000));
  }
  sender.join();
  reader.join();
}

TEST(Fairness, ALaneFullOfSlowWritesLeavesOthersTheirAnswersAndWhatQueuesIsShed) {
  Service service("scripted", {{"MOVIE_PLUGIN_DIR", MOVIE_TEST_PLUGIN_DIR},
                               {"MOVIE_DATABASE_URL_SCRIPTED", "scripted:slow"},
                               {"MOVIE_POOL_TIMEOUT", "0.3"}});
  const std::string write =
      "POST /movies HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " +
      std::to_string(kFilm.size()) + "\r\n\r\n" + kFilm;
  HttpClient first(service.port());
  first.send(write);
  service.process().wait_for_line(Process::kErr, "a slow write begins");  // in the only lane, alone
  std::vector<HttpClient> queued;
  for (int i = 0; i < 20; ++i) queued.emplace_back(service.port()).send(write);
  for (const char* target : {"/livez", "/health", "/openapi.json"})
    EXPECT_LT(longest(service.port(), 50, target), milliseconds(500)) << target;
  for (HttpClient& client : queued) {
    const auto shed = client.read();
    EXPECT_EQ(shed.status, 503);
    EXPECT_EQ(shed.field("retry-after"), "1");
    EXPECT_EQ(shed.body, R"({"detail":"Service Unavailable"})");
  }
  EXPECT_EQ(first.read().status, 201);
}

}  // namespace
}  // namespace movie::test
