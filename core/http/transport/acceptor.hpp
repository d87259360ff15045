#pragma once

#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "http/server.hpp"
#include "http/transport/mailbox.hpp"
#include "http/transport/unique_fd.hpp"

namespace movie::http {

/// Accepts connections on a thread of its own, so that it can stop before the workers do, count,
/// and live through a lack of descriptors; Pistache's Tcp::Listener can do none of it.
class Acceptor {
 public:
  /// [its thread] Takes a connection and its peer's "address:port".
  using HandOver = std::function<void(UniqueFd connection, std::string peer)>;

  /// Throws std::system_error.
  Acceptor(std::vector<UniqueFd> listening, HandOver hand_over);
  ~Acceptor();

  void start();
  /// [any thread] Runs `task` on its thread, soon. It must not throw. After stop() it is dropped.
  void post(std::function<void()> task) { mailbox_.post(std::move(task)); }
  /// Takes what the kernel has queued, closes the sockets, ends the thread. Once it returns nothing
  /// is handed over.
  void stop();

 private:
  void run();
  bool wait();
  bool accept_some(int listening);
  void accept_the_last();
  bool go_on_after(int error);
  void shed(int listening);

  std::vector<UniqueFd> listening_;
  HandOver hand_over_;
  Mailbox mailbox_;
  UniqueFd spare_;  // given up for a moment to be able to accept, and so to close, a connection
  Clock::time_point pause_until_{};
  Clock::time_point quiet_until_{};  // no second line of log about the same trouble before
  bool stopping_ = false;            // the thread's own
  std::thread thread_;
};

}  // namespace movie::http
