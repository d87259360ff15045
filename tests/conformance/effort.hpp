#pragma once

#include <cstdint>

/// How hard a case is to try. The runner says so in the environment, so that whatever process a case starts knows it, too;
/// without it a case does what `full` does, the same each time.
namespace movie::conformance {

constexpr const char* kProfileVariable = "MOVIE_CONFORMANCE_PROFILE";  ///< quick, full or soak
constexpr const char* kSeedVariable = "MOVIE_CONFORMANCE_SEED";

/// How often the case does what it repeats.
std::uint64_t repetitions(std::uint64_t quick, std::uint64_t full, std::uint64_t soak);

/// What a case's random numbers begin with. `otherwise`: where nobody gave one.
std::uint64_t seed(std::uint64_t otherwise);

}  // namespace movie::conformance
