// SPDX-License-Identifier: MIT
// calendar: days, how they are counted, and when things fall due.
// Law: due dates come from the anchor, never from the previous date.  Nothing here reads a clock or a time zone.
#pragma once

#include <solidarity/core/error.hpp>
#include <solidarity/core/text.hpp>

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace solidarity {

enum class Weekday : std::uint8_t { sunday = 0, monday, tuesday, wednesday, thursday, friday, saturday };
[[nodiscard]] std::string_view to_text(Weekday day) noexcept;  // "monday"

namespace detail {

struct Civil {
  int year;
  int month;  // 1-12
  int day;    // 1-31
};

// Days since 1970-01-01 of a proleptic Gregorian day, and back.
// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", restricted to years after 0.
constexpr std::int32_t days_of(Civil c) noexcept {
  const int y = c.month <= 2 ? c.year - 1 : c.year;
  const int era = y / 400;
  const int yoe = y - era * 400;
  const int doy = (153 * (c.month > 2 ? c.month - 3 : c.month + 9) + 2) / 5 + c.day - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

constexpr Civil civil_of(std::int32_t days) noexcept {
  const int z = days + 719468;
  const int era = z / 146097;
  const int doe = z - era * 146097;
  const int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int mp = (5 * doy + 2) / 153;
  const int month = mp < 10 ? mp + 3 : mp - 9;
  return {yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1};
}

}  // namespace detail

// Out of line: what the dates below refuse.
namespace detail {
[[noreturn]] void refuse_day(int year, int month, int day);         // invalid_date, or out_of_range
[[noreturn]] void refuse_day_number(std::int64_t days_since_1970);  // out_of_range
[[noreturn]] void refuse_month_number(std::int64_t month_number);   // out_of_range
}  // namespace detail

[[nodiscard]] constexpr bool is_leap(int year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

[[nodiscard]] constexpr int days_in_month(int year, int month) noexcept {
  return month == 2 ? (is_leap(year) ? 29 : 28) : 30 + ((month + (month >> 3)) & 1);
}

// A civil day from 1900-01-01 to 2400-12-31. 4 bytes; impossible days are refused, not moved.
//   Date day = 2026y / January / 5;       Date::parse("2026-01-05");       day + 7;       other - day -> days
class Date {
 public:
  // Errors: invalid_date (no such day), out_of_range (before 1900-01-01 or after 2400-12-31).
  constexpr Date(std::chrono::year_month_day ymd)  // NOLINT(google-explicit-constructor): 2026y / January / 5 is a date
      : Date(of(static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
                static_cast<int>(static_cast<unsigned>(ymd.day())))) {}

  [[nodiscard]] static constexpr Date of(int year, int month, int day) {
    if (year < 1900 || year > 2400 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
      detail::refuse_day(year, month, day);
    return Date(detail::days_of({year, month, day}));
  }

  // Exactly YYYY-MM-DD.  Errors: invalid_date, out_of_range.
  [[nodiscard]] static Date parse(std::string_view text);

  // Errors: out_of_range.
  [[nodiscard]] static constexpr Date of_day_number(std::int64_t days_since_1970) {
    if (days_since_1970 < -25567 || days_since_1970 > 157419) detail::refuse_day_number(days_since_1970);
    return Date(static_cast<std::int32_t>(days_since_1970));
  }

  // The given day of the month number year * 12 + month - 1, or the last day of a shorter month; `day` is 1 to 31.
  // Errors: out_of_range.
  [[nodiscard]] static constexpr Date of_month_number(std::int64_t month_number, int day) {
    if (month_number < 1900 * 12 || month_number > 2400 * 12 + 11) detail::refuse_month_number(month_number);
    const int year = static_cast<int>(month_number) / 12;
    const int month = static_cast<int>(month_number) % 12 + 1;
    const int last = days_in_month(year, month);
    return Date(detail::days_of({year, month, day < last ? day : last}));
  }

  [[nodiscard]] constexpr std::int32_t day_number() const noexcept { return days_; }  // days since 1970-01-01
  [[nodiscard]] constexpr int year() const noexcept { return detail::civil_of(days_).year; }
  [[nodiscard]] constexpr int month() const noexcept { return detail::civil_of(days_).month; }
  [[nodiscard]] constexpr int day() const noexcept { return detail::civil_of(days_).day; }
  [[nodiscard]] constexpr detail::Civil civil() const noexcept { return detail::civil_of(days_); }
  [[nodiscard]] constexpr Weekday weekday() const noexcept { return static_cast<Weekday>((days_ + 25567 + 1) % 7); }
  [[nodiscard]] constexpr bool is_month_end() const noexcept {
    const auto c = civil();
    return c.day == days_in_month(c.year, c.month);
  }

  friend constexpr Date operator+(Date d, int days) { return of_day_number(std::int64_t{d.days_} + days); }
  friend constexpr Date operator-(Date d, int days) { return of_day_number(std::int64_t{d.days_} - days); }
  friend constexpr int operator-(Date a, Date b) noexcept { return a.days_ - b.days_; }  // days from b to a
  friend constexpr auto operator<=>(Date, Date) = default;

 private:
  constexpr explicit Date(std::int32_t days) noexcept : days_(days) {}
  std::int32_t days_;
};

// Months from year 0 to the month of `date`: 2026-01-05 -> 24312.
[[nodiscard]] constexpr std::int64_t month_number(Date date) noexcept {
  const auto c = date.civil();
  return c.year * 12 + c.month - 1;
}

// The same day of the month `months` later (or earlier), or the last day of a shorter month.  Errors: out_of_range.
//   add_months(2026-01-31, 1) -> 2026-02-28
[[nodiscard]] constexpr Date add_months(Date from, int months) {
  const auto c = from.civil();
  return Date::of_month_number(std::int64_t{c.year * 12 + c.month - 1} + months, c.day);
}

// The last day of the month that lies `months` after the month of `from`.  Errors: out_of_range.
[[nodiscard]] constexpr Date month_end(Date from, int months = 0) {
  return Date::of_month_number(month_number(from) + months, 31);
}

[[nodiscard]] std::string to_text(Date date);  // "2026-01-05"

namespace literals {
using namespace std::chrono_literals;  // 2026y
using std::chrono::January, std::chrono::February, std::chrono::March, std::chrono::April, std::chrono::May,
    std::chrono::June, std::chrono::July, std::chrono::August, std::chrono::September, std::chrono::October,
    std::chrono::November, std::chrono::December;
}  // namespace literals

}  // namespace solidarity

template <>
struct std::hash<solidarity::Date> {
  std::size_t operator()(solidarity::Date d) const noexcept { return std::hash<std::int32_t>{}(d.day_number()); }
};

template <>
struct fmt::formatter<solidarity::Date> : solidarity::text_formatter<solidarity::Date> {};

template <>
struct fmt::formatter<solidarity::Weekday> : solidarity::text_formatter<solidarity::Weekday> {};
