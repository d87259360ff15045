#pragma once

#include <cstdint>
#include <movie/plugin.hpp>
#include <span>
#include <string>
#include <vector>

#include "sql/history.hpp"

namespace movie::sql {

/// A step as a database remembers it, in its table movie_schema.
struct Applied {
  std::uint32_t number = 0;
  std::uint32_t min_reader = 0;
  std::string name, checksum;
};

/// What the runner needs of a database. Every function but rollback() throws sdk::Failure.
class Database {
 public:
  virtual ~Database() = default;
  /// Begins a transaction and takes the lock that lets one migration in at a time, waiting for it.
  virtual void begin() = 0;
  /// By ascending number; none where there is no movie_schema.
  virtual std::vector<Applied> applied() = 0;
  /// Runs one or several statements.
  virtual void execute(const std::string& statements) = 0;
  /// Before the first step, in its transaction: makes way for it where another program made a table
  /// `movies`. Throws, saying what differs, where that cannot be taken over.
  virtual void adopt() {}
  /// After the first step: what was to be taken over is.
  virtual void finish_adoption() {}
  virtual void commit() = 0;
  /// Undoes what begin() began, if it still stands.
  virtual void rollback() noexcept = 0;
};

/// Carries out movie_plugin.migrate. Throws sdk::Failure: nothing was changed then, unless its
/// status is UNKNOWN.
void migrate(std::span<const Step> history, Database& database, const sdk::Migration& how);

/// Why a program with this history must not use a database with those steps; empty: it may.
std::string obstacle(std::span<const Step> history, std::span<const Applied> applied);

}  // namespace movie::sql
