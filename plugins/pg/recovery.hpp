#pragma once

#include <span>

#include "link.hpp"

namespace movie::pg {

/// Ends those operations of a committed transaction whose outcome the rows that carry its number
/// still tell; leaves the others unset. A film created has an id above `above`.
void recover_rows(Link& link, std::int64_t above, std::int32_t xact,
                  std::span<sdk::Operation* const> ops, Clock::time_point deadline);

}  // namespace movie::pg
