#include "startup.hpp"

#include <fmt/format.h>

#include "bulk/samples.hpp"
#include "config/version.hpp"
#include "log/log.hpp"
#include "store/schema.hpp"

namespace movie {
namespace {

using store::MigrationMode;

class SampleRows final : public store::RowSource {
 public:
  explicit SampleRows(std::int64_t count) : count_(count) {}
  const MovieDraft* next() override {
    if (given_ == count_) return nullptr;
    row_ = bulk::sample_movie(++given_);
    return &row_;
  }

 private:
  std::int64_t count_, given_ = 0;
  MovieDraft row_;
};

}  // namespace

std::unique_ptr<store::Store> open_store(const store::Plugin& plugin,
                                         const config::Config& config) {
  return store::Store::open(plugin, {.url = config.database_url,
                                     .pool_size = config.pool_size,
                                     .pool_timeout = config.pool_timeout,
                                     .echo = config.database_echo,
                                     .client = fmt::format("movie-service/{}", config::version())});
}

void ensure_schema(store::Store& store, bool may_migrate) {
  using State = store::Schema::State;
  const store::Schema schema(store.migrate(MigrationMode::status));
  if (schema.state == State::current) return;
  if (schema.state == State::changed)
    throw StartupError(config::kBadConfiguration, schema.problem());
  if (schema.state == State::ahead)
    throw StartupError(config::kMigrationsPending, schema.problem());
  if (!may_migrate && !store.limits().created) {
    throw StartupError(config::kMigrationsPending, schema.problem() + " (or start with --migrate)");
  }
  store.migrate(MigrationMode::up);
  log::info("migrated the store from revision {} to {}", schema.have, schema.need);
}

void seed(store::Store& store, std::int64_t count) {
  SampleRows rows(count);
  store::Operation create(store::Verb::create_many);
  create.if_empty = true;
  create.source = &rows;
  store.session(true).execute(create);
  switch (create.status) {
    case Status::ok:
      log::info("seeded {} movies in {}", create.count, store.plugin().facts.name);
      return;
    case Status::exists:
      log::info("database already seeded; skipping");
      return;
    default:
      throw StartupError(config::kFailed, fmt::format("cannot seed the store of mode {}: {}",
                                                      store.plugin().facts.name, create.message));
  }
}

}  // namespace movie
