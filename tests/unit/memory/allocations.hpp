#pragma once

#include <cstdint>

namespace movie::test {

/// How many more allocations succeed in this program; then std::bad_alloc.
inline std::int64_t allocations_left = INT64_MAX;

}  // namespace movie::test
