// SPDX-License-Identifier: MIT
// What secures a rotating circle: those who had the pot early owe the rounds to come.
#pragma once

#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>
#include <solidarity/money/rounding.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace solidarity {

// What the member who takes the pot in round `position` still has to pay then: contribution x (members - position).
// Errors: out_of_range (fewer than 2 members, a position outside 1 to members, a contribution below one unit).
//   rosca_debt(10, 1, 50 * USD) -> USD 450.00
[[nodiscard]] Money rosca_debt(int members, int position, Money contribution);

// debt x factor, rounded down as the contracts do.  Errors: as above, and a factor below zero.
//   rosca_collateral(10, 1, 50 * USD, 60_pct) -> USD 270.00
[[nodiscard]] Money rosca_collateral(int members, int position, Money contribution, Rate factor,
                                     Rounding rounding = Rounding::down);

// Whose collateral answers for `position`: (position - 1 + members / 2) mod members + 1, members / 2 rounded down.
// Law: every position guards exactly one other.  Errors: as rosca_debt.
//   of 10: 1 -> 6, 6 -> 1, 10 -> 5;  of 5: 1 -> 3, 3 -> 5, 5 -> 2
[[nodiscard]] int rosca_guarantor(int members, int position);

// What could be had of a member who stops paying and of her guarantor.
struct RoscaSecurity {
  Money debt;
  Money collateral;
  Money paid;  // contributions of hers in the circle
  int guarantor;
  Money guarantor_collateral;
  Money guarantor_paid;

  // collateral + paid, of both: more than may be seized when it exceeds the debt.
  [[nodiscard]] Money recoverable() const { return collateral + paid + guarantor_collateral + guarantor_paid; }
  // 100 x recoverable / debt, down; none for the last position, which owes nothing.
  [[nodiscard]] std::optional<std::int64_t> coverage_percent() const;
  // What a default takes of it: never more than is owed.
  [[nodiscard]] Money seizable() const { return recoverable() < debt ? recoverable() : debt; }
  friend bool operator==(const RoscaSecurity&, const RoscaSecurity&) = default;
};

// `rounds_paid`: by each of the two. When absent each counts as many as her position, as the contract of Ajo counts,
// though a guarantor of a late turn has not paid those yet.  Errors: as rosca_collateral; rounds outside 0 to members.
//   rosca_security(10, 1, 50 * USD, 60_pct)     -> 270 + 50 + 120 + 300 = USD 740.00, 164 % of 450
//   rosca_security(10, 1, 50 * USD, 60_pct, 1)  -> 270 + 50 + 120 +  50 = USD 490.00, 108 %
[[nodiscard]] RoscaSecurity rosca_security(int members, int position, Money contribution, Rate factor,
                                           std::optional<int> rounds_paid = {}, Rounding rounding = Rounding::down);

// The numbers 0 to count - 1 in an order that `seed` alone decides, the same on every machine and for ever.
// SplitMix64: s += 9E3779B97F4A7C15; z = s; z = (z ^ z >> 30) x BF58476D1CE4E5B9; z = (z ^ z >> 27) x 94D049BB133111EB;
// the draw is z ^ z >> 31, all mod 2^64, s beginning at the seed.  For m = count, count - 1, ... 2: draw x until
// x >= 2^64 mod m, so that every remainder is equally likely; swap the numbers in places m - 1 and x mod m.
// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (2014); Fisher-Yates after Durstenfeld.
//   lottery_order(5, 2026) -> 3, 0, 2, 4, 1
[[nodiscard]] std::vector<std::size_t> lottery_order(std::size_t count, std::uint64_t seed);

}  // namespace solidarity
