#include "store/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace movie::store {

Schema::Schema(std::span<const MigrationStep> steps) {
  const auto any = [&](StepState wanted) {
    return std::ranges::any_of(steps,
                               [&](const MigrationStep& step) { return step.state == wanted; });
  };
  for (const MigrationStep& step : steps) {
    if (step.state != StepState::pending) have = std::max(have, step.number);
    if (step.state != StepState::ahead) need = std::max(need, step.number);
  }
  const bool unreadable = std::ranges::any_of(steps, [this](const MigrationStep& step) {
    return step.state == StepState::ahead && step.min_reader > need;
  });
  if (any(StepState::changed)) {
    state = State::changed;
  } else if (unreadable) {
    state = State::ahead;
  } else if (any(StepState::pending)) {
    state = State::behind;
  }
}

std::string Schema::problem() const {
  switch (state) {
    case State::current:
      return {};
    case State::behind:
      return fmt::format(
          "the store is behind: it has revision {}, this program needs {}; run: movie-tools "
          "migrate up",
          have, need);
    case State::ahead:
      return fmt::format(
          "the store is ahead: it has revision {}, this program knows {}; install a newer version",
          have, need);
    case State::changed:
      return fmt::format(
          "a step of the store's revision {} differs from the one this program knows; "
          "use the version that made the store",
          have);
  }
  return {};
}

}  // namespace movie::store
