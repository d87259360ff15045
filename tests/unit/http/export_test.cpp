// Exports page by page: the first part decides, what fails later is broken off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "unit/http/api_fixture.hpp"

namespace movie::http {
namespace {

using test::ApiTest;
using test::FakeExchange;

constexpr std::string_view kEnd = R"(,"title":"Arrival","year":2016,"genre":"Drama"})";

std::string film(int id) { return R"({"id":)" + std::to_string(id) + std::string(kEnd); }

struct Export : ApiTest {
  /// Takes what there is until nothing follows.
  void take_all(FakeExchange& exchange) {
    while (exchange.begun()) {
      exchange.take_more();
      api->turn_ends(worker);
      if (exchange.begun() && !exchange.response().rest) worker.run_one();
    }
  }
};

TEST_F(Export, GivesAFewFilmsAtOnce) {
  script({.rows = 2});
  const auto json = send("GET", "/movies/export");
  EXPECT_FALSE(json->begun());
  EXPECT_EQ(json->response().status, 200);
  EXPECT_EQ(json->response().content_type, "application/json");
  EXPECT_EQ(json->response().body, "[\n" + film(1) + ",\n" + film(2) + "\n]\n");
  EXPECT_EQ(json->get("Content-Disposition"), R"(attachment; filename="movies.json")");
  EXPECT_EQ(json->get("ETag"), "(none)");
  const auto csv = send("GET", "/movies/export?format=csv");
  EXPECT_EQ(csv->response().content_type, "text/csv; charset=utf-8");
  EXPECT_EQ(csv->response().body,
            "id,title,year,genre\r\n1,Arrival,2016,Drama\r\n2,Arrival,2016,Drama\r\n");
  EXPECT_EQ(csv->get("Content-Disposition"), R"(attachment; filename="movies.csv")");
  const auto ndjson = send("GET", "/movies/export?format=ndjson");
  EXPECT_EQ(ndjson->response().content_type, "application/x-ndjson");
  EXPECT_EQ(ndjson->response().body, film(1) + "\n" + film(2) + "\n");
  EXPECT_EQ(ndjson->get("Content-Disposition"), R"(attachment; filename="movies.ndjson")");
}

TEST_F(Export, GivesNoFilmsInEveryFormat) {
  script({.rows = 0});
  EXPECT_EQ(send("GET", "/movies/export")->response().body, "[]");
  EXPECT_EQ(send("GET", "/movies/export?format=csv")->response().body, "id,title,year,genre\r\n");
  EXPECT_EQ(send("GET", "/movies/export?format=ndjson")->response().body, "");
}

TEST_F(Export, TheParameterWinsOverTheField) {
  script({});
  const auto type = [&](std::string_view accept, std::string_view target) {
    FakeExchange exchange(worker, "GET", target);
    exchange.field("Accept", accept);
    api->serve(exchange);
    return exchange.response().content_type;
  };
  EXPECT_EQ(type("text/csv", "/movies/export"), "text/csv; charset=utf-8");
  EXPECT_EQ(type("application/x-ndjson, */*;q=0.1", "/movies/export"), "application/x-ndjson");
  EXPECT_EQ(type("*/*", "/movies/export"), "application/json");
  EXPECT_EQ(type("text/csv", "/movies/export?format=csv&format=json"), "application/json");
}

TEST_F(Export, RefusesAFormatThatItDoesNotHave) {
  script({});
  const auto exchange = send("GET", "/movies/export?format=xml");
  EXPECT_EQ(exchange->response().status, 422);
  EXPECT_EQ(exchange->response().body,
            R"({"detail":[{"type":"literal_error","loc":["query","format"],)"
            R"("msg":"Input should be 'json', 'csv' or 'ndjson'","input":"xml",)"
            R"("ctx":{"expected":"'json', 'csv' or 'ndjson'"}}]})");
}

TEST_F(Export, AsksForAPageWhenTheOneBeforeHasLeft) {
  for (const bool inline_calls : {true, false}) {
    script({.rows = 2'500, .inline_calls = inline_calls});
    const auto exchange = send("GET", "/movies/export?format=ndjson");
    if (!inline_calls) worker.run_one();
    ASSERT_TRUE(exchange->begun());
    const auto lines = [&] { return std::ranges::count(exchange->response().body, '\n'); };
    EXPECT_EQ(lines(), 1'000);
    take_all(*exchange);
    EXPECT_EQ(lines(), 2'500);
    EXPECT_THAT(exchange->response().body, testing::EndsWith("\n" + film(2'500) + "\n"));
  }
}

TEST_F(Export, JoinsItsPages) {
  script({.rows = 2'000});
  const auto json = send("GET", "/movies/export"), csv = send("GET", "/movies/export?format=csv");
  take_all(*json);
  take_all(*csv);
  EXPECT_THAT(json->response().body, testing::HasSubstr(film(1'000) + ",\n" + film(1'001)));
  EXPECT_THAT(json->response().body, testing::EndsWith(film(2'000) + "\n]\n"));
  EXPECT_EQ(std::ranges::count(csv->response().body, '\n'), 2'001) << "one header";
}

TEST_F(Export, AStoreThatCannotBeginIsToldAsEver) {
  script({.status = MOVIE_UNAVAILABLE, .rows = 2'500});
  const auto exchange = send("GET", "/movies/export");
  EXPECT_EQ(exchange->response().status, 503);
  EXPECT_EQ(exchange->get("Retry-After"), "1");
}

TEST_F(Export, AStoreThatCannotGoOnBreaksItOff) {
  for (const bool inline_calls : {true, false}) {
    script({.status = MOVIE_UNAVAILABLE, .rows = 2'500, .good = 2, .inline_calls = inline_calls});
    const auto exchange = send("GET", "/movies/export");
    if (!inline_calls) worker.run_one();
    take_all(*exchange);
    EXPECT_TRUE(exchange->aborted());
    EXPECT_THAT(exchange->response().body, testing::EndsWith(film(2'000))) << "no end";
  }
}

TEST_F(Export, GivesEachPageTimeOfItsOwn) {
  script({.rows = 2'500, .inline_calls = false});
  FakeExchange exchange(worker, "GET", "/movies/export");
  api->serve(exchange);
  api->turn_ends(worker);
  worker.run_one();
  exchange.grow_old();
  take_all(exchange);
  EXPECT_FALSE(exchange.aborted());
}

TEST_F(Export, IsDroppedWithItsClient) {
  script({.rows = 2'500, .inline_calls = false});
  auto exchange = send("GET", "/movies/export");
  worker.run_one();
  exchange->take_more();
  api->turn_ends(worker);
  exchange.reset();
  worker.run_one();
}

}  // namespace
}  // namespace movie::http
