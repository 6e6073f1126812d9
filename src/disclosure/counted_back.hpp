// SPDX-License-Identifier: MIT
// Months counted back from a later date, for the interval rules of Regulation Z and the EU.  Internal to the module.
#pragma once

#include <solidarity/calendar/date.hpp>

#include <algorithm>
#include <optional>
#include <span>

namespace solidarity::detail {

// The day of the month on which a series is due: the given one, else that of `to`, or of `from` when `to` ends a shorter month.
inline int schedule_day_of(Date from, Date to, std::optional<int> given) {
  if (given) return *given;
  return to.is_month_end() ? std::max(from.day(), to.day()) : to.day();
}

// The date `months` before `to` in a series due on day `day`, or on the last day of a shorter month.
inline Date months_back(Date to, int months, int day) {
  const auto c = to.civil();
  const int index = c.year * 12 + (c.month - 1) - months;
  return Date::of(index / 12, index % 12 + 1, std::min(day, days_in_month(index / 12, index % 12 + 1)));
}

struct MonthsBack {
  int months;  // whole ones
  Date start;  // where they begin
};

// The most whole steps of `step` months that go back from `to` without passing `from`.
inline MonthsBack whole_months(Date from, Date to, int step, int day) {
  const auto a = from.civil();
  const auto b = to.civil();
  int months = (b.year * 12 + b.month - a.year * 12 - a.month) / step * step;
  if (months > 0 && months_back(to, months, day) < from) months -= step;
  if (months <= 0) return {0, to};
  return {months, months_back(to, months, day)};
}

// The one day of the month, or its last day, on which all `dates` fall; none when there is no such day.
inline std::optional<int> common_schedule_day(std::span<const Date> dates) {
  int day = 0;
  for (const Date date : dates) day = std::max(day, date.day());
  bool all = !dates.empty();
  for (const Date date : dates) all = all && date.day() == std::min(day, days_in_month(date.year(), date.month()));
  if (!all) return std::nullopt;
  const bool ends = std::ranges::all_of(dates, [](Date date) { return date.is_month_end(); });
  return ends && dates.size() > 1 ? 31 : day;
}

}  // namespace solidarity::detail
