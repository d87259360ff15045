#include "http/transport/listening.hpp"

#include <fmt/format.h>
#include <linux/filter.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>

#include "http/server.hpp"

namespace movie::http {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses resolve(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), "0", &hints, &found); error != 0) {
    throw BindError(
        EADDRNOTAVAIL,
        fmt::format("cannot find an address for host '{}': {}; set MOVIE_HOST", host,
                    error == EAI_SYSTEM ? std::strerror(errno) : ::gai_strerror(error)));
  }
  return {found, &::freeaddrinfo};
}

[[noreturn]] void refuse(int error, const std::string& host, std::uint16_t port) {
  if (error == EADDRINUSE) {
    throw BindError(error,
                    fmt::format("port {} is in use by another program; set MOVIE_PORT", port));
  }
  throw BindError(
      error, fmt::format("cannot listen on {}, port {}: {}; set MOVIE_HOST or MOVIE_PORT", host,
                         port, std::strerror(error)));
}

void set_option(int fd, int level, int name) {
  const int on = 1;
  ::setsockopt(fd, level, name, &on, sizeof on);
}

// errno instead of a socket when it cannot be had.
int listen_at(const addrinfo& address, std::uint16_t port, UniqueFd& made) {
  UniqueFd fd(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) return errno;
  set_option(fd.get(), SOL_SOCKET, SO_REUSEADDR);
  set_option(fd.get(), IPPROTO_TCP, TCP_NODELAY);  // accepted sockets inherit it
  if (address.ai_family == AF_INET6) set_option(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY);
  sockaddr_storage where{};
  std::memcpy(&where, address.ai_addr, address.ai_addrlen);
  auto& port_field = address.ai_family == AF_INET6
                         ? reinterpret_cast<sockaddr_in6&>(where).sin6_port
                         : reinterpret_cast<sockaddr_in&>(where).sin_port;
  port_field = htons(port);
  if (::bind(fd.get(), reinterpret_cast<sockaddr*>(&where), address.ai_addrlen) != 0) return errno;
  if (::listen(fd.get(), SOMAXCONN) != 0) return errno;
  made = std::move(fd);
  return 0;
}

// Addresses that this machine does not have (::1 without IPv6) are left out as long as one remains.
std::vector<UniqueFd> listen_at_all(const addrinfo* address, std::uint16_t port, int& error) {
  std::vector<UniqueFd> sockets;
  for (; address != nullptr; address = address->ai_next) {
    if (address->ai_family != AF_INET && address->ai_family != AF_INET6) continue;
    UniqueFd made;
    const int failed = listen_at(*address, sockets.empty() ? port : port_of(sockets.front()), made);
    if (failed == 0) {
      sockets.push_back(std::move(made));
    } else {
      error = failed;
      if (failed == EADDRINUSE || failed == EACCES) return {};
    }
  }
  return sockets;
}

}  // namespace

std::vector<UniqueFd> listen_on(const std::string& host, std::uint16_t port) {
  const Addresses addresses = resolve(host);
  int error = EADDRNOTAVAIL;
  // With port 0, the port that was free on the first address may be taken on the second.
  for (int tries = port == 0 ? 16 : 1; tries > 0; --tries) {
    std::vector<UniqueFd> sockets = listen_at_all(addresses.get(), port, error);
    if (!sockets.empty()) return sockets;
    if (error != EADDRINUSE) break;
  }
  refuse(error, host, port);
}

void let_nobody_in(const UniqueFd& listening) noexcept {
  constexpr std::uint32_t kFlags = 13, kSyn = 0x02;  // in a TCP header
  sock_filter drop_what_begins[] = {
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, kFlags), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, kSyn, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, 0), BPF_STMT(BPF_RET | BPF_K, UINT32_MAX)};
  const sock_fprog program{std::size(drop_what_begins), drop_what_begins};
  ::setsockopt(listening.get(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

std::uint16_t port_of(const UniqueFd& socket) {
  sockaddr_storage where{};
  socklen_t size = sizeof where;
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&where), &size);
  return ntohs(where.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(where).sin6_port
                                           : reinterpret_cast<sockaddr_in&>(where).sin_port);
}

}  // namespace movie::http
