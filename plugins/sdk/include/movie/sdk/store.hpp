#pragma once

#include <memory>
#include <optional>

#include "movie/sdk/operation.hpp"

namespace movie::sdk {

/// One thread's way into a store: a function for each verb. Each returns the operation's status, or
/// throws: Failure gives its own status, anything else MOVIE_INTERNAL. What a verb means stands at
/// its MOVIE_OP_ in movie/store.h. The operation carries what few backends need: deadline, no_wait,
/// further bits. Used by one thread at a time.
class Session {
 public:
  virtual ~Session() = default;

  virtual Status get(std::int64_t id, Operation& op) = 0;
  virtual Status list(const Query& query, Operation& op) = 0;
  virtual Status create(const Row& row, Operation& op) = 0;
  virtual Status update(std::int64_t id, const Row& row, std::uint64_t fields, Operation& op) = 0;
  virtual Status remove(std::int64_t id, Operation& op) = 0;
  virtual Status ping(Operation&) { return MOVIE_OK; }
  /// Called only if the plug-in claims MOVIE_MANY, or MOVIE_KEEP_ID (also for a CREATE with its own
  /// id: a row); rows from op.next(), their number to op.count(), each with its id to op.emit() if
  /// op.wants_rows().
  virtual Status create_many(Operation&) { return MOVIE_UNSUPPORTED; }
  /// Called only if the plug-in claims MOVIE_CLEARS; the number of rows to op.count().
  virtual Status clear(Operation&) { return MOVIE_UNSUPPORTED; }
  /// The last three are called only if the plug-in claims MOVIE_REKEYS. Of `query` after and limit
  /// count.
  virtual Status unkeyed(const Query&, Operation&) { return MOVIE_UNSUPPORTED; }
  virtual Status set_key(std::int64_t, const Row&, Operation&) { return MOVIE_UNSUPPORTED; }
  /// The version to be recorded, unless 0; the one recorded before to op.count().
  virtual Status key_version(std::int64_t, Operation&) { return MOVIE_UNSUPPORTED; }
  /// Called only if the plug-in claims MOVIE_KEEP_ID; the least id that may come next to
  /// op.count().
  virtual Status next_id(std::int64_t, Operation&) { return MOVIE_UNSUPPORTED; }

  /// Runs what the host handed over, here one after another. Override it to group: run() each
  /// operation, then replace outcomes with finish() if the group fails.
  virtual void execute(const Call& call) {
    for (std::size_t at = 0; at < call.size(); ++at) {
      Operation op = call[at];
      run(op);
    }
  }

 protected:
  /// Checks one operation, calls its verb and sets its outcome, whatever the verb throws.
  void run(Operation& op) noexcept {
    try {
      const Status refused = op.refusal();
      op.finish(refused == MOVIE_OK ? dispatch(op) : refused);
    } catch (const Failure& failure) {
      op.finish(failure.status(), failure.what(), failure.native());
    } catch (const std::exception& error) {
      op.finish(MOVIE_INTERNAL, error.what());
    } catch (...) {
      op.finish(MOVIE_INTERNAL, "an exception that is no std::exception");
    }
  }

 private:
  Status dispatch(Operation& op) {
    switch (op.code()) {
      case MOVIE_OP_GET:
        return get(op.id(), op);
      case MOVIE_OP_LIST:
        return list(op.query(), op);
      case MOVIE_OP_CREATE:
        return create(op.row(), op);
      case MOVIE_OP_UPDATE:
        return update(op.id(), op.row(), op.fields(), op);
      case MOVIE_OP_REMOVE:
        return remove(op.id(), op);
      case MOVIE_OP_PING:
        return ping(op);
      case MOVIE_OP_CREATE_MANY:
        return create_many(op);
      case MOVIE_OP_CLEAR:
        return clear(op);
      case MOVIE_OP_UNKEYED:
        return unkeyed(op.query(), op);
      case MOVIE_OP_SET_KEY:
        return set_key(op.id(), op.row(), op);
      case MOVIE_OP_KEY_VERSION:
        return key_version(op.id(), op);
      case MOVIE_OP_NEXT_ID:
        return next_id(op.id(), op);
      default:
        return MOVIE_UNSUPPORTED;
    }
  }
};

/// Writes to the host's log, from any thread until the store is destroyed.
class Log {
 public:
  explicit Log(const movie_host* host) noexcept {
    if (host != nullptr) host_ = sized(host);
  }
  /// `level`: MOVIE_LOG_…; one line, no secrets.
  void operator()(std::int32_t level, std::string_view line) const noexcept {
    if (host_.log != nullptr) host_.log(host_.ctx, level, text(line));
  }

 private:
  movie_host host_{};
};

/// What a store is opened with; its texts are valid while the backend is constructed.
class Open {
 public:
  explicit Open(const movie_open& how) noexcept : how_(how) {}
  std::string_view url() const noexcept { return view(how_.url); }
  /// "pool_size", "echo", … of movie_open.options.
  std::optional<std::string_view> option(std::string_view name) const noexcept {
    for (std::uint32_t at = 0; how_.options != nullptr && at < how_.n_options; ++at) {
      if (view(how_.options[at].name) == name) return view(how_.options[at].value);
    }
    return std::nullopt;
  }
  Log log() const noexcept { return Log(how_.host); }
  Clock::time_point deadline() const noexcept { return sdk::deadline(how_.deadline_ns); }

 private:
  movie_open how_;
};

/// movie_limits; the defaults are those of a serial store. `no_wait_ops`: bit 1 << MOVIE_OP_…
struct Limits {
  std::uint32_t max_sessions = 1;
  std::uint32_t max_writers = 1;
  std::uint32_t max_batch = 0;
  std::uint64_t no_wait_ops = 0;
  bool created = false;
};

/// A step of a store's schema, as movie_step.
struct Step {
  std::uint32_t number = 0;
  std::int32_t state = MOVIE_STEP_APPLIED;
  std::uint32_t min_reader = 0;
  std::string_view name, checksum, text;
};

/// What a backend's migrate() is asked for.
class Migration {
 public:
  explicit Migration(const movie_migration& how) noexcept : how_(how) {}
  /// MOVIE_MIGRATE_STATUS, _PLAN or _UP.
  std::uint32_t mode() const noexcept { return how_.mode; }
  Clock::time_point deadline() const noexcept { return sdk::deadline(how_.deadline_ns); }
  void report(const Step& step) const noexcept {
    const movie_step raw{sizeof(movie_step), step.number,         step.state,     step.min_reader,
                         text(step.name),    text(step.checksum), text(step.text)};
    if (how_.report != nullptr) how_.report(how_.ctx, &raw);
  }

 private:
  movie_migration how_;
};

/// Where a backend's figures() tells what its operators may want to know.
class Figures {
 public:
  using Report = void (*)(void*, const movie_figure*);
  Figures(Report report, void* ctx) noexcept : report_(report), ctx_(ctx) {}
  /// May go up and down. The name has its unit at the end: "database_bytes".
  void gauge(std::string_view name, std::int64_t value) const noexcept {
    tell(MOVIE_GAUGE, name, value);
  }
  /// Only goes up, from 0 at open.
  void counter(std::string_view name, std::int64_t value) const noexcept {
    tell(MOVIE_COUNTER, name, value);
  }

 private:
  void tell(std::uint32_t kind, std::string_view name, std::int64_t value) const noexcept {
    const movie_figure figure{sizeof(movie_figure), kind, text(name), value};
    report_(ctx_, &figure);
  }

  Report report_;
  void* ctx_;
};

/// An open store; its constructor takes `const Open&` and throws Failure if it cannot be opened.
/// A backend with a schema adds `void migrate(const Migration&)`, called by one thread at a time;
/// one with figures `void figures(const Figures&)`, called by any thread, which never waits.
class Store {
 public:
  virtual ~Store() = default;
  virtual Limits limits() const { return {}; }
  /// [any thread] A session that is no writer gets no writes. Throws Failure.
  virtual std::shared_ptr<Session> session(bool writer) = 0;
};

/// A store that needs nothing of its own per thread: it is its only session, or, if its limits()
/// allow several and its verbs stand being called at once, each of them.
class SimpleStore : public Store, public Session {
 public:
  std::shared_ptr<Session> session(bool) final { return {std::shared_ptr<Session>(), this}; }
};

}  // namespace movie::sdk
