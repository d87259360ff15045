#pragma once

#include <spdlog/sinks/base_sink.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace movie::log {

/// Records on standard error, written together when they come in quick succession: a server under
/// load makes tens of writes a second instead of one a request, an idle one shows each record at
/// once.
class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  ~StderrSink() override { stop_buffering(); }
  /// [any thread, once] Writes what is buffered and, from now on, every record at once. Ends the
  /// thread.
  void stop_buffering();

 protected:
  void sink_it_(const spdlog::details::log_msg& record) override;
  void flush_() override;

 private:
  using Clock = std::chrono::steady_clock;
  void flush_later();
  void run();

  // All guarded by base_sink's mutex_.
  spdlog::memory_buf_t buffer_;
  Clock::time_point last_write_{};
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread flusher_;  ///< begun with the first record that waits
};

}  // namespace movie::log
