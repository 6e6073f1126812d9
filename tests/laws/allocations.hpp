// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace test {

// How often this program has called operator new.
std::size_t allocations() noexcept;

}  // namespace test
