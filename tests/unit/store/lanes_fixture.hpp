#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "store/lanes.hpp"
#include "unit/store/fake_store.hpp"

namespace movie::store {

constexpr std::chrono::seconds kPatience{20};

/// Where operations come back.
class Inbox final : public Completion {
 public:
  void completed(std::vector<std::unique_ptr<Operation>> operations) noexcept override {
    const std::lock_guard lock(mutex_);
    sizes_.push_back(operations.size());
    for (auto& operation : operations) all_.push_back(std::move(operation));
    changed_.notify_all();
  }
  /// Waits until as many have come in all.
  bool wait_for(std::size_t count, std::chrono::milliseconds patience = kPatience) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return all_.size() >= count; });
  }
  std::vector<std::size_t> sizes() {
    const std::lock_guard lock(mutex_);
    return sizes_;
  }
  std::vector<Status> statuses() {
    const std::lock_guard lock(mutex_);
    std::vector<Status> all;
    for (const auto& operation : all_) all.push_back(operation->status);
    return all;
  }
  std::vector<std::int64_t> ids() {
    const std::lock_guard lock(mutex_);
    std::vector<std::int64_t> all;
    for (const auto& operation : all_) all.push_back(operation->id);
    return all;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Operation>> all_;
  std::vector<std::size_t> sizes_;
};

/// Calls wait here until it opens.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait_for(lock, kPatience, [&] { return open_; });
    --waiting_;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  bool wait_for(int callers) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return waiting_ >= callers; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int waiting_ = 0;
};

inline bool is_write(const movie_call& call) {
  return call.ops[0]->code >= MOVIE_OP_CREATE && call.ops[0]->code != MOVIE_OP_PING;
}

class LanesTest : public ::testing::Test {
 protected:
  ~LanesTest() override {
    gate_.open();
    end();
  }
  void end() {
    entrance_.reset();
    lanes_.reset();
  }
  void start(std::size_t capacity = 10'000,
             std::chrono::milliseconds patience = std::chrono::hours(1)) {
    store_ = fake_.open();
    lanes_.emplace(*store_, Lanes::Options{capacity, patience});
    entrance_.emplace(lanes_->entrance());
  }
  std::unique_ptr<Operation> make(Verb verb, std::int64_t id = 1, Completion* to = nullptr) {
    auto operation = std::make_unique<Operation>(verb);
    operation->id = id;
    operation->values = {"T", 2000, "G"};
    operation->reply_to = to == nullptr ? &inbox_ : to;
    return operation;
  }
  /// True: it was taken, and sent.
  bool queued(std::unique_ptr<Operation> operation) {
    const bool taken = !entrance_->submit(operation);
    entrance_->send();
    return taken;
  }
  void all_ok(const movie_call& call) {
    for (std::uint64_t i = 0; i < call.n_ops; ++i)
      call.ops[i]->result->status = fake_.work(*call.ops[i]);
  }
  /// Writes wait at the gate; `sizes_` gets the number of operations of each call.
  void hold_writes() {
    fake_.on_call = [this](bool, const movie_call& call) {
      if (is_write(call)) {
        sizes_.push_back(call.n_ops);
        gate_.pass();
      }
      all_ok(call);
      return MOVIE_OK;
    };
  }

  Gate gate_;
  Inbox inbox_;
  test::FakeStore fake_;
  std::vector<std::uint64_t> sizes_;  // touched by the one write lane only
  std::unique_ptr<Store> store_;
  std::optional<Lanes> lanes_;
  std::optional<Lanes::Entrance> entrance_;
};

}  // namespace movie::store
