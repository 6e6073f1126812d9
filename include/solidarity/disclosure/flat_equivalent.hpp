// SPDX-License-Identifier: MIT
#pragma once

namespace solidarity {

// Flat interest is charged on the amount lent, declining interest on what is still owed.  All rates are fractions per period, n
// equal installments.  Errors of all: out_of_range (n < 1, a rate <= -1 / n for flat, <= -1 for declining, not finite).

// The declining rate with the same installments as the flat rate: exact.
//   declining_from_flat(0.03, 4)  ->  0.0469...      declining_from_flat(0.10 / 52, 52) x 52  ->  0.1903 (Grameen's "10 % flat")
[[nodiscard]] double declining_from_flat(double flat, int n);

// The flat rate with the same installments as the declining rate: exact, the inverse of the above.
[[nodiscard]] double flat_from_declining(double declining, int n);

// The rule of thumb declining = 2 flat n / (n + 1), from the average balance; not a rate of return.
//   rule_of_thumb(0.10, 52)  ->  0.196
[[nodiscard]] double rule_of_thumb(double flat, int n);

}  // namespace solidarity
