#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "http/server.hpp"

namespace movie::test {

/// What the transport's tests have behind it:
/// `/bytes/N` N bytes; `/later` answered by answer_later(); `/throw`, `/throw-int` throws; `/close`
/// closes; all else is echoed as "method target body".
class FakeApplication : public http::Application {
 public:
  struct Pending {
    http::Worker* worker;
    http::Ticket ticket;
    std::string target;
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
    if (request.target.starts_with("/bytes/")) {
      return exchange.answer(
          {.content_type = "text/plain",
           .body = std::string(std::stoul(std::string(request.target.substr(7))), 'x')});
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
  http::Response refuse(const http::Request& request, int status) override {
    ++refused;
    return {.status = status,
            .content_type = "text/plain",
            .body = "refused " + std::string(request.target)};
  }

  /// Waits for the next request to `/later…` (10 s at most).
  Pending next_pending() {
    std::unique_lock lock(mutex_);
    if (!arrived_.wait_for(lock, std::chrono::seconds(10), [this] { return !pending_.empty(); })) {
      throw std::runtime_error("no request to /later arrived");
    }
    Pending first = pending_.front();
    pending_.erase(pending_.begin());
    return first;
  }
  /// [any thread] Answers it with its target, or finds that nobody waits; `done` is told on the
  /// worker's thread.
  static void answer_later(const Pending& pending, std::function<void(bool found)> done = {}) {
    pending.worker->post([pending, done] {
      http::Exchange* const exchange = pending.worker->find(pending.ticket);
      if (exchange != nullptr)
        exchange->answer({.content_type = "text/plain", .body = pending.target});
      if (done) done(exchange != nullptr);
    });
  }

  std::atomic<int> served{0}, refused{0};

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Pending> pending_;
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

}  // namespace movie::test
