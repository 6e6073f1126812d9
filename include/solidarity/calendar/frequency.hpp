// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace solidarity {

struct EveryDays {
  int count = 1;
  friend bool operator==(const EveryDays&, const EveryDays&) = default;
};
struct EveryWeeks {
  int count = 1;
  friend bool operator==(const EveryWeeks&, const EveryWeeks&) = default;
};
struct EveryMonths {  // the anchor's day of the month, or the last day of a shorter month
  int count = 1;
  friend bool operator==(const EveryMonths&, const EveryMonths&) = default;
};
struct EveryMonthEnd {  // the last day of every count-th month
  int count = 1;
  friend bool operator==(const EveryMonthEnd&, const EveryMonthEnd&) = default;
};
struct Semimonthly {  // two days a month, fifteen apart, or the 15th and the last
  friend bool operator==(const Semimonthly&, const Semimonthly&) = default;
};
struct EveryNthWeekday {  // the 2nd Tuesday of each month; nth is 1 to 4, or -1 for the last
  int nth;
  Weekday weekday;
  friend bool operator==(const EveryNthWeekday&, const EveryNthWeekday&) = default;
};
struct OnDates {  // a list, strictly increasing
  std::vector<Date> dates;
  friend bool operator==(const OnDates&, const OnDates&) = default;
};

// When installments fall due, counted from an anchor. Every count is 1 to 10,000.
using Frequency =
    std::variant<EveryDays, EveryWeeks, EveryMonths, EveryMonthEnd, Semimonthly, EveryNthWeekday, OnDates>;

inline constexpr EveryDays daily{1};
inline constexpr EveryWeeks weekly{1};
inline constexpr EveryWeeks every_two_weeks{2};
inline constexpr EveryWeeks every_four_weeks{4};
inline constexpr EveryMonths monthly{1};
inline constexpr EveryMonths quarterly{3};
inline constexpr Semimonthly semimonthly{};

// "1 week", "3 month", "semimonth", "2nd tuesday", "last friday", "1 calendar month".  Errors: malformed_document (grammar), out_of_range.
// A list of dates has no text form to parse; it prints as "on 2026-01-05, 2026-02-05".
[[nodiscard]] Frequency parse_frequency(std::string_view text);
[[nodiscard]] std::string to_text(const Frequency& frequency);

// Periods in a year for a nominal rate, as numerator / denominator: 12/k (months), 12 (nth weekday), 24 (semimonth),
// 52/k (weeks) and 365/k (days), or with `year_days` given year_days/7k and year_days/k.  {0, 1} for a list of dates.
// Errors: out_of_range (year_days negative).
struct PerYear {
  int numerator;
  int denominator;
  friend bool operator==(const PerYear&, const PerYear&) = default;
};
[[nodiscard]] PerYear periods_per_year(const Frequency& frequency, int year_days = 0);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::Frequency> : solidarity::text_formatter<solidarity::Frequency> {};
