#include "heartbeat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <memory>

#include "http/probe.hpp"

namespace movie {
namespace {

/// Between two questions whether it is ready, and how long an answer may take.
constexpr std::chrono::seconds kPause{1}, kPatience{2};

/// A message is lines, so that none may be within a value.
std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

Heartbeat::Heartbeat(const Supervisor& supervisor, const config::Config& config,
                     http::Server& server)
    : supervisor_(supervisor), host_(config.host), mode_(config.db_mode), server_(server) {
  if (supervisor_.listens()) thread_ = std::thread([this] { run(); });
}

Heartbeat::~Heartbeat() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Heartbeat::run() {
  const auto ready = fmt::format("READY=1\nSTATUS=serving mode {} on {} port {}", mode_,
                                 one_line(host_), server_.port());
  while (!is_ready() || !supervisor_.tell(ready)) {
    if (!pause(kPause)) return;
  }
  if (supervisor_.patience().count() <= 0) return;
  do {
    beat();
  } while (pause(supervisor_.patience() / 3));
}

bool Heartbeat::is_ready() try {
  http::probe(host_, server_.port(), "/readyz", kPatience);
  return true;
} catch (const std::exception& error) {
  auto status = "STATUS=not ready: " + one_line(error.what());
  if (status_ != status && supervisor_.tell(status)) status_ = std::move(status);
  return false;
}

void Heartbeat::beat() {
  // Threads that end drop what was posted: the count may outlive this.
  const auto missing = std::make_shared<std::atomic<unsigned>>(server_.threads() + 1);
  server_.post_to_all([missing, &supervisor = supervisor_] {
    if (missing->fetch_sub(1) == 1) supervisor.tell("WATCHDOG=1");
  });
}

bool Heartbeat::pause(std::chrono::microseconds time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, time, [this] { return ends_; });
}

}  // namespace movie
