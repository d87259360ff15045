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

/// What the plug-in says, if it says anything.
std::string why_not(const store::Operation& operation) {
  return operation.message.empty() ? std::string(name_of(operation.status)) : operation.message;
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

/// Of an operation that failed before anything was created.
[[noreturn]] void refuse_to_seed(const std::string& mode, const store::Operation& operation) {
  const auto why = fmt::format("cannot seed the store of mode {}: {}", mode, why_not(operation));
  if (may_pass(operation.status)) throw store::StoreError(operation.status, why);
  throw StartupError(config::kFailed, why);
}

bool has_films(store::Session& session, const std::string& mode) {
  struct Any final : store::RowSink {
    bool found = false;
    bool take(const MovieView&) override {
      found = true;
      return false;
    }
  } any;
  store::Operation list(store::Verb::list);
  list.query.limit = 1;
  list.rows = &any;
  session.execute(list);
  if (list.status != Status::ok) refuse_to_seed(mode, list);
  return any.found;
}

/// For a plug-in that takes no rows in bulk. What it has created stays if it fails on the way.
Status seed_singly(store::Session& session, const std::string& mode, std::int64_t count) {
  if (has_films(session, mode)) return Status::exists;
  for (std::int64_t done = 0; done < count; ++done) {
    const MovieDraft film = bulk::sample_movie(done + 1);
    store::Operation create(store::Verb::create);
    create.values = {film.title, film.year, film.genre};
    session.execute(create);
    if (create.status == Status::ok) continue;
    if (done == 0) refuse_to_seed(mode, create);
    throw StartupError(config::kFailed,
                       fmt::format("seeded {} of {} movies in the store of mode {}, then: {}", done,
                                   count, mode, why_not(create)));
  }
  return Status::ok;
}

/// Ok, exists or unsupported.
Status seed_at_once(store::Session& session, const std::string& mode, std::int64_t count) {
  SampleRows rows(count);
  store::Operation create(store::Verb::create_many);
  create.if_empty = true;
  create.source = &rows;
  session.execute(create);
  const Status status = create.status;
  if (status == Status::ok || status == Status::exists || status == Status::unsupported)
    return status;
  refuse_to_seed(mode, create);
}

void seed_once(store::Store& store, std::int64_t count) {
  const std::string& mode = store.plugin().facts.name;
  store::Session session = store.session(true);
  Status status = seed_at_once(session, mode, count);
  if (status == Status::unsupported) status = seed_singly(session, mode, count);
  status == Status::ok ? log::info("seeded {} movies in {}", count, mode)
                       : log::info("database already seeded; skipping");
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
