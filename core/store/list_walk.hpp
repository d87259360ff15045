#pragma once

#include <functional>

#include "store/operation.hpp"

namespace movie::store {

/// Answers a filtered list of a store that cannot filter: walks the whole list page by page, each
/// through `execute`, within the operation's deadline. Sets the operation's outcome.
void walk_list(Operation& list, const std::function<void(Operation&)>& execute);

}  // namespace movie::store
