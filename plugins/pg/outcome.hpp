#pragma once

#include <string>
#include <string_view>

#include "libpq.hpp"
#include "movie/sdk/operation.hpp"

namespace movie::pg {

/// Why something did not work: a status of movie/store.h, the SQLSTATE if the server named one, and
/// a line for the log.
struct Fault {
  sdk::Status status = MOVIE_OK;
  std::string sqlstate;
  std::string message;
  bool fatal = false;  ///< the server ended the session with it

  [[nodiscard]] explicit operator bool() const { return status != MOVIE_OK; }
  /// The SQLSTATE as a number, five digits of base 36; 0: none.
  [[nodiscard]] std::uint32_t native() const;
  /// The statement is not prepared here, or no longer fits: prepare again and repeat.
  [[nodiscard]] bool stale_statement() const;
};

/// What an SQLSTATE means for an operation that was certainly not done.
sdk::Status status_of(std::string_view sqlstate, bool write);

/// The fault of a result that is an error.
Fault fault_of(const PGresult* result, bool write);

/// Ends the operation with the fault: it was certainly not done.
void end(sdk::Operation& op, const Fault& fault);
/// It may have been done.
void end_unknown(sdk::Operation& op, const Fault& fault);

}  // namespace movie::pg
