// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/calendar/frequency.hpp>

#include <cstdint>
#include <optional>
#include <span>

namespace solidarity {

// The endless sequence of due dates u_1, u_2, ... of a frequency, each computed from the anchor (docs/pricing.md, section 1).
// Laws: strictly increasing; u_1 > start; the k-th date does not depend on the others.
//   DateSequence(monthly, 2026-01-31, {})  ->  2026-02-28, 2026-03-31, 2026-04-30, ...
class DateSequence {
 public:
  // `start` is the disbursement; `first`, when given, is u_1 and the anchor.  A list of dates must outlive the sequence.
  // Errors: out_of_range (first <= start; a count, nth or weekday outside its range; an empty list),
  // contradictory_terms (first does not lie on the frequency), invalid_date (a list that does not increase).
  DateSequence(const Frequency& frequency, Date start, std::optional<Date> first);
  DateSequence(OnDates&&, Date, std::optional<Date>) = delete;

  // u_k for k >= 1; u_0 = the date one step before u_1 (`start` when no first date is given and the frequency steps from it).
  // For a list of dates u_0 = `start`.  Errors: out_of_range (beyond 2400-12-31, or beyond the end of a list).
  [[nodiscard]] constexpr Date at(int k) const {
    const std::int64_t index = origin_ + std::int64_t{step_} * k;
    switch (kind_) {
      case Kind::days: return Date::of_day_number(index);
      case Kind::months: return Date::of_month_number(index, day_);
      case Kind::half_months: return Date::of_month_number(index >> 1, (index & 1) == 0 ? day_ : later_day_);
      case Kind::weekdays: return weekday_of_month(index);
      case Kind::list: break;
    }
    return listed(k);
  }

  // The date one step before u_k: the start of its unbroken period.  For a list of dates: the previous one, or `start`.
  [[nodiscard]] constexpr Date step_before(int k) const { return at(k - 1); }

 private:
  // What `origin_ + step_ * k` counts: days, months, half months, or entries of `dates_`.
  enum class Kind : std::uint8_t { days, months, half_months, weekdays, list };

  void begin(EveryDays every, Date start, std::optional<Date> first);
  void begin(EveryWeeks every, Date start, std::optional<Date> first);
  void begin(EveryMonths every, Date start, std::optional<Date> first);
  void begin(EveryMonthEnd every, Date start, std::optional<Date> first);
  void begin(Semimonthly every, Date start, std::optional<Date> first);
  void begin(EveryNthWeekday every, Date start, std::optional<Date> first);
  void begin(const OnDates& every, Date start, std::optional<Date> first);
  void count(Kind kind, std::int64_t origin, int step, std::optional<Date> first);
  [[nodiscard]] Date listed(int k) const;

  // The nth weekday (1-4, or -1 = last) of a month, nth in `day_`, the weekday in `later_day_`.
  [[nodiscard]] constexpr Date weekday_of_month(std::int64_t month_number) const {
    const Date edge = Date::of_month_number(month_number, day_ > 0 ? 1 : 31);
    const int ahead = later_day_ - static_cast<int>(edge.weekday());
    if (day_ < 0) return edge - (7 - ahead) % 7;
    return edge + ((7 + ahead) % 7 + 7 * (day_ - 1));
  }

  Kind kind_ = Kind::days;
  std::int8_t day_ = 0;        // the day of the month; of the first half month; or nth
  std::int8_t later_day_ = 0;  // the day of the second half month; or the weekday
  int step_ = 1;
  std::int64_t origin_ = 0;
  Date start_;
  std::span<const Date> dates_;
};

}  // namespace solidarity
