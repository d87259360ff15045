// Creates with an Idempotency-Key, on every backend that is built.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

constexpr std::string_view kAlien = R"({"title":"Alien","year":1979,"genre":"horror"})";

HttpResponse create(HttpClient& client, std::string_view key, std::string_view body = kAlien,
                    std::string_view type = "application/json") {
  return client.request("POST", "/movies", {{"Content-Type", type}, {"Idempotency-Key", key}},
                        body);
}

class Once : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    MOVIE_NEEDS(GetParam());
    service_.emplace(GetParam());
    client_.emplace(service_->port());
  }
  HttpResponse create(std::string_view key, std::string_view body = kAlien) {
    return test::create(*client_, key, body);
  }
  std::string films() { return client_->request("GET", "/movies").body; }

  std::optional<Service> service_;
  std::optional<HttpClient> client_;
};

INSTANTIATE_TEST_SUITE_P(Backends, Once, testing::Values(MOVIE_BACKENDS),
                         [](const auto& one) { return one.param; });

TEST_P(Once, ASecondRequestIsAnsweredAsTheFirst) {
  const auto first = create("k");
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(first.field("idempotency-replayed"), std::nullopt);
  const auto second = create("k");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(second.field("idempotency-replayed"), "true");
  for (const auto* same : {"etag", "location", "content-type"})
    EXPECT_EQ(second.field(same), first.field(same)) << same;
  EXPECT_EQ(films(), "[" + first.body + "]");
}

TEST_P(Once, TheAnswerStaysWhateverBecomesOfTheFilm) {
  const auto first = create("k");
  client_->request("PATCH", "/movies/1", {{"Content-Type", "application/json"}},
                   R"({"title":"Brazil"})");
  EXPECT_EQ(create("k").body, first.body);
  client_->request("DELETE", "/movies/1");
  const auto last = create("k");
  EXPECT_EQ(last.body, first.body);
  EXPECT_EQ(last.field("etag"), first.field("etag"));
  EXPECT_EQ(films(), "[]");
}

TEST_P(Once, AnotherBodyWithTheKeyIsRefused) {
  create("k");
  for (const std::string body : {R"({"title":"Alien","year":1979,"genre":"Horror"})",
                                 R"({"title":"Alien","year":1979,"genre":"horror"} )"}) {
    const auto refused = create("k", body);
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, testing::HasSubstr(R"("loc":["header","Idempotency-Key"])"));
  }
  EXPECT_EQ(create("other").field("location"), "/movies/2") << "no id was lost";
}

TEST_P(Once, ARefusedRequestRemembersNothing) {
  EXPECT_EQ(create("k", R"({"title":"","year":1979,"genre":"horror"})").status, 422);
  EXPECT_EQ(create("k", "{").status, 422);
  EXPECT_EQ(create("k").field("idempotency-replayed"), std::nullopt);
}

TEST_P(Once, OfFiftyParallelRetriesOneMakesAFilm) {
  constexpr int kRetries = 50;
  std::atomic<int> created = 0, replayed = 0, in_flight = 0;
  std::mutex mutex;
  std::set<std::string> bodies;
  std::vector<std::thread> clients;
  for (int at = 0; at < kRetries; ++at) {
    clients.emplace_back([&] {
      HttpClient own(service_->port());
      auto answer = test::create(own, "k");
      for (; answer.status == 409; answer = test::create(own, "k")) {
        ++in_flight;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
      ASSERT_EQ(answer.status, 201) << answer.body;
      ++(answer.field("idempotency-replayed") ? replayed : created);
      const std::lock_guard lock(mutex);
      bodies.insert(answer.body);
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(created, 1);
  EXPECT_EQ(replayed, kRetries - 1);
  EXPECT_EQ(bodies.size(), 1u);
  EXPECT_EQ(films(), "[" + *bodies.begin() + "]");
  RecordProperty("conflicts", in_flight);
}

TEST_P(Once, OnOneConnectionPipelinedRetriesAreAnsweredInTheirOrder) {
  std::string request =
      "POST /movies HTTP/1.1\r\nHost: x\r\nIdempotency-Key: k\r\nContent-Type: "
      "application/json\r\nContent-Length: " +
      std::to_string(kAlien.size()) + "\r\n\r\n" + std::string(kAlien);
  client_->send(request + request + request);
  for (const bool replayed : {false, true, true}) {
    const auto answer = client_->read();
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.field("idempotency-replayed").has_value(), replayed);
  }
}

TEST_P(Once, AmongPlainCreatesAndKeysOfTheirOwnNobodyWaitsForEver) {
  constexpr int kClients = 8, kEach = 40;
  std::atomic<int> created = 0;
  std::vector<std::thread> clients;
  for (int number = 0; number < kClients; ++number) {
    clients.emplace_back([&, number] {
      HttpClient own(service_->port());
      for (int at = 0; at < kEach; ++at) {
        const auto key = std::to_string(number) + "-" + std::to_string(at / 2);
        EXPECT_EQ(test::create(own, key).status, 201);
        EXPECT_EQ(
            own.request("POST", "/movies", {{"Content-Type", "application/json"}}, kAlien).status,
            201);
        created += 2;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(client_->request("GET", "/movies?count=true&limit=1").field("x-total-count"),
            std::to_string(kClients * kEach + kClients * kEach / 2));
}

}  // namespace
}  // namespace movie::test
