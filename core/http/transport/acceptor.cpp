#include "http/transport/acceptor.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>

#include "http/transport/listening.hpp"
#include "http/transport/thread.hpp"
#include "log/log.hpp"

namespace movie::http {
namespace {

// So many in a row leave other sockets, and what is posted, their turn.
constexpr int kAtOnce = 64;
constexpr std::chrono::milliseconds kPause{20};
constexpr std::chrono::seconds kQuiet{10};
// What a handshake that has begun may take to end.
constexpr std::chrono::milliseconds kHandshake{10};

std::string peer_text(const sockaddr_storage& peer) {
  char text[INET6_ADDRSTRLEN] = "";
  if (peer.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(peer);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    return fmt::format("[{}]:{}", text, ntohs(v6.sin6_port));
  }
  const auto& v4 = reinterpret_cast<const sockaddr_in&>(peer);
  ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
  return fmt::format("{}:{}", text, ntohs(v4.sin_port));
}

UniqueFd open_spare() { return UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

}  // namespace

Acceptor::Acceptor(std::vector<UniqueFd> listening, HandOver hand_over)
    : listening_(std::move(listening)), hand_over_(std::move(hand_over)), spare_(open_spare()) {}

Acceptor::~Acceptor() { stop(); }

void Acceptor::start() {
  thread_ = start_thread("http-accept", [this] { run(); });
}

void Acceptor::stop() {
  if (thread_.joinable()) {
    post([this] { stopping_ = true; });
    thread_.join();
    mailbox_.close();
  }
  listening_.clear();
}

void Acceptor::run() {
  while (wait()) {
    for (const UniqueFd& socket : listening_) accept_some(socket.get());
  }
  accept_the_last();
}

// Closing a listening socket resets whoever was let in and is not accepted, though it may have sent
// its request, and a proxy repeats no POST that it has sent. So first nobody new is let in: they
// try again after a second, as for a lost packet, and are refused or served by another instance.
void Acceptor::accept_the_last() {
  for (const UniqueFd& socket : listening_) let_nobody_in(socket);
  std::this_thread::sleep_for(kHandshake);
  pause_until_ = {};
  for (const UniqueFd& socket : listening_) {
    while (accept_some(socket.get())) {
    }
  }
}

// Until a connection is there. False: it is time to stop.
bool Acceptor::wait() {
  std::vector<pollfd> watched{{mailbox_.fd(), POLLIN, 0}};
  const auto pause = std::chrono::ceil<std::chrono::milliseconds>(pause_until_ - Clock::now());
  const bool pausing = pause.count() > 0;
  if (!pausing) {
    for (const UniqueFd& socket : listening_) watched.push_back({socket.get(), POLLIN, 0});
  }
  ::poll(watched.data(), watched.size(), pausing ? static_cast<int>(pause.count()) : -1);
  if (watched.front().revents != 0) {
    mailbox_.clear();
    mailbox_.run();
  }
  return !stopping_;
}

// False: there are no more.
bool Acceptor::accept_some(int listening) {
  for (int i = 0; i < kAtOnce; ++i) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    UniqueFd connection(::accept4(listening, reinterpret_cast<sockaddr*>(&peer), &size,
                                  SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (connection) {
      try {
        hand_over_(std::move(connection), peer_text(peer));
      } catch (const std::exception& error) {
        log::error("a connection was dropped: {}", error.what());
      }
      continue;
    }
    const int error = errno;
    if (error == EMFILE || error == ENFILE) shed(listening);
    if (!go_on_after(error)) return false;
  }
  return true;
}

bool Acceptor::go_on_after(int error) {
  if (error == EAGAIN) return false;
  if (error == EINTR || error == ECONNABORTED || error == EPROTO)
    return true;  // that one has gone; there may be others
  const auto now = Clock::now();
  pause_until_ = now + kPause;
  if (now >= quiet_until_) {
    quiet_until_ = now + kQuiet;
    log::warning(
        "cannot accept connections: {}; trying again every {} ms. Without free descriptors one "
        "waiting client each time is sent away: raise the limit of open files (ulimit -n)",
        std::strerror(error), kPause.count());
  }
  return false;
}

// Out of descriptors: rather than to leave clients waiting without an answer, the first of them is
// told to go.
void Acceptor::shed(int listening) {
  spare_.reset();
  UniqueFd(::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC)).reset();
  spare_ = open_spare();
}

}  // namespace movie::http
