#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "movie/store.h"
#include "store/store.hpp"

namespace movie::store {

/// Stands where a plug-in tells its figures. What is no figure is left out: nothing hangs on one.
class FigureDoor {
 public:
  /// For one call of figures, on this thread, until take(); at any other time nothing passes.
  void open();
  [[nodiscard]] std::vector<Figure> take();

  /// movie_plugin.figures' report.
  void report(const movie_figure* given) noexcept;

 private:
  [[nodiscard]] bool tells(const movie_figure& figure) const;

  std::atomic<std::thread::id> thread_{};  ///< whose call it is; none: nobody's
  std::vector<Figure> figures_;
};

}  // namespace movie::store
