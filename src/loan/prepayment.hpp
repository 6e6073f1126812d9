// SPDX-License-Identifier: MIT
// Principal that comes before its time.  docs/servicing.md, sections 4 and 6.
#pragma once

#include "loan/rows_again.hpp"

#include <solidarity/loan/waterfall.hpp>

namespace solidarity::detail {

// A payment by the waterfall. What it pays of the first row to come pays that row; principal of later rows has the
// effect.
Applied pay_with_effect(Account& account, Date on, std::int64_t units, const Waterfall& waterfall,
                        EarlyPrincipal effect);
// What is past due and due by the waterfall, the fee on early payment, and the rest as principal with the effect.
Applied prepay_with_effect(Account& account, Date on, std::int64_t units, const Waterfall& waterfall,
                           EarlyPrincipal effect);
// Only what is past due and due.
Applied pay_what_is_due(Account& account, Date on, std::int64_t units, const Waterfall& waterfall);

// What early payment costs on the day, for a payment that closes the loan or one of which `prepaid` comes early.
[[nodiscard]] std::int64_t early_fee(const Account& account, Date on, bool closes, std::int64_t prepaid);
// The row that carries it: the first due after the day, or the last one.
[[nodiscard]] std::size_t row_for_early_fee(const Account& account, Date on);

}  // namespace solidarity::detail
