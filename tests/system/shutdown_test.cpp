// How movie-service ends, and what becomes of what is under way when time runs out.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <string>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

constexpr std::string_view kFilm = R"({"title":"Arrival","year":2016,"genre":"drama"})";

std::string post() {
  return "POST /movies HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(kFilm.size()) + "\r\n\r\n" + std::string(kFilm);
}

/// On a store whose every write takes a second, one after another.
Service slow_service(Service::Environment environment = {}) {
  environment["MOVIE_PLUGIN_DIR"] = MOVIE_TEST_PLUGIN_DIR;
  environment["MOVIE_DATABASE_URL_SCRIPTED"] = "scripted:slow";
  return Service("scripted", environment);
}

/// Sends a write and makes sure that the store has begun it: what comes behind it on the same lane
/// is only queued.
void begin_write(HttpClient& client) { client.send(post()); }

class Shutdown : public testing::TestWithParam<int> {};

TEST_P(Shutdown, AnswersWhatIsInFlight) {
  Service service = slow_service();
  HttpClient writer(service.port()), idle(service.port());
  ASSERT_EQ(idle.request("GET", "/health").status, 200);
  begin_write(writer);
  ASSERT_EQ(HttpClient(service.port()).request("GET", "/health").status,
            200);  // the write has been read by now
  service.process().signal(GetParam());
  EXPECT_EQ(writer.read().status, 201);
  EXPECT_TRUE(writer.ended());
  EXPECT_TRUE(idle.ended());
  writer.close();
  idle.close();
  const auto ended = service.process().wait();
  EXPECT_EQ(ended.status, 0) << ended.err;
}

INSTANTIATE_TEST_SUITE_P(Signals, Shutdown, testing::Values(SIGTERM, SIGINT),
                         [](const auto& one) { return one.param == SIGTERM ? "term" : "int"; });

TEST(ShutdownBegun, TakesNoMoreConnections) {
  Service service = slow_service();
  HttpClient writer(service.port());
  begin_write(writer);
  service.process().signal(SIGTERM);
  EXPECT_EQ(writer.read().status, 201);
  EXPECT_THROW(HttpClient(service.port()), std::system_error);
}

TEST(ShutdownBegun, GoesOnServingForTheDelayAndSaysThatItIsNotReady) {
  Service service = slow_service({{"MOVIE_DRAIN_DELAY", "1.5"}});
  HttpClient kept(service.port());
  ASSERT_EQ(kept.request("GET", "/readyz").status, 200);
  service.process().signal(SIGTERM);
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (HttpClient(service.port()).request("GET", "/readyz").status != 503)
    ASSERT_LT(std::chrono::steady_clock::now(), give_up);
  HttpClient late(service.port());
  for (HttpClient* const client : {&kept, &late}) {
    const auto answer = client->request("GET", "/readyz");
    EXPECT_THAT(answer.body, testing::HasSubstr("draining"));
    EXPECT_EQ(answer.field("connection"), "close");
    EXPECT_TRUE(client->ended());
    client->close();
  }
  EXPECT_EQ(HttpClient(service.port()).request("GET", "/livez").status, 200);
  EXPECT_EQ(service.process().wait().status, 0);
}

TEST(ShutdownBegun, WaitsNoLongerThanTheDrainTimeout) {
  Service service = slow_service({{"MOVIE_DRAIN_TIMEOUT", "0.1"}});
  HttpClient writer(service.port());
  begin_write(writer);
  ASSERT_EQ(HttpClient(service.port()).request("GET", "/health").status, 200);
  service.process().signal(SIGTERM);
  EXPECT_THROW(writer.read(), std::exception);
  EXPECT_EQ(service.process().wait().status, 0);
}

TEST(ShutdownBegun, EndsAtOnceWithASecondSignal) {
  Service service = slow_service({{"LOG_LEVEL", "INFO"}});
  HttpClient writer(service.port());
  begin_write(writer);
  service.process().signal(SIGTERM);
  service.process().wait_for_line(Process::kErr, "SIGTERM");
  service.process().signal(SIGTERM);
  EXPECT_EQ(service.process().wait().status, 128 + SIGTERM);
  EXPECT_THROW(writer.read(), std::exception);
}

/// The process that unshare(1) has started.
pid_t child_of(pid_t parent) {
  const auto number = std::to_string(parent);
  pid_t child = 0;
  std::ifstream("/proc/" + number + "/task/" + number + "/children") >> child;
  return child;
}

TEST(ShutdownBegun, EndsAtOnceWithASecondSignalAsProcessOneToo) {
  const std::string unshare = "/usr/bin/unshare";
  if (run({unshare, {"--pid", "--fork", "/bin/true"}, {}}).status != 0)
    GTEST_SKIP() << "no process 1 of its own is permitted here";
  const TempDir folder;
  auto start = Service::start("scripted",
                              {{"MOVIE_PLUGIN_DIR", MOVIE_TEST_PLUGIN_DIR},
                               {"MOVIE_DATABASE_URL_SCRIPTED", "scripted:slow"},
                               {"LOG_LEVEL", "INFO"}},
                              {}, folder.path());
  start.arguments = {"--pid", "--fork", "--kill-child", start.program};
  start.program = unshare;
  Process outside(start);
  const auto line = outside.wait_for_line(Process::kOut, "movie-service");
  const pid_t service = child_of(outside.pid());
  ASSERT_GT(service, 0);
  HttpClient writer(static_cast<std::uint16_t>(std::stoul(line.substr(line.rfind(':') + 1))));
  begin_write(writer);
  outside.wait_for_line(Process::kErr, "a slow write begins");
  ::kill(service, SIGTERM);
  outside.wait_for_line(Process::kErr, "SIGTERM");
  ::kill(service, SIGTERM);
  EXPECT_EQ(outside.wait().status, 128 + SIGTERM);
  EXPECT_THROW(writer.read(), std::exception);
}

TEST(Overdue, TellsAWriteUnderWayFromOneThatNeverBegan) {
  Service service = slow_service({{"MOVIE_REQUEST_TIMEOUT", "0.5"}});
  HttpClient first(service.port()), second(service.port());
  begin_write(first);
  const auto unknown = first.read();
  EXPECT_EQ(unknown.status, 503);
  EXPECT_EQ(unknown.body, R"({"detail":"outcome unknown"})");
  EXPECT_EQ(unknown.field("retry-after"), std::nullopt);

  // The lane is busy with the first for another half second.
  begin_write(second);
  const auto dropped = second.read();
  EXPECT_EQ(dropped.status, 503);
  EXPECT_EQ(dropped.body, R"({"detail":"Service Unavailable"})");
  EXPECT_EQ(dropped.field("retry-after"), "1");
}

}  // namespace
}  // namespace movie::test
