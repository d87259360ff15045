#include "http/idempotency.hpp"

#include "unit/http/api_fixture.hpp"

namespace movie::http {
namespace {

using test::ApiTest;
using test::FakeExchange;
using test::kFilm;

struct Idempotency : ApiTest {
  std::unique_ptr<FakeExchange> send_once(std::string_view key, std::string_view body = kFilm) {
    auto exchange = std::make_unique<FakeExchange>(worker, "POST", "/movies");
    exchange->json(body).field("Idempotency-Key", key);
    api->serve(*exchange);
    api->turn_ends(worker);
    return exchange;
  }
};

TEST_F(Idempotency, AKeyIsVisibleAsciiOnOneLine) {
  script({});
  for (const std::string& key :
       {std::string("k"), std::string("!~"), std::string("\"quoted\""), std::string(255, 'k')}) {
    EXPECT_EQ(send_once(key)->response().status, 201) << key;
  }
  for (const std::string& key :
       {std::string(), std::string("a b"), std::string("a\tb"), std::string("k\xC3\xA9y"),
        std::string("\x7f"), std::string(256, 'k')}) {
    const auto refused = send_once(key);
    EXPECT_EQ(refused->response().status, 400) << key;
    EXPECT_EQ(refused->response().body, R"({"detail":"Bad Request"})");
  }
  FakeExchange twice(worker, "POST", "/movies");
  twice.json(kFilm).field("Idempotency-Key", "a").field("Idempotency-Key", "a");
  api->serve(twice);
  EXPECT_EQ(twice.response().status, 400);
}

TEST_F(Idempotency, ARepeatedCreateSaysSo) {
  script({.count = 1});
  const auto replayed = send_once("k");
  EXPECT_EQ(replayed->response().status, 201);
  EXPECT_EQ(replayed->get("Idempotency-Replayed"), "true");
  EXPECT_EQ(replayed->get("Location"), "/movies/1");
  EXPECT_NE(replayed->get("ETag"), "(none)");
  script({});
  EXPECT_EQ(send_once("k")->get("Idempotency-Replayed"), "(none)");
}

TEST_F(Idempotency, TheKeyOfAnotherRequestIsAFault) {
  script({.status = MOVIE_EXISTS});
  const auto refused = send_once("k\"1");
  EXPECT_EQ(refused->response().status, 422);
  EXPECT_EQ(refused->response().body,
            R"({"detail":[{"type":"value_error","loc":["header","Idempotency-Key"],)"
            R"("msg":"Value error, the key has been used for another request","input":"k\"1",)"
            R"("ctx":{"error":{}}}]})");
}

TEST_F(Idempotency, AStoreThatCannotRememberIsNotAsked) {
  script({.capabilities = 0});
  EXPECT_EQ(send_once("k")->response().status, 501);
  EXPECT_EQ(send("POST", "/movies", kFilm)->response().status, 201);
}

TEST_F(Idempotency, AFaultOfTheBodyRemembersNothing) {
  script({.inline_calls = false});
  EXPECT_EQ(send_once("k", "{}")->response().status, 422);
  EXPECT_FALSE(send_once("k")->answered()) << "it is not under way";
  worker.run_one();
}

TEST_F(Idempotency, AKeyThatIsUnderWayIsAConflictUntilTheStoreHasAnswered) {
  script({.inline_calls = false});
  const auto first = send_once("k");
  const auto second = send_once("k"), other = send_once("other");
  ASSERT_TRUE(second->answered());
  EXPECT_EQ(second->response().status, 409);
  EXPECT_EQ(second->response().body, R"({"detail":"Conflict"})");
  EXPECT_EQ(second->get("Retry-After"), "1");
  EXPECT_FALSE(other->answered());
  while (!first->answered() || !other->answered()) worker.run_one();
  EXPECT_EQ(first->response().status, 201);
  EXPECT_FALSE(send_once("k")->answered()) << "it is free again";
  worker.run_one();
}

TEST_F(Idempotency, NeitherAClientThatLeavesNorItsTimeFreesAKey) {
  script({.inline_calls = false});
  for (const bool leaves : {true, false}) {
    auto first = send_once("k");
    if (leaves) {
      first.reset();
    } else {
      api->overdue(*first);
      EXPECT_EQ(first->response().status, 503);
    }
    EXPECT_EQ(send_once("k")->response().status, 409);
    worker.run_one();
    EXPECT_FALSE(send_once("k")->answered()) << "it is free again";
    worker.run_one();
  }
}

TEST_F(Idempotency, OnOtherMethodsTheFieldIsIgnored) {
  script({});
  for (const auto* method : {"GET", "PUT", "PATCH"}) {
    FakeExchange exchange(worker, method, "/movies/1");
    exchange.json(kFilm).field("Idempotency-Key", "not a key");
    api->serve(exchange);
    EXPECT_EQ(exchange.response().status, 200) << method;
  }
}

TEST(Digest, IsOfTheBodyHoweverItsTypeIsSpelt) {
  Request request;
  request.body = "{}";
  request.fields = {{"Content-Type", "application/json"}};
  const auto digest = digest_of(request);
  EXPECT_EQ(digest.size(), 32u);
  request.fields = {{"content-type", "application/vnd.x+json; charset=utf-8"}};
  EXPECT_EQ(digest_of(request), digest);
  request.body = "{} ";
  EXPECT_NE(digest_of(request), digest);
}

}  // namespace
}  // namespace movie::http
