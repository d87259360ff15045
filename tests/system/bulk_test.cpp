// Many films in one request, on every backend that is built.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

const std::string kArray =
    R"([{"title":"Alien","year":1979,"genre":"horror"},{"title":"Élan, \"Vital\"","year":"2001","genre":"drama"}])";
const std::string kLines =
    "{\"title\":\"Alien\",\"year\":1979,\"genre\":\"horror\"}\n\n"
    "{\"title\":\"Élan, \\\"Vital\\\"\",\"year\":\"2001\",\"genre\":\"drama\"}\n";
const std::string kTable =
    "genre,title,year\nhorror,Alien,1979\ndrama,\"Élan, \"\"Vital\"\"\",2001\n";
const std::string kBoth =
    R"([{"id":1,"title":"Alien","year":1979,"genre":"Horror"},{"id":2,"title":"Élan, \"Vital\"","year":2001,"genre":"Drama"}])";

/// CSV of so many films.
std::string table_of(int rows) {
  std::string text = "title,year,genre\n";
  for (int i = 0; i < rows; ++i) text += "Film number " + std::to_string(i) + ",1999,drama\n";
  return text;
}

class Bulk : public testing::TestWithParam<std::string> {
 protected:
  using Environment = Service::Environment;

  void SetUp() override { MOVIE_NEEDS(GetParam()); }

  Service& start(const Environment& environment = {}) {
    return service_.emplace(GetParam(), environment);
  }
  static HttpResponse bulk(std::uint16_t port, std::string_view type, std::string_view body,
                           std::string_view query = "") {
    HttpClient client(port, "127.0.0.1", std::chrono::seconds(120));
    return client.request("POST", "/movies/bulk" + std::string(query), {{"Content-Type", type}},
                          body);
  }
  HttpResponse bulk(std::string_view type, std::string_view body, std::string_view query = "") {
    return bulk(service_->port(), type, body, query);
  }
  static std::int64_t count(std::uint16_t port) {
    const auto answer = HttpClient(port).request("GET", "/movies?count=true&limit=1");
    return std::stoll(answer.field("x-total-count").value_or("-1"));
  }
  std::string list() { return HttpClient(service_->port()).request("GET", "/movies").body; }

  std::optional<Service> service_;
};

INSTANTIATE_TEST_SUITE_P(Backends, Bulk, testing::Values(MOVIE_BACKENDS),
                         [](const auto& one) { return one.param; });

TEST_P(Bulk, EachFormatCreatesItsRows) {
  for (const auto& [type, body] : std::initializer_list<std::pair<const char*, std::string>>{
           {"application/json", kArray},
           {"application/x-ndjson; charset=utf-8", kLines},
           {"application/jsonl", kLines},
           {"Text/CSV", kTable}}) {
    start();
    const auto answer = bulk(type, body);
    EXPECT_EQ(answer.status, 201) << type;
    EXPECT_EQ(answer.body, R"({"created":2})") << type;
    EXPECT_EQ(answer.field("content-type"), "application/json");
    EXPECT_EQ(list(), kBoth) << type;
  }
}

TEST_P(Bulk, NoRowsAreDone) {
  start();
  EXPECT_EQ(bulk("application/json", " [ ] ").body, R"({"created":0})");
  EXPECT_EQ(bulk("text/csv", "title,year,genre\n").status, 201);
  EXPECT_EQ(bulk("application/json", "[]", "?partial=true").body,
            R"({"created":0,"refused":0,"results":[]})");
  EXPECT_EQ(list(), "[]");
}

TEST_P(Bulk, OneBadRowKeepsAllOut) {
  start();
  auto rows = table_of(3000);
  rows += "Last,1066,\n";
  const auto answer = bulk("text/csv", rows);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.body, R"({"detail":[{"type":"greater_than_equal","loc":["body",3000,"year"],)"
                         R"("msg":"Input should be greater than or equal to 1888"},)"
                         R"({"type":"string_too_short","loc":["body",3000,"genre"],)"
                         R"("msg":"String should have at least 1 character"}]})");
  EXPECT_EQ(list(), "[]");
}

TEST_P(Bulk, TheFirstHundredBadRowsAreTold) {
  start();
  std::string rows;
  for (int i = 0; i < 300; ++i) rows += "{}\n";
  const auto body = bulk("application/x-ndjson", rows).body;
  EXPECT_THAT(body, HasSubstr("[\"body\",99,"));
  EXPECT_THAT(body, testing::Not(HasSubstr("[\"body\",100,")));
}

TEST_P(Bulk, InPartGoodRowsAreCreatedAndEachIsToldOf) {
  start();
  const auto answer = bulk("application/json",
                           R"([{"title":"A","year":2000,"genre":"x"},{"title":"B","genre":"x"},7,)"
                           R"({"title":"C","year":2001,"genre":"y"}])",
                           "?partial=yes");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(
      answer.body,
      StartsWith(R"({"created":2,"refused":2,"results":[{"row":0,"id":1},{"row":1,"detail":[)"
                 R"({"type":"missing","loc":["body",1,"year"],"msg":"Field required"}]},)"
                 R"({"row":2,"detail":[{"type":"model_attributes_type","loc":["body",2],)"));
  EXPECT_THAT(answer.body, testing::EndsWith(R"(,{"row":3,"id":2}]})"));
  EXPECT_EQ(
      list(),
      R"([{"id":1,"title":"A","year":2000,"genre":"X"},{"id":2,"title":"C","year":2001,"genre":"Y"}])");
}

TEST_P(Bulk, ResultsOfManyRowsComeInPieces) {
  start();
  constexpr int kRows = 20'000;
  const std::string rows = table_of(kRows);
  HttpClient client(service_->port(), "127.0.0.1", std::chrono::seconds(60));
  client.send(
      "POST /movies/bulk?partial=1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
      "Content-Length: " +
      std::to_string(rows.size()) + "\r\n\r\n" + rows);
  const auto answer = client.read();
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, testing::EndsWith("{\"row\":19999,\"id\":20000}]}"));
  EXPECT_EQ(count(service_->port()), kRows);
}

TEST_P(Bulk, WhatCannotBeReadIsRefused) {
  start();
  const auto cut = bulk("application/json", R"([{"title":"A","year":2000,"genre":"x"},)");
  EXPECT_EQ(cut.status, 422);
  EXPECT_THAT(cut.body, HasSubstr("json_invalid"));
  EXPECT_EQ(bulk("text/csv", "name,when\nA,2000\n").status, 422);
  EXPECT_EQ(bulk("application/json", "[]", "?partial=perhaps").status, 422);
  EXPECT_EQ(bulk("application/xml", "<a/>").status, 415);
  EXPECT_EQ(HttpClient(service_->port()).request("POST", "/movies/bulk", {}, "[]").status, 415);
  EXPECT_EQ(HttpClient(service_->port())
                .request("POST", "/movies/bulk",
                         {{"Content-Type", "application/json"}, {"Idempotency-Key", "k"}}, "[]")
                .status,
            422);
  EXPECT_EQ(list(), "[]");
}

TEST_P(Bulk, ItsLengthHasALimitOfItsOwn) {
  start({{"MOVIE_MAX_BODY_BYTES", "10"}, {"MOVIE_MAX_BULK_BYTES", std::to_string(kArray.size())}});
  EXPECT_EQ(bulk("application/json", kArray).status, 201);
  EXPECT_EQ(bulk("application/json", kArray + " ").status, 413);
  EXPECT_EQ(HttpClient(service_->port()).request("POST", "/movies", {}, kArray).status, 413);
}

TEST_P(Bulk, ReadersGoOnAndWritersAreToldToWait) {
  start();
  const auto port = service_->port();
  ASSERT_EQ(bulk("application/json", kArray).status, 201);
  std::atomic<bool> over{false};
  auto writing = std::async(std::launch::async, [&] {
    const auto answer = bulk(port, "text/csv", table_of(100'000));
    over = true;
    return answer.status;
  });
  auto reading = std::async(std::launch::async, [&] {
    for (HttpClient reader(port); !over;) {
      for (const char* const target : {"/movies/1", "/movies?limit=2", "/movies?genre=horror", "/healthz"})
        EXPECT_EQ(reader.request("GET", target).status, 200) << target;
    }
  });
  int created = 0;
  for (HttpClient writer(port); !over;) {
    const auto answer = writer.request("POST", "/movies", {{"Content-Type", "application/json"}},
                                       R"({"title":"Other","year":2000,"genre":"x"})");
    EXPECT_THAT(answer.status, AnyOf(201, 503)) << answer.body;
    if (answer.status == 503) {
      EXPECT_EQ(answer.field("retry-after"), "1") << answer.body;
    }
    if (answer.status == 201) ++created;
  }
  EXPECT_EQ(writing.get(), 201);
  reading.get();
  EXPECT_EQ(count(port), 100'002 + created);
}

TEST_P(Bulk, BeyondAFewAtOnceOthersAreToldToWait) {
  start();
  std::vector<HttpClient> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back(service_->port());
    clients.back().send(
        "POST /movies/bulk HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(clients.back().read().status, 100);
  }
  const auto turned_away = bulk("application/json", "[]");
  EXPECT_EQ(turned_away.status, 503);
  EXPECT_EQ(turned_away.field("retry-after"), "1");
  clients.front().send("[]");
  EXPECT_EQ(clients.front().read().status, 201);
  clients[1].close();
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (bulk("application/json", "[]").status == 503)
    ASSERT_LT(std::chrono::steady_clock::now(), until);
}

TEST_P(Bulk, KilledInTheMiddleLeavesNoneOrAll) {
  if (GetParam() == "memory") GTEST_SKIP() << "a memory store does not outlive its process";
  const Elsewhere elsewhere(GetParam());
  const TempDir folder;
  constexpr int kRows = 40'000;
  const std::string rows = table_of(kRows);
  std::int64_t before = 0;
  for (const int moment : {20, 150, 300, 500, 900}) {  // milliseconds into it
    Process process(Service::start(GetParam(), elsewhere.environment({}),
                                   elsewhere.arguments({"--migrate"}), folder.path()));
    const auto line = process.wait_for_line(Process::kOut, "movie-service");
    const auto port = static_cast<std::uint16_t>(std::stoul(line.substr(line.rfind(':') + 1)));
    const std::int64_t now = count(port);
    EXPECT_THAT(now, AnyOf(before, before + kRows)) << "after the kill before " << moment;
    before = now;
    HttpClient client(port);
    client.send(
        "POST /movies/bulk HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
        "Content-Length: " +
        std::to_string(rows.size()) + "\r\n\r\n" + rows);
    std::this_thread::sleep_for(std::chrono::milliseconds(moment));
    process.signal(SIGKILL);
    process.wait();
  }
}

TEST_P(Bulk, EndingTheServiceFinishesOrGivesUpWhatIsWritten) {
  Service& service = start({{"MOVIE_REQUEST_TIMEOUT", "1"}});
  const std::string rows = table_of(50'000);
  HttpClient client(service.port());
  client.send(
      "POST /movies/bulk HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
      "Content-Length: " +
      std::to_string(rows.size()) + "\r\n\r\n" + rows);
  service.process().signal(SIGTERM);
  try {
    EXPECT_EQ(client.read().status, 201);
  } catch (const std::exception&) {  // it took longer than the service has patience
  }
  EXPECT_EQ(service.process().wait().status, 0);
}

}  // namespace
}  // namespace movie::test
