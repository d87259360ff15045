#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/process.hpp"

struct pg_conn;

namespace movie::test {

/// Rows of text, as a statement answers.
using Table = std::vector<std::vector<std::string>>;

/// Another program on the server: a connection, whose transactions stay open between statements.
class PostgresClient {
 public:
  /// Throws std::runtime_error, as query() does.
  explicit PostgresClient(const std::string& url);
  /// Runs one or several statements and returns the last one's rows.
  Table query(const std::string& statements);

 private:
  std::unique_ptr<pg_conn, void (*)(pg_conn*)> connection_;
};

/// The same on a connection for this once.
Table query(const std::string& url, const std::string& statements);
/// The first value of the first row.
std::string scalar(const std::string& url, const std::string& statement);

/// A PostgreSQL server of a test's own, on a loopback port and a Unix socket in a folder that is
/// removed afterwards. It runs as user postgres where the test runs as root, whom it refuses.
class PostgresCluster {
 public:
  /// Where the server's programs are; empty: they are not installed.
  static std::filesystem::path programs();

  /// Throws std::runtime_error with the server's own words. `settings`: "name=value" of
  /// postgresql.conf.
  explicit PostgresCluster(std::vector<std::string> settings = {});
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::string url(const std::string& database = "postgres") const;

  /// A program as the server's user, in the folder.
  [[nodiscard]] Start command(const std::filesystem::path& program,
                              std::vector<std::string> arguments) const;

  /// Waits until it takes connections.
  void start();
  /// SIGINT: ends sessions and shuts down in order.
  void stop();
  /// SIGKILL to every process of it at once, as if the machine had lost power.
  void kill();

 private:
  std::filesystem::path folder_;
  std::vector<std::string> settings_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> server_;
};

/// A new, empty database: on the server of MOVIE_DATABASE_URL_TEST if that is a Postgres URL, else
/// on the one that ctest started for all, else on one that this process starts. Dropped when the
/// test ends, whoever uses it.
class PostgresDatabase {
 public:
  /// `options`: of CREATE DATABASE. Throws std::runtime_error.
  explicit PostgresDatabase(const std::string& options = "");
  ~PostgresDatabase();
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string server_, name_, url_;
};

/// Why no Postgres can be had here; empty: one can. Under CI that is a failure, elsewhere a reason
/// to skip.
std::string no_postgres();

/// At the start of a case that needs Postgres.
#define MOVIE_NEEDS_POSTGRES()                                                \
  if (const std::string why_ = ::movie::test::no_postgres(); !why_.empty()) { \
    if (std::getenv("CI") != nullptr) FAIL() << why_;                         \
    GTEST_SKIP() << why_;                                                     \
  }

/// The same for one that stops, starts or changes a server, and so needs one of its own.
#define MOVIE_NEEDS_OWN_POSTGRES()                                                    \
  MOVIE_NEEDS_POSTGRES();                                                             \
  if (::movie::test::PostgresCluster::programs().empty()) {                           \
    const char* const why_ = "needs a server of its own: apt-get install postgresql"; \
    if (std::getenv("CI") != nullptr) FAIL() << why_;                                 \
    GTEST_SKIP() << why_;                                                             \
  }

}  // namespace movie::test
