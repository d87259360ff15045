#include "writes.hpp"

#include <algorithm>
#include <tuple>

#include "recovery.hpp"

namespace movie::pg {

/// False: nothing is expected.
bool Writes::expect(const sdk::Operation& op, std::array<Param, kMostParams>& params) {
  const auto film = op.expected();
  if (!film) return false;
  params[5] = film->title;
  params[6] = film->year;
  params[7] = film->genre;
  return true;
}

void Writes::stage(sdk::Operation& op, const Statement& statement,
                   std::array<Param, kMostParams> params) {
  tasks_.push_back({&op, {&statement, std::move(params)}});
}

sdk::Status Writes::create(const sdk::Row& row, sdk::Operation& op) {
  if (const auto memo = op.memo()) return create_once(row, *memo, op);
  stage(op, stmt::kCreate, {row.title, row.year, row.genre, row.title_key});
  return MOVIE_UNSET;
}

sdk::Status Writes::update(std::int64_t id, const sdk::Row& row, std::uint64_t fields,
                           sdk::Operation& op) {
  if (fields == 0) {
    stage(op, stmt::kGet, {id});
    return MOVIE_UNSET;
  }
  std::array<Param, kMostParams> params{id};
  if ((fields & MOVIE_TITLE) != 0) params[1] = row.title, params[4] = row.title_key;
  if ((fields & MOVIE_YEAR) != 0) params[2] = row.year;
  if ((fields & MOVIE_GENRE) != 0) params[3] = row.genre;
  const bool expects = expect(op, params);
  stage(op, expects ? stmt::kUpdateExpected : stmt::kUpdate, std::move(params));
  return MOVIE_UNSET;
}

sdk::Status Writes::remove(std::int64_t id, sdk::Operation& op) {
  std::array<Param, kMostParams> params{id};
  const bool expects = expect(op, params);
  stage(op, expects ? stmt::kRemoveExpected : stmt::kRemove, std::move(params));
  return MOVIE_UNSET;
}

sdk::Status Writes::set_key(std::int64_t id, const sdk::Row& row, sdk::Operation& op) {
  stage(op, stmt::kSetKey, {id, row.title, row.title_key});
  return MOVIE_UNSET;
}

sdk::Status Writes::key_version(std::int64_t version, sdk::Operation& op) {
  stage(op, stmt::kKeyVersion, {version});
  return MOVIE_UNSET;
}

/// Creates first, those with a key by it, then by ascending id, then what belongs to no film: lanes
/// that take rows in one order never wait for each other in a circle.
Group& Writes::group() {
  const auto place = [](const Task& task) {
    constexpr std::string_view kNoKey;
    if (is_once(task)) return std::tuple(0, task.op->memo()->key, std::int64_t{0});
    if (task.op->code() == MOVIE_OP_CREATE) return std::tuple(1, kNoKey, std::int64_t{0});
    if (task.op->code() == MOVIE_OP_KEY_VERSION) return std::tuple(3, kNoKey, std::int64_t{0});
    return std::tuple(2, kNoKey, task.op->id());
  };
  std::stable_sort(tasks_.begin(), tasks_.end(),
                   [&](const Task& a, const Task& b) { return place(a) < place(b); });
  for (Task& task : tasks_) whole_.tasks.push_back(&task);
  build(whole_);
  return whole_.group;
}

void Writes::build(Batch& batch) {
  batch.group = Group(true);
  lane_.mark(batch.group, deadline_);
  const std::span<Task* const> tasks = batch.tasks;
  const auto count = [&](auto wanted) {
    return static_cast<std::size_t>(std::count_if(tasks.begin(), tasks.end(), wanted));
  };
  batch.once = count([](const Task* task) { return is_once(*task); });
  const std::size_t creates =
      count([](const Task* task) { return task->op->code() == MOVIE_OP_CREATE; }) - batch.once;
  batch.creates_together = creates > 1 ? creates : 0;
  for (const Task* task : tasks.first(batch.once)) batch.group.steps.push_back(task->step);
  if (creates > 1) batch.group.steps.push_back(create_all(tasks.subspan(batch.once, creates)));
  for (const Task* task : tasks.subspan(batch.once + batch.creates_together))
    batch.group.steps.push_back(task->step);
  if (batch.once > 0) forget(batch.group, *tasks[0]->op->memo(), batch.once);
}

Step Writes::create_all(std::span<Task* const> creates) {
  std::vector<std::string_view> titles, genres, keys;
  std::vector<std::int32_t> years;
  for (const Task* task : creates) {
    const sdk::Row row = task->op->row();
    titles.push_back(row.title);
    years.push_back(row.year);
    genres.push_back(row.genre);
    keys.push_back(row.title_key);
  }
  return {&stmt::kCreateAll,
          {text_array(titles), int_array(years), text_array(genres), text_array(keys)}};
}

void Writes::conclude(const Fault& lost) { conclude(whole_, lost, true); }

void Writes::refuse(const Fault& fault) {
  for (const Task& task : tasks_) end(*task.op, fault);
}

/// `again`: whether it may still be sent a second time.
void Writes::conclude(Batch& batch, const Fault& fault, bool again) {
  if (batch.group.done()) return deliver(batch);
  const bool stale = batch.group.fault.stale_statement();
  bool repeat = again && (stale || lane_.evicted(batch.group));
  if (!batch.group.settled) {
    const auto mark = fault.status == MOVIE_TIMEOUT ? std::nullopt : lane_.ask(deadline_);
    repeat = again && mark && mark->turn < batch.group.turn;
    if (!repeat) return lost(batch, fault, mark);
  }
  if (!repeat) return each_alone();
  if (Fault refused = stale ? link_.prepare_again(deadline_) : Fault{}) return refuse(refused);
  if (Fault refused = lane_.enter(deadline_)) return refuse(refused);
  build(batch);
  const Fault second = link_.run(batch.group, deadline_);
  conclude(batch, second, false);
}

/// The group failed and was rolled back: each keeps the error that is its own. One send, a Sync
/// each.
void Writes::each_alone() {
  if (tasks_.size() == 1) return refuse(whole_.group.fault);
  if (Fault refused = lane_.enter(deadline_)) return refuse(refused);
  std::vector<Batch> alone(tasks_.size());
  std::vector<Group*> groups;
  for (std::size_t at = 0; at < tasks_.size(); ++at) {
    alone[at].tasks.push_back(&tasks_[at]);
    build(alone[at]);
    groups.push_back(&alone[at].group);
  }
  const Fault fault = link_.run(groups, deadline_);
  for (Batch& batch : alone) {
    if (batch.group.done()) deliver(batch);
    if (batch.group.fault) end(*batch.tasks[0]->op, batch.group.fault);
  }
  if (fault) lost(alone, fault);
}

void Writes::lost(std::span<Batch> batches, const Fault& fault) {
  const auto mark = fault.status == MOVIE_TIMEOUT ? std::nullopt : lane_.ask(deadline_);
  for (Batch& batch : batches) {
    if (!batch.group.settled) lost(batch, fault, mark);
  }
}

void Writes::lost(Batch& batch, const Fault& fault, const std::optional<LastMark>& mark) {
  if (mark && mark->turn == batch.group.turn) return recover(batch, *mark, fault);
  const bool undone = mark && mark->turn < batch.group.turn;
  for (const Task* task : batch.tasks)
    undone ? end(*task->op, fault) : end_unknown(*task->op, fault);
}

/// The group was committed, only its answer was lost: the rows that it wrote still tell most of it.
void Writes::recover(Batch& batch, const LastMark& mark, const Fault& fault) {
  std::vector<sdk::Operation*> ops;
  for (const Task* task : batch.tasks) ops.push_back(task->op);
  recover_rows(link_, lane_.highest_before(), mark.xact, ops, deadline_);
  for (sdk::Operation* op : ops) {
    if (op->status() == MOVIE_UNSET) end_unknown(*op, fault);
  }
}

}  // namespace movie::pg
