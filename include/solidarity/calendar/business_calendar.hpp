// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/calendar/day_count.hpp>

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace solidarity {

// Where a date that is no business day moves.
enum class Roll : std::uint8_t {
  none = 1,
  following,           // to the next business day
  preceding,           // to the last one before
  modified_following,  // following, but preceding when that would leave the month
};
[[nodiscard]] std::string_view to_text(Roll roll) noexcept;

// Weekend days and holidays. The order in which holidays are added never matters; overlapping ranges are merged.
// Laws: roll(roll(d)) = roll(d); following >= d; preceding <= d; a business day stays.
// A search ends after 366 days: no_business_day.
class BusinessCalendar {
 public:
  BusinessCalendar() = default;

  // Errors: limit_exceeded (more than 200,000 holidays; the calendar itself has 182,987 days), out_of_range (no weekday).
  BusinessCalendar(const std::vector<Weekday>& weekend, std::vector<Date> holidays);

  // Every day from `range.start` to `range.end`, both included.  Errors: invalid_date (inverted range).
  void add_holidays(Period range);
  void add_holiday(Date day) { add_holidays({day, day}); }

  [[nodiscard]] bool is_business_day(Date day) const noexcept;

  // Where `day` moves.  Errors: no_business_day (none within 366 days), out_of_range (it would leave 1900 to 2400).
  [[nodiscard]] Date rolled(Date day, Roll roll) const;

  // Business days in [from, to).  Errors: out_of_range (from after to).
  [[nodiscard]] int business_days(Date from, Date to) const;

  [[nodiscard]] bool is_weekend(Weekday day) const noexcept {
    return (weekend_mask_ >> static_cast<int>(day) & 1) != 0;
  }
  [[nodiscard]] std::span<const Period> holidays() const noexcept { return holidays_; }  // in order, merged
  [[nodiscard]] bool empty() const noexcept { return weekend_mask_ == 0 && holidays_.empty(); }
  friend bool operator==(const BusinessCalendar&, const BusinessCalendar&) = default;

 private:
  std::uint8_t weekend_mask_ = 0;  // bit 0 is Sunday
  std::vector<Period> holidays_;   // sorted, disjoint, not adjacent
};

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::Roll> : solidarity::text_formatter<solidarity::Roll> {};
