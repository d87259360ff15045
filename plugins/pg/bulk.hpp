#pragma once

#include "lane.hpp"
#include "link.hpp"

namespace movie::pg {

/// Creates every row that op.next() gives, in one transaction and constant memory.
void create_many(Link& link, Lane& lane, sdk::Operation& op);
/// Ids given from now on are at least op.id().
void raise_next_id(Link& link, Lane& lane, sdk::Operation& op);
/// Removes every film; ids begin at 1 again.
void clear(Link& link, Lane& lane, sdk::Operation& op);

}  // namespace movie::pg
