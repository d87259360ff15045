#include "pipeline.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>

namespace movie::pg {
namespace {

using std::chrono::nanoseconds;

/// Longest single wait: a deadline far away must not overflow what ppoll takes.
constexpr nanoseconds kLongestWait = std::chrono::hours(1);

timespec as_timespec(nanoseconds time) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  return {seconds.count(), (time - seconds).count()};
}

}  // namespace

bool wait_for(int socket, short events, Clock::time_point deadline) {
  while (true) {
    const auto now = Clock::now();
    const nanoseconds left =
        deadline > now ? std::min<nanoseconds>(deadline - now, kLongestWait) : nanoseconds(0);
    const timespec patience = as_timespec(left);
    pollfd waiting{socket, events, 0};
    const int ready = ppoll(&waiting, 1, &patience, nullptr);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR)
      return true;  // the next use of the socket says what is wrong with it
    if (ready == 0 && Clock::now() >= deadline) return false;
  }
}

Fault Pipeline::run(std::span<Group* const> groups, Clock::time_point deadline) {
  deadline_ = deadline;
  for (const Group* group : groups) {
    if (!send(*group)) return broken();
  }
  flush();
  for (Group* group : groups) {
    receive(*group);
    if (!group->settled) return fault_ ? fault_ : broken();
  }
  return {};
}

bool Pipeline::send(const Group& group) {
  const bool queued = std::all_of(group.steps.begin(), group.steps.end(), [this](const Step& step) {
    return step.send(connection_, named_);
  });
  return queued && PQpipelineSync(connection_) == 1;
}

/// Takes answers until the group's Sync has been answered, or none can come any more.
void Pipeline::receive(Group& group) {
  bool ended = false;  // PQgetResult gives a null between two answers; a second one means that no
                       // answer is left
  while (await()) {
    Result result(PQgetResult(connection_));
    if (result == nullptr) {
      if (ended) return;
      ended = true;
    } else {
      ended = false;
      if (!take(group, std::move(result))) return;
    }
  }
}

/// False: the group has its last answer.
bool Pipeline::take(Group& group, Result result) {
  switch (PQresultStatus(result.get())) {
    case PGRES_PIPELINE_SYNC:
      // Without memory libpq gives none for an answer, which looks like the end of one.
      group.settled = group.fault || group.results.size() == group.steps.size();
      if (!group.settled) fault_ = {MOVIE_UNAVAILABLE, {}, "libpq lost an answer", true};
      return false;
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
      group.results.push_back(std::move(result));
      return true;
    case PGRES_PIPELINE_ABORTED:
      return true;
    default:
      break;
  }
  Fault fault = fault_of(result.get(), group.write);
  if (fault.fatal) {  // the session is ending, which says nothing of the group
    fault_ = std::move(fault);
    fault_.status = MOVIE_UNAVAILABLE;
    return false;
  }
  if (!group.fault) group.fault = std::move(fault);
  return true;
}

/// Until PQgetResult can answer without waiting. False: it never will.
bool Pipeline::await() {
  while (PQisBusy(connection_) != 0) {
    if (lost_) return false;
    const int socket = PQsocket(connection_);
    if (socket < 0) return false;
    if (!wait_for(socket, static_cast<short>(POLLIN | (unsent_ ? POLLOUT : 0)), deadline_)) {
      fault_ = {MOVIE_TIMEOUT, {}, "the deadline passed before Postgres answered", true};
      return false;
    }
    // What came before the end of the connection is still taken.
    lost_ = PQconsumeInput(connection_) == 0;
    if (unsent_ && !lost_) flush();
  }
  return true;
}

void Pipeline::flush() { unsent_ = PQflush(connection_) == 1; }

Fault Pipeline::broken() {
  std::string why = one_line(PQerrorMessage(connection_));
  if (why.empty()) why = "the connection was lost";
  return {MOVIE_UNAVAILABLE, {}, std::move(why), true};
}

}  // namespace movie::pg
