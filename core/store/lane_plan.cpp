#include "store/lane_plan.hpp"

#include <algorithm>

#include "store/contract.hpp"

namespace movie::store {
namespace {

constexpr std::uint64_t kShortList =
    10'000;  // rows that a list may pass over or return and still be short
constexpr std::size_t kWriteBatch = 256;
constexpr std::size_t kReadBatch = 64;
constexpr std::size_t kPickBatch = 4;  // milliseconds each, and points may wait for the lane
constexpr std::size_t kUnlimited = SIZE_MAX;

constexpr std::uint64_t bit(Verb verb) { return std::uint64_t{1} << static_cast<unsigned>(verb); }
// create_many and clear are long, whatever the store says.
constexpr std::uint64_t kShortReads = bit(Verb::get) | bit(Verb::list) | bit(Verb::ping);
constexpr std::uint64_t kShortWrites = bit(Verb::create) | bit(Verb::update) | bit(Verb::remove);

// What a store without a limit gets, and what one that answers without waiting needs: a writer, a
// lane for points that had to wait, a lane for scans. The rest of its sessions serve callers
// directly.
constexpr std::size_t kFewLanes = 3;
constexpr std::size_t kMostLanes = 64;

std::size_t count_lanes(const Limits& limits) {
  if (limits.max_sessions == 0) return kFewLanes;
  const std::size_t most = limits.no_wait_ops != 0 ? kFewLanes : kMostLanes;
  return std::min<std::size_t>(limits.max_sessions, most);
}

LanePlan::Lane make_lane(std::size_t index, std::size_t lanes, std::size_t writers) {
  LanePlan::Lane lane;
  lane.writer = index < writers;
  // One of few writers is left alone with what only it can do, as long as others are there for the
  // reads.
  const bool shared = writers == lanes;
  lane.serves[OpClass::write] = lane.serves[OpClass::bulk] = lane.writer;
  lane.serves[OpClass::point] = lane.serves[OpClass::page] = lane.serves[OpClass::pick] =
      !lane.writer || shared;
  // The first reader takes nothing long if a second one is there to take it.
  lane.serves[OpClass::deep] = lane.serves[OpClass::scan] =
      (!lane.writer && (index > writers || index + 1 == lanes)) || shared;
  lane.name = (lane.writer ? "store-write-" : "store-read-") + std::to_string(index);
  return lane;
}

/// Whether one index leads to the list's rows one after another.
bool follows_index(const Query& query) {
  return query.genres.size() <= 1 && query.any_year() && !query.total &&
         (query.genres.empty() || !query.sorts());
}

/// Whether indexes lead to them: each sort has one, and a genre has one by year.
bool follows_indexes(const Query& query) {
  return !query.filters() || query.sort == SortKey::id || query.sort == SortKey::year ||
         (query.sort == SortKey::genre && query.any_year());
}

}  // namespace

OpClass class_of(const Operation& operation, std::uint64_t capabilities) {
  if (operation.verb == Verb::create_many) return OpClass::bulk;
  if (operation.writes()) return OpClass::write;
  if (operation.verb == Verb::unkeyed) return OpClass::scan;
  if (operation.verb != Verb::list) return OpClass::point;
  const Query& query = operation.query;
  const std::uint64_t bits = list_bits(query);
  // The host walks the whole list of a store that lacks what is asked for.
  const bool indexed =
      (capabilities & bits) == bits && query.contains.empty() && follows_indexes(query);
  if (!indexed || query.limit > kShortList) return OpClass::scan;
  const bool is_short = query.skip <= kShortList - query.limit;
  if (is_short) return follows_index(query) ? OpClass::page : OpClass::pick;
  return bits == 0 ? OpClass::deep : OpClass::scan;
}

LanePlan plan_lanes(const Limits& limits, std::uint64_t capabilities) {
  const std::size_t lanes = count_lanes(limits);
  const std::size_t writers =
      limits.max_writers == 0 ? 1 : std::min<std::size_t>(limits.max_writers, lanes);
  LanePlan plan;
  plan.capabilities = capabilities;
  for (std::size_t i = 0; i < lanes; ++i) plan.lanes.push_back(make_lane(i, lanes, writers));

  const std::size_t most = limits.max_batch == 0 ? kUnlimited : limits.max_batch;
  plan.batch[OpClass::write] = std::min(kWriteBatch, most);
  plan.batch[OpClass::point] = plan.batch[OpClass::page] = plan.batch[OpClass::deep] =
      std::min(kReadBatch, most);
  plan.batch[OpClass::pick] = std::min(kPickBatch, most);
  plan.batch[OpClass::scan] = plan.batch[OpClass::bulk] = 1;
  plan.at_once[OpClass::write] = writers;
  plan.at_once[OpClass::bulk] = 1;
  plan.at_once[OpClass::point] = plan.at_once[OpClass::page] = plan.at_once[OpClass::pick] = lanes;
  // Each would keep a core of the store busy; those that wait for it can share the way.
  plan.at_once[OpClass::deep] = 1;
  plan.at_once[OpClass::scan] = lanes <= 3 ? 1 : lanes - 2;
  if (limits.no_wait_ops != 0) {
    plan.inline_sessions = limits.max_sessions == 0 ? kUnlimited : limits.max_sessions - lanes;
    // Where writers are counted, the lanes have them.
    plan.inline_writer = limits.max_writers == 0 && (limits.no_wait_ops & kShortWrites) != 0;
    plan.inline_verbs =
        limits.no_wait_ops & (kShortReads | (plan.inline_writer ? kShortWrites : 0));
  }
  return plan;
}

bool runs_inline(const Operation& operation, const LanePlan& plan) {
  const OpClass which = class_of(operation, plan.capabilities);
  const bool is_short =
      which == OpClass::write || which == OpClass::point || which == OpClass::page;
  return (plan.inline_verbs & bit(operation.verb)) != 0 && is_short;
}

}  // namespace movie::store
