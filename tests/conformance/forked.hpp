#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace movie::conformance {

/// What processes wait at until all are there.
class Gate {
 public:
  Gate();
  ~Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  void wait() const;
  void open();

 private:
  int waiting_ = -1, opening_ = -1;
};

/// A copy of this process that runs some work and tells it numbers; killed at the latest where this
/// ends. Started while no store is open: a plug-in's threads are not copied.
class Forked {
 public:
  using Tell = std::function<void(std::int64_t number)>;
  /// What the work throws goes to standard error and is no success.
  explicit Forked(const std::function<void(const Tell& tell)>& work);
  ~Forked();
  Forked(const Forked&) = delete;
  Forked& operator=(const Forked&) = delete;

  /// The next number; none: it has ended, or tells nothing for a minute, which is a failure.
  std::optional<std::int64_t> told();
  /// All that it tells until it ends.
  std::vector<std::int64_t> rest();
  void kill();
  /// After it stopped itself with SIGSTOP, which it has when this returns.
  void wait_until_stopped();
  void go_on();
  /// How it ended: it did its work to the end.
  bool succeeded();
  /// By SIGKILL, its own or somebody's. Any other end but success is a failure.
  bool was_killed();

 private:
  int end();

  pid_t id_ = -1;
  int from_ = -1;
  std::optional<int> status_;
};

}  // namespace movie::conformance
