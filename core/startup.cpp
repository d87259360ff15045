#include "startup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "bulk/samples.hpp"
#include "config/version.hpp"
#include "log/log.hpp"

namespace movie {
namespace {

using store::MigrationMode;
using store::MigrationStep;
using store::StepState;

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

/// The newest step in one of two states; 0: there is none.
std::uint32_t newest(const std::vector<MigrationStep>& steps, StepState state, StepState or_state) {
  std::uint32_t number = 0;
  for (const auto& step : steps) {
    if (step.state == state || step.state == or_state) number = std::max(number, step.number);
  }
  return number;
}

/// What no migration of ours can repair.
void refuse_foreign(const std::vector<MigrationStep>& steps, const std::string& mode) {
  const auto known = newest(steps, StepState::applied, StepState::pending);
  for (const auto& step : steps) {
    if (step.state == StepState::ahead) {
      throw StartupError(
          config::kMigrationsPending,
          fmt::format(
              "the store is ahead: it has revision {}, libstore of mode {} knows {}; upgrade "
              "that plug-in's package",
              newest(steps, StepState::ahead, StepState::applied), mode, known));
    }
    if (step.state == StepState::changed) {
      throw StartupError(
          config::kBadConfiguration,
          fmt::format(
              "step {} ({}) was applied to the store with another text than the plug-in of mode "
              "{} has; install the plug-in that made the store",
              step.number, step.name, mode));
    }
  }
}

bool is_pending(const MigrationStep& step) { return step.state == StepState::pending; }

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
  if (!store.migrates()) return;
  const auto& mode = store.plugin().facts.name;
  auto steps = store.migrate(MigrationMode::status);
  refuse_foreign(steps, mode);
  if (std::ranges::none_of(steps, is_pending)) return;

  const auto have = newest(steps, StepState::applied, StepState::applied);
  const auto need = newest(steps, StepState::pending, StepState::applied);
  if (!may_migrate && !store.limits().created) {
    throw StartupError(
        config::kMigrationsPending,
        fmt::format("the store is behind: it has revision {}, the plug-in of mode {} needs {}; run "
                    "'movie-tools migrate up' or start with --migrate",
                    have, mode, need));
  }
  store.migrate(MigrationMode::up);
  log::info("migrated the store from revision {} to {}", have, need);
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
