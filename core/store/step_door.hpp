#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "movie/store.h"
#include "store/store.hpp"

namespace movie::store {

/// Stands where a plug-in reports the steps of its migration history. What is no step is not
/// believed, and then none of them is.
class StepDoor {
 public:
  /// For one call of migrate, on this thread, until shut() is called; afterwards nothing passes.
  void open();
  void shut() { open_ = false; }

  /// movie_migration.report.
  void report(const movie_step* step) noexcept;

  /// What must not be, if anything was seen.
  [[nodiscard]] std::string complaint() const;
  [[nodiscard]] std::vector<MigrationStep> take() { return std::move(steps_); }

 private:
  [[nodiscard]] std::string fault_of(const movie_step& step) const;

  std::atomic<std::thread::id> thread_{};
  std::atomic<bool> from_elsewhere_{false};
  bool open_ = false;
  std::vector<MigrationStep> steps_;
  std::string complaint_;
};

}  // namespace movie::store
