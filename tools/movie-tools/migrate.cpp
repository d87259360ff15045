#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string_view>
#include <vector>

#include "command.hpp"
#include "config/exit_status.hpp"
#include "open_store.hpp"

namespace movie::tools {
namespace {

using store::MigrationMode;
using store::MigrationStep;
using store::Schema;

std::string_view word(store::StepState state) {
  switch (state) {
    case store::StepState::applied:
      return "applied";
    case store::StepState::pending:
      return "pending";
    case store::StepState::ahead:
      return "of a newer version";
    case store::StepState::changed:
      return "applied, but with another text";
  }
  return "unknown";
}

std::string title(const MigrationStep& step) {
  return fmt::format("{:04} {}", step.number, step.name);
}

int status(store::Store& store) {
  const auto steps = store.migrate(MigrationMode::status);
  const Schema schema(steps);
  fmt::print("Revision: have {}, need {}\n", schema.have, schema.need);
  for (const MigrationStep& step : steps) fmt::print("  {}: {}\n", title(step), word(step.state));
  require_current(schema);
  return config::kDone;
}

int plan(store::Store& store) {
  const auto steps = store.migrate(MigrationMode::plan);
  if (steps.empty()) fmt::print("-- nothing is pending\n");
  for (const MigrationStep& step : steps) fmt::print("-- {}\n{}\n", title(step), step.text);
  return config::kDone;
}

int up(store::Store& store) {
  const Schema before = schema_of(store);
  if (before.state != Schema::State::behind) {
    require_current(before);
    fmt::print("Nothing to do: the store is at revision {}.\n", before.have);
    return config::kDone;
  }
  const Schema after(store.migrate(MigrationMode::up));
  require_current(after);
  fmt::print("Migrated from revision {} to {}.\n", before.have, after.have);
  return config::kDone;
}

int migrate(const config::Loaded& loaded, int (*what)(store::Store&)) {
  if (what == plan) fmt::print("-- ");  // the output is a script
  print_store(stdout, loaded);
  const auto store = loaded.in_memory ? nullptr : open_store(loaded.config);
  if (store == nullptr || !store->migrates()) {
    fmt::print("{}Nothing to do: mode {} has no schema to migrate.\n", what == plan ? "-- " : "",
               loaded.config.db_mode);
    return config::kDone;
  }
  return what(*store);
}

}  // namespace

void add_migrate(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("migrate", "Bring the store's schema up, or look at it");
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, int (*what)(store::Store&)) {
    command->add_subcommand(name, help)->callback([&chosen, what] {
      chosen = [what](const config::Loaded& loaded) { return migrate(loaded, what); };
    });
  };
  add("up", "Apply what is pending, all or nothing", up);
  add("status", "Print the revision the store has and the one needed; exit status 3 when behind",
      status);
  add("plan", "Print the SQL of what is pending", plan);
}

}  // namespace movie::tools
