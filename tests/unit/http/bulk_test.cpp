// POST /movies/bulk behind the transport: who takes the body, what follows, and who is told what.
#include <gmock/gmock.h>

#include <vector>

#include "unit/http/api_fixture.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;

constexpr std::string_view kRows = "title,year,genre\nAlien,1979,horror\nArrival,2016,sci-fi\n";

struct Bulk : ApiTest {
  void script_many(Script script = {}) {
    script.capabilities = MOVIE_MANY;
    ApiTest::script(script);
  }
  std::unique_ptr<FakeExchange> request(std::string_view target = "/movies/bulk",
                                        std::string_view type = "text/csv") {
    auto exchange = std::make_unique<FakeExchange>(worker, "POST", target);
    exchange->field("Content-Type", type);
    return exchange;
  }
  http::BodyPlan plan(const FakeExchange& exchange) { return api->plan_body(exchange.request()); }
  /// Its body has come.
  std::unique_ptr<FakeExchange> send_rows(std::string_view rows,
                                          std::string_view target = "/movies/bulk") {
    auto exchange = request(target);
    auto sink = plan(*exchange).sink;
    EXPECT_NE(sink, nullptr);
    EXPECT_EQ(sink->take(rows), 0);
    exchange->sink(std::move(sink));
    api->serve(*exchange);
    return exchange;
  }
  /// The rows were checked; what follows goes on its way.
  void run_check() {
    worker.run_one();
    api->turn_ends(worker);
  }
  int status_of_plan(const FakeExchange& exchange) {
    const auto planned = plan(exchange);
    return planned.answer ? planned.answer->status : 0;
  }
};

TEST_F(Bulk, TakesTheBodiesOfItsOwnRequestsOnly) {
  script_many();
  EXPECT_NE(plan(*request()).sink, nullptr);
  EXPECT_NE(plan(*request("/movies/%62ulk?partial=1")).sink, nullptr);
  for (const char* target :
       {"/movies", "/movies/", "/movies/bulk/", "/movies/bulky", "/movies/7"}) {
    const auto planned = plan(*request(target));
    EXPECT_EQ(planned.sink, nullptr) << target;
    EXPECT_FALSE(planned.answer) << target;
  }
  FakeExchange put(worker, "PUT", "/movies/bulk");
  EXPECT_EQ(plan(put).sink, nullptr);
}

TEST_F(Bulk, AnswersByTheFieldsAloneWhatCannotBe) {
  script_many();
  EXPECT_EQ(status_of_plan(*request("/movies/bulk", "application/xml")), 415);
  EXPECT_EQ(status_of_plan(FakeExchange(worker, "POST", "/movies/bulk")), 415);
  EXPECT_EQ(status_of_plan(*request("/movies/bulk?partial=2")), 422);
  const auto keyed = request();
  keyed->field("Idempotency-Key", "k");
  const auto refused = plan(*keyed).answer;
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->body,
            R"({"detail":[{"type":"value_error","loc":["header","Idempotency-Key"],)"
            R"("msg":"Value error, Idempotency-Key goes with a single film only","input":"k",)"
            R"("ctx":{"error":{}}}]})");
  EXPECT_THAT(refused->fields, testing::Contains(testing::Key("X-Trace-Id")));
  script({});
  EXPECT_EQ(status_of_plan(*request()), 501);
}

TEST_F(Bulk, TakesAFewBodiesAtOnce) {
  script_many();
  std::vector<std::shared_ptr<http::BodySink>> sinks;
  for (int i = 0; i < 4; ++i) sinks.push_back(plan(*request()).sink);
  const auto refused = plan(*request()).answer;
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_THAT(refused->fields, testing::Contains(testing::Pair("Retry-After", "1")));
  sinks.pop_back();
  EXPECT_NE(plan(*request()).sink, nullptr);
}

TEST_F(Bulk, CreatesWhatWasChecked) {
  script_many();
  const auto exchange = send_rows(kRows);
  EXPECT_FALSE(exchange->answered());
  run_check();
  EXPECT_FALSE(exchange->answered());
  worker.run_one();
  ASSERT_TRUE(exchange->answered());
  EXPECT_EQ(exchange->response().status, 201);
  EXPECT_EQ(exchange->response().body, R"({"created":2})");
  EXPECT_EQ(ScriptedStore::created(), 2);
}

TEST_F(Bulk, IsNotHurried) {
  script_many();
  const auto exchange = send_rows(kRows);
  exchange->grow_old();
  run_check();
  worker.run_one();
  ASSERT_TRUE(exchange->answered());
  EXPECT_EQ(exchange->response().status, 201);
}

TEST_F(Bulk, AsksTheStoreForNothingWhereARowIsRefused) {
  script_many();
  const auto exchange = send_rows("title,year,genre\nAlien,1066,horror\n");
  run_check();
  ASSERT_TRUE(exchange->answered());
  EXPECT_EQ(exchange->response().status, 422);
  EXPECT_THAT(exchange->response().body, HasSubstr(R"("loc":["body",0,"year"])"));
  EXPECT_EQ(ScriptedStore::created(), 0);
}

TEST_F(Bulk, TellsOfEachRowWhereAsked) {
  script_many();
  const auto exchange =
      send_rows("title,year,genre\nA,2000,x\nB,1066,x\nC,2000,x\n", "/movies/bulk?partial=true");
  run_check();
  worker.run_one();
  ASSERT_TRUE(exchange->answered());
  EXPECT_EQ(exchange->response().status, 200);
  EXPECT_EQ(exchange->response().body,
            R"({"created":2,"refused":1,"results":[{"row":0,"id":101},{"row":1,"detail":[)"
            R"({"type":"greater_than_equal","loc":["body",1,"year"],)"
            R"("msg":"Input should be greater than or equal to 1888"}]},{"row":2,"id":102}]})");
}

TEST_F(Bulk, TellsResultsPieceByPiece) {
  script_many();
  std::string rows = "title,year,genre\n";
  for (int i = 0; i < 10'000; ++i) rows += "A,2000,x\n";
  const auto exchange = send_rows(rows, "/movies/bulk?partial=true");
  run_check();
  worker.run_one();
  ASSERT_TRUE(exchange->answered());
  EXPECT_LT(exchange->response().body.size(), 70'000u);
  int pieces = 1;
  for (; exchange->begun(); ++pieces) exchange->take_more();
  EXPECT_GT(pieces, 3);
  EXPECT_THAT(exchange->response().body, testing::EndsWith(R"({"row":9999,"id":10100}]})"));
}

TEST_F(Bulk, DropsTheRowsOfAClientThatHasGone) {
  script_many();
  send_rows(kRows).reset();
  run_check();
  const auto other = send_rows(kRows);
  run_check();
  worker.run_one();
  ASSERT_TRUE(other->answered());
  EXPECT_EQ(ScriptedStore::created(), 2) << "those of the other";
}

TEST_F(Bulk, TellsOutcomesApart) {
  for (const auto& [outcome, status, retry_after] :
       std::initializer_list<std::tuple<std::int32_t, int, const char*>>{
           {MOVIE_BUSY, 503, "1"},
           {MOVIE_FULL, 503, "1"},
           {MOVIE_TIMEOUT, 503, "1"},
           {MOVIE_UNKNOWN, 503, "(none)"},
           {MOVIE_INTERNAL, 500, "(none)"}}) {
    script_many({.status = outcome});
    const auto exchange = send_rows(kRows);
    run_check();
    worker.run_one();
    ASSERT_TRUE(exchange->answered()) << outcome;
    EXPECT_EQ(exchange->response().status, status) << outcome;
    EXPECT_EQ(exchange->get("Retry-After"), retry_after) << outcome;
  }
}

TEST_F(Bulk, ARequestWithoutABodyHasNoRows) {
  script_many();
  const auto json = request("/movies/bulk", "application/json"),
             lines = request("/movies/bulk", "application/jsonl");
  api->serve(*json);
  run_check();
  ASSERT_TRUE(json->answered());
  EXPECT_EQ(json->response().status, 422);
  api->serve(*lines);
  run_check();
  worker.run_one();
  ASSERT_TRUE(lines->answered());
  EXPECT_EQ(lines->response().body, R"({"created":0})");
}

TEST_F(Bulk, IsGivenUpWhenTheServiceEnds) {
  script_many();
  const auto exchange = send_rows(kRows);
  ScriptedStore::hold(true);
  run_check();
  api->leave();
  ScriptedStore::hold(false);
  lanes.reset();
  worker.run_one();
  EXPECT_EQ(ScriptedStore::created(), 0);
}

}  // namespace
}  // namespace movie::test
