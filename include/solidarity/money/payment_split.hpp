// SPDX-License-Identifier: MIT
// One payment for several debts: of the members of a group, or the principal and interest of one loan.
#pragma once

#include <solidarity/money/allocate.hpp>
#include <solidarity/money/money.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace solidarity {

struct PaymentSplit {
  std::vector<Money> parts;  // one a debt
  Money unapplied;           // exceeds all debts
  friend bool operator==(const PaymentSplit&, const PaymentSplit&) = default;
};

// What a group pays together, divided by what each member has open, in minor units (nothing for who is not active):
// allocate(min(payment, all that is open), open).
// Laws: parts + unapplied = payment; nobody is given more than is open; ties as in allocate.
// Errors: out_of_range (a negative payment), invalid_weights (something open below zero), overflow.
//   split_by_open(140 * INR, {250, 500, 1000 in units})  -> 20, 40, 80
//   the third not active: split_by_open(150, {250, 500, 0})  -> 50, 100, 0
[[nodiscard]] PaymentSplit split_by_open(Money payment, std::span<const std::int64_t> open, std::size_t turn = 0);

// As Mifos does: each but the last has payment x weight / sum, half up to the minor unit, and the last the remainder.
// Weights are the members' principals, also when they are partly repaid; the last is the last above zero.
// Errors: invalid_weights, out_of_range (a negative payment), residual_too_large (a remainder below zero).
//   split_as_mifos(1500.0, {250, 500, 1000})  -> 214.3, 428.6, 857.1
[[nodiscard]] std::vector<Money> split_as_mifos(Money payment, std::span<const std::int64_t> weights);

// The payment that comes after `paid_before`, divided in the proportion of what was owed at the beginning:
// the parts of all that is paid by now less the parts of what was paid before, so that no rounding is carried along.
// The parts of a sum: the first debt has R(sum x first / all), R half up, the others the rest by the same rule.
// Laws: parts >= 0 and add back to the payment; when all is paid each debt is; where payments are cut changes no total.
// Errors: out_of_range (a payment below zero, or more than is left), invalid_weights (a debt below zero, or none).
//   of 50'000 and 5'000:  20'000 -> 18'182 + 1'818, then 35'000 -> 31'818 + 3'182
[[nodiscard]] std::vector<Money> split_in_proportion(Money payment, Money paid_before,
                                                     std::span<const std::int64_t> owed);

}  // namespace solidarity
