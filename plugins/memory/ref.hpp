#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace movie::memory {

/// What Ref counts: derive from it and give it a static `void destroy(T*) noexcept`.
struct Counted {
  std::atomic<std::uint32_t> refs{0};
};

/// Shares a Counted object; the last one destroys it. As std::shared_ptr, in one word and without a
/// control block.
template <class T>
class Ref {
 public:
  Ref() = default;
  explicit Ref(T* counted) noexcept : to_(counted) { acquire(); }
  Ref(const Ref& other) noexcept : to_(other.to_) { acquire(); }
  Ref(Ref&& other) noexcept : to_(std::exchange(other.to_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(to_, other.to_);
    return *this;
  }
  ~Ref() {
    if (to_ != nullptr && to_->refs.fetch_sub(1, std::memory_order_acq_rel) == 1) T::destroy(to_);
  }

  T* get() const noexcept { return to_; }
  T* operator->() const noexcept { return to_; }
  T& operator*() const noexcept { return *to_; }
  explicit operator bool() const noexcept { return to_ != nullptr; }
  /// Nobody else holds it; nor will anybody who cannot reach this very Ref.
  bool unique() const noexcept { return to_->refs.load(std::memory_order_acquire) == 1; }

 private:
  void acquire() noexcept {
    if (to_ != nullptr) to_->refs.fetch_add(1, std::memory_order_relaxed);
  }
  T* to_ = nullptr;
};

}  // namespace movie::memory
