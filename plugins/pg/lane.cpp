#include "lane.hpp"

#include <random>

namespace movie::pg {
namespace {

constexpr std::chrono::milliseconds kFarewell{250};
/// A row unchanged for a day is swept away: long before, another is made.
constexpr std::chrono::hours kStale{12};
constexpr std::string_view kDivisionByZero = "22012";

std::int64_t random_id() {
  std::random_device device;
  return static_cast<std::int64_t>((std::uint64_t{device()} << 32 | device()) >> 1);
}

}  // namespace

Fault Lane::enter(Clock::time_point deadline) {
  Fault fault;
  for (int attempt = 0; attempt < 2; ++attempt) {
    fault = link_.ready(deadline);
    const bool entered = generation_ == link_.generation() && Clock::now() - last_mark_ < kStale;
    if (fault || entered) return fault;
    id_ = random_id();
    Group group(true);
    group.add(stmt::kSweepLanes);
    group.add(stmt::kEnterLane, {id_});
    group.add(stmt::kHighest);
    fault = link_.run(group, deadline);
    if (group.fault) return group.fault;
    if (!fault) {
      generation_ = link_.generation();
      last_mark_ = Clock::now();
      highest_ = int_of(group.results[2].get(), 0, 0);
      return {};
    }
  }
  return fault;
}

void Lane::mark(Group& group, Clock::time_point deadline) {
  timeout_ = link_.statement_timeout(deadline);
  last_mark_ = Clock::now();
  group.turn = ++turn_;
  group.add(stmt::kMark, {id_, group.turn, timeout_});
}

bool Lane::evicted(const Group& group) {
  const bool gone =
      group.settled && group.results.empty() && group.fault.sqlstate == kDivisionByZero;
  if (gone) generation_ = 0;
  return gone;
}

std::optional<LastMark> Lane::ask(Clock::time_point deadline) {
  generation_ = 0;
  if (link_.persist(deadline)) return std::nullopt;
  Group group(true);
  group.add(stmt::kLeaveLane, {id_});
  if (link_.run(group, deadline) || !group.done() || PQntuples(group.results[0].get()) != 1)
    return std::nullopt;
  return LastMark{int_of(group.results[0].get(), 0, 0),
                  static_cast<std::int32_t>(int_of(group.results[0].get(), 0, 1))};
}

void Lane::leave() noexcept {
  if (generation_ == 0 || generation_ != link_.generation() || !link_.connected()) return;
  try {
    Group group(true);
    group.add(stmt::kLeaveLane, {id_});
    static_cast<void>(link_.run(group, Clock::now() + kFarewell));
  } catch (const std::exception&) {  // others sweep the row away a day later
  }
}

}  // namespace movie::pg
