// SPDX-License-Identifier: MIT
#include <solidarity/group/incentives.hpp>
#include <solidarity/liability/terms.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace solidarity {
namespace {

bool happened(const std::optional<Date>& day, Date by) { return day && *day <= by; }

}  // namespace

int cycle_on(std::span<const LoanOutcome> loans, Date day) {
  return static_cast<int>(
      std::ranges::count_if(loans, [&](const LoanOutcome& loan) { return happened(loan.closed_on, day); }));
}

int progress_on(std::span<const LoanOutcome> loans, const Consequences& consequences, Date day) {
  if (!consequences.loses_cycle) return cycle_on(loans, day);
  std::optional<Date> lost;
  for (const LoanOutcome& loan : loans)
    if (happened(loan.defaulted_on, day)) lost = lost ? std::max(*lost, *loan.defaulted_on) : *loan.defaulted_on;
  const auto counts = [&](const LoanOutcome& loan) {
    return happened(loan.closed_on, day) && !happened(loan.defaulted_on, day) && (!lost || *loan.closed_on > *lost);
  };
  return static_cast<int>(std::ranges::count_if(loans, counts));
}

bool graduates(const GroupRules& rules, const LimitRecord& record) {
  if (!rules.graduation) return false;
  return record.cycle >= rules.graduation->cycles && reaches(record.on_time, rules.graduation->on_time);
}

std::vector<std::int64_t> punctuality_rebates(Rate part, std::span<const PunctualityRecord> members,
                                              Rounding rounding) {
  if (part < Rate::zero() || part.ticks() > Rate::one)
    refuse(ErrorCode::out_of_range, fmt::format("a rebate of {}; the range is 0% to 100%", part));
  for (std::size_t k = 0; k < members.size(); ++k)
    if (members[k].interest_paid < 0)
      refuse(ErrorCode::out_of_range, fmt::format("/{}/interest_paid", k),
             fmt::format("{} minor units; zero or more", members[k].interest_paid));
  std::vector<std::int64_t> rebates(members.size(), 0);
  if (std::ranges::any_of(members, &PunctualityRecord::was_late)) return rebates;
  for (std::size_t k = 0; k < members.size(); ++k)
    rebates[k] = multiply_divide(members[k].interest_paid, part.ticks(), Rate::one, rounding);
  return rebates;
}

}  // namespace solidarity
