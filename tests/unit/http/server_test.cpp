#include "http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "fake_application.hpp"
#include "support/http_client.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;
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

TEST(Server, AnswersAndClosesWhenAsked) {
  TestServer server;
  HttpClient by_client(server.port());
  EXPECT_EQ(by_client.request("GET", "/", {{"Connection", "close"}}).field("Connection"), "close");
  EXPECT_TRUE(by_client.ended());
  HttpClient by_application(server.port());
  EXPECT_EQ(by_application.request("GET", "/close").field("Connection"), "close");
  EXPECT_TRUE(by_application.ended());
}

TEST(Server, SpeaksHttp10) {
  TestServer server;
  HttpClient closing(server.port());
  closing.send("GET /a HTTP/1.0\r\n\r\n");
  const HttpResponse response = closing.read();
  EXPECT_EQ(response.body, "GET /a ");
  EXPECT_EQ(response.field("Connection"), "close");
  EXPECT_TRUE(closing.ended());

  HttpClient staying(server.port());
  for (int i = 0; i < 2; ++i) {
    staying.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(staying.read().field("Connection"), "keep-alive");
  }
}

TEST(Server, LeavesTheBodyOutForHead) {
  TestServer server;
  HttpClient client(server.port());
  for (const char* const target : {"/bytes/10", "/bytes/100000"}) {
    const HttpResponse response = client.request("HEAD", target);
    EXPECT_EQ(response.field("Content-Length"), std::string(target).substr(7));
    EXPECT_EQ(client.request("GET", "/next").body, "GET /next ");
  }
}

TEST(Server, SendsNeitherBodyNorLengthWith204And304) {
  TestServer server;
  HttpClient client(server.port());
  for (const char* const target : {"/status/204", "/status/304"}) {
    EXPECT_EQ(client.request("GET", target).field("Content-Length"), std::nullopt);
    EXPECT_EQ(client.request("GET", "/next").body, "GET /next ");
  }
}

TEST(Server, AsksForABodyThatItWillRead) {
  TestServer server;
  HttpClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read().status, 100);
  client.send("ok");
  EXPECT_EQ(client.read().body, "POST / ok");

  client.send(
      "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n");
  EXPECT_EQ(client.read().status, 413);
  EXPECT_TRUE(client.ended());
}

TEST(Server, SendsLargeBodiesWhole) {
  TestServer server;
  HttpClient client(server.port());
  client.send(
      "GET /bytes/3000000 HTTP/1.1\r\nHost: a\r\n\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n"
      "GET /bytes/70000 HTTP/1.1\r\nHost: a\r\n\r\nGET /bytes/16384 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.read().body, std::string(3'000'000, 'x'));
  EXPECT_EQ(client.read().body, "GET /a ");
  EXPECT_EQ(client.read().body, std::string(70'000, 'x'));
  EXPECT_EQ(client.read().body, std::string(16'384, 'x'));
}

TEST(Server, ReadsLargeBodies) {
  TestServer server;
  HttpClient client(server.port());
  const std::string body(1 << 20, 'b');
  EXPECT_EQ(client.request("POST", "/", {}, body).body, "POST / " + body);
}

TEST(Server, NamesThePeer) {
  struct PeerApplication : FakeApplication {
    void serve(http::Exchange& exchange) override {
      exchange.answer({.body = std::string(exchange.request().peer)});
    }
    http::Response refuse(const http::Request& request, int status) override {
      return {.status = status, .body = std::string(request.peer)};
    }
  } application;
  http::Server server({.port = 0}, application);
  server.run();
  HttpClient client(server.port());
  EXPECT_THAT(client.request("GET", "/").body, MatchesRegex("127\\.0\\.0\\.1:[0-9]+"));
  client.send("junk\r\n\r\n");
  EXPECT_THAT(client.read().body, MatchesRegex("127\\.0\\.0\\.1:[0-9]+"));
}

TEST(Server, NamesNoTwoRequestsAlikeWhicheverWorkerHasThem) {
  TestServer server({.threads = 2});
  HttpClient one(server.port()), other(server.port());
  one.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto first = server.application.next_pending();
  other.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto second = server.application.next_pending();
  ASSERT_NE(first.worker, second.worker);
  EXPECT_NE(first.ticket.generation, second.ticket.generation);
}

TEST(Server, SpreadsConnectionsOverItsWorkers) {
  TestServer server({.threads = 3});
  EXPECT_EQ(server.server.threads(), 3U);
  std::vector<HttpClient> clients;
  std::set<unsigned> workers;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(server.port()).send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto pending = server.application.next_pending();
    workers.insert(pending.worker->index());
    FakeApplication::answer_later(pending);
  }
  EXPECT_THAT(workers, testing::ElementsAre(0, 1, 2));
}

TEST(Server, ListensOnIPv6AndOnEveryAddressOfAName) {
  TestServer v6({.host = "::1"});
  EXPECT_EQ(HttpClient(v6.port(), "::1").request("GET", "/").status, 200);
  TestServer server({.host = "localhost"});
  EXPECT_EQ(HttpClient(server.port(), "127.0.0.1").request("GET", "/").status, 200);
}

TEST(Server, SaysWhyItCannotListen) {
  TestServer first;
  FakeApplication application;
  try {
    http::Server second({.port = first.port()}, application);
    FAIL() << "two servers on one port";
  } catch (const http::BindError& error) {
    EXPECT_EQ(error.error(), EADDRINUSE);
    EXPECT_EQ(error.what(), "port " + std::to_string(first.port()) +
                                " is in use by another program; set MOVIE_PORT");
  }
  try {
    http::Server nowhere({.host = "192.0.2.1", .port = 0}, application);
    FAIL() << "listens on an address of somebody else";
  } catch (const http::BindError& error) {
    EXPECT_EQ(error.error(), EADDRNOTAVAIL);
    EXPECT_THAT(error.what(), HasSubstr("192.0.2.1"));
  }
  EXPECT_THROW(http::Server({.host = "no such host", .port = 0}, application), http::BindError);
}

TEST(Server, CanBeMadeAndLeftWithoutRunning) {
  FakeApplication application;
  http::Server server({.port = 0}, application);
  EXPECT_NE(server.port(), 0);
}

}  // namespace
}  // namespace movie::test
