#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "conninfo.hpp"
#include "movie/sdk/operation.hpp"
#include "movie/sdk/store.hpp"
#include "outcome.hpp"

namespace movie::pg {

using sdk::Clock;

/// What every connection of a store shares: where the server is, and whether it can be reached just
/// now. Safe to use from several threads.
class Server {
 public:
  explicit Server(const sdk::Open& how);

  [[nodiscard]] const ConnInfo& info() const { return info_; }
  [[nodiscard]] const std::string& client() const { return client_; }
  [[nodiscard]] unsigned pool_size() const { return pool_size_; }
  [[nodiscard]] std::chrono::milliseconds pool_timeout() const { return pool_timeout_; }
  void log(std::int32_t level, std::string_view line) const noexcept { log_(level, line); }
  /// Logs a statement if MOVIE_DATABASE_ECHO asks for it. Never its values.
  void echo(std::string_view statement) const noexcept {
    if (echo_) log_(MOVIE_LOG_INFO, statement);
  }

  /// Whether to try to connect now. While the server is away one caller tries at a time, ever less
  /// often, and the others get the reason at once.
  Fault may_connect();
  void connected();
  void failed(const Fault& why);
  void figures(const sdk::Figures& figures);

 private:
  ConnInfo info_;
  std::string client_;
  unsigned pool_size_;
  std::chrono::milliseconds pool_timeout_;
  bool echo_;
  sdk::Log log_;

  std::mutex mutex_;
  std::int64_t connections_made_ = 0;
  Fault away_;                          ///< set: the server could not be reached
  Clock::time_point since_{}, next_{};  ///< since when; when to try again
  std::chrono::milliseconds delay_{0};
};

}  // namespace movie::pg
