// SPDX-License-Identifier: MIT
#include <solidarity/calendar/business_calendar.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace solidarity {
namespace {

constexpr int longest_search = 366;
constexpr std::size_t most_holidays = 200'000;
constexpr Date first_day = Date::of(1900, 1, 1);

// Days of [first_day, first_day + days) that fall on a weekday of the mask.
int days_in_mask(std::uint8_t mask, int days) {
  int count = 0;
  for (int k = 0; k < 7; ++k)
    if ((mask >> static_cast<int>((first_day + k).weekday()) & 1) != 0) count += (days - k + 6) / 7;
  return count;
}

// Days from `from` up to and without `to` on a weekday of the mask.
int days_in_mask(std::uint8_t mask, Date from, Date to) {
  return days_in_mask(mask, to - first_day) - days_in_mask(mask, from - first_day);
}

}  // namespace

std::string_view to_text(Roll roll) noexcept {
  switch (roll) {
    case Roll::none: return "none";
    case Roll::following: return "following";
    case Roll::preceding: return "preceding";
    case Roll::modified_following: return "modified_following";
  }
  return "unknown_roll";
}

BusinessCalendar::BusinessCalendar(const std::vector<Weekday>& weekend, std::vector<Date> holidays) {
  for (const Weekday day : weekend) {
    if (static_cast<int>(day) > 6)
      refuse(ErrorCode::out_of_range, fmt::format("weekday {}; it is 0 (sunday) to 6", static_cast<int>(day)));
    weekend_mask_ = static_cast<std::uint8_t>(weekend_mask_ | 1U << static_cast<unsigned>(day));
  }
  if (holidays.size() > most_holidays)
    refuse(ErrorCode::limit_exceeded,
           fmt::format("{} holidays; a calendar takes at most {}", holidays.size(), most_holidays));
  std::ranges::sort(holidays);
  for (const Date day : holidays) {
    if (!holidays_.empty() && day - holidays_.back().end <= 1) holidays_.back().end = day;
    else holidays_.push_back({day, day});
  }
}

void BusinessCalendar::add_holidays(Period range) {
  if (range.end < range.start)
    refuse(ErrorCode::invalid_date,
           fmt::format("holidays from {} to {}; the end comes before the start", range.start, range.end));
  // The ranges that touch the new one lie side by side: they become one.
  const auto first = std::ranges::lower_bound(holidays_, range.start.day_number() - 1, {},
                                              [](const Period& p) { return p.end.day_number(); });
  const auto last = std::ranges::upper_bound(first, holidays_.end(), range.end.day_number() + 1, {},
                                             [](const Period& p) { return p.start.day_number(); });
  if (first != last) {
    range = {std::min(range.start, first->start), std::max(range.end, std::prev(last)->end)};
    *first = range;
    holidays_.erase(std::next(first), last);
  } else {
    holidays_.insert(first, range);
  }
}

bool BusinessCalendar::is_business_day(Date day) const noexcept {
  if ((weekend_mask_ >> static_cast<int>(day.weekday()) & 1) != 0) return false;
  const auto at = std::ranges::lower_bound(holidays_, day, {}, &Period::end);
  return at == holidays_.end() || day < at->start;
}

Date BusinessCalendar::rolled(Date day, Roll roll) const {
  if (roll == Roll::none || is_business_day(day)) return day;
  const auto search = [&](int step, int most) {
    Date at = day;
    for (int k = 0; k < most; ++k)
      if (is_business_day(at = at + step)) return at;
    refuse(ErrorCode::no_business_day,
           fmt::format("no business day within {} days {} {}", most, step > 0 ? "after" : "before", day));
  };
  if (roll == Roll::following) return search(1, longest_search);
  if (roll == Roll::modified_following)
    for (Date at = day; !at.is_month_end();)
      if (is_business_day(at = at + 1)) return at;
  return search(-1, longest_search);
}

int BusinessCalendar::business_days(Date from, Date to) const {
  if (to < from)
    refuse(ErrorCode::out_of_range,
           fmt::format("business days from {} to {}; the end comes before the start", from, to));
  const auto working = static_cast<std::uint8_t>(~weekend_mask_ & 0x7f);
  int count = days_in_mask(working, from, to);
  for (auto at = std::ranges::lower_bound(holidays_, from, {}, &Period::end); at != holidays_.end() && at->start < to;
       ++at) {
    const Date last = std::min(at->end, to - 1);
    const int through =
        days_in_mask(working, last - first_day + 1) - days_in_mask(working, std::max(at->start, from) - first_day);
    count -= through;
  }
  return count;
}

}  // namespace solidarity
