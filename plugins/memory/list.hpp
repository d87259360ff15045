#pragma once

#include "catalogue.hpp"

namespace movie::memory {

/// Nothing but the order by id is asked for: no filter, no other sort.
bool plain(const sdk::Query& query) noexcept;

/// Emits the films that a plain query asks for. The tree is the caller's own snapshot; no lock is
/// needed.
sdk::Status list(const Tree<ById>& films, const sdk::Query& query, sdk::Operation& op);

/// The same for any query.
sdk::Status list(const Catalogue& films, const sdk::Query& query, sdk::Operation& op);

}  // namespace movie::memory
