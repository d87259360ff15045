#pragma once

#include <poll.h>

#include <string>

#include "libpq.hpp"
#include "server.hpp"

namespace movie::pg {

/// Connects without blocking: an attempt that a deadline interrupts goes on with the next call.
/// (Only the look-up of a host's name is libpq's own and waits as long as the resolver does.)
class Connector {
 public:
  explicit Connector(Server& server) : server_(&server) {}

  /// Goes on until `handle` holds a connection, or says why there is none (yet).
  Fault connect(Handle& handle, Clock::time_point deadline);

 private:
  Fault start();
  Fault advance(Clock::time_point deadline);
  Fault give_up(std::string why);
  [[nodiscard]] ConnInfo target() const;
  [[nodiscard]] std::string reason() const;
  void turn_to_next_host();

  Server* server_;
  Handle attempt_;
  short events_ = POLLOUT;
  Clock::time_point give_up_at_{};
  ConnInfo hosts_;  ///< host, hostaddr, port in another order than the URL's, after one that did
                    ///< not answer
};

}  // namespace movie::pg
