#pragma once

#include <functional>

#include "store/operation.hpp"

namespace movie::store {

/// Answers a list that filters, searches, sorts or counts, of a store that cannot: walks the whole
/// list by id page by page, each through `execute`, within the operation's deadline. Sets the
/// operation's outcome. Memory stays bounded: a sorted list is walked again for each 10,000 rows up
/// to its end.
void walk_list(Operation& list, const std::function<void(Operation&)>& execute);

}  // namespace movie::store
