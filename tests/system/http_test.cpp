// The whole program over HTTP, on every backend that is built.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;

std::string film(const std::string& title) {
  std::string body = R"({"title":")";
  return body.append(title).append(R"(","year":2016,"genre":"drama"})");
}

HttpResponse post(HttpClient& client, const std::string& body) {
  return client.request("POST", "/movies", {{"Content-Type", "application/json"}}, body);
}

class Http : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { MOVIE_NEEDS(GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(Backends, Http, testing::Values(MOVIE_BACKENDS),
                         [](const auto& one) { return one.param; });

TEST_P(Http, AnswersHeadLikeGetWithoutTheBody) {
  Service service(GetParam());
  HttpClient client(service.port());
  post(client, film("A"));
  const auto get = client.request("GET", "/movies/1"), head = client.request("HEAD", "/movies/1");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.field("content-length"), get.field("content-length"));
  EXPECT_EQ(head.field("content-type"), "application/json");
  EXPECT_EQ(client.request("HEAD", "/movies/2").status, 404);
  EXPECT_EQ(client.request("GET", "/health").status, 200) << "the connection is still in step";
}

TEST_P(Http, AnswersOptionsWithAllow) {
  Service service(GetParam());
  HttpClient client(service.port());
  const auto options = client.request("OPTIONS", "/movies/1");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.field("allow"), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
  EXPECT_EQ(client.request("OPTIONS", "/nope").status, 404);
}

TEST_P(Http, AnswersPipelinedRequestsInOrder) {
  Service service(GetParam());
  HttpClient client(service.port());
  std::string requests;
  constexpr int kMany = 50;
  for (int i = 1; i <= kMany; ++i) {
    const auto body = film(std::to_string(i));
    requests +=
        "POST /movies HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body + "GET /movies/" + std::to_string(i) +
        " HTTP/1.1\r\nHost: x\r\n\r\n";
  }
  client.send(requests);
  for (int i = 1; i <= kMany; ++i) {
    EXPECT_EQ(client.read().status, 201);
    EXPECT_THAT(client.read().body, HasSubstr(R"("title":")" + std::to_string(i) + '"'));
  }
}

TEST_P(Http, GivesConcurrentCreatesIdsOfTheirOwn) {
  constexpr int kClients = 8, kEach = 40;
  Service service(GetParam());
  std::vector<std::vector<std::string>> bodies(kClients);
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      HttpClient client(service.port());
      for (int k = 0; k < kEach; ++k) bodies[i].push_back(post(client, film("A")).body);
    });
  }
  for (auto& client : clients) client.join();
  std::set<std::string> distinct;
  for (const auto& of_one : bodies) {
    for (const auto& body : of_one) {
      EXPECT_THAT(body, HasSubstr(R"("title":"A")"));
      distinct.insert(body);
    }
  }
  EXPECT_EQ(distinct.size(), static_cast<std::size_t>(kClients * kEach));
  const auto list = HttpClient(service.port()).request("GET", "/movies?skip=319&limit=1000");
  EXPECT_THAT(list.body, testing::MatchesRegex("\\[\\{\"id\":320,[^{]*\\]"));
}

TEST_P(Http, SeedsOnlyAnEmptyStore) {
  Service service(GetParam(), {}, {"--seed", "3"});
  HttpClient client(service.port());
  EXPECT_EQ(client.request("GET", "/movies?skip=2").body,
            R"([{"id":3,"title":"Sample 3","year":2012,"genre":"Sci-Fi"}])");
}

TEST_P(Http, StartsWithACopyOfTheExampleSettings) {
  TempDir folder;
  std::filesystem::copy_file(MOVIE_ENV_EXAMPLE, folder / ".env");
  std::filesystem::permissions(folder / ".env", std::filesystem::perms(0644));
  auto start = Service::start(GetParam(), {}, {}, folder.path());
  Process process(start);
  EXPECT_THAT(process.wait_for_line(Process::kOut, "movie-service"),
              HasSubstr("mode " + GetParam()));
  EXPECT_EQ(process.terminate().status, 0);
}

TEST_P(Http, LogsALineARequest) {
  Service service(GetParam(), {{"LOG_LEVEL", "info"}});
  HttpClient client(service.port());
  client.request("GET", "/movies?genre=%0A\"x", {{"X-Trace-Id", "t-1"}});
  EXPECT_THAT(service.process().wait_for_line(Process::kErr, "t-1"),
              testing::ContainsRegex(
                  "INFO 127\\.0\\.0\\.1:[0-9]+ GET /movies\\?genre=%0A\"x 200 2 [0-9]+us t-1"));
  client.request("POST", "/movies", {{"X-Trace-Id", "t-2\xff"}}, "x");
  EXPECT_THAT(service.process().wait_for_line(Process::kErr, "t-2"), HasSubstr("POST /movies 422"));
}

}  // namespace
}  // namespace movie::test
