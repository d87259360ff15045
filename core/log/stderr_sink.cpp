#include "log/stderr_sink.hpp"

#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <string_view>

namespace movie::log {
namespace {

constexpr std::chrono::milliseconds kLongestWait{50};
constexpr std::size_t kFull = 32 * 1024;

/// Nobody can be told of a failure here: what cannot be written is dropped.
void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {  // standard error was made non-blocking by whoever shares it
      pollfd writable{STDERR_FILENO, POLLOUT, 0};
      if (::poll(&writable, 1, 1000) == 0) return;
    } else if (errno != EINTR) {
      return;
    }
  }
}

}  // namespace

void StderrSink::sink_it_(const spdlog::details::log_msg& record) {
  const bool first = buffer_.size() == 0;
  formatter_->format(record, buffer_);
  const bool quiet = Clock::now() - last_write_ >= kLongestWait;
  if (quiet || stopping_ || record.level >= spdlog::level::warn || buffer_.size() >= kFull) {
    flush_();
  } else if (first) {
    flush_later();
  }
}

void StderrSink::flush_() {
  if (buffer_.size() == 0) return;
  write_all({buffer_.data(), buffer_.size()});
  buffer_.clear();
  last_write_ = Clock::now();
}

void StderrSink::flush_later() {
  if (!flusher_.joinable()) {
    sigset_t all, before;  // signals are for the program's own threads
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    flusher_ = std::thread(&StderrSink::run, this);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  wake_.notify_one();
}

void StderrSink::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait(lock, [this] { return stopping_ || buffer_.size() != 0; });
    wake_.wait_for(lock, kLongestWait, [this] { return stopping_; });
    flush_();
  }
}

void StderrSink::stop_buffering() {
  std::thread flusher;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    flush_();
    flusher = std::move(flusher_);
  }
  wake_.notify_one();
  if (flusher.joinable()) flusher.join();
}

}  // namespace movie::log
