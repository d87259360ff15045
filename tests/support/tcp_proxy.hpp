#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace movie::test {

/// A loopback port whose bytes go to another one, for a network that misbehaves when a test says
/// so.
class TcpProxy {
 public:
  explicit TcpProxy(std::uint16_t to)
      : to_(to), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("no port for a proxy");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { carry(); });
  }
  ~TcpProxy() {
    stopping_ = true;
    thread_.join();
    cut();
    ::close(listener_);
  }
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Nothing passes, in neither direction; what is sent waits.
  void stall(bool on) { stalled_ = on; }
  /// What the server answers is lost from now on, and then, after its next answer, the connection.
  void lose_answers(bool on) { losing_ = on; }
  [[nodiscard]] int lost() const { return lost_; }
  /// Ends every connection.
  void cut() {
    const std::lock_guard lock(mutex_);
    for (const auto& [client, server] : pairs_) ::close(client), ::close(server);
    pairs_.clear();
  }

 private:
  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  void carry() {
    while (!stopping_) {
      std::vector<pollfd> waiting{{listener_, POLLIN, 0}};
      const std::unique_lock lock(mutex_);
      if (!stalled_) {
        for (const auto& [client, server] : pairs_) {
          waiting.push_back({client, POLLIN, 0});
          waiting.push_back({server, POLLIN, 0});
        }
      }
      if (::poll(waiting.data(), waiting.size(), 2) <= 0) continue;
      for (std::size_t at = 1; at < waiting.size(); ++at) {
        if (waiting[at].revents != 0) forward(waiting[at].fd);
      }
      if (waiting[0].revents != 0) accept();
    }
  }
  void accept() {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(to_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(client), ::close(server);
      return;
    }
    pairs_.emplace_back(client, server);
  }
  void forward(int from) {
    for (auto pair = pairs_.begin(); pair != pairs_.end(); ++pair) {
      if (pair->first != from && pair->second != from) continue;
      char bytes[65536];
      const ssize_t got = ::recv(from, bytes, sizeof bytes, MSG_DONTWAIT);
      const bool answer = from == pair->second;
      if (got > 0 && answer && losing_) ++lost_;
      if (got > 0 && !(answer && losing_)) {
        ::send(answer ? pair->first : pair->second, bytes, static_cast<std::size_t>(got),
               MSG_NOSIGNAL);
      } else {
        ::close(pair->first), ::close(pair->second);
        pairs_.erase(pair);
      }
      return;
    }
  }

  std::uint16_t to_, port_ = 0;
  int listener_;
  std::atomic<bool> stopping_{false}, stalled_{false}, losing_{false};
  std::atomic<int> lost_{0};
  std::mutex mutex_;
  std::vector<std::pair<int, int>> pairs_;
  std::thread thread_;
};

}  // namespace movie::test
