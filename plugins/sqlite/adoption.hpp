#pragma once

#include <string>
#include <vector>

#include "connection.hpp"

namespace movie::sqlite {

/// Takes over a table `movies` that another program made, such as SQLModel: SQLite cannot make its
/// ids count on for ever in place, so it is made anew and its rows moved, in the migration's
/// transaction.
class Adoption {
 public:
  explicit Adoption(Connection& connection, const sdk::Log& log)
      : connection_(connection), log_(log) {}

  /// Sets an existing table aside. Throws sdk::Failure, saying what differs, if it cannot be taken
  /// over.
  void begin();
  /// Moves its rows into the new table.
  void finish();

 private:
  Connection& connection_;
  sdk::Log log_;
  bool under_way_ = false;
  std::vector<std::string> belongings_;  ///< the statements that made its indexes and triggers
};

}  // namespace movie::sqlite
