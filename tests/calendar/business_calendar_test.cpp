// SPDX-License-Identifier: MIT
#include <solidarity/calendar/business_calendar.hpp>

#include <fmt/core.h>

#include <vector>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;

namespace {

const Date friday = Date::of(2026, 1, 30);
const Date saturday = Date::of(2026, 1, 31);
const Date sunday = Date::of(2026, 2, 1);
const Date monday = Date::of(2026, 2, 2);
const BusinessCalendar weekends({Weekday::saturday, Weekday::sunday}, {});

}  // namespace

TEST_CASE("a day of the weekend moves as the roll says") {
  CHECK(weekends.rolled(saturday, Roll::none) == saturday);
  CHECK(weekends.rolled(saturday, Roll::following) == monday);
  CHECK(weekends.rolled(saturday, Roll::preceding) == friday);
  CHECK(weekends.rolled(saturday, Roll::modified_following) == friday);
  CHECK(weekends.rolled(sunday, Roll::modified_following) == monday);
  CHECK(weekends.rolled(monday, Roll::following) == monday);
}

TEST_CASE("a holiday moves, from its first day to its last") {
  BusinessCalendar calendar;
  CHECK(calendar.empty());
  calendar.add_holidays({saturday, monday});
  CHECK_FALSE(calendar.empty());
  CHECK(calendar.is_business_day(friday));
  CHECK_FALSE(calendar.is_business_day(saturday));
  CHECK_FALSE(calendar.is_business_day(monday));
  CHECK(calendar.is_business_day(monday + 1));
  CHECK(calendar.rolled(sunday, Roll::following) == monday + 1);
  CHECK(calendar.rolled(sunday, Roll::preceding) == friday);
}

TEST_CASE("ranges that overlap or touch are one, in whatever order they come") {
  const Date day = Date::of(2026, 5, 10);
  BusinessCalendar by_ranges;
  by_ranges.add_holidays({day + 10, day + 12});
  by_ranges.add_holidays({day, day + 1});
  by_ranges.add_holidays({day + 2, day + 5});
  by_ranges.add_holidays({day + 4, day + 10});
  BusinessCalendar in_one;
  in_one.add_holidays({day, day + 12});
  CHECK((by_ranges == in_one));
  BusinessCalendar by_days;
  for (const int k : {3, 1, 12, 0, 2, 11, 4, 5, 10, 6, 9, 7, 8, 8}) by_days.add_holiday(day + k);
  CHECK((by_days == in_one));
  std::vector<Date> list;
  for (int k = 12; k >= 0; --k) list.push_back(day + k);
  CHECK((BusinessCalendar({}, list) == in_one));
}

TEST_CASE("business days are counted from the first, without the last") {
  CHECK(weekends.business_days(monday, monday) == 0);
  CHECK(weekends.business_days(monday, monday + 1) == 1);
  CHECK(weekends.business_days(friday, monday) == 1);
  CHECK(weekends.business_days(Date::of(2026, 1, 1), Date::of(2027, 1, 1)) == 261);
  BusinessCalendar calendar({Weekday::sunday}, {Date::of(2026, 1, 26), Date::of(2026, 8, 15), sunday});
  CHECK(calendar.business_days(Date::of(2026, 1, 1), Date::of(2027, 1, 1)) == 365 - 52 - 2);
  CHECK(calendar.business_days(Date::of(2026, 1, 26), Date::of(2026, 1, 27)) == 0);
  CHECK(calendar.business_days(Date::of(1900, 1, 1), Date::of(2400, 12, 31)) == 182'986 - 26'140 - 2);
  CHECK(test::refusal([&] { return calendar.business_days(monday, friday); }) ==
        "out_of_range: business days from 2026-02-02 to 2026-01-30; the end comes before the start");
}

TEST_CASE("a calendar without business days ends the search after 366 days") {
  const BusinessCalendar never({Weekday::sunday, Weekday::monday, Weekday::tuesday, Weekday::wednesday,
                                Weekday::thursday, Weekday::friday, Weekday::saturday},
                               {});
  CHECK(test::refusal([&] { return never.rolled(monday, Roll::following); }) ==
        "no_business_day: no business day within 366 days after 2026-02-02");
  CHECK(test::refusal([&] { return never.rolled(monday, Roll::preceding); }) ==
        "no_business_day: no business day within 366 days before 2026-02-02");
  CHECK(test::refused([&] { return never.rolled(monday, Roll::modified_following); }) == "no_business_day");
  BusinessCalendar year_off;
  year_off.add_holidays({monday, monday + 365});
  CHECK(year_off.rolled(monday, Roll::following) == monday + 366);
  year_off.add_holiday(monday + 366);
  CHECK(test::refused([&] { return year_off.rolled(monday, Roll::following); }) == "no_business_day");
  CHECK(year_off.rolled(monday, Roll::modified_following) == sunday);
}

TEST_CASE("an inverted range, a weekday that is none and too many holidays are refused") {
  BusinessCalendar calendar;
  CHECK(test::refusal([&] {
          return calendar.add_holidays({monday, friday}), 0;
        }) == "invalid_date: holidays from 2026-02-02 to 2026-01-30; the end comes before the start");
  CHECK(calendar.empty());
  CHECK(test::refused([] { return BusinessCalendar({Weekday{7}}, {}); }) == "out_of_range");
  CHECK(test::refusal([] { return BusinessCalendar({}, std::vector<Date>(1'000'000, monday)); }) ==
        "limit_exceeded: 1000000 holidays; a calendar takes at most 200000");
}

TEST_CASE("the edges of the range are days like others, and nothing rolls beyond them") {
  BusinessCalendar calendar({}, {Date::of(1900, 1, 1), Date::of(2400, 12, 31)});
  CHECK(calendar.rolled(Date::of(1900, 1, 1), Roll::following) == Date::of(1900, 1, 2));
  CHECK(calendar.rolled(Date::of(2400, 12, 31), Roll::modified_following) == Date::of(2400, 12, 30));
  CHECK(test::refused([&] { return calendar.rolled(Date::of(2400, 12, 31), Roll::following); }) == "out_of_range");
  calendar.add_holidays({Date::of(1900, 1, 1), Date::of(2400, 12, 31)});
  CHECK(calendar.business_days(Date::of(1900, 1, 1), Date::of(2400, 12, 31)) == 0);
}

TEST_CASE("rolls have names") {
  CHECK(fmt::format("{} {} {} {}", Roll::none, Roll::following, Roll::preceding, Roll::modified_following) ==
        "none following preceding modified_following");
  CHECK(to_text(Roll{0}) == "unknown_roll");
}
