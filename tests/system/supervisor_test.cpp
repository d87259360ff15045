// What movie-service tells the service manager that started it, on a socket of the test's own.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <string>
#include <thread>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

/// Where the service's messages come in.
class Manager {
 public:
  /// `path`: of a file, or, after '@', an abstract name.
  explicit Manager(std::string path)
      : path_(std::move(path)), fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path_.data(), path_.size());
    if (path_.front() == '@') address.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path_.size());
    if (::bind(fd_, reinterpret_cast<const sockaddr*>(&address), size) != 0)
      throw std::runtime_error("cannot bind " + path_ + ": " + std::strerror(errno));
  }
  ~Manager() { ::close(fd_); }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  /// The next message; empty when none comes in time.
  std::string next(milliseconds patience = milliseconds(20'000)) const {
    pollfd watched{fd_, POLLIN, 0};
    if (::poll(&watched, 1, static_cast<int>(patience.count())) <= 0) return {};
    std::array<char, 4096> buffer;
    const ssize_t size = ::recv(fd_, buffer.data(), buffer.size(), 0);
    return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
  }
  /// Fills its queue, so that nothing more can be sent to it now. Returns with how many.
  [[nodiscard]] int fill() const {
    sockaddr_un address{};
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    const int sender = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int sent = 0;
    while (::sendto(sender, "x", 1, MSG_DONTWAIT, reinterpret_cast<const sockaddr*>(&address),
                    size) == 1)
      ++sent;
    ::close(sender);
    return sent;
  }
  /// The next message that is no beat.
  std::string next_word() const {
    std::string message = next();
    while (message == "WATCHDOG=1") message = next();
    return message;
  }

 private:
  std::string path_;
  int fd_;
};

Service start(const Manager& manager, const std::string& url, Service::Environment more = {}) {
  more["NOTIFY_SOCKET"] = manager.path();
  more["MOVIE_PLUGIN_DIR"] = MOVIE_TEST_PLUGIN_DIR;
  more["MOVIE_DATABASE_URL_SCRIPTED"] = url;
  return Service("scripted", more);
}

TEST(Supervised, TellsWhenItIsReadyAndWhenItStops) {
  const TempDir folder;
  const Manager manager(folder.path() / "notify");
  Service service = start(manager, "scripted:", {{"MOVIE_DRAIN_DELAY", "0.5"}});
  EXPECT_THAT(manager.next(), StartsWith("READY=1\nSTATUS=serving mode scripted"));
  EXPECT_EQ(HttpClient(service.port()).request("GET", "/readyz").status, 200);
  service.process().signal(SIGTERM);
  const auto last = manager.next();
  EXPECT_THAT(last, StartsWith("STOPPING=1\nSTATUS="));
  // 0.5 s of delay, 8 s for what is in flight, and what closing may take.
  EXPECT_THAT(last, HasSubstr("EXTEND_TIMEOUT_USEC=13500000"));
  EXPECT_EQ(service.process().wait().status, 0);
  EXPECT_EQ(manager.next(milliseconds(0)), "") << "without a watchdog there is no beat";
}

TEST(Supervised, SaysThatItIsReadyAgainWhereItCouldNotBeTold) {
  const TempDir folder;
  const Manager manager(folder.path() / "notify");
  const int fillers = manager.fill();
  ASSERT_GT(fillers, 0);
  Service service = start(manager, "scripted:", {{"LOG_LEVEL", "INFO"}});
  service.process().wait_for_line(Process::kErr, "GET /readyz");  // it has asked itself
  std::this_thread::sleep_for(milliseconds(200));                 // and has tried to tell
  for (int i = 0; i < fillers; ++i) ASSERT_EQ(manager.next(), "x");
  EXPECT_THAT(manager.next(), StartsWith("READY=1\n"));
}

TEST(Supervised, SpeaksToAnAbstractSocketToo) {
  const Manager manager("@movie-supervisor-test-" + std::to_string(::getpid()));
  Service service = start(manager, "scripted:");
  EXPECT_THAT(manager.next(), StartsWith("READY=1\n"));
}

TEST(Supervised, IsReadyOnAnIPv6AddressHoweverItIsWritten) {
  const TempDir folder;
  const Manager manager(folder.path() / "notify");
  for (const char* host : {"::1", "[::1]"}) {
    Service service = start(manager, "scripted:", {{"MOVIE_HOST", host}});
    EXPECT_THAT(manager.next(), StartsWith("READY=1\nSTATUS=serving mode scripted on ::1 port "));
    service.process().signal(SIGKILL);
  }
}

TEST(Supervised, IsNotReadyBeforeItsStoreIs) {
  const TempDir folder;
  const Manager manager(folder.path() / "notify");
  Service service = start(manager, "scripted:away", {{"WATCHDOG_USEC", "100000"}});
  EXPECT_THAT(manager.next(), AllOf(StartsWith("STATUS=not ready: "), HasSubstr("unreachable")));
  EXPECT_EQ(HttpClient(service.port()).request("GET", "/readyz").status, 503);
  EXPECT_EQ(manager.next(milliseconds(1'500)), "") << "the same is told once";
}

TEST(Supervised, IsReadyOnceItsStoreHasCome) {
  const TempDir folder;
  const Manager manager(folder.path() / "notify");
  Service service = start(manager, "scripted:comes");
  EXPECT_THAT(manager.next(), StartsWith("STATUS=not ready: "));
  EXPECT_THAT(manager.next_word(), StartsWith("READY=1\n"));
}

TEST(Watchdog, HearsOfALivingServiceAtLeastTwiceInItsTime) {
  const TempDir folder;
  const Manager manager(folder.path() / "notify");
  Service service = start(manager, "scripted:", {{"WATCHDOG_USEC", "900000"}});
  EXPECT_THAT(manager.next(), StartsWith("READY=1\n"));
  for (int beat = 0; beat < 3; ++beat) EXPECT_EQ(manager.next(milliseconds(2'000)), "WATCHDOG=1");
}

TEST(Watchdog, HearsNothingWhereItIsMeantForAnotherProcess) {
  const TempDir folder;
  const Manager manager(folder.path() / "notify");
  Service service =
      start(manager, "scripted:", {{"WATCHDOG_USEC", "90000"}, {"WATCHDOG_PID", "1"}});
  EXPECT_THAT(manager.next(), StartsWith("READY=1\n"));
  EXPECT_EQ(manager.next(milliseconds(400)), "");
}

TEST(Watchdog, HearsNothingMoreOnceAnHttpThreadHangs) {
  const TempDir folder;
  const Manager manager(folder.path() / "notify");
  Service service = start(manager, "scripted:hangs", {{"WATCHDOG_USEC", "90000"}});
  EXPECT_THAT(manager.next(), StartsWith("READY=1\n"));
  EXPECT_EQ(manager.next(), "WATCHDOG=1");
  HttpClient stuck(service.port());
  stuck.send("GET /movies/1 HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!manager.next(milliseconds(500)).empty())
    ASSERT_LT(std::chrono::steady_clock::now(), give_up) << "beats go on though a thread hangs";
  EXPECT_EQ(HttpClient(service.port()).request("GET", "/livez").status, 200)
      << "the other thread goes on";
  service.process().signal(SIGKILL);
}

}  // namespace
}  // namespace movie::test
