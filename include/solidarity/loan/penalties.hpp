// SPDX-License-Identifier: MIT
// The rules of docs/servicing.md, section 7, as functions of one installment. Loan and the day close assess by them.
#pragma once

#include <solidarity/loan/dues.hpp>
#include <solidarity/money/rounding.hpp>
#include <solidarity/product/rounding_policy.hpp>
#include <solidarity/product/servicing.hpp>

#include <cstdint>

namespace solidarity {

// How many times `penalty` has fallen on an installment due on `due` up to the start of `day` (that day's included), the
// installment being late all the while.  What fell within the grace falls, all at once, on the day after it, or never.
// Laws: never falls from one day to the next; 0 up to due + grace_days.  So the times from one day to another are a
// difference, and catching up gives what day by day gives.
//   1 % every day, three days of grace: 0 on due + 3, 4 on due + 4, 5 on due + 5
[[nodiscard]] std::int64_t times_fallen(const Penalty& penalty, Date due, Date day) noexcept;

// What of a late installment the penalty is taken of; nothing when it is taken of the whole loan.
[[nodiscard]] std::int64_t penalty_base(const Penalty& penalty, const Components& open) noexcept;
[[nodiscard]] constexpr bool is_of_whole_loan(const Penalty& penalty) noexcept {
  return penalty.of == PenaltyBase::outstanding_principal || penalty.of == PenaltyBase::original_principal;
}

// How a product rounds amounts: to a multiple of `unit` minor units in `mode`.
struct AmountGrid {
  std::int64_t unit = 1;
  Rounding mode = Rounding::half_even;
};
[[nodiscard]] AmountGrid amount_grid(const RoundingPolicy& policy) noexcept;

// One penalty on `base` minor units; 0 when there is no base.
// Errors: overflow.
//   3 % of 1000.00 -> 30.00      36 % per year, every day, of 1000.00 -> 0.99
[[nodiscard]] std::int64_t penalty_units(const Penalty& penalty, std::int64_t base, const AmountGrid& grid);

// The most that one penalty may cost an installment that charges so much; 2^63-1 without a cap.
[[nodiscard]] std::int64_t penalty_cap(const Penalty& penalty, const Components& charged, const AmountGrid& grid);

}  // namespace solidarity
