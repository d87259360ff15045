#include "store/suspicion.hpp"

#include <ctime>

#include "log/log.hpp"

namespace movie::store {

void Suspicion::raise(std::string_view mode, std::string_view function,
                      std::string_view what) noexcept {
  std::int64_t never = 0;
  since_.compare_exchange_strong(never, static_cast<std::int64_t>(std::time(nullptr)),
                                 std::memory_order_relaxed);
  try {
    log::error(
        "{}: {} of the plug-in threw an exception: {}; the store is suspect from now on, "
        "restart the service",
        mode, function, what);
  } catch (...) {  // no memory for a line: /readyz tells it all the same
  }
}

}  // namespace movie::store
