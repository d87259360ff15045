#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace movie::test {

struct HttpResponse {
  int status = 0;
  std::string reason;
  std::vector<std::pair<std::string, std::string>> fields;  ///< as sent
  std::string body;

  /// The first field of that name, in any case.
  [[nodiscard]] std::optional<std::string> field(std::string_view name) const {
    auto lower = [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : int{c}; };
    for (const auto& [key, value] : fields) {
      if (std::ranges::equal(key, name, {}, lower, lower)) return value;
    }
    return std::nullopt;
  }
};

/// An HTTP client that rewrites nothing: what a test sends goes out byte for byte, in as many
/// pieces as it likes. Every wait ends at the deadline, with an exception that says what was waited
/// for.
class HttpClient {
 public:
  using Milliseconds = std::chrono::milliseconds;
  using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Connects to an IPv4 or IPv6 address. `receive_buffer`: SO_RCVBUF, for a client that reads
  /// little.
  explicit HttpClient(std::uint16_t port, const std::string& address = "127.0.0.1",
                      Milliseconds patience = Milliseconds(10'000), int receive_buffer = 0)
      : patience_(patience), host_(address + ":" + std::to_string(port)) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    const bool is_v6 = address.find(':') != std::string::npos;
    if (::inet_pton(is_v6 ? AF_INET6 : AF_INET, address.c_str(),
                    is_v6 ? static_cast<void*>(&v6.sin6_addr) : static_cast<void*>(&v4.sin_addr)) !=
        1) {
      throw std::invalid_argument("not an IP address: " + address);
    }
    fd_ = ::socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd_ < 0) fail("socket");
    const int on = 1;  // each send() leaves at once, as a segment of its own
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (receive_buffer > 0)
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const timeval limit{patience.count() / 1'000, patience.count() % 1'000 * 1'000};
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);  // of connect()
    const void* to = is_v6 ? static_cast<const void*>(&v6) : static_cast<const void*>(&v4);
    if (::connect(fd_, static_cast<const sockaddr*>(to), is_v6 ? sizeof v6 : sizeof v4) != 0) {
      const int error = errno;
      ::close(fd_);
      throw std::system_error(error, std::generic_category(), "connect to " + host_);
    }
  }
  ~HttpClient() { close(); }
  HttpClient(HttpClient&& other) noexcept
      : patience_(other.patience_),
        host_(std::move(other.host_)),
        fd_(std::exchange(other.fd_, -1)),
        input_(std::move(other.input_)) {}
  HttpClient& operator=(HttpClient&&) = delete;

  [[nodiscard]] int fd() const { return fd_; }

  /// All of `bytes`. Throws std::system_error when the server has gone (EPIPE, ECONNRESET).
  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      wait_for(POLLOUT, "room to send");
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno != EAGAIN) fail("send");
      if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// The next answer, its chunks joined. `to_head`: it is the answer to a HEAD request, whose body
  /// never comes.
  /// Throws std::runtime_error when the connection ends before, std::system_error when it is reset.
  HttpResponse read(bool to_head = false) {
    std::size_t end;
    while ((end = input_.find("\r\n\r\n")) == std::string::npos) need_more("a response head");
    HttpResponse response = parse_head(std::string_view(input_).substr(0, end + 2));
    input_.erase(0, end + 4);
    const bool bodiless =
        to_head || response.status < 200 || response.status == 204 || response.status == 304;
    const auto length = response.field("content-length");
    if (bodiless) return response;
    if (response.field("transfer-encoding") == "chunked") {
      while (read_chunk(response.body)) {
      }
    } else if (length) {
      response.body = take(std::stoull(*length));
    }
    return response;
  }

  /// Everything until the server closes. Throws when a reset or the deadline comes first.
  std::string read_all() {
    while (receive("the end of the connection")) {
    }
    return std::exchange(input_, {});
  }

  /// One request and its answer; Host and, with a body, Content-Length are added.
  HttpResponse request(std::string_view method, std::string_view target, Fields fields = {},
                       std::string_view body = {}) {
    std::string bytes;
    bytes.append(method)
        .append(" ")
        .append(target)
        .append(" HTTP/1.1\r\nHost: ")
        .append(host_)
        .append("\r\n");
    for (const auto& [name, value] : fields)
      bytes.append(name).append(": ").append(value).append("\r\n");
    if (!body.empty())
      bytes.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    send(bytes.append("\r\n").append(body));
    return read(method == "HEAD");
  }

  /// The next chunk of a body is appended. False: it was the end of the body.
  bool read_chunk(std::string& body) {
    std::size_t end;
    while ((end = input_.find("\r\n")) == std::string::npos) need_more("the size of a chunk");
    const std::size_t size = std::stoull(take(end + 2), nullptr, 16);
    body += take(size);
    if (take(2) != "\r\n") throw std::runtime_error("a chunk does not end with its size");
    return size > 0;
  }

  /// Tells the server that nothing more will come (half-close).
  void shutdown_write() { ::shutdown(fd_, SHUT_WR); }

  /// Waits until the server has closed. False if bytes, a reset or the deadline came instead.
  bool ended() {
    if (!input_.empty()) return false;
    try {
      return !receive("the end of the connection");
    } catch (const std::exception&) {
      return false;
    }
  }

  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  /// Closes with a reset instead of a FIN.
  void abort() {
    const linger now{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::system_error(errno, std::generic_category(), what + " (" + host_ + ")");
  }

  void wait_for(short events, const char* what) const {
    pollfd one{fd_, events, 0};
    const int ready = ::poll(&one, 1, static_cast<int>(patience_.count()));
    if (ready < 0) fail("poll");
    if (ready == 0)
      throw std::runtime_error(std::string("no ") + what + " from " + host_ + " within " +
                               std::to_string(patience_.count()) + " ms");
  }
  bool receive(const char* what) {
    wait_for(POLLIN, what);
    char bytes[65536];
    const ssize_t got = ::recv(fd_, bytes, sizeof bytes, 0);
    if (got < 0) fail("recv");
    input_.append(bytes, static_cast<std::size_t>(got));
    return got > 0;
  }
  void need_more(const char* what) {
    if (!receive(what))
      throw std::runtime_error(host_ + " closed the connection before " + what + " was whole");
  }

  std::string take(std::size_t size) {
    if (input_.capacity() < size) input_.reserve(size);
    while (input_.size() < size) need_more("a response body");
    std::string taken = input_.substr(0, size);
    input_.erase(0, size);
    return taken;
  }

  static HttpResponse parse_head(std::string_view head) {
    HttpResponse response;
    std::string_view line = head.substr(0, head.find("\r\n"));
    if (line.size() < 12 || !line.starts_with("HTTP/1.1 "))
      throw std::runtime_error("not a status line: " + std::string(line));
    response.status = std::stoi(std::string(line.substr(9, 3)));
    response.reason = line.substr(std::min<std::size_t>(13, line.size()));
    for (head.remove_prefix(line.size() + 2); !head.empty(); head.remove_prefix(line.size() + 2)) {
      line = head.substr(0, head.find("\r\n"));
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos)
        throw std::runtime_error("not a header field: " + std::string(line));
      std::string_view value = line.substr(colon + 1);
      while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
      response.fields.emplace_back(line.substr(0, colon), value);
    }
    return response;
  }

  Milliseconds patience_;
  std::string host_;
  int fd_ = -1;
  std::string input_;
};

}  // namespace movie::test
