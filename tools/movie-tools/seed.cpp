#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "command.hpp"
#include "config/exit_status.hpp"
#include "open_store.hpp"
#include "samples.hpp"
#include "writer.hpp"

namespace movie::tools {
namespace {

/// A store that has had no step yet holds no films of ours: nobody has to be asked.
void bring_up_schema(store::Store& store) {
  const store::Schema schema = schema_of(store);
  if (schema.state == store::Schema::State::behind && schema.have == 0) {
    store.migrate(store::MigrationMode::up);
  } else {
    require_current(schema);
  }
}

int seed(const config::Loaded& loaded, std::int64_t count) {
  print_store(stdout, loaded);
  if (loaded.in_memory) {
    fmt::print("Seeded in-memory repo (non-persistent).\n");
    fmt::print("A server has a memory of its own: movie-service --seed {} fills it.\n", count);
    return config::kDone;
  }
  const auto store = open_store(loaded.config);
  bring_up_schema(*store);
  Writer writer(*store);
  SampleRows rows(count);
  if (writer.write(rows, true) == Status::exists) {
    fmt::print("Database already seeded; skipping.\n");
  } else {
    fmt::print("Seeded {} movies in {}.\n", writer.created(), loaded.config.db_mode);
  }
  return config::kDone;
}

}  // namespace

void add_seed(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand(
      "seed", "Put sample movies into a store that has none; brings up a new store's schema first");
  command->alias("bootstrap");
  const auto count = add_sample_option(*command, 5);
  command->callback([&chosen, count] {
    chosen = [count](const config::Loaded& loaded) { return seed(loaded, *count); };
  });
}

}  // namespace movie::tools
