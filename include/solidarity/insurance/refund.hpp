// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rounding.hpp>

#include <string_view>

namespace solidarity {

// What of a premium goes back when cover ends early.
enum class RefundRule : std::uint8_t {
  by_days = 1,  // in proportion to the days not used
  rule_of_78,   // by the sum of the digits of the months not begun: for a single premium of falling cover
  none,
};
[[nodiscard]] std::string_view to_text(RefundRule rule) noexcept;

// Days of [from, to) not used when cover ends at the start of `ended`: never below zero, never more than the term.
// The day on which it ends is counted once, as not used.
//   unexpired_days(1 Jan, 1 Jan next year, 31 Dec) -> 1
[[nodiscard]] int unexpired_days(Date from, Date to, Date ended) noexcept;

// Months of [from, to), a last part counting whole; and those of them not begun when cover ends at the start of
// `ended`.
[[nodiscard]] int months_of(Date from, Date to);
[[nodiscard]] int unexpired_months(Date from, Date to, Date ended);

// R(premium x unexpired / term).  Errors: out_of_range (a premium below zero, term < 1, unexpired not 0 to term).
[[nodiscard]] Money refund_by_days(Money premium, int unexpired, int term, Rounding rounding);

// R(premium x u(u+1) / (n(n+1))), u of n months not begun.  Errors: as refund_by_days.
//   refund_by_rule_of_78(78 * USD, 6, 12, Rounding::half_up) -> USD 21.00
[[nodiscard]] Money refund_by_rule_of_78(Money premium, int unexpired, int months, Rounding rounding);

// What of a premium for [from, to) goes back when cover ends at the start of `ended`.
// Laws: 0 <= refund <= premium; nothing at or after `to`, all of it at or before `from` (but for `none`); never more on
// a later day.  Errors: out_of_range (a premium below zero, to not after from).
[[nodiscard]] Money refund(Money premium, Date from, Date to, Date ended, RefundRule rule, Rounding rounding);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::RefundRule> : solidarity::text_formatter<solidarity::RefundRule> {};
