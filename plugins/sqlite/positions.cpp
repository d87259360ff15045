#include "positions.hpp"

#include <algorithm>

namespace movie::sqlite {

bool Positions::hold_in(unsigned state) {
  if (state == state_) return true;
  state_ = state;
  places_.clear();
  return false;
}

Positions::Place Positions::nearest(std::uint64_t skip) const {
  const std::uint64_t own = skip / kApart;
  for (std::uint64_t at = std::min<std::uint64_t>(own + 1, places_.size()); at-- > 0;) {
    const Place& place = places_[static_cast<std::size_t>(at)];
    if (place.id != 0 && place.passed <= skip) return place;
  }
  return {};
}

void Positions::learn(Place place) {
  const std::uint64_t at = place.passed / kApart;
  if (at >= kMost || place.id <= 0) return;
  if (at >= places_.size()) places_.resize(static_cast<std::size_t>(at) + 1);
  Place& known = places_[static_cast<std::size_t>(at)];
  if (known.id == 0 || place.passed < known.passed) known = place;
}

}  // namespace movie::sqlite
