#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "http/server.hpp"

namespace movie::test {

/// What the transport's tests have behind it:
/// `/bytes/N` N bytes; `/status/N` that status; `/later` answered by answer_later(); `/throw`,
/// `/throw-int` throws; `/close` closes; all else is echoed as "method target body".
class FakeApplication : public http::Application {
 public:
  struct Pending {
    http::Worker* worker;
    http::Ticket ticket;
    std::string target;
    /// [any thread] Whether the request still waits for its answer.
    [[nodiscard]] bool waits() const {
      std::promise<bool> found;
      worker->post([&] { found.set_value(worker->find(ticket) != nullptr); });
      return found.get_future().get();
    }
  };

  void serve(http::Exchange& exchange) override {
    ++served;
    const http::Request& request = exchange.request();
    if (request.target.starts_with("/later")) {
      const std::lock_guard lock(mutex_);
      pending_.push_back({&exchange.worker(), exchange.ticket(), std::string(request.target)});
      arrived_.notify_all();
      return;
    }
    if (request.target == "/throw") throw std::runtime_error("thrown on purpose");
    if (request.target == "/throw-int") throw 42;
    if (const auto size = number_after("/bytes/", request.target)) {
      return exchange.answer({.content_type = "text/plain", .body = std::string(*size, 'x')});
    }
    if (const auto status = number_after("/status/", request.target)) {
      return exchange.answer({.status = static_cast<int>(*status), .body = "a body"});
    }
    std::string body(request.method);
    body.append(" ").append(request.target).append(" ").append(request.body);
    exchange.answer({.content_type = "text/plain",
                     .body = std::move(body),
                     .close = request.target == "/close"});
  }
  void overdue(http::Exchange& exchange) override {
    exchange.answer({.status = 503, .body = "overdue"});
  }
  void turn_ends(http::Worker&) override {}
  http::Response refuse(const http::Request& request, int status) override {
    ++refused;
    return {.status = status,
            .content_type = "text/plain",
            .body = "refused " + std::string(request.target)};
  }

  static std::optional<std::size_t> number_after(std::string_view prefix, std::string_view target) {
    if (!target.starts_with(prefix)) return std::nullopt;
    return std::stoul(std::string(target.substr(prefix.size())));
  }

  /// Waits for the next request to `/later…` (10 s at most).
  Pending next_pending() {
    std::unique_lock lock(mutex_);
    if (!arrived_.wait_for(lock, std::chrono::seconds(10),
                           [this] { return !pending_.empty() || ended_; }) ||
        pending_.empty()) {
      throw std::runtime_error("no request to /later arrived");
    }
    Pending first = pending_.front();
    pending_.erase(pending_.begin());
    return first;
  }
  /// [any thread] Answers it with its target, if it still waits.
  static void answer_later(const Pending& pending) {
    pending.worker->post([pending] {
      if (http::Exchange* const exchange = pending.worker->find(pending.ticket)) {
        exchange->answer({.content_type = "text/plain", .body = pending.target});
      }
    });
  }

  /// No further request will come: next_pending() throws.
  void end_waiting() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    arrived_.notify_all();
  }

  std::atomic<int> served{0}, refused{0};

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Pending> pending_;
  bool ended_ = false;
};

/// A server on a free port with a FakeApplication behind it.
struct TestServer {
  explicit TestServer(http::ServerOptions given = {})
      : options(with_free_port(std::move(given))), server(options, application) {
    server.run();
  }
  ~TestServer() { server.stop(std::chrono::milliseconds(0)); }
  [[nodiscard]] std::uint16_t port() const { return server.port(); }

  static http::ServerOptions with_free_port(http::ServerOptions given) {
    given.port = 0;
    return given;
  }

  FakeApplication application;
  http::ServerOptions options;
  http::Server server;
};

/// Polls until `condition` holds, 10 s at most; whether it did.
template <class Condition>
bool eventually(Condition condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace movie::test
