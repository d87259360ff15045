#pragma once

#include "catalogue.hpp"

namespace movie::memory {

/// Emits the films that the query asks for, of any genre. The tree is the caller's own snapshot; no
/// lock is needed.
sdk::Status list(const Tree<ById>& films, const sdk::Query& query, sdk::Operation& op);

/// The same for a query that names genres.
sdk::Status list(const Tree<ByGenre>& films, const sdk::Query& query, sdk::Operation& op);

}  // namespace movie::memory
