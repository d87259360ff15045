#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "http/api.hpp"
#include "unit/http/scripted_store.hpp"

namespace movie::test {

inline constexpr std::string_view kFilm = R"({"title":"Arrival","year":2016,"genre":"drama"})";

/// A worker whose thread is the test's.
class FakeWorker final : public http::Worker {
 public:
  [[nodiscard]] unsigned index() const override { return 0; }
  void post(std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    posted_.notify_one();
  }
  http::Exchange* find(http::Ticket ticket) override {
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

  std::map<std::uint64_t, http::Exchange*> exchanges;  ///< that wait for an answer

 private:
  std::mutex mutex_;
  std::condition_variable posted_;
  std::deque<std::function<void()>> tasks_;
};

class FakeExchange final : public http::Exchange {
 public:
  FakeExchange(FakeWorker& worker, std::string_view method, std::string_view target)
      : worker_(worker) {
    request_.method = method;
    request_.target = target;
    request_.peer = "127.0.0.1:1";
    worker_.exchanges[ticket_.generation] = this;
  }
  ~FakeExchange() override { worker_.exchanges.erase(ticket_.generation); }

  [[nodiscard]] const http::Request& request() const override { return request_; }
  [[nodiscard]] http::Worker& worker() override { return worker_; }
  [[nodiscard]] http::Ticket ticket() const override { return ticket_; }
  [[nodiscard]] http::Clock::time_point received() const override { return received_; }
  void answer(http::Response response) override {
    EXPECT_FALSE(response_) << "answered twice";
    response_ = std::move(response);
    end_unless_begun();
  }
  [[nodiscard]] bool begun() const override { return begun_; }
  void send(std::string piece, std::unique_ptr<http::BodyRest> rest) override {
    EXPECT_TRUE(begun_);
    response_->body += piece;
    response_->rest = std::move(rest);
    end_unless_begun();
  }
  void abort() override {
    aborted_ = true;
    begun_ = false;
    worker_.exchanges.erase(ticket_.generation);
  }
  /// What was given has left.
  void take_more() {
    const auto rest = std::move(response_->rest);
    rest->more(*this);
  }
  /// The request came long ago.
  void grow_old() { received_ -= std::chrono::minutes(1); }
  [[nodiscard]] bool aborted() const { return aborted_; }

  FakeExchange& json(std::string_view body) {
    request_.fields.push_back({"Content-Type", "application/json"});
    request_.body = body;
    return *this;
  }
  FakeExchange& field(std::string_view name, std::string_view value) {
    request_.fields.push_back({name, value});
    return *this;
  }
  /// The body has gone there.
  FakeExchange& sink(std::shared_ptr<http::BodySink> sink) {
    request_.sink = std::move(sink);
    return *this;
  }
  [[nodiscard]] bool answered() const { return response_.has_value(); }
  [[nodiscard]] const http::Response& response() const { return response_.value(); }
  [[nodiscard]] std::string get(std::string_view name) const {
    for (const auto& [key, value] : response_->fields) {
      if (key == name) return value;
    }
    return "(none)";
  }

 private:
  void end_unless_begun() {
    begun_ = response_->rest != nullptr;
    if (!begun_) worker_.exchanges.erase(ticket_.generation);
  }

  static inline std::uint64_t generations_ = 0;
  FakeWorker& worker_;
  http::Request request_;
  http::Ticket ticket_{0, ++generations_};
  http::Clock::time_point received_ = http::Clock::now();
  std::optional<http::Response> response_;
  bool begun_ = false, aborted_ = false;
};

struct ApiTest : testing::Test {
  void script(Script script) {
    api.reset();
    lanes.reset();
    store.emplace(script);
    lanes.emplace(store->store(), store::Lanes::Options{});
    api.emplace(http::ApiOptions{.app_name = "Movies",
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
  std::optional<http::Api> api;
};

}  // namespace movie::test
