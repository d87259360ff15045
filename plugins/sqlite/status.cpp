#include "status.hpp"

#include <sqlite3.h>

#include <system_error>

namespace movie::sqlite {

sdk::Status status_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return MOVIE_BUSY;
    case SQLITE_FULL:
    case SQLITE_READONLY:
      return MOVIE_FULL;
    case SQLITE_INTERRUPT:  // only ever by our progress handler, at the deadline
      return MOVIE_TIMEOUT;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return MOVIE_CORRUPT;
    case SQLITE_ERROR:  // no such table or column: the schema is not the one that we know
    case SQLITE_SCHEMA:
    case SQLITE_CONSTRAINT:  // or has rules that are not ours, for what the host sends obeys ours
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
      return MOVIE_UNAVAILABLE;
    default:
      return MOVIE_INTERNAL;
  }
}

std::string reason(sqlite3* database, int code) {
  const char* message = database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database);
  std::string text = std::string(message) + " (SQLite " + std::to_string(code);
  const int primary = code & 0xFF;
  const bool of_the_system = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN;
  const int error = database == nullptr || !of_the_system ? 0 : sqlite3_system_errno(database);
  if (error != 0) text += ", " + std::generic_category().message(error);
  return text + ")";
}

}  // namespace movie::sqlite
