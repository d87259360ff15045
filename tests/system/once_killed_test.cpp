// A server killed in the middle of creates with an Idempotency-Key, on every durable backend.
// MOVIE_KILLS: how often, if not 25 times.

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

constexpr int kClients = 4;

int kills() {
  const char* const given = std::getenv("MOVIE_KILLS");
  return given == nullptr ? 25 : std::stoi(given);
}

std::string body_of(const std::string& key) {
  return R"({"title":")" + key + R"(","year":2000,"genre":"Drama"})";
}

/// A durable store that is served again and again.
class Killed : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    MOVIE_NEEDS(GetParam());
    if (GetParam() == "memory") GTEST_SKIP() << "forgets";
    elsewhere_.emplace(GetParam());
  }

  void start() {
    process_.emplace(Service::start(GetParam(), elsewhere_->environment({}),
                                    elsewhere_->arguments({"--migrate"}), folder_.path()));
    const auto line = process_->wait_for_line(Process::kOut, "movie-service");
    port_ = static_cast<std::uint16_t>(std::stoul(line.substr(line.rfind(':') + 1)));
  }
  HttpResponse create(HttpClient& client, const std::string& key) {
    for (;;) {
      auto answer = client.request("POST", "/movies",
                                   {{"Content-Type", "application/json"}, {"Idempotency-Key", key}},
                                   body_of(key));
      if (answer.status != 409 && answer.status != 503) return answer;
    }
  }
  /// One client's creates, until its connection breaks. What was answered, and what was sent last.
  void send_until_killed(const std::string& name) {
    std::string key;
    try {
      HttpClient client(port_);
      for (int at = 0;; ++at) {
        key = name + "-" + std::to_string(at);
        const auto answer = create(client, key);
        const std::lock_guard lock(mutex_);
        if (answer.status == 201) answered_[key] = answer.body;
      }
    } catch (const std::exception&) {
      const std::lock_guard lock(mutex_);
      if (!key.empty()) unanswered_.push_back(key);
    }
  }
  void serve_and_kill(int round) {
    std::vector<std::thread> clients;
    for (int number = 0; number < kClients; ++number) {
      clients.emplace_back(
          [=, this] { send_until_killed(std::to_string(round) + "-" + std::to_string(number)); });
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random_() % 30'000));
    process_->signal(SIGKILL);
    for (std::thread& client : clients) client.join();
    process_->wait();
  }
  /// Sends what got no answer once more: it may have been done or not.
  void retry() {
    HttpClient client(port_);
    for (const std::string& key : unanswered_) {
      const auto answer = create(client, key);
      ASSERT_EQ(answer.status, 201) << answer.body;
      ++(answer.field("idempotency-replayed") ? done_ : undone_);
      answered_[key] = answer.body;
    }
    unanswered_.clear();
  }
  std::map<std::string, int> films() {
    std::map<std::string, int> found;
    HttpClient client(port_);
    for (std::int64_t after = 0;;) {
      const auto csv =
          client.request("GET", "/movies?format=csv&limit=1000&after_id=" + std::to_string(after))
              .body;
      std::size_t rows = 0;
      for (std::size_t at = csv.find('\n') + 1; at < csv.size(); at = csv.find('\n', at) + 1) {
        const auto comma = csv.find(',', at);
        after = std::stoll(csv.substr(at, comma - at));
        ++found[csv.substr(comma + 1, csv.find(',', comma + 1) - comma - 1)];
        ++rows;
      }
      if (rows == 0) return found;
    }
  }

  TempDir folder_;
  std::optional<Elsewhere> elsewhere_;
  std::optional<Process> process_;
  std::uint16_t port_ = 0;
  std::mt19937 random_{std::random_device{}()};
  std::mutex mutex_;  // what follows
  std::map<std::string, std::string> answered_;
  std::vector<std::string> unanswered_;
  int done_ = 0, undone_ = 0;  ///< of those that had no answer
};

INSTANTIATE_TEST_SUITE_P(Backends, Killed, testing::Values(MOVIE_BACKENDS),
                         [](const auto& one) { return one.param; });

TEST_P(Killed, EveryKeyThatWasSentMakesOneFilm) {
  for (int round = 0; round < kills(); ++round) {
    start();
    retry();
    if (HasFatalFailure()) return;
    serve_and_kill(round);
  }
  start();
  retry();
  const auto found = films();
  for (const auto& [key, body] : answered_) {
    const auto film = found.find(key);
    EXPECT_EQ(film == found.end() ? 0 : film->second, 1) << key;
  }
  EXPECT_EQ(found.size(), answered_.size());
  HttpClient client(port_);
  int replays = 0;
  for (const auto& [key, body] : answered_) {
    if (++replays > 200) break;
    EXPECT_EQ(create(client, key).body, body);
  }
  std::cout << GetParam() << ": " << kills() << " kills, " << answered_.size()
            << " keys; without an answer " << done_ + undone_ << ": " << done_ << " had been done, "
            << undone_ << " not\n";
}

}  // namespace
}  // namespace movie::test
