// All that clients do at once, some of them leaving in the middle, while the service ends: on every
// backend that is built, and what was acknowledged is there when it is back.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <functional>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

using std::chrono::milliseconds;

/// What happened to the clients.
class Outcomes {
 public:
  void saw(const char* kind, int status) {
    const std::lock_guard lock(mutex_);
    ++answers_[kind];
    EXPECT_NE(status, 500) << kind;
  }
  void promised(std::string title) {
    const std::lock_guard lock(mutex_);
    promised_.push_back(std::move(title));
  }
  /// A title that nobody has sent yet.
  std::string new_title() { return "film-" + std::to_string(++titles_) + "-"; }

  [[nodiscard]] const std::vector<std::string>& promised() const { return promised_; }
  [[nodiscard]] const std::map<std::string, int>& answers() const { return answers_; }

 private:
  std::mutex mutex_;
  std::map<std::string, int> answers_;  ///< by kind of client
  std::vector<std::string> promised_;   ///< titles of films that a client was told to be created
  std::atomic<int> titles_{0};
};

/// What a kind of client does, once. False: the connection has had its time.
using Turn = std::function<bool(HttpClient&, Outcomes&)>;

bool goes_on(const HttpResponse& answer) { return answer.field("connection") != "close"; }

bool read_some(HttpClient& client, Outcomes& outcomes) {
  for (const char* target : {"/movies/1", "/movies?limit=50&genre=drama&count=true", "/readyz",
                             "/movies?q=film&sort=-year&limit=5"}) {
    const auto answer = client.request("GET", target);
    outcomes.saw("reads", answer.status);
    if (!goes_on(answer)) return false;
  }
  return true;
}

bool create_one(HttpClient& client, Outcomes& outcomes) {
  const auto title = outcomes.new_title();
  const auto answer = client.request(
      "POST", "/movies", {{"Content-Type", "application/json"}, {"Idempotency-Key", title}},
      R"({"title":")" + title + R"(","year":2016,"genre":"drama"})");
  outcomes.saw("creates", answer.status);
  if (answer.status == 201) outcomes.promised(title);
  return goes_on(answer);
}

bool create_many(HttpClient& client, Outcomes& outcomes) {
  std::vector<std::string> titles(300);
  std::string rows = "title,year,genre\n";
  for (auto& title : titles) rows += (title = outcomes.new_title()) + ",1999,drama\n";
  const auto answer = client.request("POST", "/movies/bulk", {{"Content-Type", "text/csv"}}, rows);
  outcomes.saw("bulk", answer.status);
  if (answer.status == 201)
    std::ranges::for_each(titles, [&](auto& one) { outcomes.promised(one); });
  return goes_on(answer);
}

bool export_all(HttpClient& client, Outcomes& outcomes) {
  const auto answer = client.request("GET", "/movies/export?format=csv");
  outcomes.saw("exports", answer.status);
  return goes_on(answer);
}

const std::string kFilm = R"({"title":"gone","year":2000,"genre":"drama"})";

/// Sends a part of something, and is gone.
bool leave_within_a_request(HttpClient& client, Outcomes& outcomes) {
  static std::atomic<unsigned> turns = 0;
  const std::string json = " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
  const std::string requests[] = {
      "POST /movies" + json + "Content-Length: 999\r\n\r\n" + kFilm,
      "POST /movies/bulk" + json + "Transfer-Encoding: chunked\r\n\r\n400\r\n[" + kFilm,
      "POST /movies" + json + "Content-Length: " + std::to_string(kFilm.size()) + "\r\n\r\n" +
          kFilm + "GET /movies HTTP/1.1\r\n",
      "GET /movies/1 HT"};
  client.send(requests[turns++ % std::size(requests)]);
  client.abort();
  outcomes.saw("requests left", 0);
  return false;
}

bool leave_within_an_answer(HttpClient& client, Outcomes& outcomes) {
  client.send("GET /movies/export HTTP/1.1\r\nHost: a\r\n\r\n");
  outcomes.saw("answers left", client.read(true).status);
  client.abort();
  return false;
}

/// Takes turns until it is not let in any more.
void be_client(std::uint16_t port, const Turn& turn, Outcomes& outcomes) {
  for (;;) {
    std::optional<HttpClient> client;
    try {
      client.emplace(port);
    } catch (const std::system_error&) {
      return;
    }
    try {
      while (turn(*client, outcomes)) {
      }
    } catch (const std::exception&) {  // closed while it thought: the service ends
    }
  }
}

class MixedLoad : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    MOVIE_NEEDS(GetParam());
    elsewhere_.emplace(GetParam());
  }
  void start() {
    const Service::Environment environment{{"MOVIE_DRAIN_DELAY", "0.3"}};
    process_.emplace(Service::start(GetParam(), elsewhere_->environment(environment),
                                    elsewhere_->arguments({"--migrate", "--seed", "3000"}),
                                    folder_.path()));
    const auto line = process_->wait_for_line(Process::kOut, "movie-service");
    port_ = static_cast<std::uint16_t>(std::stoul(line.substr(line.rfind(':') + 1)));
  }
  void end() {
    const auto ended = process_->terminate();
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_THAT(ended.err, testing::Not(testing::HasSubstr("ERROR")));
  }
  /// The service ends in the middle of it.
  void load(Outcomes& outcomes) {
    std::vector<std::thread> clients;
    for (const Turn& turn :
         {Turn(read_some), Turn(read_some), Turn(create_one), Turn(create_one), Turn(create_many),
          Turn(export_all), Turn(leave_within_a_request), Turn(leave_within_an_answer)}) {
      clients.emplace_back([&outcomes, turn, port = port_] { be_client(port, turn, outcomes); });
    }
    std::this_thread::sleep_for(milliseconds(500));
    end();
    for (std::thread& client : clients) client.join();
  }
  /// The second column of a line.
  std::multiset<std::string> titles() {
    const auto answer = HttpClient(port_).request("GET", "/movies/export?format=csv");
    std::multiset<std::string> found;
    std::istringstream lines(answer.body);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t at = line.find(',') + 1;
      found.insert(line.substr(at, line.find(',', at) - at));
    }
    return found;
  }

  const TempDir folder_;
  std::optional<Elsewhere> elsewhere_;
  std::optional<Process> process_;
  std::uint16_t port_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Backends, MixedLoad, testing::Values(MOVIE_BACKENDS),
                         [](const auto& one) { return one.param; });

TEST_P(MixedLoad, EndsInOrderAndKeepsWhatItAcknowledged) {
  Outcomes outcomes;
  start();
  load(outcomes);
  for (const char* kind : {"reads", "creates", "bulk", "exports", "requests left", "answers left"})
    EXPECT_THAT(outcomes.answers(), testing::Contains(testing::Key(kind)));
  EXPECT_FALSE(outcomes.promised().empty());
  if (GetParam() == "memory") return;  // which does not outlive its process
  start();
  const auto found = titles();
  for (const auto& title : outcomes.promised()) EXPECT_EQ(found.count(title), 1u) << title;
  end();
}

}  // namespace
}  // namespace movie::test
