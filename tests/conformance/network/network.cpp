#include "network/network.hpp"

#include <arpa/inet.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "network/hooks.hpp"
#include "support/tcp_proxy.hpp"

namespace movie::conformance::network {
namespace {

using test::TcpProxy;
using Fate = TcpProxy::Fate;

constexpr std::chrono::seconds kPatience{10};

std::mutex mutex;                                          ///< of what follows
std::map<std::string, std::unique_ptr<TcpProxy>> proxies;  ///< by the address behind each
std::optional<Fault> fault;
std::uint64_t seen = 0;

bool concerns(Cut cut, bool answer) {
  return cut == Cut::stall || cut == Cut::death || answer == (cut == Cut::answer_lost);
}

/// By the thread of a proxy.
Fate fate(bool answer) {
  const std::lock_guard lock(mutex);
  if (!fault || !concerns(fault->cut, answer) || ++seen != fault->nth) return Fate::passes;
  if (fault->cut == Cut::death) std::raise(SIGKILL);
  if (fault->cut == Cut::stall) return Fate::stalls;
  return fault->cut == Cut::request_last ? Fate::last : Fate::lost;
}

int dial(const std::string& behind) {
  const auto* const address = reinterpret_cast<const sockaddr*>(behind.data());
  const int server = ::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect_to(server, address, static_cast<socklen_t>(behind.size())) == 0) return server;
  ::close(server);
  return -1;
}

/// The port of the proxy in front of an address.
std::uint16_t port_before(const std::string& behind) {
  const std::lock_guard lock(mutex);
  auto& proxy = proxies[behind];
  if (!proxy) {
    proxy = std::make_unique<TcpProxy>([behind] { return dial(behind); });
    proxy->judge(fate);
  }
  return proxy->port();
}

/// Which stay: their own locks are taken before ours.
std::vector<TcpProxy*> all() {
  const std::lock_guard lock(mutex);
  std::vector<TcpProxy*> found;
  for (const auto& [_, proxy] : proxies) found.push_back(proxy.get());
  return found;
}

}  // namespace

std::atomic<bool> active{false};

int connect_to(int fd, const sockaddr* address, socklen_t size) {
  return static_cast<int>(::syscall(SYS_connect, fd, address, size));
}

int connected(int fd, const sockaddr* address, socklen_t size) {
  int type = 0;
  socklen_t type_size = sizeof type;
  ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &type_size);
  const bool tcp =
      type == SOCK_STREAM && (address->sa_family == AF_INET || address->sa_family == AF_INET6);
  if (!tcp) return connect_to(fd, address, size);
  const in_port_t port = htons(port_before({reinterpret_cast<const char*>(address), size}));
  if (address->sa_family == AF_INET) {
    const sockaddr_in here{AF_INET, port, {htonl(INADDR_LOOPBACK)}, {}};
    return connect_to(fd, reinterpret_cast<const sockaddr*>(&here), sizeof here);
  }
  sockaddr_in6 here{AF_INET6, port, 0, {}, 0};
  ::inet_pton(AF_INET6, "::ffff:127.0.0.1", &here.sin6_addr);
  return connect_to(fd, reinterpret_cast<const sockaddr*>(&here), sizeof here);
}

void stand_between() { active = true; }

void fail(const Fault& wanted) {
  const std::lock_guard lock(mutex);
  fault = wanted;
  seen = 0;
}

std::uint64_t mend() {
  std::uint64_t counted = 0;
  {
    const std::lock_guard lock(mutex);
    counted = seen;
    fault.reset();
  }
  for (TcpProxy* const proxy : all()) proxy->stall(false);
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!std::ranges::all_of(all(), &TcpProxy::settled)) {
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("a server still serves a client that is gone");
    std::this_thread::yield();
  }
  return counted;
}

}  // namespace movie::conformance::network
