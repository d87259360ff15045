#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

#include "http/api.hpp"
#include "unit/http/scripted_store.hpp"

/// The Api over a scripted store, without a network.
namespace movie::http {

using test::Script;
using test::ScriptedStore;

class FakeExchange;

/// A worker whose thread is the test's.
class FakeWorker final : public Worker {
 public:
  [[nodiscard]] unsigned index() const override { return 0; }
  void post(std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    posted_.notify_one();
  }
  Exchange* find(Ticket ticket) override {
    const auto found = exchanges.find(ticket.generation);
    return found == exchanges.end() ? nullptr : found->second;
  }
  /// Runs the next task that another thread posts.
  void run_one() {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(
        posted_.wait_for(lock, std::chrono::seconds(20), [this] { return !tasks_.empty(); }));
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
  }

  std::map<std::uint64_t, Exchange*> exchanges;  ///< that wait for an answer

 private:
  std::mutex mutex_;
  std::condition_variable posted_;
  std::deque<std::function<void()>> tasks_;
};

class FakeExchange final : public Exchange {
 public:
  FakeExchange(FakeWorker& worker, std::string_view method, std::string_view target)
      : worker_(worker) {
    request_.method = method;
    request_.target = target;
    request_.peer = "127.0.0.1:1";
    worker_.exchanges[ticket_.generation] = this;
  }
  ~FakeExchange() override { worker_.exchanges.erase(ticket_.generation); }

  [[nodiscard]] const Request& request() const override { return request_; }
  [[nodiscard]] Worker& worker() override { return worker_; }
  [[nodiscard]] Ticket ticket() const override { return ticket_; }
  [[nodiscard]] Clock::time_point received() const override { return received_; }
  void answer(Response response) override {
    EXPECT_FALSE(response_) << "answered twice";
    response_ = std::move(response);
    worker_.exchanges.erase(ticket_.generation);
  }

  FakeExchange& json(std::string_view body) {
    request_.fields.push_back({"Content-Type", "application/json"});
    request_.body = body;
    return *this;
  }
  FakeExchange& field(std::string_view name, std::string_view value) {
    request_.fields.push_back({name, value});
    return *this;
  }
  [[nodiscard]] bool answered() const { return response_.has_value(); }
  [[nodiscard]] const Response& response() const { return response_.value(); }
  [[nodiscard]] std::string get(std::string_view name) const {
    for (const auto& [key, value] : response_->fields) {
      if (key == name) return value;
    }
    return "(none)";
  }

 private:
  static inline std::uint64_t generations_ = 0;
  FakeWorker& worker_;
  Request request_;
  Ticket ticket_{0, ++generations_};
  Clock::time_point received_ = Clock::now();
  std::optional<Response> response_;
};

inline constexpr std::string_view kFilm = R"({"title":"Arrival","year":2016,"genre":"drama"})";

struct ApiTest : testing::Test {
  void script(Script script) {
    api.reset();
    lanes.reset();
    store.emplace(script);
    lanes.emplace(store->store(), store::Lanes::Options{});
    api.emplace(ApiOptions{.app_name = "Movies",
                           .version = "1.2.3",
                           .db_mode = "scripted",
                           .cors_origins = {"http://a"}},
                *lanes, 1);
  }
  std::unique_ptr<FakeExchange> send(std::string_view method, std::string_view target,
                                     std::string_view body = {}) {
    auto exchange = std::make_unique<FakeExchange>(worker, method, target);
    if (!body.empty()) exchange->json(body);
    api->serve(*exchange);
    api->turn_ends(worker);
    return exchange;
  }

  FakeWorker worker;
  std::optional<ScriptedStore> store;
  std::optional<store::Lanes> lanes;
  std::optional<Api> api;
};

}  // namespace movie::http
