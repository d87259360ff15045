// What one client's connection does, and what it must not do to the others': the rows of severity A
// and B that were measured on the reactor's own HTTP layer, and more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "fake_application.hpp"
#include "support/http_client.hpp"

namespace movie::test {
namespace {

using std::chrono::milliseconds;

std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

std::chrono::microseconds cpu_time() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto micros = [](const timeval& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
  };
  return micros(usage.ru_utime) + micros(usage.ru_stime);
}

// Whether the process, given `wall` of time, stays nearly idle.
bool idles(milliseconds wall) {
  const auto before = cpu_time();
  std::this_thread::sleep_for(wall);
  return cpu_time() - before < wall / 4;
}

TEST(Connection, ReadsChunksCutAnywhere) {
  TestServer server;
  HttpClient client(server.port());
  const std::string bytes =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n "
      "world\r\n0\r\n\r\n";
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    client.send(bytes.substr(0, cut));
    std::this_thread::sleep_for(
        milliseconds(1));  // two segments, mostly; the parser's tests cut for certain
    client.send(bytes.substr(cut));
    ASSERT_EQ(client.read().body, "POST / hello world") << "cut at byte " << cut;
  }
}

TEST(Connection, ARequestSentByteByByteIsRead) {
  TestServer server;
  HttpClient client(server.port());
  for (const char c : get("/slow")) client.send({&c, 1});
  EXPECT_EQ(client.read().body, "GET /slow ");
}

TEST(Connection, AClientThatDoesNotReadCostsNothing) {
  TestServer server;
  HttpClient sleeper(server.port(), "127.0.0.1", milliseconds(10'000), 4096);
  sleeper.send(get("/bytes/30000000"));
  HttpClient other(server.port());
  EXPECT_EQ(other.request("GET", "/").status, 200);
  EXPECT_TRUE(idles(milliseconds(300)));
  EXPECT_EQ(other.request("GET", "/").status, 200);
  EXPECT_EQ(sleeper.read().body.size(), 30'000'000U);
  EXPECT_EQ(sleeper.request("GET", "/").status, 200);
}

TEST(Connection, AClientThatSendsWithoutReadingIsHeldBack) {
  TestServer server;
  HttpClient client(server.port(), "127.0.0.1", milliseconds(300), 4096);
  std::string many;
  for (int i = 0; i < 100; ++i) many += get("/bytes/100000");
  EXPECT_THROW(for (int i = 0; i < 1000; ++i) client.send(many),
               std::runtime_error);  // no room to send
  EXPECT_LT(server.application.served, 1000);
  EXPECT_TRUE(idles(milliseconds(300)));
}

TEST(Connection, ReadsOnlyALittleAheadOfTheRequestInFlight) {
  TestServer server;
  HttpClient client(server.port(), "127.0.0.1", milliseconds(300));
  client.send(get("/later"));
  const auto pending = server.application.next_pending();
  std::size_t sent = 0;
  const std::string next = get("/next");
  EXPECT_THROW(
      for (;; sent += next.size() * 1000) {
        std::string many;
        for (int i = 0; i < 1000; ++i) many += next;
        client.send(many);
      },
      std::runtime_error);
  EXPECT_EQ(server.application.served, 1);
  EXPECT_TRUE(idles(milliseconds(300)));
  FakeApplication::answer_later(pending);
  EXPECT_EQ(client.read().body, "/later");
  EXPECT_EQ(client.read().body, "GET /next ");
}

TEST(Connection, AnswersAThousandPipelinedRequestsInOrder) {
  TestServer server;
  HttpClient client(server.port());
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += get("/" + std::to_string(i));
  client.send(bytes);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(client.read().body, "GET /" + std::to_string(i) + " ");
}

TEST(Connection, AnswersInOrderWhenSomeComeLater) {
  TestServer server;
  HttpClient client(server.port());
  std::thread answers([&] {
    for (int i = 0; i < 50; ++i) FakeApplication::answer_later(server.application.next_pending());
  });
  std::string bytes;
  for (int i = 0; i < 50; ++i)
    bytes += get("/later/" + std::to_string(i)) + get("/now/" + std::to_string(i));
  client.send(bytes);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(client.read().body, "/later/" + std::to_string(i));
    EXPECT_EQ(client.read().body, "GET /now/" + std::to_string(i) + " ");
  }
  answers.join();
}

TEST(Connection, APipelineDoesNotStarveOthers) {
  TestServer server;
  std::atomic<bool> done = false;
  std::thread flood([&] {
    HttpClient client(server.port());
    std::string bytes;
    for (int i = 0; i < 500; ++i) bytes += get("/");
    while (!done) {
      client.send(bytes);
      for (int i = 0; i < 500; ++i) client.read();
    }
  });
  HttpClient other(server.port());
  for (int i = 0; i < 50; ++i) EXPECT_EQ(other.request("GET", "/").status, 200);
  done = true;
  flood.join();
}

TEST(Connection, AnswersAClientThatHasFinishedSending) {
  TestServer server;
  HttpClient now(server.port());
  now.send(get("/1") + get("/2"));
  now.shutdown_write();
  EXPECT_EQ(now.read().body, "GET /1 ");
  EXPECT_EQ(now.read().body, "GET /2 ");
  EXPECT_TRUE(now.ended());

  HttpClient later(server.port());
  later.send(get("/later"));
  later.shutdown_write();
  const auto pending = server.application.next_pending();
  EXPECT_TRUE(idles(milliseconds(200)));
  EXPECT_TRUE(pending.waits());
  FakeApplication::answer_later(pending);
  const HttpResponse last = later.read();
  EXPECT_EQ(last.body, "/later");
  EXPECT_EQ(last.field("Connection"), "close");
  EXPECT_TRUE(later.ended());

  HttpClient large(server.port());
  large.send(get("/bytes/5000000"));
  large.shutdown_write();
  EXPECT_EQ(large.read().body.size(), 5'000'000U);
  EXPECT_TRUE(large.ended());
}

TEST(Connection, EndsWhenTheClientLeavesInsideARequest) {
  TestServer server;
  for (const char* const part :
       {"", "GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"}) {
    HttpClient client(server.port());
    client.send(part);
    client.shutdown_write();
    EXPECT_TRUE(client.ended()) << part;
  }
  EXPECT_EQ(server.application.served, 0);
}

TEST(Connection, BytesBeyondTheLengthAreTheNextRequest) {
  TestServer server;
  HttpClient client(server.port());
  client.send(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nabc / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.read().body, "POST / ab");
  EXPECT_EQ(client.read().body, "c / ");
}

TEST(Connection, ARequestWhoseClientIsGoneIsNotFound) {
  TestServer server;
  HttpClient client(server.port());
  client.send(get("/later"));
  const auto pending = server.application.next_pending();
  EXPECT_TRUE(pending.waits());
  client.abort();
  EXPECT_TRUE(eventually([&] { return !pending.waits(); }));
  // Its place is given to the next one; its ticket is not.
  HttpClient next(server.port());
  next.send(get("/later/next"));
  const auto other = server.application.next_pending();
  EXPECT_EQ(other.ticket.slot, pending.ticket.slot);
  EXPECT_FALSE(pending.waits());
  FakeApplication::answer_later(pending);
  FakeApplication::answer_later(other);
  EXPECT_EQ(next.read().body, "/later/next");
  EXPECT_FALSE(other.waits());
}

TEST(Connection, AnApplicationThatThrowsLosesThatConnectionOnly) {
  TestServer server;
  HttpClient other(server.port());
  for (const char* const target : {"/throw", "/throw-int"}) {
    HttpClient client(server.port());
    client.send(get(target));
    EXPECT_TRUE(client.ended()) << target;
    EXPECT_EQ(other.request("GET", "/").status, 200);
  }
  server.server.worker(0).post([] { throw std::runtime_error("thrown on purpose"); });
  EXPECT_EQ(other.request("GET", "/").status, 200);
}

}  // namespace
}  // namespace movie::test
