#pragma once

#include <span>

#include "connector.hpp"
#include "pipeline.hpp"
#include "server.hpp"

namespace movie::pg {

/// One connection to the server: made when needed, looked at before use, set up, replaced when it
/// breaks. Used by one thread at a time.
class Link {
 public:
  explicit Link(Server& server) : server_(server), connector_(server) {}

  /// Sees to it that there is a live connection to a database with the right schema. What it ends
  /// with was certainly not caused by, nor did it touch, what is sent next.
  Fault ready(Clock::time_point deadline);
  /// The same, again and again until the deadline.
  Fault persist(Clock::time_point deadline);

  /// Sends groups, each a transaction. A fault: the connection is closed, and groups that are not
  /// settled may have been done.
  Fault run(std::span<Group* const> groups, Clock::time_point deadline);
  Fault run(Group& group, Clock::time_point deadline) {
    Group* const one = &group;
    return run({&one, 1}, deadline);
  }
  /// Sends a group that is a piece of a transaction, or holds its own BEGIN or COMMIT.
  Fault turn(Group& group, Clock::time_point deadline);
  Fault roll_back(Clock::time_point deadline);
  /// Ends a transaction that nothing was written in.
  void end_reading();
  /// After Fault::stale_statement().
  Fault prepare_again(Clock::time_point deadline);
  void drop() noexcept;

  [[nodiscard]] bool connected() const { return handle_ != nullptr; }
  /// Counts connections: a mark left through an earlier one is not this one's.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  /// What a group may take until the deadline, as a value of statement_timeout; "": as the server
  /// has it.
  [[nodiscard]] std::string statement_timeout(Clock::time_point deadline) const;
  [[nodiscard]] bool pooled() const { return server_.info().pooled; }

 private:
  Fault connect(Clock::time_point deadline);
  Fault set_up(Clock::time_point deadline);
  Fault read_settings(const Group& group);
  bool alive(Clock::time_point deadline);
  bool answers(Clock::time_point deadline);
  Fault transit(std::span<Group* const> groups, Clock::time_point deadline);
  Fault transact(Group& group, Clock::time_point deadline);

  Server& server_;
  Connector connector_;
  Handle handle_;
  std::uint64_t generation_ = 0;
  bool set_up_ = false;
  Fault unfit_;  ///< why the database cannot be used; asked again from time to time
  Clock::time_point next_look_{};   ///< when to ask again
  Clock::time_point last_heard_{};  ///< the last answer on this connection
  std::int64_t server_timeout_ =
      0;  ///< the role's or database's own statement_timeout in ms; 0: none
};

}  // namespace movie::pg
