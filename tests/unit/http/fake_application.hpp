#pragma once

#include <algorithm>
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
/// `/sink/N` a body of at most N bytes goes into a Sink, and is answered with its size;
/// `/sink/full` one that refuses with 503; `/no` is answered 415 by its fields alone;
/// `/bytes/N` N bytes; `/pieces/N` as many of them, each of kPiece; `/broken/N` the same without an
/// end; `/status/N` that status; `/later` answered by answer_later(), or begin() and
/// give_piece(); `/throw`, `/throw-int` throws; `/close` closes; all else is
/// echoed as "method target body".
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

  /// Counts the bytes of a body, and itself.
  struct Sink final : http::BodySink {
    Sink(FakeApplication& of, std::uint64_t most_bytes) : application(of), most_(most_bytes) {
      ++application.sinks;
    }
    ~Sink() override { --application.sinks; }
    [[nodiscard]] std::uint64_t most() const override { return most_; }
    int take(std::string_view piece) override {
      if (full) return 503;
      application.longest_piece = std::max(application.longest_piece.load(), piece.size());
      bytes += piece.size();
      return 0;
    }
    FakeApplication& application;
    const std::uint64_t most_;
    bool full = false;
    std::size_t bytes = 0;
  };

  http::BodyPlan plan_body(const http::Request& head) override {
    if (head.target == "/no") return {.answer = http::Response{.status = 415, .body = "no"}};
    if (!head.target.starts_with("/sink/") || head.peer.empty() || !head.body.empty()) return {};
    const bool full = head.target == "/sink/full";
    auto sink = std::make_shared<Sink>(*this, full ? 9 : *number_after("/sink/", head.target));
    sink->full = full;
    return {.sink = std::move(sink)};
  }
  void serve(http::Exchange& exchange) override {
    ++served;
    const http::Request& request = exchange.request();
    if (request.sink) {
      if (request.field("x-later")) return add_pending(exchange);
      const auto bytes = static_cast<Sink&>(*request.sink).bytes;
      return exchange.answer({.content_type = "text/plain", .body = std::to_string(bytes)});
    }
    if (request.target.starts_with("/later")) return add_pending(exchange);
    if (request.target == "/throw") throw std::runtime_error("thrown on purpose");
    if (request.target == "/throw-int") throw 42;
    if (const auto size = number_after("/bytes/", request.target)) {
      return exchange.answer({.content_type = "text/plain", .body = std::string(*size, 'x')});
    }
    for (const bool broken : {false, true}) {
      if (const auto n = number_after(broken ? "/broken/" : "/pieces/", request.target)) {
        return exchange.answer({.content_type = "text/plain",
                                .body = piece(*n),
                                .rest = std::make_unique<Rest>(*this, *n - 1, broken)});
      }
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

  /// [any thread] Answers with a first piece, "begun", and what give_piece() has.
  void begin(const Pending& pending) {
    pending.worker->post([this, pending] {
      if (http::Exchange* const exchange = pending.worker->find(pending.ticket))
        exchange->answer({.body = "begun", .rest = std::make_unique<LateRest>(*this)});
    });
  }
  /// [any thread] What has asked for a piece gets one, if it still waits; empty: it is broken off.
  void give_piece(const Pending& pending, const std::string& text, bool last) {
    pending.worker->post([this, pending, text, last] {
      http::Exchange* const exchange = pending.worker->find(pending.ticket);
      if (exchange == nullptr) return;
      if (text.empty()) return exchange->abort();
      exchange->send(text, last ? nullptr : std::make_unique<LateRest>(*this));
    });
  }

  /// The Nth last piece of `/pieces/…`.
  static std::string piece(std::size_t n) {
    return std::string(kPiece, static_cast<char>('a' + n % 26));
  }
  static constexpr std::size_t kPiece = 100'000;

  /// No further request will come: next_pending() throws.
  void end_waiting() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    arrived_.notify_all();
  }

  std::atomic<int> served{0}, refused{0};
  std::atomic<int> sinks{0};  ///< that are held
  std::atomic<std::size_t> longest_piece{0};
  std::atomic<int> asked{0};  ///< for pieces
  std::atomic<int> rests{0};  ///< that are held

 private:
  /// Counts itself.
  struct Held : http::BodyRest {
    explicit Held(FakeApplication& of) : application(of) { ++application.rests; }
    ~Held() override { --application.rests; }
    FakeApplication& application;
  };
  struct Rest final : Held {
    Rest(FakeApplication& of, std::size_t pieces, bool in_vain)
        : Held(of), left(pieces), broken(in_vain) {}
    void more(http::Exchange& exchange) override {
      ++application.asked;
      if (left == 0) return broken ? exchange.abort() : exchange.send("", nullptr);
      exchange.send(piece(left), std::make_unique<Rest>(application, left - 1, broken));
    }
    std::size_t left;
    bool broken;
  };
  struct LateRest final : Held {
    using Held::Held;
    void more(http::Exchange& exchange) override {
      ++application.asked;
      application.add_pending(exchange);
    }
  };

  void add_pending(http::Exchange& exchange) {
    const std::lock_guard lock(mutex_);
    pending_.push_back(
        {&exchange.worker(), exchange.ticket(), std::string(exchange.request().target)});
    arrived_.notify_all();
  }

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
