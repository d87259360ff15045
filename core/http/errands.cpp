#include "http/errands.hpp"

#include <exception>
#include <system_error>
#include <utility>

#include "http/transport/thread.hpp"
#include "log/log.hpp"

namespace movie::http {

Errands::Errands(Done done) : done_(std::move(done)) {
  thread_ = start_thread("http-errands", [this] { work(); });
}

void Errands::run(std::unique_ptr<Errand> errand) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(errand));
  changed_.notify_one();
}

void Errands::leave() noexcept {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void Errands::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (ending_) return;
    auto errand = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    run_one(std::move(errand));
    lock.lock();
  }
}

void Errands::run_one(std::shared_ptr<Errand> errand) {
  Status how = Status::ok;
  try {
    errand->run(ending_);
  } catch (const std::exception& error) {
    log::error("what a request needs could not be done: {} {}", error.what(), errand->trace);
    const bool no_room = dynamic_cast<const std::system_error*>(&error) != nullptr;
    how = no_room ? Status::full : Status::internal;
  }
  Worker& worker = *errand->worker;
  worker.post([this, errand = std::move(errand), how] {
    if (Exchange* const exchange = errand->worker->find(errand->ticket))
      done_(*exchange, *errand, how);
  });
}

}  // namespace movie::http
