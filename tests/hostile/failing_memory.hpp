// SPDX-License-Identifier: MIT
#pragma once

namespace test {

// From now on `more` calls of operator new succeed and all after them throw std::bad_alloc.
void fail_after(long more) noexcept;
void never_fail() noexcept;

}  // namespace test
