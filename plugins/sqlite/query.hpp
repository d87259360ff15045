#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "connection.hpp"

namespace movie::sqlite {

/// A film by id.
inline constexpr char kGet[] = "SELECT id, title, year, genre FROM movies WHERE id = ?1";

/// SQLite's counts are signed.
inline std::int64_t at_most_int64(std::uint64_t value) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(value, INT64_MAX));
}

/// One run of a prepared statement: reset when it ends, so that neither a lock nor a borrowed text
/// outlives it.
class Query {
 public:
  Query(Connection& connection, sqlite3_stmt* statement)
      : connection_(connection), statement_(statement) {}
  ~Query() { sqlite3_reset(statement_); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Parameters count from 1.
  Query& bind(int at, std::int64_t value) {
    return bound(sqlite3_bind_int64(statement_, at, value));
  }
  /// The text must live until the run ends.
  Query& bind(int at, std::string_view text) {
    return bound(sqlite3_bind_text64(statement_, at, text.empty() ? "" : text.data(), text.size(),
                                     SQLITE_STATIC, SQLITE_UTF8));
  }

  /// Whether the statement has a parameter of this number.
  [[nodiscard]] bool takes(int at) const { return at <= sqlite3_bind_parameter_count(statement_); }

  /// True: a row is there. False: done. Throws sdk::Failure.
  bool step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    throw connection_.failure(code);
  }

  /// Columns count from 0; what they hold is valid until the next step.
  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] bool is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  /// Not sqlite3_column_text, which would copy the text to put a NUL behind it.
  [[nodiscard]] std::string_view text(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return data == nullptr
               ? std::string_view()
               : std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size));
  }

 private:
  Query& bound(int code) {
    if (code != SQLITE_OK) throw connection_.failure(code);
    return *this;
  }

  Connection& connection_;
  sqlite3_stmt* statement_;
};

}  // namespace movie::sqlite
