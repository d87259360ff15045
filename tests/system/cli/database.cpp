#include "database.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace movie::test {

Database::Database(const std::string& file) {
  if (sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
    throw std::runtime_error("cannot open " + file);
  }
  // Asks often: SQLite's own handler sleeps for up to 100 ms and would miss the moments in which
  // the store is free.
  sqlite3_busy_handler(
      handle_, [](void*, int times) { return sqlite3_sleep(1) > 0 && times < 10'000 ? 1 : 0; },
      nullptr);
}

Database::~Database() { sqlite3_close(handle_); }

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sql + ": " + sqlite3_errmsg(handle_));
  }
}

std::int64_t Database::number(const std::string& query) {
  std::int64_t value = 0;
  const auto take = [](void* out, int, char** values, char**) {
    *static_cast<std::int64_t*>(out) = std::stoll(values[0]);
    return 0;
  };
  if (sqlite3_exec(handle_, query.c_str(), take, &value, nullptr) != SQLITE_OK) {
    throw std::runtime_error(query + ": " + sqlite3_errmsg(handle_));
  }
  return value;
}

}  // namespace movie::test
