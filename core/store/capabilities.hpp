#pragma once

#include <cstdint>
#include <string>

namespace movie::store {

/// "if_empty, filter": what the bits stand for; a bit of a newer plug-in by its number. Empty:
/// "none".
std::string capability_names(std::uint64_t capabilities);

/// Which plug-ins this program takes: "1.x, for hosts up to 1.0".
std::string abi_range();

}  // namespace movie::store
