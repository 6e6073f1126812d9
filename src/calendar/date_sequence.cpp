// SPDX-License-Identifier: MIT
#include "step.hpp"

#include <solidarity/calendar/date_sequence.hpp>

#include <fmt/core.h>

namespace solidarity {
namespace {

[[noreturn]] void refuse_first(Date first, std::string_view rule) {
  refuse(ErrorCode::contradictory_terms,
         fmt::format("the first due date {} does not lie on the frequency; it must be {}", first, rule));
}

// The two days of a month; 31 stands for its last day.
struct HalfMonths {
  std::int8_t day;
  std::int8_t later_day;
};

HalfMonths half_months_of(Date anchor) {
  const int day = anchor.day();
  if (day == 15 || anchor.is_month_end()) return {15, 31};
  const int early = day <= 15 ? day : day - 15;
  return {static_cast<std::int8_t>(early), static_cast<std::int8_t>(early + 15)};
}

}  // namespace

DateSequence::DateSequence(const Frequency& frequency, Date start, std::optional<Date> first) : start_(start) {
  std::visit([&](const auto& every) { begin(every, start, first); }, frequency);
  if (at(1) <= start)
    refuse(ErrorCode::out_of_range, fmt::format("the first due date {} is not after the start {}", at(1), start));
}

// The anchor is u_1 when a first date is given, else u_0.
void DateSequence::count(Kind kind, std::int64_t origin, int step, std::optional<Date> first) {
  kind_ = kind;
  step_ = step;
  origin_ = first ? origin - step : origin;
}

void DateSequence::begin(EveryDays every, Date start, std::optional<Date> first) {
  detail::check_step(every.count, "day");
  count(Kind::days, first.value_or(start).day_number(), every.count, first);
}

void DateSequence::begin(EveryWeeks every, Date start, std::optional<Date> first) {
  detail::check_step(every.count, "week");
  count(Kind::days, first.value_or(start).day_number(), 7 * every.count, first);
}

void DateSequence::begin(EveryMonths every, Date start, std::optional<Date> first) {
  detail::check_step(every.count, "month");
  const Date anchor = first.value_or(start);
  day_ = static_cast<std::int8_t>(anchor.day());
  count(Kind::months, month_number(anchor), every.count, first);
}

void DateSequence::begin(EveryMonthEnd every, Date start, std::optional<Date> first) {
  detail::check_step(every.count, "month");
  if (first && !first->is_month_end()) refuse_first(*first, "the last day of a month");
  if (!first) {
    first = month_end(start, every.count - 1);
    if (*first <= start) first = month_end(start, every.count);
  }
  day_ = 31;
  count(Kind::months, month_number(*first), every.count, first);
}

void DateSequence::begin(Semimonthly, Date start, std::optional<Date> first) {
  const Date anchor = first.value_or(start);
  const HalfMonths halves = half_months_of(anchor);
  day_ = halves.day;
  later_day_ = halves.later_day;
  count(Kind::half_months, 2 * month_number(anchor) + (anchor.day() > 15 ? 1 : 0), 1, first);
}

void DateSequence::begin(EveryNthWeekday every, Date start, std::optional<Date> first) {
  detail::check_nth(every);
  day_ = static_cast<std::int8_t>(every.nth);
  later_day_ = static_cast<std::int8_t>(every.weekday);
  const std::int64_t month = month_number(first.value_or(start));
  const Date of_month = weekday_of_month(month);
  if (first && *first != of_month)
    refuse_first(*first, fmt::format("the {} of its month, as {}", to_text(Frequency(every)), of_month));
  count(Kind::weekdays, first || of_month > start ? month - 1 : month, 1, {});
}

void DateSequence::begin(const OnDates& every, Date start, std::optional<Date> first) {
  if (every.dates.empty()) refuse(ErrorCode::out_of_range, "a list of no due dates; it needs at least one");
  for (std::size_t k = 1; k < every.dates.size(); ++k)
    if (every.dates[k] <= every.dates[k - 1])
      refuse(ErrorCode::invalid_date, fmt::format("due date {} stands after {}; the dates of a list increase",
                                                  every.dates[k], every.dates[k - 1]));
  if (first && *first != every.dates.front())
    refuse_first(*first, fmt::format("{}, the first of the list", every.dates.front()));
  dates_ = every.dates;
  count(Kind::list, start.day_number(), 1, {});
}

Date DateSequence::listed(int k) const {
  if (k == 0) return start_;
  if (k < 0 || static_cast<std::size_t>(k) > dates_.size())
    refuse(ErrorCode::out_of_range, fmt::format("due date {} of a list of {}", k, dates_.size()));
  return dates_[static_cast<std::size_t>(k) - 1];
}

}  // namespace solidarity
