#include "http/transport/mailbox.hpp"

#include <sys/eventfd.h>

#include <cerrno>
#include <cstdint>
#include <exception>
#include <system_error>
#include <utility>

#include "log/log.hpp"

namespace movie::http {

Mailbox::Mailbox() : event_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (!event_) throw std::system_error(errno, std::generic_category(), "eventfd");
}

void Mailbox::post(Task task) {
  bool was_empty;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    was_empty = tasks_.empty();
    tasks_.push_back(std::move(task));
  }
  if (was_empty) wake();
}

void Mailbox::wake() const noexcept {
  // A write fails only when the counter is full, after 2^64 - 2 of them.
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(event_.get(), &one, sizeof one);
}

void Mailbox::clear() const noexcept {
  std::uint64_t writes = 0;
  [[maybe_unused]] const ssize_t got = ::read(event_.get(), &writes, sizeof writes);
}

void Mailbox::run() noexcept {
  {
    const std::lock_guard lock(mutex_);
    batch_.swap(tasks_);
  }
  for (Task& task : batch_) {
    try {
      task();
    } catch (const std::exception& error) {
      log::error("a task posted to an HTTP thread threw: {}", error.what());
    } catch (...) {
      log::error("a task posted to an HTTP thread threw something that is no std::exception");
    }
  }
  batch_.clear();
}

void Mailbox::close() noexcept {
  std::vector<Task> dropped;  // destroyed without the lock: a destructor may post
  const std::lock_guard lock(mutex_);
  closed_ = true;
  dropped.swap(tasks_);
}

}  // namespace movie::http
