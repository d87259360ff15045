// What every answer of the whole program has, and what it makes of fields that nobody reads.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kOrigin = "http://localhost:5173";

/// A request that is answered with `status`, but for the fields that all of them have.
struct Asked {
  int status;
  std::string line, rest;
};

TEST(EveryAnswer, HasJsonATraceIdAndCors) {
  const std::string json = "Content-Type: application/json\r\n";
  const std::vector<Asked> all{
      {200, "GET /movies", ""},
      {404, "GET /movies/7", ""},
      {404, "GET /nope", ""},
      {405, "DELETE /movies", ""},
      {422, "GET /movies?limit=x", ""},
      {422, "POST /movies", json + "Content-Length: 2\r\n\r\n{}"},
      {415, "POST /movies/bulk", "Content-Type: image/png\r\nContent-Length: 2\r\n\r\n{}"},
      {400, "GET /movies", "Content-Length: +1\r\n"},
      {413, "POST /movies", json + "Content-Length: 20000000000\r\n"},
      {431, "GET /movies", "X: " + std::string(20'000, 'x') + "\r\n"},
      {501, "POST /movies", "Transfer-Encoding: gzip, chunked\r\n"},
      {414, "GET /" + std::string(9'000, 'x'), ""}};
  Service service("memory", {{"CORS_ORIGINS", std::string(kOrigin)}});
  for (const Asked& asked : all) {
    HttpClient client(service.port());
    client.send(asked.line + " HTTP/1.1\r\nHost: a\r\nOrigin: " + std::string(kOrigin) +
                "\r\nX-Trace-Id: t-1\r\n" + asked.rest +
                (asked.rest.find("\r\n\r\n") == std::string::npos ? "\r\n" : ""));
    const auto answer = client.read();
    EXPECT_EQ(answer.status, asked.status) << asked.line.substr(0, 40);
    EXPECT_EQ(answer.field("content-type"), "application/json") << asked.status;
    EXPECT_THAT(answer.body, testing::AnyOf(StartsWith("{"), StartsWith("["))) << asked.status;
    // A target or a field that is too long is refused before it is read to its end.
    if (asked.status != 414) {
      EXPECT_EQ(answer.field("x-trace-id"), "t-1") << asked.status;
      EXPECT_EQ(answer.field("access-control-allow-origin"), kOrigin) << asked.status;
    } else {
      EXPECT_THAT(answer.field("x-trace-id").value_or(""), StartsWith("req-"));
    }
  }
}

TEST(EveryAnswer, IsTheSameWhateverStandsInFieldsThatNobodyReads) {
  Service service("memory", {}, {"--seed", "1"});
  for (const std::string field :
       {"Cookie: foo", "Date: x", "Cache-Control: =,=", "Accept: ///", "Accept: \xff", "Range: x",
        "Content-Type: ;;", "Accept-Encoding: *;q=x", "Connection: ,,",
        "Authorization: ", "If-Modified-Since: never", "Upgrade: h2c, x",
        "X-Forwarded-For: \xc3(,,", "Expect: more"}) {
    HttpClient client(service.port());
    client.send("GET /movies/1 HTTP/1.1\r\nHost: a:99999\r\n" + field + "\r\n\r\n");
    EXPECT_EQ(client.read().status, 200) << field;
    EXPECT_EQ(client.request("GET", "/health").status, 200) << "the connection goes on: " << field;
  }
}

TEST(AccessLog, BelievesOnlyTrustedProxiesOfWhomTheyAskFor) {
  for (const auto& [trusted, shown] :
       {std::pair{"127.0.0.1", " 10.7.7.7 GET"}, std::pair{"10.0.0.1", " 127.0.0.1:"}}) {
    Service service("memory", {{"LOG_LEVEL", "INFO"}, {"MOVIE_TRUSTED_PROXIES", trusted}});
    HttpClient(service.port())
        .request("GET", "/health", {{"X-Forwarded-For", "10.7.7.7"}, {"X-Trace-Id", "t-1"}});
    EXPECT_THAT(service.process().wait_for_line(Process::kErr, "t-1"), HasSubstr(shown));
  }
}

TEST(OpenFiles, AreRaisedToTheHardLimit) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit few{512, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  Service service("memory");
  ::setrlimit(RLIMIT_NOFILE, &before);
  rlimit its{};
  ASSERT_EQ(::prlimit(service.process().pid(), RLIMIT_NOFILE, nullptr, &its), 0);
  EXPECT_EQ(its.rlim_cur, before.rlim_max);
}

/// The files in a folder and what they hold.
std::map<std::string, std::string> contents(const std::filesystem::path& folder) {
  std::map<std::string, std::string> found;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ostringstream bytes;
    bytes << std::ifstream(file.path()).rdbuf();
    found[file.path().filename()] = bytes.str();
  }
  return found;
}

TEST(Probes, WriteNothing) {
  Service service("sqlite", {}, {"--migrate", "--seed", "3"});
  HttpClient client(service.port());
  ASSERT_EQ(client.request("GET", "/readyz").status, 200);
  const auto before = contents(service.folder().path());
  for (int i = 0; i < 20; ++i) {
    for (const char* probe : {"/livez", "/readyz", "/readyz?verbose", "/health", "/healthz"})
      EXPECT_EQ(client.request("GET", probe).status, 200) << probe;
  }
  const auto after = contents(service.folder().path());
  for (const auto& [name, bytes] : before) {
    if (name.ends_with("-shm")) continue;  // who reads what: locks, in memory that is shared
    EXPECT_TRUE(after.contains(name) && after.at(name) == bytes) << name;
  }
}

}  // namespace
}  // namespace movie::test
