#include "allocations.hpp"

#include <cerrno>

namespace movie::conformance::allocations {
namespace {

// Of the thread that asked for it, whatever others do meanwhile.
thread_local constinit std::uint64_t failing = 0, seen = 0;  // 0: none
thread_local constinit bool lasting = false, inside = false;

}  // namespace

bool comes() noexcept {
  if (!inside || failing == 0) return false;
  ++seen;
  if (seen < failing || (seen > failing && !lasting)) return false;
  errno = ENOMEM;
  return true;
}

void fail(std::uint64_t nth, bool lasts) {
  failing = nth;
  lasting = lasts;
  seen = 0;
}

bool mend() {
  const bool came = failing != 0 && seen >= failing;
  failing = 0;
  return came;
}

Counted::Counted() noexcept { inside = true; }
Counted::~Counted() { inside = false; }
Spared::Spared() noexcept : before_(inside) { inside = false; }
Spared::~Spared() { inside = before_; }

}  // namespace movie::conformance::allocations
