#pragma once

#include "link.hpp"

namespace movie::pg {

/// A list of any length that no id can be gone on behind: through a cursor, in constant memory, of
/// one snapshot, its total too.
void long_list(Link& link, sdk::Operation& op);

}  // namespace movie::pg
