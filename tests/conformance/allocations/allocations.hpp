#pragma once

#include <cstdint>

/// Memory that cannot be had. This program defines the C library's allocating calls, so that those
/// of a plug-in which it loads come through here; under sanitizers, which define them too, none of
/// it works.
namespace movie::conformance::allocations {

/// From now on this thread's allocations within execute are counted, and that one fails; `lasts`:
/// so do all that follow. `nth` counts from 1.
void fail(std::uint64_t nth, bool lasts);
/// None fails any more. Returns whether one did.
bool mend();

/// Asked by each allocation: whether it is to fail, with errno set.
bool comes() noexcept;

/// While it lives this thread is in the plug-in.
class Counted {
 public:
  Counted() noexcept;
  ~Counted();
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
};
/// While it lives this thread is not, having been called back.
class Spared {
 public:
  Spared() noexcept;
  ~Spared();
  Spared(const Spared&) = delete;
  Spared& operator=(const Spared&) = delete;

 private:
  bool before_;
};

}  // namespace movie::conformance::allocations
