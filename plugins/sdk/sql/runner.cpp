#include "sql/runner.hpp"

#include <algorithm>

namespace movie::sql {
namespace {

/// A step and how it stands, of this program's history or of the database's.
struct Standing {
  sdk::Step step;
  std::string_view found;  ///< the checksum in the database, if the step is applied
};

sdk::Step known(const Step& step, std::int32_t state) {
  return {step.number, state, step.min_reader, step.name, step.checksum, step.text};
}

std::vector<Standing> compare(std::span<const Step> history, std::span<const Applied> applied) {
  std::vector<Standing> steps;
  for (const Step& step : history) {
    const auto match = std::ranges::find(applied, step.number, &Applied::number);
    if (match == applied.end()) {
      steps.push_back({known(step, MOVIE_STEP_PENDING), {}});
    } else {
      const bool same = match->checksum == step.checksum;
      steps.push_back(
          {known(step, same ? MOVIE_STEP_APPLIED : MOVIE_STEP_CHANGED), match->checksum});
    }
  }
  for (const Applied& step : applied) {
    if (step.number > history.size()) {
      steps.push_back(
          {{step.number, MOVIE_STEP_AHEAD, step.min_reader, step.name, step.checksum, {}},
           step.checksum});
    }
  }
  return steps;
}

std::string title(const sdk::Step& step) {
  return "step " + std::to_string(step.number) + " (" + std::string(step.name) + ")";
}

/// Why the history that a database has had is not this program's; empty: it is, as far as both go.
std::string contradiction(std::span<const Standing> steps) {
  const sdk::Step* pending = nullptr;
  for (const auto& [step, found] : steps) {
    if (step.state == MOVIE_STEP_CHANGED) {
      return title(step) + " was applied with checksum " + std::string(found) +
             ", but this program's has " + std::string(step.checksum) +
             ": a step must never be edited; use the program that made this database";
    }
    if (step.state == MOVIE_STEP_PENDING) {
      pending = &step;
    } else if (pending != nullptr) {
      return title(*pending) + " is missing though " + title(step) +
             " was applied: movie_schema has been changed by hand; restore it";
    }
  }
  return {};
}

bool pending(const Standing& standing) { return standing.step.state == MOVIE_STEP_PENDING; }

void report(const sdk::Migration& how, std::vector<Standing>& steps, bool only_pending) {
  for (Standing& standing : steps) {
    if (only_pending && !pending(standing)) continue;
    if (!pending(standing)) standing.step.text = {};
    how.report(standing.step);
  }
}

void apply(const sdk::Step& step, Database& database) {
  try {
    database.execute(std::string(step.text));
    database.execute("INSERT INTO movie_schema (number, name, checksum, min_reader) VALUES (" +
                     std::to_string(step.number) + ", '" + std::string(step.name) + "', '" +
                     std::string(step.checksum) + "', " + std::to_string(step.min_reader) + ")");
  } catch (const sdk::Failure& failure) {
    throw sdk::Failure(failure.status(),
                       title(step) + " failed, nothing was changed: " + failure.what(),
                       failure.native());
  }
}

/// Holds the lock from begin() on; whoever waited for it finds the others' work done.
void apply_pending(std::span<const Step> history, Database& database) {
  database.begin();
  try {
    const auto applied = database.applied();
    const auto steps = compare(history, applied);
    if (const auto problem = contradiction(steps); !problem.empty()) {
      throw sdk::Failure(MOVIE_UNSUPPORTED, problem);
    }
    for (const Standing& standing : steps) {
      const bool first = pending(standing) && standing.step.number == 1;
      if (first) database.adopt();
      if (pending(standing)) apply(standing.step, database);
      if (first) database.finish_adoption();
    }
    database.commit();
  } catch (...) {
    database.rollback();
    throw;
  }
}

}  // namespace

void migrate(std::span<const Step> history, Database& database, const sdk::Migration& how) {
  auto applied = database.applied();
  auto steps = compare(history, applied);
  if (how.mode() == MOVIE_MIGRATE_UP && contradiction(steps).empty() &&
      std::ranges::any_of(steps, pending)) {
    apply_pending(history, database);
    applied = database.applied();
    steps = compare(history, applied);
  }
  report(how, steps, how.mode() == MOVIE_MIGRATE_PLAN);
  const auto problem = contradiction(steps);
  if (how.mode() == MOVIE_MIGRATE_UP && !problem.empty()) {
    throw sdk::Failure(MOVIE_UNSUPPORTED, problem);
  }
}

std::string obstacle(std::span<const Step> history, std::span<const Applied> applied) {
  const auto steps = compare(history, applied);
  if (auto problem = contradiction(steps); !problem.empty()) return problem;
  const auto need = std::to_string(history.size());
  if (std::ranges::any_of(steps, pending)) {
    return "the schema is at step " + std::to_string(applied.size()) + ", this program needs " +
           need + ": run movie-tools migrate up";
  }
  for (const auto& [step, found] : steps) {
    if (step.state == MOVIE_STEP_AHEAD && step.min_reader > history.size()) {
      return "the schema is at " + title(steps.back().step) +
             ", which needs a program that knows step " + std::to_string(step.min_reader) +
             "; this one knows " + need + ": install a newer version";
    }
  }
  return {};
}

}  // namespace movie::sql
