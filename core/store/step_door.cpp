#include "store/step_door.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <exception>

#include "store/sound_text.hpp"

namespace movie::store {
namespace {

constexpr std::size_t kMostSteps = 100'000;  // histories have dozens
constexpr std::size_t kStepSize = offsetof(movie_step, min_reader);

/// What lies beyond the plug-in's struct_size reads as zero.
movie_step known_part(const movie_step& given) {
  movie_step step{};
  std::memcpy(&step, &given, std::min<std::size_t>(given.struct_size, sizeof step));
  return step;
}

}  // namespace

void StepDoor::open() {
  thread_ = std::this_thread::get_id();
  from_elsewhere_ = false;
  steps_.clear();
  complaint_.clear();
  open_ = true;
}

std::string StepDoor::fault_of(const movie_step& step) const {
  if (step.state < MOVIE_STEP_APPLIED || step.state > MOVIE_STEP_CHANGED) {
    return fmt::format("the plug-in reports step {} in state {}, which is none", step.number,
                       step.state);
  }
  if (!steps_.empty() && step.number <= steps_.back().number) {
    return fmt::format("the plug-in reports step {} after {}", step.number, steps_.back().number);
  }
  if (!sound(step.name) || !sound(step.checksum) || !sound(step.text)) {
    return fmt::format("the plug-in reports step {} with text that is not UTF-8, or has NUL",
                       step.number);
  }
  if (steps_.size() >= kMostSteps) return "the plug-in reports steps without end";
  return {};
}

void StepDoor::report(const movie_step* given) noexcept {
  if (std::this_thread::get_id() != thread_.load()) {
    from_elsewhere_ = true;
    return;
  }
  if (!open_ || !complaint_.empty()) return;
  try {
    if (given == nullptr || given->struct_size < kStepSize) {
      complaint_ = "the plug-in reports a step of too small a size";
      return;
    }
    const movie_step step = known_part(*given);
    complaint_ = fault_of(step);
    if (!complaint_.empty()) return;
    steps_.push_back({step.number, step.min_reader, static_cast<StepState>(step.state),
                      std::string(view(step.name)), std::string(view(step.checksum)),
                      std::string(view(step.text))});
  } catch (const std::exception& error) {
    complaint_ = error.what();
  }
}

std::string StepDoor::complaint() const {
  return from_elsewhere_ ? "the plug-in reports steps from another thread" : complaint_;
}

}  // namespace movie::store
