#include "store/lanes.hpp"

#include <pthread.h>

#include <algorithm>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "movie/store.h"
#include "store/dispatcher.hpp"
#include "store/lane_plan.hpp"

namespace movie::store {
namespace {

/// What an entrance holds back for send() at most: a turn that serves many must not let them wait.
constexpr std::size_t kMostTaken = 64;

/// Hands operations back, one call for each receiver.
void hand_back(Operations& operations) {
  std::sort(operations.begin(), operations.end(), [](const auto& one, const auto& other) {
    return std::less<>()(one->reply_to, other->reply_to);
  });
  for (auto begin = operations.begin(); begin != operations.end();) {
    Completion* const receiver = (*begin)->reply_to;
    const auto end = std::find_if(begin, operations.end(),
                                  [&](const auto& one) { return one->reply_to != receiver; });
    receiver->completed(Operations(std::make_move_iterator(begin), std::make_move_iterator(end)));
    begin = end;
  }
  operations.clear();
}

void give_up(Operation& operation) {
  operation.status = Status::timeout;
  operation.message = "its deadline passed while it waited for a lane";
}

}  // namespace

struct Lanes::Impl {
  Store& store;
  const LanePlan plan;
  const std::chrono::milliseconds patience;
  Dispatcher dispatcher;
  std::mutex mutex;             // guards inline_sessions
  std::size_t inline_sessions;  // still to be given out
  std::vector<std::thread> lanes;
  std::thread watch;

  Impl(Store& of, const Options& options)
      : store(of),
        plan(plan_lanes(of.limits(), of.plugin().facts.capabilities)),
        patience(options.patience),
        dispatcher(plan, options.queue_capacity),
        inline_sessions(plan.inline_sessions) {}

  void start();
  void stop();
  void work(std::size_t lane, Session session);
  void watch_deadlines();
  std::optional<Session> inline_session();
};

void Lanes::Impl::start() {
  std::vector<Session> sessions;  // all of them before the first thread: this may throw
  for (const LanePlan::Lane& lane : plan.lanes) sessions.push_back(store.session(lane.writer));
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    lanes.emplace_back(
        [this, i, session = std::move(sessions[i])]() mutable { work(i, std::move(session)); });
    ::pthread_setname_np(lanes.back().native_handle(), plan.lanes[i].name.c_str());
  }
  watch = std::thread([this] { watch_deadlines(); });
  ::pthread_setname_np(watch.native_handle(), "store-deadlines");
}

void Lanes::Impl::work(std::size_t lane, Session session) {
  Operations batch;
  std::vector<Operation*> due;
  while (dispatcher.take(lane, batch)) {
    const Clock::time_point now = Clock::now();
    due.clear();
    for (const auto& operation : batch) {
      if (operation->deadline <= now) {
        give_up(*operation);
      } else {
        due.push_back(operation.get());
      }
    }
    session.execute(due);
    hand_back(batch);
  }
}

void Lanes::Impl::watch_deadlines() {
  Operations overdue;
  while (dispatcher.await_overdue(overdue)) {
    for (const auto& operation : overdue) give_up(*operation);
    hand_back(overdue);
  }
}

std::optional<Session> Lanes::Impl::inline_session() {
  const std::lock_guard lock(mutex);
  if (inline_sessions == 0) return std::nullopt;
  std::optional<Session> session(store.session(plan.inline_writer));
  if (plan.inline_sessions != SIZE_MAX) --inline_sessions;
  return session;
}

void Lanes::Impl::stop() {
  dispatcher.finish();
  for (std::thread& lane : lanes) lane.join();
  dispatcher.stop_watching();
  if (watch.joinable()) watch.join();
}

Lanes::Lanes(Store& store, Options options) : impl_(std::make_unique<Impl>(store, options)) {
  try {
    impl_->start();
  } catch (...) {
    impl_->stop();
    throw;
  }
}

Lanes::~Lanes() { impl_->stop(); }

bool Lanes::create_many() const { return impl_->store.plugin().can(MOVIE_MANY); }

Store& Lanes::store() const { return impl_->store; }

struct Lanes::Entrance::Impl {
  Lanes::Impl& lanes;
  std::optional<Session> session;
  Operations taken{};  // by submit(), for send()

  explicit Impl(Lanes::Impl& of) : lanes(of), session(of.inline_session()) {}
  ~Impl() {
    if (!session || lanes.plan.inline_sessions == SIZE_MAX) return;
    session.reset();
    const std::lock_guard lock(lanes.mutex);
    ++lanes.inline_sessions;
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
};

Lanes::Entrance::Entrance(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Lanes::Entrance::Entrance(Entrance&&) noexcept = default;
Lanes::Entrance::~Entrance() = default;

Lanes::Entrance Lanes::entrance() { return Entrance(std::make_unique<Entrance::Impl>(*impl_)); }

bool Lanes::Entrance::submit(std::unique_ptr<Operation>& operation) noexcept {
  if (operation->deadline <= Clock::now()) {
    give_up(*operation);
    return true;
  }
  if (impl_->session && runs_inline(*operation, impl_->lanes.plan)) {
    impl_->session->execute(*operation, true);
    if (operation->status != Status::again) return true;
    operation->status = Status::unset;
    operation->message.clear();
  }
  operation->queued_until = Clock::now() + impl_->lanes.patience;
  if (operation->reply_to == nullptr) {
    operation->status = Status::invalid;
    operation->message = "it has to wait for a lane, and names nobody to get it back";
    return true;
  }
  impl_->taken.push_back(std::move(operation));
  if (impl_->taken.size() >= kMostTaken) send();
  return false;
}

void Lanes::Entrance::send() noexcept {
  Operations& taken = impl_->taken;
  if (taken.empty()) return;
  impl_->lanes.dispatcher.push(taken);
  for (const auto& operation : taken) {
    operation->status = Status::busy;
    operation->message = "too many operations wait for a lane";
  }
  hand_back(taken);
}

}  // namespace movie::store
