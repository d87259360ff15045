// What is refused, what runs out of time, and that a client can read why.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "fake_application.hpp"
#include "log/log.hpp"
#include "support/http_client.hpp"

namespace movie::test {
namespace {

using std::chrono::milliseconds;

struct Refused {
  std::string name, bytes;
  int status;
};

std::ostream& operator<<(std::ostream& out, const Refused& refused) { return out << refused.name; }

class Refusal : public testing::TestWithParam<Refused> {};

TEST_P(Refusal, IsAnsweredAndNothingAfterItIsARequest) {
  TestServer server;
  HttpClient client(server.port());
  client.send(GetParam().bytes + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
  const HttpResponse response = client.read();
  EXPECT_EQ(response.status, GetParam().status);
  EXPECT_EQ(response.field("Connection"), "close");
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(server.application.served, 0);
  EXPECT_EQ(server.application.refused, 1);
}

INSTANTIATE_TEST_SUITE_P(
    Messages, Refusal,
    testing::Values(
        Refused{"bad_line", "GET\r\n\r\n", 400}, Refused{"no_host", "GET / HTTP/1.1\r\n\r\n", 400},
        Refused{"body_too_large", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n",
                413},
        Refused{"body_20_gb", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000000000\r\n\r\n",
                413},
        Refused{"slashes", "GET " + std::string(15'000, '/') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
        Refused{"field_too_long",
                "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(17'000, 'x') + "\r\n\r\n", 431},
        Refused{"coding", "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                501},
        Refused{"version", "GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505}),
    [](const auto& one) { return one.param.name; });

TEST(Limits, ARefusalIsReadableWhileTheClientStillSends) {
  TestServer server;
  HttpClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000000\r\n\r\n");
  for (int i = 0; i < 200; ++i) client.send(std::string(100'000, 'b'));
  EXPECT_EQ(client.read().status, 413);
  EXPECT_TRUE(client.ended());
}

// Whether the server ends reading although the client goes on sending.
bool cuts_off(HttpClient& client, std::string_view bytes) {
  return eventually([&] {
    try {
      client.send(bytes);
      return false;
    } catch (const std::system_error&) {
      return true;
    }
  });
}

TEST(Limits, LingeringIsBounded) {
  TestServer bytes({.limits = {.linger_bytes = 100'000}});
  HttpClient flood(bytes.port());
  flood.send("junk\r\n\r\n");
  EXPECT_TRUE(cuts_off(flood, std::string(100'000, 'b')));

  TestServer time({.limits = {.linger_time = milliseconds(200)}});
  HttpClient drip(time.port());
  drip.send("junk\r\n\r\n");
  EXPECT_TRUE(cuts_off(drip, "b"));

  TestServer pause({.limits = {.linger_pause = milliseconds(50)}});
  HttpClient silent(pause.port());
  silent.send("junk\r\n\r\n");
  EXPECT_EQ(silent.read().status, 400);
  EXPECT_TRUE(silent.ended());
  std::this_thread::sleep_for(
      milliseconds(500));  // what is to be seen is that nothing is awaited any more
  silent.send("b");
  EXPECT_TRUE(cuts_off(silent, "b"));
}

TEST(Limits, AnIdleConnectionIsClosed) {
  TestServer server({.limits = {.idle_time = milliseconds(500)}});
  HttpClient fresh(server.port());
  HttpClient used(server.port());
  used.request("GET", "/");
  EXPECT_TRUE(fresh.ended());
  EXPECT_TRUE(used.ended());
}

TEST(Limits, ABusyConnectionIsNotIdle) {
  TestServer server({.limits = {.idle_time = milliseconds(1'000)}});
  HttpClient client(server.port());
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(client.request("GET", "/").status, 200);
    std::this_thread::sleep_for(milliseconds(200));
  }
}

TEST(Limits, SlowRequestsAreRefused) {
  TestServer server({.limits = {.header_time = milliseconds(100), .body_time = milliseconds(100)}});
  for (const char* const part : {"GET / HTTP/1.1\r\nHost: a\r\n",
                                 "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"}) {
    HttpClient client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.read().status, 200);
    client.send(part);
    EXPECT_EQ(client.read().status, 408) << part;
    EXPECT_TRUE(client.ended());
  }
}

TEST(Limits, AByteNowAndThenDoesNotHelp) {
  TestServer server({.limits = {.header_time = milliseconds(200)}});
  HttpClient client(server.port());
  client.send("GET / HTTP/1.1\r\nX: ");
  for (int i = 0; i < 100; ++i) {
    client.send("x");
    std::this_thread::sleep_for(milliseconds(10));
  }
  EXPECT_EQ(client.read().status, 408);
}

TEST(Limits, ABodyEarnsTimeByComing) {
  TestServer server({.limits = {.body_time = milliseconds(800), .body_bytes_per_second = 1000}});
  HttpClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n");
  for (int i = 0; i < 10; ++i) {
    client.send(std::string(1000, 'b'));
    std::this_thread::sleep_for(milliseconds(150));
  }
  EXPECT_EQ(client.read().status, 200);
}

TEST(Limits, AClientThatStopsReadingIsCutOff) {
  TestServer server({.limits = {.write_time = milliseconds(100)}});
  HttpClient client(server.port(), "127.0.0.1", milliseconds(10'000), 4096);
  client.send("GET /bytes/30000000 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(cuts_off(client, "x"));
}

TEST(Limits, WhatClientsDoNotTakeIsBoundedInAllAndTheSlowestPay) {
  TestServer server({.threads = 1, .limits = {.output_bytes = 8'000'000}});
  std::vector<HttpClient> idlers;
  for (int i = 0; i < 3; ++i) {
    idlers.emplace_back(server.port(), "127.0.0.1", milliseconds(10'000), 4096);
    idlers.back().send("GET /bytes/6000000 HTTP/1.1\r\nHost: a\r\n\r\n");
    // Answered here means that the one before has begun to wait, and stands first.
    ASSERT_EQ(HttpClient(server.port()).request("GET", "/x").status, 200);
  }
  EXPECT_TRUE(cuts_off(idlers[0], "x"));
  EXPECT_TRUE(cuts_off(idlers[1], "x"));
  EXPECT_EQ(idlers[2].read().body.size(), 6'000'000u) << "the last one fits";
}

/// Has sent the fields and so many bytes of a body of 1,000,000, and goes no further.
HttpClient sender(TestServer& server, std::size_t bytes) {
  HttpClient client(server.port());
  client.send("POST /whole HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" +
              std::string(bytes, 'b'));
  return client;
}

/// It has been held since before the call returns.
void wait_until_read(TestServer& server) {
  ASSERT_EQ(HttpClient(server.port()).request("GET", "/x").status, 200);
}

TEST(Limits, WhatIsBeingSentIsBoundedInAllAndThoseWhoHoldMostForLongestPay) {
  TestServer server({.threads = 1, .limits = {.input_bytes = 2'000'000}});
  HttpClient first = sender(server, 700'000);
  wait_until_read(server);
  HttpClient small = sender(server, 3'000);        // takes nobody's room, however long it sends
  std::this_thread::sleep_for(milliseconds(300));  // the first one's age is what tells them apart
  HttpClient second = sender(server, 800'000), third = sender(server, 800'000);
  const HttpResponse refused = first.read();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.body, "refused /whole");
  EXPECT_EQ(refused.field("Connection"), "close");
  EXPECT_TRUE(first.ended());
  // There is room again, for these and for others.
  EXPECT_EQ(HttpClient(server.port()).request("POST", "/", {}, std::string(300'000, 'b')).status,
            200);
  second.send(std::string(200'000, 'b'));
  EXPECT_EQ(second.read().status, 200);
  third.send(std::string(200'000, 'b'));
  EXPECT_EQ(third.read().status, 200);
  small.send(std::string(997'000, 'b'));
  EXPECT_EQ(small.read().status, 200);
  EXPECT_EQ(server.application.refused, 1);
}

TEST(Limits, OfSeveralWorkersTheOneThatHoldsMoreThanItsShareRefuses) {
  TestServer server({.threads = 2, .limits = {.input_bytes = 2'000'000}});
  // The workers take turns: those that send much and stop are all of one, the others of the other.
  std::vector<HttpClient> much, little;
  for (int i = 0; i < 2; ++i) {
    much.push_back(sender(server, 900'000));
    little.push_back(sender(server, 10));
  }
  std::this_thread::sleep_for(milliseconds(300));  // nothing wakes their worker any more
  little[0].send(std::string(500'000, 'b'));
  EXPECT_TRUE(eventually([&] { return server.application.refused == 1; }));
  little[0].send(std::string(499'990, 'b'));
  EXPECT_EQ(little[0].read().status, 200) << "it paid for those of another worker";
}

TEST(Limits, RequestsThatAreWholeCountButAreAnswered) {
  TestServer server({.threads = 1, .limits = {.input_bytes = 1'000'000}});
  HttpClient whole(server.port());
  whole.send("POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 990000\r\n\r\n" +
             std::string(990'000, 'b'));
  const auto pending = server.application.next_pending();
  EXPECT_EQ(sender(server, 100'000).read().status, 503);
  EXPECT_EQ(HttpClient(server.port()).request("POST", "/", {}, std::string(3'000, 'b')).status,
            200);
  FakeApplication::answer_later(pending);
  EXPECT_EQ(whole.read().body, "/later");
  EXPECT_EQ(HttpClient(server.port()).request("POST", "/", {}, std::string(500'000, 'b')).status,
            200);
}

TEST(Limits, BodiesInSinksDoNotCount) {
  TestServer server({.threads = 1, .limits = {.input_bytes = 1'000'000}});
  EXPECT_EQ(HttpClient(server.port())
                .request("POST", "/sink/9000000", {}, std::string(5'000'000, 'b'))
                .body,
            "5000000");
  EXPECT_EQ(server.application.refused, 0);
}

TEST(Limits, AnOverdueRequestIsAnsweredByTheApplication) {
  TestServer server({.request_timeout = milliseconds(100)});
  HttpClient client(server.port());
  client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto pending = server.application.next_pending();
  EXPECT_EQ(client.read().body, "overdue");
  EXPECT_FALSE(pending.waits());
  EXPECT_EQ(client.read().body, "GET /next ");
}

TEST(Limits, ConnectionsBeyondTheLimitAreTurnedAway) {
  TestServer server({.limits = {.connections = 2}});
  HttpClient first(server.port());
  HttpClient second(server.port());
  EXPECT_EQ(first.request("GET", "/").status, 200);
  EXPECT_EQ(second.request("GET", "/").status, 200);
  HttpClient third(server.port());
  EXPECT_EQ(third.read().status, 503);
  EXPECT_TRUE(third.ended());
  first.close();  // the third one still lingers, and takes nobody's place
  EXPECT_TRUE(
      eventually([&] { return HttpClient(server.port()).request("GET", "/").status == 200; }));
}

/// Uses up the process's descriptors while it lives.
class NoDescriptors {
 public:
  NoDescriptors() {
    // UBSan looks at an object's type through a pipe unless it has seen that type at that place
    // before: let it look at the logger while there are descriptors.
    log::error("every descriptor is taken now");
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit few{256, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &few);
    for (int fd; (fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;) taken_.push_back(fd);
  }
  ~NoDescriptors() {
    for (const int fd : taken_) ::close(fd);
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }

 private:
  rlimit before_{};
  std::vector<int> taken_;
};

TEST(Limits, LivesThroughALackOfDescriptors) {
  TestServer server;
  HttpClient old(server.port());
  EXPECT_EQ(old.request("GET", "/").status, 200);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(server.port());
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int late = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  {
    const NoDescriptors none;
    ASSERT_EQ(::connect(late, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    pollfd one{late, POLLIN, 0};
    ASSERT_EQ(::poll(&one, 1, 5'000), 1) << "left waiting";
    char byte;
    EXPECT_LE(::recv(late, &byte, 1, 0), 0) << "sent away";
    EXPECT_EQ(old.request("GET", "/").status, 200);
  }
  ::close(late);
  EXPECT_EQ(HttpClient(server.port()).request("GET", "/").status, 200);
}

}  // namespace
}  // namespace movie::test
