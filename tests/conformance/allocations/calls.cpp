// As disk/calls.cpp: the C library's, as this program defines them.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include <cerrno>
#include <cstddef>

#include "allocations.hpp"

using movie::conformance::allocations::comes;

#pragma GCC visibility push(default)
extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) { return comes() ? nullptr : __libc_malloc(size); }
void* calloc(std::size_t count, std::size_t size) {
  return comes() ? nullptr : __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) { return comes() ? nullptr : __libc_realloc(old, size); }
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return comes() ? nullptr : __libc_memalign(alignment, size);
}
int posix_memalign(void** made, std::size_t alignment, std::size_t size) {
  void* const memory = comes() ? nullptr : __libc_memalign(alignment, size);
  if (memory == nullptr) return ENOMEM;
  *made = memory;
  return 0;
}

}  // extern "C"
#pragma GCC visibility pop
#endif
