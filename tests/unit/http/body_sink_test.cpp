// Bodies that are read as they come, by the parser alone and over a connection.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include "fake_application.hpp"
#include "http/parser/request_parser.hpp"
#include "support/http_client.hpp"

namespace movie::test {
namespace {

using http::RequestParser;
using std::chrono::milliseconds;
using Progress = RequestParser::Progress;

/// Keeps what it takes.
struct Kept final : http::BodySink {
  explicit Kept(std::uint64_t most_bytes = UINT64_MAX, int refuses_with = 0)
      : most_(most_bytes), status(refuses_with) {}
  [[nodiscard]] std::uint64_t most() const override { return most_; }
  int take(std::string_view piece) override {
    bytes.append(piece);
    return status;
  }
  const std::uint64_t most_;
  const int status;
  std::string bytes;
};

const http::Limits kLimits;

std::string post(const std::string& fields, const std::string& body) {
  return "POST /p HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

const std::string kWhole = post("Content-Length: 11\r\n", "hello\r\n\r\n0\r");
const std::string kChunks =
    post("Transfer-Encoding: chunked\r\n",
         "6;x=y\r\nhello\r\r\n4\r\n\n\r\n0\r\n1\r\n\r\r\n0\r\nTrailer: t\r\n\r\n");
const std::string kNext = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

/// What came of `bytes` given in pieces, in words.
std::vector<std::string> outcomes(std::string_view bytes, std::size_t piece,
                                  const auto& make_sink) {
  RequestParser parser(kLimits, 4);  // which bounds no body that goes elsewhere
  std::vector<std::string> out;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    parser.append(bytes.substr(at, piece));
    for (Progress progress; (progress = parser.parse()) != Progress::need_more;) {
      const http::Request& request = parser.request();
      if (progress == Progress::head) {
        EXPECT_EQ(request.target, "/p");
        EXPECT_EQ(request.field("host"), "a");
        parser.send_body_to(make_sink());
      } else if (progress == Progress::refused) {
        out.push_back("refused " + std::to_string(parser.refusal()));
        return out;
      } else {
        const auto* sink = static_cast<const Kept*>(request.sink.get());
        out.push_back(std::string(request.target) + " " + (sink ? sink->bytes : "no sink"));
        EXPECT_TRUE(request.body.empty());
        parser.pop();
      }
    }
  }
  if (!parser.empty()) out.push_back("needs more");
  return out;
}

TEST(BodySink, TakesTheSameHoweverTheBytesWereCut) {
  for (const std::string& message : {kWhole, kChunks}) {
    const std::string bytes = message + message + kNext;
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
      EXPECT_THAT(
          outcomes(bytes, piece, [] { return std::make_shared<Kept>(); }),
          testing::ElementsAre("/p hello\r\n\r\n0\r", "/p hello\r\n\r\n0\r", "/next no sink"))
          << piece;
    }
  }
}

TEST(BodySink, MayBeRefusedForItsLength) {
  for (const std::string& message : {kWhole, kChunks}) {
    for (std::size_t piece = 1; piece <= message.size(); ++piece) {
      EXPECT_THAT(outcomes(message, piece, [] { return std::make_shared<Kept>(10); }),
                  testing::ElementsAre("refused 413"));
      EXPECT_THAT(outcomes(message, piece, [] { return std::make_shared<Kept>(11); }),
                  testing::ElementsAre("/p hello\r\n\r\n0\r"));
      EXPECT_THAT(outcomes(message, piece, [] { return std::make_shared<Kept>(11, 503); }),
                  testing::ElementsAre("refused 503"));
    }
  }
}

TEST(BodySink, ALengthTooLongIsRefusedBeforeTheBody) {
  RequestParser parser(kLimits, 4);
  parser.append(post("Content-Length: 11\r\nExpect: 100-continue\r\n", ""));
  ASSERT_EQ(parser.parse(), Progress::head);
  parser.send_body_to(std::make_shared<Kept>(10));
  EXPECT_EQ(parser.parse(), Progress::refused);
  EXPECT_EQ(parser.refusal(), 413);
}

TEST(BodySink, IsLetGoWithItsRequest) {
  const auto sink = std::make_shared<Kept>();
  RequestParser parser(kLimits, 4);
  const auto begin = [&] {
    parser.append(kWhole.substr(0, kWhole.size() - 1));
    ASSERT_EQ(parser.parse(), Progress::head);
    parser.send_body_to(sink);
    ASSERT_EQ(parser.parse(), Progress::need_more);
    EXPECT_EQ(sink.use_count(), 2);
  };
  begin();
  parser.append(kWhole.substr(kWhole.size() - 1));
  ASSERT_EQ(parser.parse(), Progress::complete);
  parser.pop();
  EXPECT_EQ(sink.use_count(), 1) << "answered";
  begin();
  parser.refuse(408);
  parser.clear();
  EXPECT_EQ(sink.use_count(), 1) << "given up";
}

TEST(BodySink, WhatTheParserHoldsDoesNotGrowWithTheBody) {
  struct Counting final : http::BodySink {
    [[nodiscard]] std::uint64_t most() const override { return UINT64_MAX; }
    int take(std::string_view piece) override { return bytes += piece.size(), 0; }
    std::uint64_t bytes = 0;
  };
  const std::string piece(64 << 10, 'x');
  for (const bool chunked : {false, true}) {
    const auto sink = std::make_shared<Counting>();
    RequestParser parser(kLimits, 4);
    parser.append(
        post(chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: 1000000000\r\n", ""));
    ASSERT_EQ(parser.parse(), Progress::head);
    parser.send_body_to(sink);
    const std::size_t before = ::mallinfo2().uordblks;
    for (int i = 0; i < 2'000; ++i) {
      parser.append(chunked ? "10000\r\n" + piece + "\r\n" : piece);
      ASSERT_EQ(parser.parse(), Progress::need_more);
    }
    EXPECT_GE(sink->bytes, 2'000u * piece.size() - piece.size());
    EXPECT_LT(::mallinfo2().uordblks, before + (1 << 20));
  }
}

TEST(BodySink, GetsTheBodyOfARequestThatIsServedThen) {
  TestServer server({.max_body_bytes = 100});
  HttpClient client(server.port());
  const std::string body(5'000'000, 'b');
  const auto answer = client.request("POST", "/sink/5000000", {}, body);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "5000000");
  EXPECT_LE(server.application.longest_piece, 64u << 10);
  EXPECT_EQ(client.request("POST", "/memory", {}, "small").body, "POST /memory small");
  EXPECT_EQ(client.request("POST", "/memory", {}, body).status, 413);
}

TEST(BodySink, PipelinedRequestsGoOnBehindIt) {
  TestServer server;
  HttpClient client(server.port());
  std::string bytes;
  for (int i = 0; i < 40; ++i)
    bytes += "POST /sink/9 HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n123456789" + kNext;
  client.send(bytes);
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(client.read().body, "9");
    EXPECT_EQ(client.read().body, "GET /next ");
  }
}

TEST(BodySink, ARequestMayBeAnsweredByItsFieldsAlone) {
  TestServer server;
  for (const char* expect : {"", "Expect: 100-continue\r\n"}) {
    HttpClient client(server.port());
    client.send(std::string("POST /no HTTP/1.1\r\nHost: a\r\n") + expect +
                "Content-Length: 1000000000\r\n\r\n");
    const auto answer = client.read();
    EXPECT_EQ(answer.status, 415);
    EXPECT_EQ(answer.field("connection"), "close");
    EXPECT_TRUE(client.ended());
  }
  EXPECT_EQ(server.application.served, 0);
}

TEST(BodySink, AClientThatWaitsIsToldToContinueUnlessTheBodyIsTooLong) {
  TestServer server;
  const std::string head = "POST /sink/9 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
  HttpClient client(server.port());
  client.send(head + "Content-Length: 9\r\n\r\n");
  EXPECT_EQ(client.read().status, 100);
  client.send("123456789");
  EXPECT_EQ(client.read().body, "9");
  client.send(head + "Content-Length: 10\r\n\r\n");
  EXPECT_EQ(client.read().status, 413);
  EXPECT_TRUE(client.ended());
}

TEST(BodySink, ThatRefusesEndsTheRequest) {
  TestServer server;
  HttpClient client(server.port());
  client.send("POST /sink/full HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1");
  EXPECT_EQ(client.read().status, 503);
  EXPECT_TRUE(client.ended());
  EXPECT_TRUE(eventually([&] { return server.application.sinks == 0; }));
}

TEST(BodySink, IsLetGoWhenTheClientGoes) {
  TestServer server;
  for (const bool reset : {false, true}) {
    HttpClient client(server.port());
    client.send("POST /sink/9 HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1");
    EXPECT_TRUE(eventually([&] { return server.application.sinks == 1; }));
    reset ? client.abort() : client.close();
    EXPECT_TRUE(eventually([&] { return server.application.sinks == 0; }));
  }
  EXPECT_EQ(server.application.served, 0);
}

TEST(BodySink, ABodyThatStopsComingIsRefusedHoweverMuchHasCome) {
  TestServer server({.limits = {.body_time = milliseconds(300), .body_bytes_per_second = 1}});
  HttpClient client(server.port());
  client.send("POST /sink/9000000 HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n");
  client.send(std::string(5'000'000, 'b'));
  EXPECT_EQ(client.read().status, 408);
}

TEST(BodySink, ABodyThatDripsIsRefused) {
  TestServer server({.limits = {.body_time = milliseconds(300), .body_bytes_per_second = 1'000}});
  HttpClient client(server.port());
  client.send("POST /sink/900 HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n");
  EXPECT_TRUE(eventually([&] {
    std::this_thread::sleep_for(milliseconds(20));
    try {
      client.send("b");
      return server.application.refused == 1;
    } catch (const std::system_error&) {
      return true;
    }
  }));
  EXPECT_EQ(server.application.refused, 1);
}

TEST(BodySink, WhatKeepsComingAndItsAnswerMayTakeLong) {
  TestServer server({.request_timeout = milliseconds(100),
                     .limits = {.body_time = milliseconds(1'000), .body_bytes_per_second = 100}});
  HttpClient client(server.port());
  client.send("POST /sink/2000 HTTP/1.1\r\nHost: a\r\nX-Later: 1\r\nContent-Length: 2000\r\n\r\n");
  for (int i = 0; i < 20; ++i) {
    client.send(std::string(100, 'b'));
    std::this_thread::sleep_for(milliseconds(75));
  }
  const auto pending = server.application.next_pending();
  std::this_thread::sleep_for(milliseconds(300));  // what is to be seen is that no time runs out
  EXPECT_TRUE(pending.waits());
  FakeApplication::answer_later(pending);
  EXPECT_EQ(client.read().body, "/sink/2000");
}

}  // namespace
}  // namespace movie::test
