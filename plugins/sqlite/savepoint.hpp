#pragma once

#include "connection.hpp"

namespace movie::sqlite {

/// Where one operation among others is more than one statement: undoes it alone, unless it was
/// kept.
class Savepoint {
 public:
  Savepoint(Connection& connection, bool needed) : connection_(needed ? &connection : nullptr) {
    if (needed) connection.execute("SAVEPOINT op");
  }
  ~Savepoint() {
    if (connection_ != nullptr) connection_->rollback_to_savepoint();
  }
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  void keep() {
    if (connection_ != nullptr) connection_->execute("RELEASE op");
    connection_ = nullptr;
  }

 private:
  Connection* connection_;
};

}  // namespace movie::sqlite
