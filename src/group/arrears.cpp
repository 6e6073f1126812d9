// SPDX-License-Identifier: MIT
#include <solidarity/group/arrears.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace solidarity {
namespace {

void check_days(std::span<const std::int32_t> days) {
  for (std::size_t k = 0; k < days.size(); ++k)
    if (days[k] < 0)
      refuse(ErrorCode::out_of_range, fmt::format("/{}", k), fmt::format("{} days past due; zero or more", days[k]));
}

}  // namespace

std::string_view to_text(GroupArrearsRule rule) noexcept {
  switch (rule) {
    case GroupArrearsRule::member_days: return "member_days";
    case GroupArrearsRule::worst_member: return "worst_member";
    case GroupArrearsRule::after_guarantee: return "after_guarantee";
  }
  return "?";
}

std::int64_t group_days_past_due(GroupArrearsRule rule, std::span<const std::int32_t> days_of_members,
                                 std::optional<Date> uncovered_since, Date day) {
  check_days(days_of_members);
  std::int64_t sum = 0;
  std::int64_t worst = 0;
  for (const std::int32_t days : days_of_members) {
    sum += days;
    worst = std::max<std::int64_t>(worst, days);
  }
  switch (rule) {
    case GroupArrearsRule::member_days: return sum;
    case GroupArrearsRule::worst_member: return worst;
    case GroupArrearsRule::after_guarantee: return uncovered_since ? std::max(0, day - *uncovered_since) : 0;
  }
  refuse(ErrorCode::out_of_range, fmt::format("{} names no rule of arrears", static_cast<int>(rule)));
}

std::string_view to_text(GroupDebt debt) noexcept {
  switch (debt) {
    case GroupDebt::none: return "none";
    case GroupDebt::active: return "active";
    case GroupDebt::pending: return "pending";
    case GroupDebt::overpaid: return "overpaid";
    case GroupDebt::written_off: return "written_off";
    case GroupDebt::closed: return "closed";
  }
  return "?";
}

GroupDebt group_debt(std::span<const LoanStatus> loans) noexcept {
  const auto any = [&](LoanStatus status) { return std::ranges::find(loans, status) != loans.end(); };
  if (any(LoanStatus::active)) return GroupDebt::active;
  if (any(LoanStatus::applied) || any(LoanStatus::approved)) return GroupDebt::pending;
  if (any(LoanStatus::overpaid)) return GroupDebt::overpaid;
  if (any(LoanStatus::written_off)) return GroupDebt::written_off;
  return any(LoanStatus::closed) ? GroupDebt::closed : GroupDebt::none;
}

}  // namespace solidarity
