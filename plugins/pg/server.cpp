#include "server.hpp"

#include <algorithm>
#include <charconv>

namespace movie::pg {
namespace {

using std::chrono::milliseconds;

// Recovery within 2 s of the server's return: the longest pause, and then an attempt.
constexpr milliseconds kFirstDelay{20}, kLongestDelay{500};

long number(const sdk::Open& how, std::string_view option, long otherwise) {
  const auto text = how.option(option);
  long value = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc())
    return otherwise;
  return value;
}

}  // namespace

Server::Server(const sdk::Open& how)
    : info_(read_url(how.url())),
      client_(how.option("client").value_or("movie-service")),
      pool_size_(static_cast<unsigned>(std::max(1L, number(how, "pool_size", 5)))),
      pool_timeout_(number(how, "pool_timeout_ms", 30'000)),
      echo_(how.option("echo") == "1"),
      log_(how.log()) {}

Fault Server::may_connect() {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (away_ && now < next_) return away_;
  if (away_) next_ = now + kLongestDelay;  // until this attempt is over
  return {};
}

void Server::connected() {
  const std::lock_guard lock(mutex_);
  if (away_) {
    const auto gone = std::chrono::duration_cast<milliseconds>(Clock::now() - since_);
    log_(MOVIE_LOG_INFO, "Postgres answers again after " + std::to_string(gone.count()) + " ms");
  }
  away_ = {};
  ++connections_made_;
  delay_ = milliseconds(0);
}

void Server::figures(const sdk::Figures& figures) {
  const std::lock_guard lock(mutex_);
  figures.gauge("servers_reached", away_ ? 0 : 1);
  figures.counter("connections_made", connections_made_);
}

void Server::failed(const Fault& why) {
  const std::lock_guard lock(mutex_);
  if (!away_) since_ = Clock::now();
  if (why.message != away_.message) log_(MOVIE_LOG_WARNING, why.message);
  away_ = why;
  delay_ = std::clamp(delay_ * 2, kFirstDelay, kLongestDelay);
  next_ = Clock::now() + delay_;
}

}  // namespace movie::pg
