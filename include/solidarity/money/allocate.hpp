// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/core/wide.hpp>
#include <solidarity/money/money.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace solidarity {

// Divides `total` into `parts` in proportion to `weights`, one part a weight; the one function that divides money.
// Largest remainder: every part gets the floor of its share, then one unit each goes to the largest remainders;
// ties in turn order: position `turn` first, then on and around.  A negative total is divided as its opposite.
// Laws: parts add back to the total; each is within one unit of its exact share; weight 0 gets 0.
// Errors: invalid_weights (none above zero, or a negative one), out_of_range (lengths differ).  Allocates nothing up to 64 parts.
void allocate_into(std::int64_t total, std::span<const std::int64_t> weights, std::span<std::int64_t> parts,
                   std::size_t turn = 0);

// What the floor of one part's share cut off, and when it is that part's turn.
struct AllocationRemainder {
  unsigned_wide rest;
  std::size_t turn;
  std::size_t part;
};

// The same with scratch memory of the caller, one remainder a part: allocates nothing, whatever the number of parts.
// Errors: also out_of_range (fewer remainders than parts).
void allocate_into(std::int64_t total, std::span<const std::int64_t> weights, std::span<std::int64_t> parts,
                   std::size_t turn, std::span<AllocationRemainder> scratch);

// The same as a list of amounts.
//   allocate(100 * INR, {1, 1, 1}) -> INR 33.34, INR 33.33, INR 33.33
[[nodiscard]] std::vector<Money> allocate(Money total, std::span<const std::int64_t> weights, std::size_t turn = 0);
[[nodiscard]] inline std::vector<Money> allocate(Money total, std::initializer_list<std::int64_t> weights,
                                                 std::size_t turn = 0) {
  return allocate(total, std::span(weights.begin(), weights.size()), turn);
}

}  // namespace solidarity
