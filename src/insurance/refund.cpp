// SPDX-License-Identifier: MIT
#include <solidarity/insurance/refund.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace solidarity {
namespace {

void require_premium(Money premium) {
  if (premium.is_negative())
    refuse(ErrorCode::out_of_range, "/premium", fmt::format("{}; a premium is zero or more", premium));
}

void require_part(int unexpired, int term) {
  if (term < 1 || unexpired < 0 || unexpired > term)
    refuse(
        ErrorCode::out_of_range, "/unexpired",
        fmt::format("{} of {}; what has not expired is zero to the term, and a term is one or more", unexpired, term));
}

// Whole months from `from`, the last part of one counting whole; zero when `day` is not after it.
int months_begun(Date from, Date day) {
  if (day <= from) return 0;
  const auto whole = static_cast<int>(month_number(day) - month_number(from));
  return add_months(from, whole) < day ? whole + 1 : whole;
}

}  // namespace

std::string_view to_text(RefundRule rule) noexcept {
  switch (rule) {
    case RefundRule::by_days: return "by_days";
    case RefundRule::rule_of_78: return "rule_of_78";
    case RefundRule::none: return "none";
  }
  return "unknown_refund_rule";
}

int unexpired_days(Date from, Date to, Date ended) noexcept { return std::max(0, to - std::max(from, ended)); }

int months_of(Date from, Date to) { return months_begun(from, to); }

int unexpired_months(Date from, Date to, Date ended) {
  return std::max(0, months_of(from, to) - months_begun(from, ended));
}

Money refund_by_days(Money premium, int unexpired, int term, Rounding rounding) {
  require_premium(premium);
  require_part(unexpired, term);
  return scaled(premium, unexpired, term, rounding);
}

Money refund_by_rule_of_78(Money premium, int unexpired, int months, Rounding rounding) {
  require_premium(premium);
  require_part(unexpired, months);
  const auto digits = [](int n) { return wide{n} * (wide{n} + 1); };  // twice 1 + 2 + ... + n
  return scaled(premium, digits(unexpired), digits(months), rounding);
}

Money refund(Money premium, Date from, Date to, Date ended, RefundRule rule, Rounding rounding) {
  if (to <= from)
    refuse(ErrorCode::out_of_range, "/to", fmt::format("{} to {}; a premium is for one day or more", from, to));
  switch (rule) {
    case RefundRule::by_days: return refund_by_days(premium, unexpired_days(from, to, ended), to - from, rounding);
    case RefundRule::rule_of_78:
      return refund_by_rule_of_78(premium, unexpired_months(from, to, ended), months_of(from, to), rounding);
    case RefundRule::none: break;
  }
  require_premium(premium);
  return Money::zero(premium.currency());
}

}  // namespace solidarity
