#pragma once

#include <cstdint>
#include <string>

struct sqlite3;

namespace movie::test {

/// Another program on the same SQLite file.
class Database {
 public:
  explicit Database(const std::string& file);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Throws std::runtime_error; waits at most 10 s for others.
  void execute(const std::string& sql);
  std::int64_t number(const std::string& query);

 private:
  sqlite3* handle_ = nullptr;
};

}  // namespace movie::test
