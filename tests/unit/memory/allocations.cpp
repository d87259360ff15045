#include "allocations.hpp"

#include <cstdlib>
#include <new>

// In a file of their own, for a compiler that sees into one of these but not the other warns of a
// mismatch.
void* operator new(std::size_t size) {
  if (movie::test::allocations_left-- <= 0) throw std::bad_alloc();
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
