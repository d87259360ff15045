// The network in between itself, on a server that answers each line with its number.

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "network/network.hpp"

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
namespace movie::conformance::network {
namespace {

sockaddr_in loopback(in_port_t port) { return {AF_INET, port, {htonl(INADDR_LOOPBACK)}, {}}; }

class Numbering {
 public:
  Numbering() {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 8);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = address.sin_port;
    thread_ = std::thread([this] { serve(); });
  }
  ~Numbering() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  [[nodiscard]] in_port_t port() const { return port_; }
  [[nodiscard]] int heard() const { return heard_; }

 private:
  void serve() {
    for (int client = 0; (client = ::accept(listener_, nullptr, nullptr)) != -1; ::close(client)) {
      char line[64];
      while (::recv(client, line, sizeof line, 0) > 0) {
        const std::string answer = std::to_string(++heard_);
        ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
      }
    }
  }

  int listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  in_port_t port_ = 0;
  std::atomic<int> heard_ = 0;
  std::thread thread_;
};

class Between : public testing::Test {
 protected:
  void SetUp() override { stand_between(); }
  void TearDown() override { ::close(socket_); }
  bool connects() {
    ::close(socket_);
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(server_.port());
    return ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  /// The answer; "": the connection ended; "-": none came.
  std::string ask() {
    ::send(socket_, "hm", 2, MSG_NOSIGNAL);
    return answer();
  }
  std::string answer() {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, 200) == 0) return "-";
    char text[64];
    const ssize_t size = ::recv(socket_, text, sizeof text, 0);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : "";
  }

  Numbering server_;
  int socket_ = -1;
};

TEST_F(Between, PassesWhatNothingIsToHappenTo) {
  ASSERT_TRUE(connects());
  fail({Cut::stall, 7});
  EXPECT_EQ(ask(), "1");
  EXPECT_EQ(ask(), "2");
  EXPECT_EQ(mend(), 4u);
}

TEST_F(Between, LosesTheNthRequest) {
  ASSERT_TRUE(connects());
  fail({Cut::request_lost, 2});
  EXPECT_EQ(ask(), "1");
  EXPECT_EQ(ask(), "");
  EXPECT_EQ(mend(), 2u);
  EXPECT_EQ(server_.heard(), 1);
  ASSERT_TRUE(connects());
  EXPECT_EQ(ask(), "2");
}

TEST_F(Between, EndsAConnectionOnceARequestHasArrived) {
  ASSERT_TRUE(connects());
  fail({Cut::request_last, 1});
  EXPECT_EQ(ask(), "");
  EXPECT_EQ(mend(), 1u);
  EXPECT_EQ(server_.heard(), 1);
}

TEST_F(Between, LosesTheNthAnswer) {
  ASSERT_TRUE(connects());
  fail({Cut::answer_lost, 2});
  EXPECT_EQ(ask(), "1");
  EXPECT_EQ(ask(), "");
  EXPECT_EQ(mend(), 2u);
  EXPECT_EQ(server_.heard(), 2);
}

TEST_F(Between, StandsStillUntilMendedAndThenForgetsNothing) {
  ASSERT_TRUE(connects());
  fail({Cut::stall, 3});  // the second request, behind a request and its answer
  EXPECT_EQ(ask(), "1");
  EXPECT_EQ(ask(), "-");
  EXPECT_EQ(server_.heard(), 1);
  EXPECT_EQ(mend(), 3u);
  EXPECT_EQ(answer(), "2");
}

TEST_F(Between, WaitsForWhatAClientLeftBehind) {
  ASSERT_TRUE(connects());
  fail({Cut::stall, 1});
  EXPECT_EQ(ask(), "-");
  ::close(std::exchange(socket_, -1));
  EXPECT_EQ(mend(), 1u);
  EXPECT_EQ(server_.heard(), 1);
}

}  // namespace
}  // namespace movie::conformance::network
#endif
