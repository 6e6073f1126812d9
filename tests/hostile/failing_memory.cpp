// SPDX-License-Identifier: MIT
// Every operator new of the program that this file is linked to can be told to fail.
#include "failing_memory.hpp"

#include <cstdlib>
#include <new>

namespace {

long left = -1;  // calls that still succeed; below zero all do

bool is_out_of_memory() noexcept {
  if (left <= 0) return left == 0;
  --left;
  return false;
}

}  // namespace

void test::fail_after(long more) noexcept { left = more; }
void test::never_fail() noexcept { left = -1; }

void* operator new(std::size_t size) {
  if (is_out_of_memory()) throw std::bad_alloc();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return is_out_of_memory() ? nullptr : std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept { return operator new(size, tag); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
