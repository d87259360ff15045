#include "open_store.hpp"

#include <fmt/format.h>

#include "config/version.hpp"
#include "failure.hpp"
#include "output.hpp"

namespace movie::tools {

void print_store(std::FILE* out, const config::Loaded& loaded) {
  const std::string url = loaded.store.value.empty() ? "none" : loaded.store.value;
  fmt::print(out, "Mode: {}, URL: {}\n", loaded.config.db_mode, url);
  if (out == stdout) flush_standard_output();
}

void refuse_memory(const config::Loaded& loaded) {
  if (!loaded.in_memory) return;
  throw Failure(config::kFailed,
                "in memory mode the movies live in the server's own memory, which is out of reach "
                "from here; set "
                "MOVIE_DB_MODE, or start movie-service with --seed N");
}

std::unique_ptr<store::Store> open_store(const config::Config& config) {
  const auto plugin = store::load_plugin(config.db_mode, store::plugin_folders(config.plugin_dir));
  return store::Store::open(plugin, {.url = config.database_url,
                                     .pool_size = config.pool_size,
                                     .pool_timeout = config.pool_timeout,
                                     .echo = config.database_echo,
                                     .client = fmt::format("movie-tools/{}", config::version())});
}

std::unique_ptr<store::Store> open_current_store(const config::Config& config) {
  auto store = open_store(config);
  require_current(schema_of(*store));
  return store;
}

store::Schema schema_of(store::Store& store) {
  return store::Schema(store.migrate(store::MigrationMode::status));
}

void require_current(const store::Schema& schema) {
  using State = store::Schema::State;
  if (schema.state == State::current) return;
  throw Failure(
      schema.state == State::changed ? config::kBadConfiguration : config::kMigrationsPending,
      schema.problem());
}

}  // namespace movie::tools
