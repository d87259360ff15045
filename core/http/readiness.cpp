#include "http/readiness.hpp"

#include <fmt/chrono.h>

#include <ctime>

namespace movie::http {
namespace {

std::string as_text(std::int64_t seconds) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

}  // namespace

std::string Readiness::unwell() {
  const auto now = static_cast<std::int64_t>(std::time(nullptr));
  std::int64_t since = 0;
  if (since_.compare_exchange_strong(since, now, std::memory_order_relaxed)) since = now;
  return as_text(since);
}

std::string Readiness::suspect() const {
  const std::int64_t since = suspicion_.since();
  return since == 0 ? std::string() : as_text(since);
}

}  // namespace movie::http
