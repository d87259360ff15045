#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>

#include "fake_application.hpp"
#include "support/http_client.hpp"

namespace movie::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using SteadyClock = std::chrono::steady_clock;

std::string get(std::string_view target) {
  return std::string("GET ").append(target).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
}

TEST(Stop, AnswersWhatIsInFlightAndSaysClose) {
  TestServer server({.threads = 2});
  HttpClient client(server.port());
  client.send(get("/later"));
  const auto pending = server.application.next_pending();
  std::thread stop([&] { server.server.stop(seconds(10)); });
  // Nobody is accepted any more; then the answer comes.
  EXPECT_TRUE(eventually([&] {
    try {
      HttpClient refused(server.port());
      return false;
    } catch (const std::system_error&) {
      return true;
    }
  }));
  FakeApplication::answer_later(pending);
  const HttpResponse response = client.read();
  EXPECT_EQ(response.body, "/later");
  EXPECT_EQ(response.field("Connection"), "close");
  EXPECT_TRUE(client.ended());
  client.close();
  stop.join();
}

TEST(Stop, ClosesIdleConnectionsSoon) {
  TestServer server;
  HttpClient fresh(server.port());
  HttpClient used(server.port());
  used.request("GET", "/");
  const auto begin = SteadyClock::now();
  server.server.stop(seconds(10));
  EXPECT_LT(SteadyClock::now() - begin, seconds(5));
  EXPECT_TRUE(fresh.ended());
  EXPECT_TRUE(used.ended());
}

TEST(Stop, AnswersWhatIsOnItsWay) {
  TestServer server({.limits = {.drain_grace = seconds(3)}});
  HttpClient busy(server.port());
  HttpClient idle(server.port());
  idle.request("GET", "/");
  HttpClient half(server.port());
  half.send("GET /half HTTP/1.1\r\n");
  std::thread stop([&] { server.server.stop(seconds(10)); });
  EXPECT_TRUE(eventually([&] { return busy.request("GET", "/").field("Connection") == "close"; }));
  EXPECT_TRUE(busy.ended());
  EXPECT_THROW(HttpClient(server.port()), std::system_error);
  half.send("Host: a\r\n\r\n");
  EXPECT_EQ(half.read().field("Connection"), "close");
  EXPECT_EQ(idle.request("GET", "/").field("Connection"), "close");
  for (HttpClient* const client : {&busy, &idle, &half}) client->close();
  stop.join();
}

TEST(Stop, TakesWhatTheKernelHasQueued) {
  for (int round = 0; round < 20; ++round) {
    TestServer server({.threads = 2});
    std::vector<HttpClient> clients;
    for (int i = 0; i < 20; ++i) clients.emplace_back(server.port()).send(get("/"));
    std::thread stop([&] { server.server.stop(seconds(10)); });
    for (HttpClient& client : clients) {
      EXPECT_EQ(client.read().status, 200);
      client.close();
    }
    stop.join();
  }
}

/// Posts, on a connection each, until it is not let in; how often it was let in and not answered.
int post_until_refused(std::uint16_t port, const char* address) {
  for (int lost = 0;;) {
    std::optional<HttpClient> client;
    try {
      client.emplace(port, address);
    } catch (const std::system_error&) {
      return lost;
    }
    try {
      client->send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      client->read();
    } catch (const std::exception&) {
      ++lost;
    }
  }
}

TEST(Stop, AnswersWhoeverWasLetIn) {
  std::vector<std::future<int>> lost;
  for (int round = 0; round < 16; ++round) {
    const char* const address = round % 2 == 0 ? "127.0.0.1" : "::1";
    TestServer server({.host = address, .threads = 2});
    for (int client = 0; client < 4; ++client)
      lost.push_back(std::async(std::launch::async, post_until_refused, server.port(), address));
    std::this_thread::sleep_for(milliseconds(10));
    server.server.stop(seconds(10));
  }
  for (auto& one : lost) EXPECT_EQ(one.get(), 0);
}

/// Waits until the workers have done what they were told.
void settle(http::Server& server) {
  for (unsigned index = 0; index < server.threads(); ++index) {
    std::promise<void> done;
    server.worker(index).post([&done] { done.set_value(); });
    done.get_future().wait();
  }
}

TEST(TakingLeave, EndsEachConnectionWithItsNextAnswer) {
  TestServer server({.threads = 2});
  HttpClient kept(server.port()), piped(server.port());
  EXPECT_EQ(kept.request("GET", "/").field("Connection"), std::nullopt);
  server.server.take_leave();
  settle(server.server);
  for (HttpClient* const client : {&kept, &piped}) {
    client->send(get("/1") + get("/2"));
    EXPECT_EQ(client->read().field("Connection"), std::nullopt) << "another waits behind it";
    const auto last = client->read();
    EXPECT_EQ(last.body, "GET /2 ");
    EXPECT_EQ(last.field("Connection"), "close");
    EXPECT_TRUE(client->ended());
  }
  EXPECT_EQ(HttpClient(server.port()).request("GET", "/").status, 200) << "it serves on";
}

TEST(Stop, CutsOffWhatIsUnansweredWhenPatienceEnds) {
  TestServer server;
  HttpClient client(server.port());
  client.send(get("/later"));
  const auto pending = server.application.next_pending();
  const auto begin = SteadyClock::now();
  server.server.stop(milliseconds(100));
  EXPECT_LT(SteadyClock::now() - begin, seconds(5));
  EXPECT_TRUE(client.ended());
  // Late answers are dropped, and what they hold is let go.
  auto held = std::make_shared<int>(0);
  pending.worker->post([held] { FAIL() << "ran after the end"; });
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Stop, CanBeCalledTwice) {
  TestServer server;
  server.server.stop(milliseconds(100));
  server.server.stop(milliseconds(100));
}

TEST(Stop, UnderLoadWithAbortsAndLateAnswersNothingBreaks) {
  for (int round = 0; round < 5; ++round) {
    TestServer server({.threads = 2, .request_timeout = milliseconds(20)});
    std::atomic<bool> done = false;
    std::vector<std::thread> threads;
    threads.emplace_back([&] {
      while (!done) {
        try {
          FakeApplication::answer_later(server.application.next_pending());
        } catch (const std::runtime_error&) {
          return;
        }
      }
    });
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i] {
        for (int turn = 0; !done; ++turn) {
          try {
            HttpClient client(server.port(), "127.0.0.1", milliseconds(200));
            client.send(get("/later") + get("/bytes/50000") + get("/later") + get("/"));
            if ((turn + i) % 3 == 0) {
              client.abort();
            } else {
              for (int answer = 0; answer < 4; ++answer) client.read();
            }
          } catch (const std::exception&) {  // stopped, or cut off by it
          }
        }
      });
    }
    std::this_thread::sleep_for(milliseconds(200));
    server.server.stop(milliseconds(round * 20));
    done = true;
    server.application.end_waiting();
    for (std::thread& thread : threads) thread.join();
    EXPECT_GT(server.application.served, 0);
  }
}

}  // namespace
}  // namespace movie::test
