#include "link.hpp"

#include <algorithm>
#include <thread>

#include "schema.hpp"

namespace movie::pg {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kIdle{
    30};  ///< after which a connection must answer before it is used
constexpr milliseconds kPingPatience{1'000};  ///< how long it may take to
constexpr milliseconds kLookAgain{250};       ///< between looks at a schema that does not fit
constexpr milliseconds kTryAgain{20};         ///< between attempts of one who must know
constexpr milliseconds kAnswerTime{100};  ///< what is kept back for a statement's end to reach us

Clock::time_point sooner(Clock::time_point deadline, milliseconds patience) {
  return std::min(deadline, Clock::now() + patience);
}

}  // namespace

void Link::drop() noexcept {
  handle_.reset();
  set_up_ = false;
}

Fault Link::ready(Clock::time_point deadline) {
  if (sdk::passed(deadline))
    return {MOVIE_TIMEOUT, {}, "the deadline passed before Postgres was asked", false};
  if (handle_ != nullptr && !alive(deadline)) drop();
  if (handle_ == nullptr) {
    if (Fault fault = connect(sooner(deadline, server_.pool_timeout()))) return fault;
  }
  if (set_up_) return {};
  if (unfit_ && Clock::now() < next_look_) return unfit_;
  unfit_ = set_up(deadline);
  next_look_ = Clock::now() + kLookAgain;
  set_up_ = !unfit_;
  return unfit_;
}

Fault Link::persist(Clock::time_point deadline) {
  while (true) {
    Fault fault = ready(deadline);
    if (!fault || Clock::now() + kTryAgain >= deadline) return fault;
    std::this_thread::sleep_for(kTryAgain);
  }
}

Fault Link::connect(Clock::time_point deadline) {
  if (Fault fault = connector_.connect(handle_, deadline)) return fault;
  ++generation_;
  unfit_ = {};
  last_heard_ = Clock::now();
  if (PQsetnonblocking(handle_.get(), 1) != 0 || PQenterPipelineMode(handle_.get()) != 1) {
    drop();
    return {MOVIE_INTERNAL, {}, "libpq refuses pipeline mode", true};
  }
  return {};
}

/// One round trip: settings, the schema's state, and the statements prepared.
Fault Link::set_up(Clock::time_point deadline) {
  const char* encoding = PQparameterStatus(handle_.get(), "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
    return {
        MOVIE_UNAVAILABLE, {}, wrong_encoding(encoding == nullptr ? "unknown" : encoding), false};
  }
  Group settings(false);
  settings.add(stmt::kSettings, {pooled() ? "transaction" : "session"});
  settings.add(stmt::kApplied);
  if (Fault fault = run(settings, deadline)) return fault;
  if (Fault fault = read_settings(settings)) return fault;
  return pooled() ? Fault{} : prepare_again(deadline);
}

Fault Link::read_settings(const Group& group) {
  const std::string obstacle = schema_obstacle(group.done() ? group.results[1].get() : nullptr);
  if (group.fault && group.fault.sqlstate != kUndefinedTable) return group.fault;
  if (!obstacle.empty()) return {MOVIE_UNAVAILABLE, {}, obstacle, false};
  server_timeout_ = int_of(group.results[0].get(), 0, 2);
  return {};
}

Fault Link::prepare_again(Clock::time_point deadline) {
  if (pooled()) return {};
  Group group(false);
  group.add(stmt::kForget);
  for (const Statement* statement : stmt::prepared()) group.steps.push_back({statement, {}, true});
  if (Fault fault = run(group, deadline)) return fault;
  return group.fault;
}

/// Whether the connection still stands, as far as can be seen from here; after idleness, as far as
/// it answers.
bool Link::alive(Clock::time_point deadline) {
  const int socket = PQsocket(handle_.get());
  if (socket < 0) return false;
  if (wait_for(socket, POLLIN, Clock::time_point::min())) {
    if (PQconsumeInput(handle_.get()) == 0) return false;  // it ended, usually
    if (wait_for(socket, POLLIN, Clock::time_point::min()) && PQconsumeInput(handle_.get()) == 0)
      return false;
  }
  return Clock::now() - last_heard_ < kIdle || answers(sooner(deadline, kPingPatience));
}

bool Link::answers(Clock::time_point deadline) {
  Group look(false);
  look.add(stmt::kLook);
  return !run(look, deadline) && look.done();
}

Fault Link::run(std::span<Group* const> groups, Clock::time_point deadline) {
  if (!pooled() && groups.size() == 1 && groups[0]->block) return transact(*groups[0], deadline);
  if (!pooled()) return transit(groups, deadline);
  // One Sync a turn: a pooler may give the server's connection to another client between two.
  for (Group* group : groups) {
    if (Fault fault = transact(*group, deadline)) return fault;
  }
  return {};
}

Fault Link::turn(Group& group, Clock::time_point deadline) {
  Group* const one = &group;
  return transit({&one, 1}, deadline);
}

Fault Link::transit(std::span<Group* const> groups, Clock::time_point deadline) {
  if (handle_ == nullptr) return {MOVIE_UNAVAILABLE, {}, "the connection was lost", true};
  for (const Group* group : groups) {
    for (const Step& step : group->steps) {
      if (!step.prepare) server_.echo(step.statement->text);
    }
  }
  try {
    Fault fault = Pipeline(handle_.get(), !pooled()).run(groups, deadline);
    if (fault) {
      drop();
    } else {
      last_heard_ = Clock::now();
    }
    return fault;
  } catch (...) {  // no memory: answers are left, which the next to ask would take for its own
    drop();
    throw;
  }
}

/// The group between BEGIN and COMMIT, as one turn.
Fault Link::transact(Group& group, Clock::time_point deadline) {
  Group whole(group.write);
  whole.add(stmt::kBegin);
  const std::string timeout = statement_timeout(deadline);
  whole.sorts = group.sorts;
  if (pooled() || !timeout.empty()) whole.limit_time(timeout);
  const std::size_t before = whole.steps.size();
  whole.steps.insert(whole.steps.end(), group.steps.begin(), group.steps.end());
  whole.add(stmt::kCommit);
  if (Fault fault = turn(whole, deadline)) return fault;
  group.settled = true;
  group.fault = std::move(whole.fault);
  for (std::size_t at = before;
       at < whole.results.size() && group.results.size() < group.steps.size(); ++at) {
    group.results.push_back(std::move(whole.results[at]));
  }
  return group.fault ? roll_back(deadline) : Fault{};
}

Fault Link::roll_back(Clock::time_point deadline) {
  Group undo(false);
  undo.add(stmt::kRollback);
  return turn(undo, deadline);
}

void Link::end_reading() {
  if (connected() && roll_back(Clock::now() + std::chrono::seconds(1))) drop();
}

std::string Link::statement_timeout(Clock::time_point deadline) const {
  if (deadline == Clock::time_point::max()) return {};
  const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
  const std::int64_t most =
      std::max<std::int64_t>(1, std::max((left - kAnswerTime).count(), left.count() / 2));
  if (server_timeout_ > 0 && server_timeout_ <= most) return {};
  return std::to_string(most);
}

}  // namespace movie::pg
