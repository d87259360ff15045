#include "positions.hpp"

namespace movie::sqlite {

bool Positions::hold_in(unsigned state) {
  if (state == state_) return true;
  state_ = state;
  places_.clear();
  return false;
}

Positions::Place Positions::nearest(std::uint64_t skip) const {
  auto at = places_.upper_bound(skip / kApart);
  while (at != places_.begin()) {
    if ((--at)->second.passed <= skip) return at->second;
  }
  return {};
}

void Positions::learn(Place place) {
  if (place.id <= 0) return;
  if (places_.size() >= kMost) places_.clear();
  const auto [at, is_new] = places_.emplace(place.passed / kApart, place);
  if (!is_new && place.passed < at->second.passed) at->second = place;
}

}  // namespace movie::sqlite
