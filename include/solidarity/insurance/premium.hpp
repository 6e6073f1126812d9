// SPDX-License-Identifier: MIT
// insurance: what cover costs, whom it covers, what it pays, and the pool that pays.
// Law: the pool is opening + premiums - refunds - claims - fees - ceded + recoveries, and never below zero but for what
// a named backstop lent.  docs/groups.md, section 10.
#pragma once

#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>
#include <solidarity/money/rounding.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace solidarity {

// ---- Rates. Premium rates are quoted per mille or per 100; a Rate holds both exactly.

// The rate written as so much per 1000.  Errors: as Rate::parse, with one decimal less.
//   per_mille("0.392") -> 0.0392%
[[nodiscard]] Rate per_mille(std::string_view text);

// The rate with `decimals` (0 to 12) of its percentage: what a table prints.  Errors: out_of_range.
//   printed(0.4704_pct, 3, Rounding::half_up) -> 0.47%
[[nodiscard]] Rate printed(Rate rate, int decimals, Rounding rounding);

// Level cover, one premium in advance: 12 x the monthly rate, a year of the sum insured. Exact.
//   level_rate_per_year(per_mille("0.392")) -> 0.4704% (0.470 per 100 and year)
// Source: 28 TAC 3.5206.  Errors: out_of_range (a rate below zero), overflow.
[[nodiscard]] Rate level_rate_per_year(Rate per_month);

// Cover that falls in `installments` equal monthly steps, one premium in advance, of the first sum insured:
// the monthly rate x (n + 1) / 2, half up to the 12th decimal.
//   decreasing_rate(per_mille("1.60"), 12) -> 1.04% (1.04 per 100)
// Errors: out_of_range (a rate below zero, installments not 1 to 1200), overflow.
[[nodiscard]] Rate decreasing_rate(Rate per_month, int installments);

// The same, a year of the first sum insured, as Nevada's table has it: 12.5/24 of the level rate, whatever the term.
//   nevada_decreasing_rate_per_year(per_mille("1.60")) -> 1%        Source: NRS 690A.200.
[[nodiscard]] Rate nevada_decreasing_rate_per_year(Rate per_month);

// The rate for two lives, of whom the first death is insured: rate x factor, half up to the 12th decimal.
//   joint_life_rate(per_mille("0.392"), 165_pct) -> 0.06468%
// Errors: out_of_range (a rate below zero; a factor not 100 % to 200 %: two lives cost no more than two), overflow.
[[nodiscard]] Rate joint_life_rate(Rate single, Rate factor);

// ---- Amounts

// R(amount x rate).  Errors: out_of_range (either below zero), overflow.
//   premium_on(10'000 * USD, per_mille("0.392"), Rounding::half_up) -> USD 3.92
[[nodiscard]] Money premium_on(Money amount, Rate rate, Rounding rounding);

// The premium of each period on what is owed at its start, each rounded.
[[nodiscard]] std::vector<Money> premiums_on(std::span<const Money> balances, Rate per_period, Rounding rounding);

// Level cover of `amount` for `months`: R(amount x rate x months / 12), rounded once.
//   level_premium(10'000 * USD, 0.47_pct, 18, Rounding::half_up) -> USD 70.50
// Errors: out_of_range (below zero, months not 1 to 1200), overflow.
[[nodiscard]] Money level_premium(Money amount, Rate per_year, int months, Rounding rounding);

// One premium in advance for cover of what is owed at the start of each month:
// rate x sum of balance(t) / (1 + d)^(t-1), exact until it is rounded once; d is the discount of a month.
//   single_premium({1200, 1100, ..., 100}, per_mille("1.60"), 0_pct) -> 12.48
// Source: NAIC model regulation on consumer credit insurance.
// Errors: out_of_range (no balance, more than 1200, anything below zero), currency_mismatch, overflow.
[[nodiscard]] Money single_premium(std::span<const Money> balances, Rate per_month, Rate discount_per_month,
                                   Rounding rounding);

}  // namespace solidarity
