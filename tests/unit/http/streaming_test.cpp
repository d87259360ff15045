// Answers whose body comes piece by piece: whole for whoever reads, cheap for whoever does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_application.hpp"
#include "support/http_client.hpp"

namespace movie::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kPiece = FakeApplication::kPiece;

std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

std::string pieces(std::size_t count) {
  std::string all;
  for (; count > 0; --count) all += FakeApplication::piece(count);
  return all;
}

/// A client that the server cannot give much ahead of what it reads.
HttpClient reluctant(const TestServer& server) {
  return HttpClient(server.port(), "127.0.0.1", milliseconds(10'000), 4096);
}

/// Whether the answer that `client` reads ends before it is whole.
testing::AssertionResult is_cut(HttpClient& client) {
  try {
    const auto response = client.read();
    return testing::AssertionFailure() << "whole: " << response.body.size() << " bytes";
  } catch (const std::exception& error) {
    return testing::AssertionSuccess() << error.what();
  }
}

TEST(Streaming, SendsThePiecesAsChunksAndKeepsTheConnection) {
  TestServer server;
  HttpClient client(server.port());
  for (const std::size_t count : {1, 2, 30}) {
    const auto response = client.request("GET", "/pieces/" + std::to_string(count));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.field("transfer-encoding"), "chunked");
    EXPECT_EQ(response.field("content-length"), std::nullopt);
    EXPECT_EQ(response.field("connection"), std::nullopt);
    EXPECT_EQ(response.body, pieces(count)) << count;
    EXPECT_EQ(client.request("GET", "/next").body, "GET /next ");
  }
  EXPECT_EQ(server.application.rests, 0);
}

TEST(Streaming, SendsAPieceAsSoonAsItIsThere) {
  TestServer server;
  HttpClient client(server.port());
  client.send(get("/later"));
  server.application.begin(server.application.next_pending());
  std::string body;
  ASSERT_TRUE(client.read(true).status == 200 && client.read_chunk(body));
  EXPECT_EQ(body, "begun");
  const auto second = server.application.next_pending();
  EXPECT_TRUE(second.waits()) << "it is the exchange in flight";
  server.application.give_piece(second, " and", false);
  ASSERT_TRUE(client.read_chunk(body));
  EXPECT_EQ(body, "begun and");
  server.application.give_piece(server.application.next_pending(), " over", true);
  ASSERT_TRUE(client.read_chunk(body));
  EXPECT_FALSE(client.read_chunk(body));
  EXPECT_EQ(body, "begun and over");
  EXPECT_FALSE(second.waits());
}

TEST(Streaming, RequestsBehindItWait) {
  TestServer server;
  HttpClient client(server.port());
  client.send(get("/pieces/3") + get("/a") + get("/pieces/2") + get("/later") + get("/pieces/1") +
              get("/b"));
  EXPECT_EQ(client.read().body, pieces(3));
  EXPECT_EQ(client.read().body, "GET /a ");
  EXPECT_EQ(client.read().body, pieces(2));
  server.application.begin(server.application.next_pending());
  const auto second = server.application.next_pending();
  EXPECT_EQ(server.application.served, 4);
  server.application.give_piece(second, "!", true);
  EXPECT_EQ(client.read().body, "begun!");
  EXPECT_EQ(client.read().body, pieces(1));
  EXPECT_EQ(client.read().body, "GET /b ");
}

TEST(Streaming, ToHttp10TheEndOfTheConnectionIsTheEndOfTheBody) {
  TestServer server;
  HttpClient client(server.port());
  client.send("GET /pieces/5 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const auto head = client.read(true);
  EXPECT_EQ(head.field("transfer-encoding"), std::nullopt);
  EXPECT_EQ(head.field("content-length"), std::nullopt);
  EXPECT_EQ(head.field("connection"), "close");
  EXPECT_EQ(client.read_all(), pieces(5));
}

TEST(Streaming, ToHeadThereAreOnlyTheFields) {
  TestServer server;
  HttpClient client(server.port());
  const auto head = client.request("HEAD", "/pieces/5");
  EXPECT_EQ(head.field("transfer-encoding"), "chunked");
  EXPECT_EQ(client.request("GET", "/next").body, "GET /next ");
  EXPECT_EQ(server.application.asked, 0);
  EXPECT_EQ(server.application.rests, 0);
}

TEST(Streaming, EndsWithTheConnectionWhereTheClientSaysSo) {
  TestServer server;
  HttpClient closing(server.port());
  closing.send("GET /pieces/3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const auto response = closing.read();
  EXPECT_EQ(response.field("connection"), "close");
  EXPECT_EQ(response.body, pieces(3));
  EXPECT_TRUE(closing.ended());

  HttpClient finished(server.port());
  finished.send(get("/pieces/3") + get("/pieces/2"));
  finished.shutdown_write();
  EXPECT_EQ(finished.read().body, pieces(3));
  EXPECT_EQ(finished.read().body, pieces(2));
  EXPECT_TRUE(finished.ended());
}

TEST(Streaming, AClientThatStopsReadingIsGivenNoMore) {
  constexpr std::size_t kMany = 1'000;
  TestServer server;
  auto sleeper = reluctant(server);
  sleeper.send(get("/pieces/" + std::to_string(kMany)));
  HttpClient other(server.port());
  int before = -1;
  EXPECT_TRUE(eventually([&] {
    EXPECT_EQ(other.request("GET", "/").status, 200);
    std::this_thread::sleep_for(milliseconds(100));
    const int last = std::exchange(before, server.application.asked.load());
    return last == before;
  }));
  EXPECT_LT(server.application.asked, 100) << "what the kernel takes is all that is ahead";
  EXPECT_EQ(server.application.rests, 1);
  EXPECT_EQ(sleeper.read().body, pieces(kMany));
  EXPECT_EQ(sleeper.request("GET", "/next").body, "GET /next ");
}

TEST(Streaming, AClientThatReadsFastLeavesOthersTheirTurns) {
  TestServer server;
  std::atomic<bool> done = false;
  std::thread flood([&] {
    HttpClient client(server.port());
    while (!done) EXPECT_EQ(client.request("GET", "/pieces/100").body.size(), 100 * kPiece);
  });
  HttpClient other(server.port());
  for (int i = 0; i < 200; ++i) EXPECT_EQ(other.request("GET", "/").status, 200);
  done = true;
  flood.join();
}

TEST(Streaming, WhatIsBrokenOffIsNotTakenForTheWhole) {
  TestServer server;
  HttpClient at_once(server.port());
  at_once.send(get("/broken/3") + get("/next"));
  EXPECT_TRUE(is_cut(at_once));

  HttpClient later(server.port());
  later.send(get("/later"));
  server.application.begin(server.application.next_pending());
  server.application.give_piece(server.application.next_pending(), "", false);
  EXPECT_TRUE(is_cut(later));

  HttpClient old(server.port());
  old.send("GET /broken/3 HTTP/1.0\r\n\r\n");
  EXPECT_THROW(old.read_all(), std::system_error) << "an end would be that of the body";
  EXPECT_EQ(server.application.rests, 0);
}

TEST(Streaming, APieceThatDoesNotComeIsNotAwaitedForEver) {
  TestServer server({.request_timeout = milliseconds(200)});
  HttpClient client(server.port());
  client.send(get("/later"));
  server.application.begin(server.application.next_pending());
  const auto second = server.application.next_pending();
  EXPECT_TRUE(is_cut(client));
  EXPECT_TRUE(eventually([&] { return !second.waits(); }));
  server.application.give_piece(second, "late", true);
  EXPECT_EQ(HttpClient(server.port()).request("GET", "/").status, 200);
}

TEST(Streaming, MayTakeLongerThanARequest) {
  TestServer server({.request_timeout = milliseconds(2'000)});
  HttpClient client(server.port());
  client.send(get("/later"));
  server.application.begin(server.application.next_pending());
  for (int i = 0; i < 6; ++i) {
    const auto next = server.application.next_pending();
    std::this_thread::sleep_for(milliseconds(450));
    server.application.give_piece(next, "+", i == 5);
  }
  EXPECT_EQ(client.read().body, "begun++++++");
}

TEST(Streaming, AClientThatTakesNothingIsCutOff) {
  TestServer server({.limits = {.write_time = milliseconds(200)}});
  auto sleeper = reluctant(server);
  sleeper.send(get("/pieces/1000"));
  EXPECT_TRUE(eventually([&] { return server.application.asked > 0; }));
  EXPECT_TRUE(eventually([&] { return server.application.rests == 0; }));
  EXPECT_TRUE(is_cut(sleeper));
}

TEST(Streaming, AClientThatReadsSlowlyIsNotTakenForOneThatDoesNot) {
  TestServer server({.limits = {.write_time = milliseconds(2'000)}});
  HttpClient slow(server.port());
  slow.send(get("/pieces/1000"));
  ASSERT_EQ(slow.read(true).status, 200);
  std::string body;
  for (int i = 0; i < 12; ++i) {
    ASSERT_TRUE(slow.read_chunk(body));
    std::this_thread::sleep_for(milliseconds(400));  // a quarter of a megabyte a second
  }
  EXPECT_EQ(server.application.rests, 1);
}

TEST(Streaming, IsLetGoWithItsClient) {
  TestServer server;
  auto sleeper = reluctant(server);
  sleeper.send(get("/pieces/1000"));
  EXPECT_TRUE(eventually([&] { return server.application.asked > 0; }));
  sleeper.abort();
  EXPECT_TRUE(eventually([&] { return server.application.rests == 0; }));

  HttpClient waiting(server.port());
  waiting.send(get("/later"));
  server.application.begin(server.application.next_pending());
  const auto second = server.application.next_pending();
  waiting.abort();
  EXPECT_TRUE(eventually([&] { return !second.waits(); }));
  server.application.give_piece(second, "nobody", true);
  EXPECT_EQ(HttpClient(server.port()).request("GET", "/").status, 200);
}

TEST(Streaming, GoesOnWhileTheServerStops) {
  TestServer server;
  HttpClient client(server.port());
  client.send(get("/later"));
  server.application.begin(server.application.next_pending());
  const auto second = server.application.next_pending();
  std::thread stop([&] { server.server.stop(seconds(10)); });
  EXPECT_TRUE(eventually([&] {
    try {
      HttpClient refused(server.port());
      return false;
    } catch (const std::system_error&) {
      return true;
    }
  }));
  server.application.give_piece(second, " to", false);
  server.application.give_piece(server.application.next_pending(), " the end", true);
  EXPECT_EQ(client.read().body, "begun to the end");
  EXPECT_TRUE(client.ended());
  client.close();
  stop.join();
}

TEST(Streaming, IsCutWhenPatienceEnds) {
  TestServer server;
  auto sleeper = reluctant(server);
  sleeper.send("GET /pieces/1000 HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return server.application.asked > 0; }));
  const auto begin = std::chrono::steady_clock::now();
  server.server.stop(milliseconds(100));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(5));
  EXPECT_THROW(sleeper.read_all(), std::system_error);
  EXPECT_EQ(server.application.rests, 0);
}

}  // namespace
}  // namespace movie::test
