#include "http/probe.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "http/transport/unique_fd.hpp"

namespace movie::http {
namespace {

/// A wildcard is an address to listen on, not to ask.
std::string here(const std::string& host) {
  if (host == "0.0.0.0" || host.empty()) return "127.0.0.1";
  return host == "::" ? "::1" : host;
}

class Asker {
 public:
  Asker(std::string host, std::uint16_t port, std::chrono::milliseconds patience)
      : host_(std::move(host)), port_(std::to_string(port)) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(patience);
    limit_.tv_sec = seconds.count();
    limit_.tv_usec = std::chrono::microseconds(patience - seconds).count();
  }

  /// All that comes until the server closes.
  std::string ask(std::string_view request) {
    connect();
    for (ssize_t sent; !request.empty(); request.remove_prefix(static_cast<std::size_t>(sent)))
      sent = check(::send(socket_.get(), request.data(), request.size(), MSG_NOSIGNAL));
    std::string answer;
    std::array<char, 4096> buffer;
    while (const ssize_t got = check(::recv(socket_.get(), buffer.data(), buffer.size(), 0)))
      answer.append(buffer.data(), static_cast<std::size_t>(got));
    return answer;
  }

 private:
  void connect() {
    addrinfo hints{}, *found = nullptr;
    hints.ai_socktype = SOCK_STREAM;
    if (const int error = ::getaddrinfo(host_.c_str(), port_.c_str(), &hints, &found))
      fail(::gai_strerror(error));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, ::freeaddrinfo);
    for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
      socket_ = UniqueFd(::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
      for (const int option : {SO_SNDTIMEO, SO_RCVTIMEO})  // the former bounds connect(), too
        ::setsockopt(socket_.get(), SOL_SOCKET, option, &limit_, sizeof limit_);
      if (::connect(socket_.get(), one->ai_addr, one->ai_addrlen) == 0) return;
    }
    fail(std::strerror(errno));
  }
  [[nodiscard]] ssize_t check(ssize_t done) const {
    if (done < 0) fail(errno == EAGAIN ? "its time is up" : std::strerror(errno));
    return done;
  }
  [[noreturn]] void fail(const char* why) const {
    throw std::runtime_error(fmt::format("no answer from {} port {}: {}", host_, port_, why));
  }

  std::string host_, port_;
  timeval limit_{};  ///< of each step
  UniqueFd socket_;
};

}  // namespace

std::string probe(const std::string& host, std::uint16_t port, const std::string& target,
                  std::chrono::milliseconds patience) {
  const std::string answer =
      Asker(here(host), port, patience)
          .ask(fmt::format("GET {} HTTP/1.0\r\nHost: localhost\r\n\r\n", target));
  constexpr std::string_view kBegin = "HTTP/1.1 ";
  if (!answer.starts_with(kBegin))
    throw std::runtime_error(fmt::format("port {} answers {} with what is no HTTP", port, target));
  const std::string status = answer.substr(kBegin.size(), 3);
  const auto head = answer.find("\r\n\r\n");
  const std::string body = head == std::string::npos ? "" : answer.substr(head + 4);
  if (status != "200")
    throw std::runtime_error(fmt::format("{} answers {}: {}", target, status, body));
  return body;
}

}  // namespace movie::http
