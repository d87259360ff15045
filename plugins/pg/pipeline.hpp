#pragma once

#include <optional>
#include <span>
#include <vector>

#include "movie/sdk/operation.hpp"
#include "outcome.hpp"
#include "statements.hpp"

namespace movie::pg {

using sdk::Clock;

/// Statements that end with a Sync of their own: they succeed or fail together.
struct Group {
  explicit Group(bool writing) : write(writing) {}
  bool write;
  bool block = false;  ///< needs BEGIN and COMMIT around it, as LOCK TABLE does
  bool sorts = false;  ///< the server may sort for it, for no index has its order
  std::vector<Step> steps;
  std::int64_t turn = 0;  ///< the mark that its first statement leaves; 0: none

  // What came of it.
  std::vector<Result> results;  ///< one a step, up to the first error
  Fault fault;                  ///< the first error; results.size() tells at which step
  bool settled =
      false;  ///< its Sync was answered: without a fault it counts, with one it was rolled back

  [[nodiscard]] bool done() const { return settled && !fault; }
  void add(const Statement& statement, std::array<Param, kMostParams> params = {}) {
    steps.push_back({&statement, std::move(params), false});
  }
  /// `timeout`: of each statement behind this; "": as the server has it.
  void limit_time(std::string_view timeout) {
    add(stmt::kLimitTime, {timeout, std::string_view(sorts ? "on" : "off")});
  }
  /// As if it had never been sent.
  void renew() {
    results.clear();
    fault = {};
    settled = false;
  }
};

/// Waits until `events` are there. False: the deadline passed.
bool wait_for(int socket, short events, Clock::time_point deadline);

/// Sends groups over a connection in pipeline mode and takes what comes back, without ever blocking
/// beyond a deadline.
class Pipeline {
 public:
  Pipeline(PGconn* connection, bool named) : connection_(connection), named_(named) {}

  /// A fault means that the connection is of no more use: lost, or the deadline passed
  /// (MOVIE_TIMEOUT). Groups that are not settled then may have been done.
  Fault run(std::span<Group* const> groups, Clock::time_point deadline);

 private:
  bool send(const Group& group);
  void receive(Group& group);
  bool take(Group& group, Result result);
  bool await();
  void flush();
  Fault broken();

  PGconn* connection_;
  bool named_;
  bool unsent_ = false;  ///< libpq holds bytes that the socket did not take
  bool lost_ = false;
  Clock::time_point deadline_{};
  Fault fault_;
};

}  // namespace movie::pg
