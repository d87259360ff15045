#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "store/operation.hpp"
#include "store/plugin.hpp"
#include "store/suspicion.hpp"

struct movie_store;

namespace movie::store {

/// What a store is opened with; the plug-in gets it as options (movie/store.h, movie_open).
struct OpenOptions {
  std::string url;
  unsigned pool_size = 5;
  std::chrono::milliseconds pool_timeout{30'000};
  bool echo = false;
  std::string client;  ///< "movie-service/0.1.0"
  Clock::time_point deadline = Clock::time_point::max();
};

/// Why a store could not be opened, migrated or given a session: thrown while starting up.
class StoreError : public std::runtime_error {
 public:
  StoreError(Status status, const std::string& what) : std::runtime_error(what), status_(status) {}
  /// unavailable: trying again later may help; anything else: it will not.
  [[nodiscard]] Status status() const { return status_; }

 private:
  Status status_;
};

/// A store's own limits, as open reported them. 0: no limit.
struct Limits {
  unsigned max_sessions = 0;
  unsigned max_writers = 0;
  unsigned max_batch = 0;
  std::uint64_t no_wait_ops = 0;
  bool created = false;  ///< open itself made this store
};

enum class StepState : std::int32_t { applied = 0, pending = 1, ahead = 2, changed = 3 };

/// One step of the store's migration history.
struct MigrationStep {
  std::uint32_t number = 0;
  std::uint32_t min_reader = 0;
  StepState state = StepState::applied;
  std::string name, checksum, text;
};

enum class MigrationMode : std::uint32_t { status = 0, plan = 1, up = 2 };

/// What a store tells its operators of itself.
struct Figure {
  std::string name;      ///< [a-z][a-z0-9_]*, with its unit at the end
  bool counter = false;  ///< only goes up, from 0 when the store was opened
  std::int64_t value = 0;
};

/// One thread's way into a store. Used by one thread at a time; must not outlive its Store.
class Session {
 public:
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  /// Runs the operations and sets each one's outcome; never throws. The call's deadline is the
  /// latest of theirs. With `no_wait`, what would wait ends Status::again and was not begun.
  void execute(std::span<Operation* const> operations, bool no_wait = false) noexcept;
  void execute(Operation& operation, bool no_wait = false) noexcept {
    Operation* one = &operation;
    execute(std::span<Operation* const>(&one, 1), no_wait);
  }

 private:
  friend class Store;
  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// An open store: the C++ face of movie/store.h. Safe to use from several threads.
class Store {
 public:
  /// Throws StoreError with the plug-in's own reason.
  static std::unique_ptr<Store> open(const Plugin& plugin, const OpenOptions& options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  [[nodiscard]] const Plugin& plugin() const { return plugin_; }
  [[nodiscard]] const Limits& limits() const { return limits_; }
  /// Whether the plug-in has broken its contract in a way that may have left the store broken.
  [[nodiscard]] const Suspicion& suspicion() const { return suspicion_; }
  /// What it has to tell, which may be nothing. Neither waits nor throws.
  [[nodiscard]] std::vector<Figure> figures() noexcept;
  /// Throws StoreError.
  [[nodiscard]] Session session(bool writer);

  /// False: this kind of store has no schema, nothing is ever to do.
  [[nodiscard]] bool migrates() const;
  /// The history, by ascending number, after `mode` was carried out. Throws StoreError.
  std::vector<MigrationStep> migrate(MigrationMode mode,
                                     Clock::time_point deadline = Clock::time_point::max());

 private:
  struct Host;
  Store(const Plugin& plugin, const OpenOptions& options);
  Plugin plugin_;
  Suspicion suspicion_;
  std::unique_ptr<Host> host_;
  movie_store* handle_ = nullptr;
  Limits limits_;
};

}  // namespace movie::store
