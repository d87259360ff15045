#include "effort.hpp"

#include <cstdlib>
#include <string_view>

namespace movie::conformance {

std::uint64_t repetitions(std::uint64_t quick, std::uint64_t full, std::uint64_t soak) {
  const char* const given = std::getenv(kProfileVariable);
  const std::string_view profile = given == nullptr ? "full" : given;
  return profile == "quick" ? quick : profile == "soak" ? soak : full;
}

std::uint64_t seed(std::uint64_t otherwise) {
  const char* const given = std::getenv(kSeedVariable);
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

}  // namespace movie::conformance
