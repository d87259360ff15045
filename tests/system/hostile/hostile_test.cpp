// Clients that send anything at all, or that are very many. By hand with more of it:
//   MOVIE_MUTATIONS=200000 build/dev/tests/hostile_test

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

#include "support/http_client.hpp"
#include "support/service.hpp"
#include "system/hostile/mutations.hpp"

namespace movie::test {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;  // freed memory is kept for a while
#else
constexpr bool kSanitized = false;
#endif

std::uint64_t number_from(const char* variable, std::uint64_t usual) {
  const char* text = std::getenv(variable);
  return text == nullptr ? usual : std::strtoull(text, nullptr, 10);
}

/// What the statuses of an answer's bytes are; several where requests were pipelined.
std::vector<int> statuses(std::string_view bytes) {
  constexpr std::string_view kBegin = "HTTP/1.1 ";
  std::vector<int> found;
  for (std::size_t at = 0; (at = bytes.find(kBegin, at)) != std::string_view::npos; ++at)
    found.push_back(std::atoi(std::string(bytes.substr(at + kBegin.size(), 3)).c_str()));
  return found;
}

/// Sends, half-closes and returns all that comes until the server closes. Throws if it does not.
std::string dialogue(std::uint16_t port, std::string_view bytes) {
  HttpClient client(port, "127.0.0.1", std::chrono::seconds(20));
  try {
    client.send(bytes);
  } catch (const std::system_error&) {
    return {};  // refused in the middle of it, and gone
  }
  client.shutdown_write();
  return client.read_all();
}

std::string shown(std::string_view bytes) {
  std::string text;
  for (const char c : bytes.substr(0, 2'000)) {
    const auto byte = static_cast<unsigned char>(c);
    char hex[5];
    std::snprintf(hex, sizeof hex, "\\x%02x", byte);
    text += byte >= 0x20 && byte < 0x7f ? std::string(1, c) : hex;
  }
  return text;
}

TEST(Hostile, NoBytesAtAllCrashHangOrGetA500) {
  const std::uint64_t count = number_from("MOVIE_MUTATIONS", 4'000);
  const std::uint64_t seed = number_from("MOVIE_SEED", 1);
  constexpr unsigned kClients = 4;
  Service service("memory", {{"MOVIE_MAX_BODY_BYTES", "30000"}}, {"--seed", "100"});
  std::mutex mutex;
  std::map<int, std::uint64_t> seen;
  std::vector<std::thread> clients;
  for (unsigned client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      for (std::uint64_t at = client; at < count && !testing::Test::HasFailure(); at += kClients) {
        const std::string bytes = Mutations(seed << 32 | at).next();
        try {
          const auto all = statuses(dialogue(service.port(), bytes));
          const std::lock_guard lock(mutex);
          for (const int status : all) {
            ++seen[status];
            EXPECT_NE(status, 500) << "MOVIE_SEED " << seed << ", " << at << ": " << shown(bytes);
          }
        } catch (const std::exception& error) {
          ADD_FAILURE() << error.what() << " after MOVIE_SEED " << seed << ", " << at << ": "
                        << shown(bytes);
        }
      }
    });
  }
  for (auto& client : clients) client.join();
  for (const auto& [status, times] : seen) std::printf("%d: %lu times\n", status, times);
  EXPECT_THAT(seen, testing::Contains(testing::Key(200)));
  EXPECT_THAT(seen, testing::Contains(testing::Key(400)));
  EXPECT_EQ(HttpClient(service.port()).request("GET", "/livez").status, 200);
  const auto ended = service.process().terminate();
  EXPECT_EQ(ended.status, 0) << ended.err;
}

/// What the process holds in memory ("VmRSS:"), or the most it ever held ("VmHWM:"), in MiB.
std::size_t resident(pid_t pid, const std::string& which) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(which)) return std::stoul(line.substr(which.size())) >> 10;
  }
  throw std::runtime_error("no " + which);
}

/// A service as it comes, and what clients cost it in memory.
class Memory : public testing::Test {
 protected:
  void TearDown() override {
    const std::size_t cost = resident(pid_, "VmHWM:") - before_;
    std::printf("at most %zu MiB beyond the %zu at rest\n", cost, before_);
    EXPECT_LT(cost, kSanitized ? 400 : 50) << "MiB";
  }

  const std::string head_ =
      "POST /movies HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
      "Content-Length: 1048576\r\n\r\n";
  Service service_{"memory"};
  const pid_t pid_ = service_.process().pid();
  const std::size_t before_ = resident(pid_, "VmRSS:");
};

TEST_F(Memory, IsSharedByAThousandWhoSendNearlyAMebibyte) {
  const std::string film = R"({"title":"Arrival","year":2016,"genre":"drama"})";
  const std::string nearly = head_ + std::string(512 << 10, ' ');
  std::vector<HttpClient> clients;
  for (int i = 0; i < 1'000; ++i) clients.emplace_back(service_.port()).send(nearly);
  // They go on for longer than others, who are served then, with large bodies too.
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  for (int i = 0; i < 20; ++i) {
    HttpClient other(service_.port());
    other.send(head_ + std::string((1 << 20) - film.size(), ' ') + film);
    EXPECT_EQ(other.read().status, 201) << i;
  }
  const HttpResponse first = clients.front().read();
  EXPECT_EQ(first.status, 503);
  EXPECT_EQ(first.field("Retry-After"), "1");
  EXPECT_EQ(first.body, R"({"detail":"Service Unavailable"})");
  EXPECT_TRUE(first.field("X-Trace-Id"));
}

TEST_F(Memory, IsSharedByAThousandWhoSendInTheSameMoment) {
  std::vector<HttpClient> clients;
  for (int i = 0; i < 1'000; ++i) clients.emplace_back(service_.port()).send(head_);
  EXPECT_EQ(HttpClient(service_.port()).request("GET", "/livez").status, 200);
  service_.process().signal(SIGSTOP);
  for (auto& client : clients) client.send(std::string(64 << 10, ' '));
  service_.process().signal(SIGCONT);
  EXPECT_EQ(HttpClient(service_.port()).request("GET", "/livez").status, 200);
}

TEST(Hostile, TenThousandConnectionsAtOnce) {
  constexpr std::size_t kConnections = 10'000, kOwn = 200;
  rlimit files{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  if (files.rlim_max < kConnections + kOwn) {
    if (std::getenv("CI") != nullptr) FAIL() << "the hard limit is " << files.rlim_max;
    GTEST_SKIP() << "the hard limit of open files is " << files.rlim_max;
  }
  files.rlim_cur = files.rlim_max;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
  Service service("memory", {}, {"--seed", "100"});
  std::vector<HttpClient> clients;
  clients.reserve(kConnections);
  for (std::size_t i = 0; i < kConnections; ++i) {
    clients.emplace_back(service.port());
    clients.back().send("GET /movies/1 HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  for (auto& client : clients) ASSERT_EQ(client.read().status, 200);
  for (auto& client : clients) client.send("GET /movies/2 HTTP/1.1\r\nHost: a\r\n\r\n");
  for (auto& client : clients) ASSERT_EQ(client.read().status, 200) << "each a second time";
  clients.clear();
  EXPECT_EQ(HttpClient(service.port()).request("GET", "/livez").status, 200);
  EXPECT_EQ(service.process().terminate().status, 0);
}

}  // namespace
}  // namespace movie::test
