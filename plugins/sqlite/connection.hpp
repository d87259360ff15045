#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <movie/plugin.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "location.hpp"
#include "patience.hpp"

namespace movie::sqlite {

struct CloseDatabase {
  void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// One connection to the database, with its kept statements. Whatever fails throws sdk::Failure
/// with SQLite's own reason. Used by one thread at a time. Its handlers point to it, so it stays
/// where it is.
class Connection {
 public:
  enum class Missing { create, refuse };

  /// `echo`: log every statement, without its values. `missing`: what to do where there is no file.
  Connection(const Location& location, const sdk::Log& log, bool echo, Missing missing,
             Patience patience);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] sqlite3* handle() const { return database_.get(); }
  /// From now on. The default is endless.
  void be_patient(Patience patience) { patience_ = patience; }
  [[nodiscard]] const Patience& patience() const { return patience_; }
  /// Patience::pause, told of in the log when it takes long.
  bool wait(int attempt);

  /// A transaction stands open.
  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }
  /// Differs whenever anybody has changed the database, as of the last statement that read it.
  [[nodiscard]] unsigned state() const;
  /// Another program has moved or deleted the file: what is written now would be lost.
  [[nodiscard]] bool file_is_gone() const;

  /// Runs one or several statements that give no rows.
  void execute(const char* statements);
  /// The first column of the first row, or "".
  std::string scalar(const char* statement);
  /// Commits the open transaction. Throws: UNKNOWN if it may have been done all the same, and then
  /// this is broken; with any other status it was not done.
  void commit();
  /// Undoes the open transaction, if any.
  void rollback() noexcept;
  /// Undoes what was done since `SAVEPOINT op`; if that fails, spoiled() tells.
  void rollback_to_savepoint() noexcept;

  StatementHandle prepare(std::string_view statement, unsigned flags = 0);
  /// Prepared once. `statement` must be of static storage: its address is the key.
  sqlite3_stmt* kept(const char* statement);

  /// What a result code other than OK, ROW and DONE becomes; what it tells of this connection is
  /// remembered.
  sdk::Failure failure(int code);
  /// What has failed since forgive(), so that the transaction may no longer be whole. A broken
  /// constraint is no such thing: SQLite undoes that one statement.
  [[nodiscard]] const std::optional<sdk::Failure>& spoiled() const { return spoiled_; }
  void forgive() { spoiled_.reset(); }
  /// The database could not be read or written: only a new connection can be trusted.
  [[nodiscard]] bool broken() const { return broken_; }
  /// Set by whoever has seen that the schema is the one this program knows; forgotten when a
  /// statement does not fit it.
  bool schema_checked = false;

 private:
  void configure(bool echo);
  /// Runs it to its end whatever the deadline: SQLite may report an interruption of what it has
  /// already done.
  int finish(const char* statements) noexcept;

  std::string name_;
  sdk::Log log_;
  Patience patience_;
  std::unique_ptr<sqlite3, CloseDatabase> database_;
  std::unordered_map<const char*, StatementHandle> kept_;
  std::optional<sdk::Failure> spoiled_;
  bool broken_ = false;
};

}  // namespace movie::sqlite
