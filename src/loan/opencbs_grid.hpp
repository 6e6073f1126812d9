// SPDX-License-Identifier: MIT
// The amounts of OpenCBS: multiples of 10^-currency_digits, halves away from zero.
#pragma once

#include "loan/account.hpp"

#include <cstdint>

namespace solidarity::detail {

class OpenCbsGrid {
 public:
  explicit OpenCbsGrid(const LoanTerms& terms);

  // value * numerator / denominator on the grid, rounded once.
  [[nodiscard]] std::int64_t rounded(std::int64_t value, wide numerator, wide denominator,
                                     Rounding mode = Rounding::half_up) const {
    return checked_units(wide{multiply_divide(value, numerator, denominator * unit_, mode)} * unit_);
  }
  [[nodiscard]] std::int64_t unit() const noexcept { return unit_; }
  // Whole units of a currency that has smaller ones: the peer's products without cents.
  [[nodiscard]] bool is_whole() const noexcept { return whole_; }

 private:
  std::int64_t unit_ = 1;
  bool whole_ = false;
};

[[nodiscard]] const OpenCbsRounding& opencbs_policy(const Account& account);

// Equal principal on the balance and weights are rounded to even, every other form away from zero.
[[nodiscard]] Rounding opencbs_mode(const LoanTerms& terms);

}  // namespace solidarity::detail
