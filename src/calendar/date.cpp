// SPDX-License-Identifier: MIT
#include <solidarity/calendar/date.hpp>

#include <fmt/core.h>

#include <array>

namespace solidarity {
namespace {

// The number written by `count` digits at `at`, or -1.
int number_at(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

void write_number(char* at, int digits, int value) {
  for (int k = digits; k-- > 0; value /= 10) at[k] = static_cast<char>('0' + value % 10);
}

[[noreturn]] void refuse_range(std::string_view text) {
  refuse(ErrorCode::out_of_range, fmt::format("{}; a date lies between 1900-01-01 and 2400-12-31", text));
}

}  // namespace

namespace detail {

void refuse_day(int year, int month, int day) {
  const auto text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
  if (month < 1 || month > 12)
    refuse(ErrorCode::invalid_date, fmt::format("{} does not exist; a month is 1 to 12", text));
  if (day < 1 || day > days_in_month(year, month))
    refuse(ErrorCode::invalid_date,
           fmt::format("{} does not exist; that month has {} days", text, days_in_month(year, month)));
  refuse_range(text);
}

void refuse_day_number(std::int64_t days_since_1970) {
  const bool has_four_digit_year = days_since_1970 >= -719'162 && days_since_1970 <= 2'932'896;
  if (!has_four_digit_year) refuse_range(fmt::format("day {} from 1970-01-01", days_since_1970));
  const auto c = civil_of(static_cast<std::int32_t>(days_since_1970));
  refuse_range(fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day));
}

void refuse_month_number(std::int64_t month_number) {
  if (month_number < 0) refuse_range("a month before the year 0");
  refuse_range(fmt::format("{:04}-{:02}", month_number / 12, month_number % 12 + 1));
}

}  // namespace detail

std::string_view to_text(Weekday day) noexcept {
  constexpr std::array<std::string_view, 7> names{"sunday",   "monday", "tuesday", "wednesday",
                                                  "thursday", "friday", "saturday"};
  const auto index = static_cast<std::size_t>(day);
  return index < names.size() ? names[index] : "unknown_weekday";
}

Date Date::parse(std::string_view text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const int year = number_at(text, 0, 4);
    const int month = number_at(text, 5, 2);
    const int day = number_at(text, 8, 2);
    if (year >= 0 && month >= 0 && day >= 0) return of(year, month, day);
  }
  refuse(ErrorCode::invalid_date, fmt::format("{} is not a date; write YYYY-MM-DD", quoted(text)));
}

std::string to_text(Date date) {
  const auto c = date.civil();
  std::string text = "0000-00-00";
  write_number(text.data(), 4, c.year);
  write_number(text.data() + 5, 2, c.month);
  write_number(text.data() + 8, 2, c.day);
  return text;
}

}  // namespace solidarity
