#pragma once

#include <string>
#include <vector>

#include "adoption.hpp"
#include "connection.hpp"
#include "sql/runner.hpp"

namespace movie::sqlite {

/// The migration runner's hold on a connection.
class Schema final : public sql::Database {
 public:
  explicit Schema(Connection& connection, const sdk::Log& log = sdk::Log(nullptr))
      : connection_(connection), adoption_(connection, log) {}

  void begin() override { connection_.execute("BEGIN IMMEDIATE"); }
  std::vector<sql::Applied> applied() override;
  void execute(const std::string& statements) override { connection_.execute(statements.c_str()); }
  void adopt() override { adoption_.begin(); }
  void finish_adoption() override { adoption_.finish(); }
  void commit() override { connection_.commit(); }
  void rollback() noexcept override { connection_.rollback(); }

 private:
  Connection& connection_;
  Adoption adoption_;
};

}  // namespace movie::sqlite
