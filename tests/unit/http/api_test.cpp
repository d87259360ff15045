#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/http/api_fixture.hpp"

namespace movie::http {
namespace {

using test::ApiTest;
using test::FakeExchange;
using test::kFilm;

TEST_F(ApiTest, AnswersAtOnceWhatRunsInline) {
  script({});
  const auto item = send("GET", "/movies/7");
  ASSERT_TRUE(item->answered());
  EXPECT_EQ(item->response().status, 200);
  EXPECT_EQ(item->response().body, R"({"id":7,"title":"Arrival","year":2016,"genre":"Drama"})");
  EXPECT_EQ(item->response().content_type, "application/json");
  const auto list = send("GET", "/movies");
  ASSERT_TRUE(list->answered());
  EXPECT_EQ(list->response().body, R"([{"id":1,"title":"Arrival","year":2016,"genre":"Drama"}])");
}

TEST_F(ApiTest, AnswersLaterWhatIsQueued) {
  script({.inline_calls = false});
  const auto created = send("POST", "/movies", kFilm);
  EXPECT_FALSE(created->answered());
  worker.run_one();
  ASSERT_TRUE(created->answered());
  EXPECT_EQ(created->response().status, 201);
  EXPECT_EQ(created->response().body, R"({"id":1,"title":"Arrival","year":2016,"genre":"Drama"})");
}

TEST_F(ApiTest, DropsTheAnswerOfAClientThatHasGone) {
  script({.inline_calls = false});
  send("POST", "/movies", kFilm).reset();
  worker.run_one();
}

TEST_F(ApiTest, GivesAQueuedAnswerTheTraceIdOfItsRequest) {
  script({.status = MOVIE_UNAVAILABLE, .inline_calls = false});
  const auto one = send("GET", "/movies/1"), other = send("GET", "/movies/1");
  while (!one->answered() || !other->answered()) worker.run_one();
  EXPECT_THAT(one->get("X-Trace-Id"), testing::MatchesRegex("req-[0-9a-f]{8}"));
  EXPECT_NE(one->get("X-Trace-Id"), other->get("X-Trace-Id"));
}

TEST_F(ApiTest, TellsOutcomesApart) {
  struct Expected {
    std::int32_t outcome;
    int status;
    std::string_view body, retry_after;
  };
  for (const auto& [outcome, status, body, retry_after] : std::initializer_list<Expected>{
           {MOVIE_NOT_FOUND, 404, R"({"detail":"Movie not found"})", "(none)"},
           {MOVIE_BUSY, 503, R"({"detail":"Service Unavailable"})", "1"},
           {MOVIE_UNAVAILABLE, 503, R"({"detail":"Service Unavailable"})", "1"},
           {MOVIE_TIMEOUT, 503, R"({"detail":"Service Unavailable"})", "1"},
           {MOVIE_FULL, 503, R"({"detail":"Service Unavailable"})", "1"},
           {MOVIE_UNKNOWN, 503, R"({"detail":"outcome unknown"})", "(none)"},
           {MOVIE_UNSUPPORTED, 501, R"({"detail":"Not Implemented"})", "(none)"},
           {MOVIE_INVALID, 500, R"({"detail":"Internal Server Error"})", "(none)"},
           {MOVIE_CORRUPT, 500, R"({"detail":"Internal Server Error"})", "(none)"},
           {MOVIE_INTERNAL, 500, R"({"detail":"Internal Server Error"})", "(none)"}}) {
    script({.status = outcome, .inline_calls = false});
    const auto exchange = send("PUT", "/movies/1", kFilm);
    worker.run_one();
    ASSERT_TRUE(exchange->answered()) << outcome;
    EXPECT_EQ(exchange->response().status, status) << outcome;
    EXPECT_EQ(exchange->response().body, body) << outcome;
    EXPECT_EQ(exchange->get("Retry-After"), retry_after) << outcome;
  }
}

TEST_F(ApiTest, TakesOkWithoutARowForADefect) {
  script({.rows = 0});
  EXPECT_EQ(send("GET", "/movies/1")->response().status, 500);
  EXPECT_EQ(send("GET", "/movies")->response().body, "[]");
}

TEST_F(ApiTest, TellsOfAStoreThatCannotServe) {
  script({.status = MOVIE_UNAVAILABLE});
  const auto exchange = send("GET", "/healthz");
  EXPECT_EQ(exchange->response().status, 503);
  EXPECT_EQ(exchange->response().body, R"({"status":"unavailable","database":"scripted"})");
  EXPECT_EQ(exchange->get("Retry-After"), "1");
  EXPECT_EQ(send("GET", "/health")->response().body, R"({"status":"ok","app":"Movies"})");
}

TEST_F(ApiTest, SaysInAWordWhatIsWrongAndSinceWhen) {
  script({.status = MOVIE_FULL});
  const auto since = [&] {
    const std::string body = send("GET", "/readyz")->response().body;
    EXPECT_THAT(body, testing::MatchesRegex(
                          "\\{\"status\":\"unavailable\",\"database\":\"scripted\",\"reason\":"
                          "\"unwritable\",\"since\":\"20..-..-..T..:..:..Z\"\\}"));
    return body.substr(body.find("since"));
  };
  const auto first = since();
  EXPECT_EQ(since(), first) << "not since each time it was asked";
  for (const auto& [status, word] : std::initializer_list<std::pair<std::int32_t, const char*>>{
           {MOVIE_UNAVAILABLE, "unreachable"}, {MOVIE_BUSY, "slow"}, {MOVIE_CORRUPT, "failed"}}) {
    script({.status = status});
    EXPECT_THAT(send("GET", "/readyz")->response().body,
                testing::HasSubstr(std::string("\"reason\":\"") + word + '"'));
  }
}

TEST_F(ApiTest, TellsEachCheckWhereThatIsAskedFor) {
  script({.rows = 0});
  EXPECT_EQ(
      send("GET", "/readyz?verbose")->response().body,
      R"({"status":"ok","database":"scripted","checks":{"store":"ok","drain":"ok"},"figures":{"films":7}})");
  script({.status = MOVIE_UNAVAILABLE});
  EXPECT_THAT(
      send("GET", "/readyz?verbose=1")->response().body,
      testing::EndsWith(R"("checks":{"store":"unreachable","drain":"ok"},"figures":{"films":7}})"));
}

TEST_F(ApiTest, IsNotReadyOnceItIsAboutToEnd) {
  script({.rows = 0});
  api->announce_end();
  const auto ready = send("GET", "/readyz?verbose");
  EXPECT_EQ(ready->response().status, 503);
  EXPECT_THAT(ready->response().body,
              testing::AllOf(testing::HasSubstr(R"("reason":"draining")"),
                             testing::HasSubstr(R"("checks":{"store":"ok","drain":"draining"})")));
  EXPECT_EQ(send("GET", "/livez")->response().body, R"({"status":"ok"})");
  EXPECT_EQ(send("GET", "/movies")->response().status, 200) << "it goes on serving";
}

TEST_F(ApiTest, IsAliveWhateverItsStoreDoes) {
  script({.status = MOVIE_UNAVAILABLE});
  EXPECT_EQ(send("GET", "/livez")->response().status, 200);
}

TEST_F(ApiTest, AsksNoStoreForAnIdThatNoFilmHas) {
  script({});
  for (const auto* id : {"0", "-1", "9223372036854775808", "-99999999999999999999"}) {
    EXPECT_EQ(send("GET", std::string("/movies/") + id)->response().status, 404) << id;
  }
}

TEST_F(ApiTest, TellsWhatIsOverdue) {
  script({.inline_calls = false});
  FakeExchange read(worker, "GET", "/movies"), write(worker, "DELETE", "/movies/1");
  api->overdue(read);
  api->overdue(write);
  EXPECT_EQ(read.response().status, 503);
  EXPECT_EQ(read.get("Retry-After"), "1");
  EXPECT_EQ(write.response().status, 503);
  EXPECT_EQ(write.response().body, R"({"detail":"outcome unknown"})");
  EXPECT_EQ(write.get("Retry-After"), "(none)");
}

TEST_F(ApiTest, MarksRefusalsLikeAnyAnswer) {
  script({});
  Request request;
  const auto bare = api->refuse(request, 431);
  EXPECT_EQ(bare.body, R"({"detail":"Request Header Fields Too Large"})");
  request.fields = {{"Origin", "http://a"}, {"X-Trace-Id", "t-1"}};
  const auto response = api->refuse(request, 413);
  EXPECT_EQ(response.status, 413);
  const std::map<std::string_view, std::string> fields(response.fields.begin(),
                                                       response.fields.end());
  EXPECT_EQ(fields.at("X-Trace-Id"), "t-1");
  EXPECT_EQ(fields.at("Access-Control-Allow-Origin"), "http://a");
}

TEST_F(ApiTest, AnswersAPreflightOnAnyPath) {
  script({});
  FakeExchange exchange(worker, "OPTIONS", "/nope");
  exchange.field("Origin", "http://a").field("Access-Control-Request-Method", "POST");
  api->serve(exchange);
  EXPECT_EQ(exchange.response().status, 200);
  EXPECT_EQ(exchange.response().body, "OK");
}

TEST_F(ApiTest, AnswersOptionsAndWrongMethodsWithAllow) {
  script({});
  const auto options = send("OPTIONS", "/movies"), wrong = send("BREW", "/movies/1"),
             nowhere = send("BREW", "/x");
  EXPECT_EQ(options->response().status, 204);
  EXPECT_EQ(options->get("Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(wrong->response().status, 405);
  EXPECT_EQ(wrong->get("Allow"), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
  EXPECT_EQ(nowhere->response().status, 404);
}

TEST_F(ApiTest, DescribesItself) {
  script({});
  const auto exchange = send("GET", "/openapi.json");
  EXPECT_EQ(exchange->response().status, 200);
  EXPECT_EQ(exchange->response().content_type, "application/json");
  EXPECT_THAT(exchange->response().body,
              testing::HasSubstr(R"("info":{"title":"Movies","version":"1.2.3"})"));
}

TEST_F(ApiTest, RedirectsToAPathOnly) {
  script({});
  const auto exchange = send("GET", "/%6Dovies//?skip=1");
  EXPECT_EQ(exchange->response().status, 307);
  EXPECT_EQ(exchange->get("Location"), "/movies?skip=1");
  EXPECT_EQ(send("GET", "//evil.example/movies/")->response().status, 404);
  EXPECT_EQ(send("GET", "/nope/")->response().status, 404);
}

}  // namespace
}  // namespace movie::http
