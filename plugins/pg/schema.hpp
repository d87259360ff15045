#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libpq.hpp"
#include "server.hpp"
#include "sql/runner.hpp"
#include "statements.hpp"

namespace movie::pg {

constexpr std::string_view kUndefinedTable = "42P01";

namespace stmt {
extern const Statement kApplied;
}

/// Why this program must not use a database whose answer to stmt::kApplied this is (null: it has no
/// such table); empty: it may.
std::string schema_obstacle(const PGresult* applied);

std::string wrong_encoding(std::string_view encoding);

/// The migration runner's hold on a connection of its own, which answers until `deadline` or not at
/// all.
class Schema final : public movie::sql::Database {
 public:
  Schema(Server& server, Clock::time_point deadline);

  void begin() override;
  std::vector<movie::sql::Applied> applied() override;
  void execute(const std::string& statements) override;
  void adopt() override;
  void commit() override;
  void rollback() noexcept override;

 private:
  Result query(const std::string& statements);
  Result await_answer();

  Server& server_;
  Clock::time_point deadline_;
  Handle handle_;
};

}  // namespace movie::pg
