// SPDX-License-Identifier: MIT
#include "step.hpp"

#include <solidarity/calendar/frequency.hpp>
#include <solidarity/core/overloaded.hpp>

#include <fmt/core.h>

#include <array>
#include <optional>

namespace solidarity {
namespace {

constexpr std::array<std::string_view, 5> ordinals{"last", "1st", "2nd", "3rd", "4th"};

[[noreturn]] void refuse_text(std::string_view text) {
  refuse(ErrorCode::malformed_document,
         fmt::format(
             "{} is not a frequency; write \"k day\", \"k week\", \"k month\", \"k calendar month\", \"semimonth\", "
             "\"2nd tuesday\" or \"last friday\"",
             quoted(text)));
}

// The count that `digits` writes (no sign, no leading zero), or nothing; anything too long is simply too large.
std::optional<int> count_in(std::string_view digits) {
  if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return {};
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return {};
    if (value <= detail::longest_step) value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<Weekday> weekday_in(std::string_view name) {
  for (int k = 0; k < 7; ++k)
    if (to_text(static_cast<Weekday>(k)) == name) return static_cast<Weekday>(k);
  return {};
}

std::optional<Frequency> every(std::string_view unit, int count) {
  if (unit == "day") return EveryDays{count};
  if (unit == "week") return EveryWeeks{count};
  if (unit == "month") return EveryMonths{count};
  if (unit == "calendar month") return EveryMonthEnd{count};
  return {};
}

std::optional<Frequency> nth_weekday(std::string_view ordinal, std::string_view name) {
  const auto weekday = weekday_in(name);
  if (!weekday) return {};
  for (std::size_t k = 0; k < ordinals.size(); ++k)
    if (ordinals[k] == ordinal) return EveryNthWeekday{k == 0 ? -1 : static_cast<int>(k), *weekday};
  return {};
}

std::string text_of(const OnDates& list) {
  std::string text = "on";
  for (const Date date : list.dates) (text += text.size() == 2 ? " " : ", ") += to_text(date);
  return text;
}

std::string text_of(const EveryNthWeekday& every) {
  const auto nth = static_cast<std::size_t>(every.nth < 0 ? 0 : every.nth);
  return fmt::format("{} {}", nth < ordinals.size() ? ordinals[nth] : "unknown", to_text(every.weekday));
}

PerYear per_year(int year_days, int days) { return year_days == 0 ? PerYear{365, days} : PerYear{year_days, days}; }

}  // namespace

namespace detail {

void check_step(int count, std::string_view unit) {
  if (count < 1 || count > longest_step)
    refuse(ErrorCode::out_of_range, fmt::format("every {} {}; a step is 1 to {} {}s", count, unit, longest_step, unit));
}

void check_nth(const EveryNthWeekday& every) {
  if (every.nth != -1 && (every.nth < 1 || every.nth > 4))
    refuse(ErrorCode::out_of_range,
           fmt::format("weekday number {} of a month; it is 1 to 4, or -1 for the last", every.nth));
  if (static_cast<int>(every.weekday) > 6)
    refuse(ErrorCode::out_of_range, fmt::format("weekday {}; it is 0 (sunday) to 6", static_cast<int>(every.weekday)));
}

}  // namespace detail

Frequency parse_frequency(std::string_view text) {
  if (text == "semimonth") return Semimonthly{};
  const auto space = text.find(' ');
  if (space == std::string_view::npos) refuse_text(text);
  const auto head = text.substr(0, space);
  const auto tail = text.substr(space + 1);
  if (const auto count = count_in(head)) {
    const auto frequency = every(tail, *count);
    if (!frequency) refuse_text(text);
    if (*count < 1 || *count > detail::longest_step)
      refuse(ErrorCode::out_of_range,
             fmt::format("{}; a step is 1 to {} {}s", quoted(text), detail::longest_step, tail));
    return *frequency;
  }
  if (const auto frequency = nth_weekday(head, tail)) return *frequency;
  refuse_text(text);
}

std::string to_text(const Frequency& frequency) {
  return std::visit(overloaded{
                        [](EveryDays every) { return fmt::format("{} day", every.count); },
                        [](EveryWeeks every) { return fmt::format("{} week", every.count); },
                        [](EveryMonths every) { return fmt::format("{} month", every.count); },
                        [](EveryMonthEnd every) { return fmt::format("{} calendar month", every.count); },
                        [](Semimonthly) { return std::string("semimonth"); },
                        [](EveryNthWeekday every) { return text_of(every); },
                        [](const OnDates& every) { return text_of(every); },
                    },
                    frequency);
}

PerYear periods_per_year(const Frequency& frequency, int year_days) {
  if (year_days < 0)
    refuse(ErrorCode::out_of_range,
           fmt::format("a year of {} days; it has 1 or more, or 0 for 365 days and 52 weeks", year_days));
  return std::visit(overloaded{
                        [&](EveryDays every) { return per_year(year_days, every.count); },
                        [&](EveryWeeks every) {
                          return year_days == 0 ? PerYear{52, every.count} : PerYear{year_days, 7 * every.count};
                        },
                        [](EveryMonths every) {
                          return PerYear{12, every.count};
                        },
                        [](EveryMonthEnd every) {
                          return PerYear{12, every.count};
                        },
                        [](Semimonthly) {
                          return PerYear{24, 1};
                        },
                        [](EveryNthWeekday) {
                          return PerYear{12, 1};
                        },
                        [](const OnDates&) {
                          return PerYear{0, 1};
                        },
                    },
                    frequency);
}

}  // namespace solidarity
