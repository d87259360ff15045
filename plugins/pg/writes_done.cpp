#include "writes.hpp"

/// What the results of writes that were committed mean to their operations.
namespace movie::pg {

void Writes::deliver(Batch& batch) {
  const std::span<Task* const> tasks = batch.tasks;
  auto result = batch.group.results.cbegin() + 1;
  const std::size_t together = batch.creates_together;
  for (Task* task : tasks.first(batch.once)) deliver_once(*task, (result++)->get());
  if (together > 0) deliver_creates(tasks.subspan(batch.once, together), (result++)->get());
  for (Task* task : tasks.subspan(batch.once + together)) deliver(*task, (result++)->get());
}

/// A row each, in their order; where ids were taken, fewer. Of films that are alike it does not
/// matter which of them a row is.
void Writes::deliver_creates(std::span<Task* const> creates, const PGresult* result) {
  const bool all = static_cast<std::size_t>(PQntuples(result)) == creates.size();
  std::vector<Task*> missing;
  int row = 0;
  for (Task* task : creates) {
    if (all || (row < PQntuples(result) && task->op->row().same_film(row_of(result, row)))) {
      created(*task->op, row_of(result, row++));
    } else {
      missing.push_back(task);
    }
  }
  const bool told_apart = row == PQntuples(result);
  for (Task* task : missing) {
    if (told_apart) {
      mend(*task);
    } else {
      end_unknown(*task->op, {MOVIE_UNKNOWN, {}, "the database changed what was created", false});
    }
  }
}

void Writes::created(sdk::Operation& op, const sdk::Row& row) {
  op.emit(row);
  lane_.created(row.id);
  op.finish(MOVIE_OK);
}

bool Writes::as_expected(const Task& task, const PGresult* result) {
  const auto film = task.op->expected();
  if (!film) return true;
  if (task.step.statement == &stmt::kGet) return row_of(result, 0).same_film(*film);
  return int_of(result, 0, 4) != 0;
}

void Writes::deliver(Task& task, const PGresult* result) {
  sdk::Operation& op = *task.op;
  if (PQntuples(result) == 0) {
    if (op.code() == MOVIE_OP_CREATE) return mend(task);
    return op.finish(MOVIE_NOT_FOUND);
  }
  if (op.code() == MOVIE_OP_CREATE) return created(op, row_of(result, 0));
  if (!as_expected(task, result)) {
    op.emit(row_of(result, 0));
    return op.finish(MOVIE_CONFLICT);
  }
  if (op.code() == MOVIE_OP_UPDATE) op.emit(row_of(result, 0));
  if (op.code() == MOVIE_OP_KEY_VERSION) op.count(int_of(result, 0, 0));
  op.finish(MOVIE_OK);
}

/// The id that was next had been taken by a program that does not use the sequence: moves it on,
/// and creates the film.
void Writes::mend(Task& task) {
  Group group(true);
  group.block = true;
  group.add(stmt::kLock);
  group.add(stmt::kMendSequence);
  group.steps.push_back(task.step);
  Fault fault = lane_.enter(deadline_);
  if (fault) return end(*task.op, fault);
  fault = link_.run(group, deadline_);
  if (fault) return end_unknown(*task.op, fault);
  if (group.fault) return end(*task.op, group.fault);
  const PGresult* const result = group.results[2].get();
  if (PQntuples(result) == 0)
    return task.op->finish(MOVIE_INTERNAL, "the sequence of movies.id gives ids that exist");
  is_once(task) ? created_once(*task.op, result) : created(*task.op, row_of(result, 0));
}

}  // namespace movie::pg
