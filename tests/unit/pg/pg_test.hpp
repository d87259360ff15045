#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>

#include "conformance/client.hpp"
#include "support/postgres_cluster.hpp"

namespace movie::pg {

using namespace movie::conformance;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using test::PostgresCluster;
using test::PostgresDatabase;

inline const movie_plugin& plugin() { return load(STORE_PG); }

inline std::uint64_t in(milliseconds time) {
  return monotonic_ns() + static_cast<std::uint64_t>(time.count()) * 1'000'000u;
}

/// One operation with a deadline, as every request has one.
inline Outcome run(Session& session, const Ask& ask, milliseconds patience = milliseconds(4'000)) {
  return session.run(std::vector<Ask>{ask}, 0, in(patience)).front();
}

inline std::vector<std::int32_t> statuses(const std::vector<Outcome>& outcomes) {
  std::vector<std::int32_t> found;
  for (const Outcome& outcome : outcomes) found.push_back(outcome.status);
  return found;
}

/// Until the operation succeeds; how long that took.
inline milliseconds until_ok(Session& session, const Ask& ask) {
  const auto start = steady_clock::now();
  while (run(session, ask).status != MOVIE_OK &&
         steady_clock::now() - start < std::chrono::seconds(20)) {
    std::this_thread::sleep_for(milliseconds(5));
  }
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
}

/// A migrated database, open.
class PgTest : public testing::Test {
 protected:
  void SetUp() override {
    MOVIE_NEEDS_POSTGRES();
    database_.emplace();
    open(database_->url());
  }
  void TearDown() override {
    session_.reset();
    store_.reset();
  }
  void open(const std::string& url) {
    session_.reset();
    store_.emplace(plugin(), url);
    store_->migrate(MOVIE_MIGRATE_UP);
    session_.emplace(store_->session());
  }
  /// What another program does.
  test::Table other(const std::string& sql) { return test::query(database_->url(), sql); }
  std::string count(const std::string& where = "true") {
    return other("SELECT count(*) FROM movies WHERE " + where)[0][0];
  }
  /// Ends every other connection to the database, soon or, with `wait`, before it returns.
  void terminate_backends(bool wait = false) {
    other(std::string("SELECT pg_terminate_backend(pid") + (wait ? ", 5000" : "") +
          ") FROM pg_stat_activity WHERE datname = current_database() "
          "AND pid <> pg_backend_pid()");
  }
  /// A trigger that does something before a film with that title is created.
  void on_create(const std::string& title, const std::string& what) {
    other("CREATE FUNCTION trip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.title = '" +
          title + "' THEN " + what +
          "; END IF; RETURN NEW; END $$; CREATE TRIGGER trip BEFORE INSERT ON movies FOR EACH ROW "
          "EXECUTE FUNCTION trip()");
  }

  std::optional<PostgresDatabase> database_;
  std::optional<Store> store_;
  std::optional<Session> session_;
};

}  // namespace movie::pg
