// Conditional reads and changes, on every backend that is built.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

using testing::MatchesRegex;

struct Answer : HttpResponse {
  [[nodiscard]] std::string tag() const { return field("etag").value_or(""); }
};

class Conditional : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { MOVIE_NEEDS(GetParam()); }

  Answer ask(const std::string& method, const std::string& target,
             const std::vector<std::pair<std::string, std::string>>& fields = {},
             const std::string& body = "") {
    std::string bytes = method + " " + target + " HTTP/1.1\r\nHost: x\r\n";
    for (const auto& [name, value] : fields)
      bytes.append(name).append(": ").append(value).append("\r\n");
    if (!body.empty()) {
      bytes += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
               "\r\n";
    }
    client().send(bytes + "\r\n" + body);
    return {client().read(method == "HEAD")};
  }
  Answer make() {
    return ask("POST", "/movies", {}, R"({"title":"Alien","year":1979,"genre":"horror"})");
  }
  HttpClient& client() {
    if (!client_) {
      service_.emplace(GetParam());
      client_.emplace(service_->port());
    }
    return *client_;
  }
  std::uint16_t port() { return client(), service_->port(); }

  std::optional<Service> service_;
  std::optional<HttpClient> client_;
};

INSTANTIATE_TEST_SUITE_P(Backends, Conditional, testing::Values(MOVIE_BACKENDS),
                         [](const auto& one) { return one.param; });

TEST_P(Conditional, AFilmHasOneStrongTagWhoeverShowsIt) {
  const auto made = make();
  EXPECT_EQ(made.field("location"), "/movies/1");
  const auto tag = made.tag();
  EXPECT_THAT(tag, MatchesRegex("\"[0-9a-f]{32}\""));
  EXPECT_EQ(ask("GET", "/movies/1").tag(), tag);
  EXPECT_EQ(ask("HEAD", "/movies/1").tag(), tag);
  EXPECT_EQ(ask("PATCH", "/movies/1", {}, "{}").tag(), tag);
  EXPECT_NE(ask("PATCH", "/movies/1", {}, R"({"year":1980})").tag(), tag);
  EXPECT_EQ(ask("PATCH", "/movies/1", {}, R"({"year":1979})").tag(), tag)
      << "it is of what the row holds";
  EXPECT_NE(make().tag(), tag) << "another film that is alike";
}

TEST_P(Conditional, AReadOfWhatTheClientHasIs304) {
  const auto tag = make().tag();
  for (const std::string& names :
       {tag, "W/" + tag, "\"x\", " + tag, "\"x\" ,\t" + tag + ",", std::string("*")}) {
    const auto answer = ask("GET", "/movies/1", {{"If-None-Match", names}});
    EXPECT_EQ(answer.status, 304) << names;
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(answer.tag(), tag);
    EXPECT_NE(answer.field("x-trace-id"), "");
  }
  for (const std::string& names : {std::string(), std::string("\"x\""), tag.substr(1), "x" + tag,
                                   std::string("\""), std::string("W/")}) {
    EXPECT_EQ(ask("GET", "/movies/1", {{"If-None-Match", names}}).status, 200) << names;
  }
  EXPECT_EQ(ask("GET", "/movies/2", {{"If-None-Match", "*"}}).status, 404);
  EXPECT_EQ(ask("GET", "/movies/1", {{"If-None-Match", "\"x\""}, {"If-None-Match", tag}}).status,
            304);
}

TEST_P(Conditional, AListHasAWeakTag) {
  make();
  const auto list = ask("GET", "/movies?count=true");
  const auto tag = list.tag();
  EXPECT_THAT(tag, MatchesRegex("W/\"[0-9a-f]{32}\""));
  const auto again = ask("GET", "/movies?count=true", {{"If-None-Match", tag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.field("x-total-count"), "1");
  EXPECT_NE(ask("GET", "/movies").tag(), tag) << "its fields say less";
  EXPECT_NE(ask("GET", "/movies?count=true&format=csv").tag(), tag);
  make();
  EXPECT_EQ(ask("GET", "/movies?count=true", {{"If-None-Match", tag}}).status, 200);
  EXPECT_EQ(ask("GET", "/movies?count=true&limit=1", {{"If-None-Match", tag}}).status, 200)
      << "the same rows, but more of them now";
}

TEST_P(Conditional, AChangeUnderIfMatchIsMadeOnlyToWhatTheTagNames) {
  const auto tag = make().tag();
  const auto changed = ask("PATCH", "/movies/1", {{"If-Match", tag}}, R"({"year":1986})");
  EXPECT_EQ(changed.status, 200);
  for (const auto* method : {"PATCH", "PUT", "DELETE"}) {
    const std::string body =
        std::string(method) == "DELETE" ? "" : R"({"title":"B","year":1999,"genre":"War"})";
    const auto refused = ask(method, "/movies/1", {{"If-Match", tag}}, body);
    EXPECT_EQ(refused.status, 412) << method;
    EXPECT_EQ(refused.body, R"({"detail":"Precondition Failed"})");
    EXPECT_EQ(refused.tag(), changed.tag()) << "what it has now";
  }
  EXPECT_EQ(ask("GET", "/movies/1").body, changed.body);
  const auto put = ask("PUT", "/movies/1", {{"If-Match", "\"x\", " + changed.tag()}},
                       R"({"title":"B","year":1999,"genre":"War"})");
  EXPECT_EQ(put.status, 200);
  EXPECT_EQ(ask("PATCH", "/movies/1", {{"If-Match", "W/" + put.tag()}}, "{}").status, 412)
      << "weak tags never match here";
  EXPECT_EQ(ask("PATCH", "/movies/1", {{"If-Match", "nonsense"}}, "{}").status, 412);
  EXPECT_EQ(ask("PATCH", "/movies/1", {{"If-Match", "*"}}, "{}").status, 200);
  EXPECT_EQ(ask("DELETE", "/movies/1", {{"If-Match", put.tag()}}).status, 204);
}

TEST_P(Conditional, FaultsAndAMissingFilmComeFirst) {
  EXPECT_EQ(ask("PATCH", "/movies/1", {{"If-Match", "\"x\""}}, R"({"year":1})").status, 422);
  EXPECT_EQ(ask("PATCH", "/movies/1", {{"If-Match", "\"x\""}}, "{}").status, 404);
  EXPECT_EQ(ask("DELETE", "/movies/1", {{"If-Match", "*"}}).status, 404);
  EXPECT_EQ(ask("DELETE", "/movies/0", {{"If-Match", "\"x\""}}).status, 404);
}

TEST_P(Conditional, OfAHundredChangesToOneTagOneWins) {
  const auto tag = make().tag();
  constexpr int kThreads = 10, kEach = 10;
  std::atomic<int> won = 0, lost = 0;
  std::vector<std::thread> racers;
  const std::uint16_t to = port();
  for (int racer = 0; racer < kThreads; ++racer) {
    racers.emplace_back([&, racer] {
      HttpClient own(to);
      for (int at = 0; at < kEach; ++at) {
        const auto year = std::to_string(1980 + racer * kEach + at);
        const auto answer = own.request("PATCH", "/movies/1",
                                        {{"If-Match", tag}, {"Content-Type", "application/json"}},
                                        "{\"year\":" + year + "}");
        ++(answer.status == 200 ? won : lost);
        EXPECT_THAT(answer.status, testing::AnyOf(200, 412)) << answer.body;
      }
    });
  }
  for (std::thread& racer : racers) racer.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, kThreads * kEach - 1);
}

}  // namespace
}  // namespace movie::test
