#pragma once

#include "store/operation.hpp"
#include "store/row_door.hpp"

namespace movie::store {

/// Sets the outcome of `operation` from what the plug-in left in `result`, what execute returned
/// and what its door saw. A plug-in that breaks the contract gets Status::internal, with a message
/// that says how.
void settle(Operation& operation, const movie_result& result, std::int32_t returned,
            const RowDoor& door, bool no_wait);

/// The outcome of an operation about which the plug-in said nothing.
inline Status unsaid(const Operation& operation) {
  return operation.writes() ? Status::unknown : Status::internal;
}

}  // namespace movie::store
