#pragma once

#include <string>
#include <vector>

#include "connection.hpp"
#include "sql/runner.hpp"

namespace movie::sqlite {

/// The migration runner's hold on a connection.
class Schema final : public sql::Database {
 public:
  explicit Schema(Connection& connection) : connection_(connection) {}

  void begin() override { connection_.execute("BEGIN IMMEDIATE"); }
  std::vector<sql::Applied> applied() override;
  void execute(const std::string& statements) override { connection_.execute(statements.c_str()); }
  void commit() override { connection_.commit(); }
  void rollback() noexcept override { connection_.rollback(); }

 private:
  Connection& connection_;
};

}  // namespace movie::sqlite
