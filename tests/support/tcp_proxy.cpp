#include "support/tcp_proxy.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace movie::test {
namespace {

using Bytes = std::array<char, 65536>;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int dial_loopback(std::uint16_t port) {
  const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
    return server;
  ::close(server);
  return -1;
}

/// Something came, if only the end.
bool readable(int fd) {
  pollfd waiting{fd, POLLIN, 0};
  return ::poll(&waiting, 1, 0) > 0;
}

/// What the client sent is still the server's to read.
void leave(int& client, int server, bool reset) {
  const linger at_once{reset ? 1 : 0, 0};
  ::setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(client, -1));
  ::shutdown(server, SHUT_WR);
}

/// A client that is gone takes no more.
void pass(int to, const Bytes& bytes, ssize_t size) {
  if (to != -1) ::send(to, bytes.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL);
}

}  // namespace

TcpProxy::TcpProxy(std::uint16_t to) : TcpProxy([to] { return dial_loopback(to); }) {}

TcpProxy::TcpProxy(Dial dial) : dial_(std::move(dial)) {
  listen();
  thread_ = std::thread([this] { carry(); });
}

TcpProxy::~TcpProxy() {
  stopping_ = true;
  thread_.join();
  for (const Pair& pair : pairs_) {
    if (pair.client != -1) ::close(pair.client);
    ::close(pair.server);
  }
  ::close(listener_);
}

void TcpProxy::listen() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "no port for a proxy");
  }
  port_ = ntohs(address.sin_port);
}

void TcpProxy::judge(Judge judge) {
  const std::lock_guard lock(mutex_);
  judge_ = std::move(judge);
}

void TcpProxy::lose_an_answer() {
  judge([lost = false](bool answer) mutable {
    return answer && !std::exchange(lost, true) ? Fate::lost : Fate::passes;
  });
}

bool TcpProxy::settled() {
  const std::lock_guard lock(mutex_);
  return !readable(listener_) && std::ranges::none_of(pairs_, [](const Pair& pair) {
    return pair.client == -1 || readable(pair.client);
  });
}

TcpProxy::Fate TcpProxy::judged(bool answer) { return judge_ ? judge_(answer) : Fate::passes; }

void TcpProxy::carry() {
  while (!stopping_) {
    std::vector<pollfd> waiting{{listener_, POLLIN, 0}};
    {
      const std::lock_guard lock(mutex_);
      for (const Pair& pair : pairs_) {
        waiting.push_back({stalled_ ? -1 : pair.client, POLLIN, 0});
        waiting.push_back({stalled_ ? -1 : pair.server, POLLIN, 0});
      }
    }
    if (::poll(waiting.data(), waiting.size(), 2) <= 0) continue;
    const std::lock_guard lock(mutex_);
    std::vector<Pair> left;
    for (std::size_t at = 0; at < pairs_.size(); ++at) {
      if (waiting[2 * at + 1].revents != 0 && !stalled_) asked(pairs_[at]);
      const bool over = waiting[2 * at + 2].revents != 0 && !stalled_ && !answered(pairs_[at]);
      if (!over) left.push_back(pairs_[at]);
    }
    pairs_ = std::move(left);
    if (waiting[0].revents != 0) accept();
  }
}

void TcpProxy::accept() {
  const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client == -1) return;
  if (const int server = dial_(); server != -1) return pairs_.push_back({client, server});
  ::close(client);
}

void TcpProxy::asked(Pair& pair) {
  char first;
  if (::recv(pair.client, &first, 1, MSG_PEEK | MSG_DONTWAIT) <= 0)
    return leave(pair.client, pair.server, false);
  const Fate fate = judged(false);
  if (fate == Fate::stalls) return stall(true);
  Bytes bytes;
  const ssize_t got = ::recv(pair.client, bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (fate != Fate::lost) pass(pair.server, bytes, got);
  if (fate != Fate::passes) leave(pair.client, pair.server, fate == Fate::lost);
}

bool TcpProxy::answered(Pair& pair) {
  char first;
  if (::recv(pair.server, &first, 1, MSG_PEEK | MSG_DONTWAIT) <= 0) {
    if (pair.client != -1) ::close(pair.client);
    ::close(pair.server);
    return false;
  }
  const Fate fate = pair.client == -1 ? Fate::passes : judged(true);
  if (fate == Fate::stalls) {
    stall(true);
    return true;
  }
  Bytes bytes;
  const ssize_t got = ::recv(pair.server, bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (fate != Fate::lost) pass(pair.client, bytes, got);
  if (fate != Fate::passes) leave(pair.client, pair.server, fate == Fate::lost);
  return true;
}

}  // namespace movie::test
