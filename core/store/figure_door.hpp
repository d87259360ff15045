#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "movie/store.h"
#include "store/store.hpp"

namespace movie::store {

/// Stands where a plug-in tells its figures, for one call on this thread. What is no figure is left
/// out: nothing hangs on one.
class FigureDoor {
 public:
  /// movie_plugin.figures' report.
  void report(const movie_figure* given) noexcept;
  [[nodiscard]] std::vector<Figure> take() { return std::move(figures_); }

 private:
  [[nodiscard]] bool tells(const movie_figure& figure) const;

  const std::thread::id thread_ = std::this_thread::get_id();
  std::vector<Figure> figures_;
};

}  // namespace movie::store
