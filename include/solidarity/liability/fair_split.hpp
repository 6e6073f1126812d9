// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/money/allocate.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace solidarity {

// Scratch memory of split_under_caps, enough for `most` parts.
class FairSplitScratch {
 public:
  explicit FairSplitScratch(std::size_t most) : remainders(most), open(most), weights(most), parts(most) {}
  [[nodiscard]] std::size_t capacity() const noexcept { return open.size(); }

  std::vector<AllocationRemainder> remainders;
  std::vector<std::uint32_t> open;  // the parts that no cap has fixed
  std::vector<std::int64_t> weights;
  std::vector<std::int64_t> parts;
};

// Divides `total` (>= 0) in proportion to `weights`, no part above its cap; max-min fair when the weights are equal.
// In rounds: the parts that no cap has fixed get allocate(what is left, weights); each that exceeds its cap is fixed at
// the cap; again with the others, until none exceeds. Ties go to position `turn` first, then on and around.
// Laws: parts add up to min(total, caps of the weights above zero); 0 <= part <= cap; for equal weights a part below
// its cap is at most one unit below any other; a cap of nobody in reach changes nothing: the parts are allocate(total,
// weights).
// Returns the sum of the parts.  Allocates nothing; every round costs at most the open parts, and few rounds are
// needed, since each leaves less to divide again than the one before.
// Errors: invalid_weights (a negative one), out_of_range (lengths differ, scratch too small, a negative total or cap).
//   split_under_caps(153200, {1, 1}, {50000, unlimited}, parts, 0, scratch)  ->  50000, 103200
std::int64_t split_under_caps(std::int64_t total, std::span<const std::int64_t> weights,
                              std::span<const std::int64_t> caps, std::span<std::int64_t> parts, std::size_t turn,
                              FairSplitScratch& scratch);

}  // namespace solidarity
