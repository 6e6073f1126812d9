// SPDX-License-Identifier: MIT
// Annual percentage yields of 12 CFR 1030 (Regulation DD), appendix A.  A rate for people: binary64, in percent, to be shown
// with two decimals (tolerance 0.05 percentage points, 1030.3(f)).
#pragma once

#include <solidarity/money/money.hpp>
#include <solidarity/money/rounding.hpp>
#include <solidarity/savings/interest.hpp>

#include <cstdint>
#include <span>

namespace solidarity {

// Part I: 100 [(1 + interest / principal)^(365 / days) - 1].
// Errors: out_of_range (principal or days not above zero, interest negative), currency_mismatch.
//   30.37 on 1,000 in 182 days -> 6.18        26.68 on 1,000 in 183 days -> 5.39
[[nodiscard]] double annual_percentage_yield(Money interest, Money principal, int days);

// Part II.A, "APY earned": the same of the average daily balance and of the interest actually paid, in cents.
// Negative balances count as zero.  Errors: as above, with no balance above zero.
//   1,000 for 30 days, 2,000 for 31, 3,000 for 30, interest 21 -> 4.28
[[nodiscard]] double annual_percentage_yield_earned(Money interest, std::span<const BalanceRun> runs);

// Part II.B, where the statement period is shorter than the compounding period:
// 100 {[1 + (interest / balance) / days x compounding]^(365 / compounding) - 1}.
//   4.11 on 1,000 in a statement of 30 days, compounded yearly (365 days) -> 5.00
[[nodiscard]] double annual_percentage_yield_earned(Money interest, Money balance, int days, int compounding_days);

}  // namespace solidarity
