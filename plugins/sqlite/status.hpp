#pragma once

#include <movie/plugin.hpp>
#include <string>

struct sqlite3;

namespace movie::sqlite {

/// What a failure of SQLite means to the host. `code`: a primary or extended result code.
sdk::Status status_of(int code);

/// "no such table: movies (SQLite 1)", with the system's own reason where there is one.
std::string reason(sqlite3* database, int code);

}  // namespace movie::sqlite
