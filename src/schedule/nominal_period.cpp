// SPDX-License-Identifier: MIT
#include "schedule/nominal_period.hpp"

#include <solidarity/core/overloaded.hpp>

#include <algorithm>
#include <vector>

namespace solidarity::detail {
namespace {

// Whole months from a to b (the last day of a shorter month counts), else days.
NominalPeriod interval(Date a, Date b) {
  const auto months = static_cast<int>(month_number(b) - month_number(a));
  if (months > 0 && add_months(a, months) == b) return {months, PeriodUnit::month};
  return {b - a, PeriodUnit::day};
}

struct Seen {
  NominalPeriod period;
  int times;
};

NominalPeriod most_frequent(Date start, const std::vector<Date>& dates) {
  std::vector<Seen> intervals;
  for (Date before = start; const Date date : dates) {
    const NominalPeriod period = interval(before, date);
    before = date;
    const auto known = std::ranges::find(intervals, period, &Seen::period);
    if (known == intervals.end()) intervals.push_back({period, 1});
    else ++known->times;
  }
  const auto rarer = [](const Seen& a, const Seen& b) {
    return a.times != b.times ? a.times < b.times : a.period.count > b.period.count;
  };
  return std::ranges::max_element(intervals, rarer)->period;
}

}  // namespace

NominalPeriod nominal_period(const LoanTerms& terms) {
  return std::visit(overloaded{[](EveryDays every) {
                                 return NominalPeriod{every.count, PeriodUnit::day};
                               },
                               [](EveryWeeks every) {
                                 return NominalPeriod{every.count, PeriodUnit::week};
                               },
                               [](EveryMonths every) {
                                 return NominalPeriod{every.count, PeriodUnit::month};
                               },
                               [](EveryMonthEnd every) {
                                 return NominalPeriod{every.count, PeriodUnit::month};
                               },
                               [](EveryNthWeekday) {
                                 return NominalPeriod{1, PeriodUnit::month};
                               },
                               [&](const OnDates& every) { return most_frequent(terms.disbursed_on, every.dates); },
                               [](Semimonthly) -> NominalPeriod {
                                 refuse(ErrorCode::contradictory_terms, "/repayments/every",
                                        "/repayments/every contradicts /rounding/preset: the peers know days, weeks "
                                        "and months, no half months");
                               }},
                    terms.repayments.every);
}

int units_per_year(PeriodUnit unit) noexcept {
  switch (unit) {
    case PeriodUnit::day: return 365;
    case PeriodUnit::week: return 52;
    default: return 12;
  }
}

int quotes_per_year(RatePeriod per) noexcept {
  switch (per) {
    case RatePeriod::day: return 365;
    case RatePeriod::week: return 52;
    case RatePeriod::month: return 12;
    default: return 1;
  }
}

Date stepped(Date from, NominalPeriod period, int times) {
  const int count = period.count * times;
  if (period.unit == PeriodUnit::month) return add_months(from, count);
  return from + (period.unit == PeriodUnit::week ? 7 * count : count);
}

}  // namespace solidarity::detail
