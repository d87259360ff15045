#include "startup.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

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

/// Repeats `work` while the store is away, until it is too late for another attempt.
template <class Work>
void patiently(store::Clock::time_point give_up, const Work& work) {
  constexpr std::chrono::milliseconds kPause{200};
  for (bool said = false;; said = true) {
    try {
      return work();
    } catch (const store::StoreError& error) {
      if (!may_pass(error.status()) || store::Clock::now() + kPause >= give_up) throw;
      if (!said) log::warning("{}; waiting for it", error.what());
    }
    std::this_thread::sleep_for(kPause);
  }
}

void bring_up(store::Store& store, bool may_migrate) {
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

void seed_once(store::Store& store, std::int64_t count) {
  SampleRows rows(count);
  store::Operation create(store::Verb::create_many);
  create.if_empty = true;
  create.source = &rows;
  store.session(true).execute(create);
  if (create.status == Status::ok) {
    log::info("seeded {} movies in {}", create.count, store.plugin().facts.name);
  } else if (create.status == Status::exists) {
    log::info("database already seeded; skipping");
  } else {
    const auto why = fmt::format("cannot seed the store of mode {}: {}", store.plugin().facts.name,
                                 create.message);
    if (may_pass(create.status)) throw store::StoreError(create.status, why);
    throw StartupError(config::kFailed, why);
  }
}

}  // namespace

std::unique_ptr<store::Store> open_store(const store::Plugin& plugin,
                                         const config::Config& config) {
  return store::Store::open(plugin, {.url = config.database_url,
                                     .pool_size = config.pool_size,
                                     .pool_timeout = config.pool_timeout,
                                     .echo = config.database_echo,
                                     .client = fmt::format("movie-service/{}", config::version())});
}

void ensure_schema(store::Store& store, bool may_migrate, store::Clock::time_point give_up) {
  if (may_migrate) return patiently(give_up, [&] { bring_up(store, true); });
  try {
    bring_up(store, false);
  } catch (const store::StoreError& error) {
    if (!may_pass(error.status())) throw;
    log::warning("{}; serving without it until it comes", error.what());
  }
}

void seed(store::Store& store, std::int64_t count, store::Clock::time_point give_up) {
  patiently(give_up, [&] { seed_once(store, count); });
}

}  // namespace movie
