#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "config/config.hpp"
#include "http/server.hpp"
#include "supervisor.hpp"

namespace movie {

/// Tells the supervisor once the service is ready, which is when /readyz says so to a client of its
/// own, and from then on that it lives.
///
/// It lives as long as each HTTP thread, the accepting one included, comes round to what is posted
/// to it: the last of them says so itself, and one that hangs keeps it unsaid. The store is not
/// asked: one that is away or slow is told by /readyz, and not mended by ending the service.
class Heartbeat {
 public:
  /// `server` runs and outlives this; so does `supervisor`.
  Heartbeat(const Supervisor& supervisor, const config::Config& config, http::Server& server);
  ~Heartbeat();
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;

 private:
  void run();
  [[nodiscard]] bool is_ready();
  void beat();
  /// False: it is time to end.
  bool pause(std::chrono::microseconds time);

  const Supervisor& supervisor_;
  const std::string host_, mode_;
  http::Server& server_;
  std::string status_;  ///< the last one told while waiting
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ends_ = false;  ///< guarded by mutex_
  std::thread thread_;
};

}  // namespace movie
