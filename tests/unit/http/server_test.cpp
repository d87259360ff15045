#include "http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "fake_application.hpp"
#include "support/http_client.hpp"

namespace movie::test {
namespace {

using std::chrono::milliseconds;
using testing::MatchesRegex;

TEST(Server, AnswersAndKeepsTheConnection) {
  TestServer server;
  HttpClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    const HttpResponse response =
        client.request("POST", "/echo", {{"Content-Type", "text/plain"}}, "hello");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.reason, "OK");
    EXPECT_EQ(response.body, "POST /echo hello");
    EXPECT_EQ(response.field("Content-Type"), "text/plain");
    EXPECT_EQ(response.field("Content-Length"), "16");
    EXPECT_EQ(response.field("Connection"), std::nullopt);
    EXPECT_THAT(
        response.field("Date").value_or(""),
        MatchesRegex("[A-Z][a-z][a-z], [0-9][0-9] [A-Z][a-z][a-z] 20[0-9][0-9] [0-9:]+ GMT"));
  }
}

TEST(Server, AnswersLaterFromAnotherThread) {
  TestServer server;
  HttpClient client(server.port());
  client.send("GET /later/1 HTTP/1.1\r\nHost: a\r\n\r\n");
  std::thread([pending = server.application.next_pending()] {
    FakeApplication::answer_later(pending);
  }).join();
  EXPECT_EQ(client.read().body, "/later/1");
  EXPECT_EQ(client.request("GET", "/again").body, "GET /again ");
}

}  // namespace
}  // namespace movie::test
