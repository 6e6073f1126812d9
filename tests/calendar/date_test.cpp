// SPDX-License-Identifier: MIT
#include <solidarity/calendar/date.hpp>

#include <fmt/core.h>

#include <limits>
#include <string>
#include <unordered_set>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

TEST_CASE("a date is a civil day of 4 bytes") {
  constexpr Date day = 2026y / January / 5;
  STATIC_REQUIRE(day.year() == 2026);
  STATIC_REQUIRE(day.month() == 1);
  STATIC_REQUIRE(day.day() == 5);
  STATIC_REQUIRE(day.weekday() == Weekday::monday);
  STATIC_REQUIRE(sizeof(Date) == 4);
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<Date>);
  STATIC_REQUIRE(day == Date::of(2026, 1, 5));
  STATIC_REQUIRE(Date::of(1970, 1, 1).day_number() == 0);
  STATIC_REQUIRE(Date::of_day_number(0) == Date::of(1970, 1, 1));
}

TEST_CASE("days are added, and counted between two dates") {
  STATIC_REQUIRE(Date::of(2024, 2, 28) + 1 == Date::of(2024, 2, 29));
  STATIC_REQUIRE(Date::of(2023, 2, 28) + 1 == Date::of(2023, 3, 1));
  STATIC_REQUIRE(Date::of(2024, 3, 1) - 1 == Date::of(2024, 2, 29));
  STATIC_REQUIRE(Date::of(2026, 1, 12) - Date::of(2026, 1, 5) == 7);
  STATIC_REQUIRE(Date::of(2026, 1, 5) - Date::of(2026, 1, 12) == -7);
  STATIC_REQUIRE(Date::of(2400, 12, 31) - Date::of(1900, 1, 1) == 182'986);
}

TEST_CASE("every day of the range is the day after the one before, as the standard library counts") {
  auto standard = std::chrono::sys_days(1900y / January / 1);
  int weekday = static_cast<int>(std::chrono::weekday(standard).c_encoding());
  int wrong = 0;
  for (Date day = Date::of(1900, 1, 1);; day = day + 1, standard += std::chrono::days(1), weekday = (weekday + 1) % 7) {
    const std::chrono::year_month_day ymd(standard);
    const bool same = Date(ymd) == day && day.year() == static_cast<int>(ymd.year()) &&
                      day.month() == static_cast<int>(static_cast<unsigned>(ymd.month())) &&
                      day.day() == static_cast<int>(static_cast<unsigned>(ymd.day())) &&
                      static_cast<int>(day.weekday()) == weekday &&
                      Date::of(day.year(), day.month(), day.day()) == day &&
                      day.is_month_end() == (ymd == ymd.year() / ymd.month() / std::chrono::last);
    if (!same) ++wrong;
    if (day == Date::of(2400, 12, 31)) break;
  }
  CHECK(wrong == 0);
}

TEST_CASE("months are added to the day of the month, or the last day of a shorter one") {
  STATIC_REQUIRE(add_months(2026y / January / 31, 1) == Date::of(2026, 2, 28));
  STATIC_REQUIRE(add_months(2026y / January / 31, 2) == Date::of(2026, 3, 31));
  STATIC_REQUIRE(add_months(2024y / March / 31, -1) == Date::of(2024, 2, 29));
  STATIC_REQUIRE(add_months(2024y / February / 29, 12) == Date::of(2025, 2, 28));
  STATIC_REQUIRE(add_months(2026y / November / 5, 2) == Date::of(2027, 1, 5));
  STATIC_REQUIRE(add_months(2026y / January / 5, -1) == Date::of(2025, 12, 5));
  STATIC_REQUIRE(month_end(2026y / January / 5) == Date::of(2026, 1, 31));
  STATIC_REQUIRE(month_end(2026y / January / 5, 1) == Date::of(2026, 2, 28));
  STATIC_REQUIRE(month_end(2026y / January / 5, -11) == Date::of(2025, 2, 28));
  STATIC_REQUIRE(month_number(2026y / January / 5) == 24'312);
  STATIC_REQUIRE(Date::of_month_number(24'313, 31) == Date::of(2026, 2, 28));
}

TEST_CASE("leap years are those of Gregory") {
  STATIC_REQUIRE(is_leap(2000));
  STATIC_REQUIRE(is_leap(2024));
  STATIC_REQUIRE_FALSE(is_leap(1900));
  STATIC_REQUIRE_FALSE(is_leap(2100));
  STATIC_REQUIRE(days_in_month(2023, 2) == 28);
  STATIC_REQUIRE(days_in_month(2024, 2) == 29);
  STATIC_REQUIRE(days_in_month(2024, 4) == 30);
  STATIC_REQUIRE(days_in_month(2024, 7) == 31);
  STATIC_REQUIRE(days_in_month(2024, 8) == 31);
}

TEST_CASE("a date is written and read as YYYY-MM-DD") {
  CHECK(Date::parse("2026-01-05") == Date::of(2026, 1, 5));
  CHECK(to_text(Date::of(2026, 1, 5)) == "2026-01-05");
  CHECK(fmt::format("[{:>12}]", Date::of(1900, 1, 1)) == "[  1900-01-01]");
  CHECK(fmt::format("{}", Weekday::thursday) == "thursday");
  CHECK(to_text(Weekday{9}) == "unknown_weekday");
}

TEST_CASE("a day that does not exist is refused, not moved") {
  CHECK(test::refusal([] { return Date::of(2023, 2, 29); }) ==
        "invalid_date: 2023-02-29 does not exist; that month has 28 days");
  CHECK(test::refusal([] { return Date::of(2023, 13, 1); }) ==
        "invalid_date: 2023-13-01 does not exist; a month is 1 to 12");
  CHECK(test::refusal([] { return Date::of(1899, 12, 31); }) ==
        "out_of_range: 1899-12-31; a date lies between 1900-01-01 and 2400-12-31");
  CHECK(test::refusal([] { return Date(2026y / February / 30); }) ==
        "invalid_date: 2026-02-30 does not exist; that month has 28 days");
  CHECK(test::refused([] {
          return Date(std::chrono::year_month_day(2026y, std::chrono::month(0), std::chrono::day(0)));
        }) == "invalid_date");
}

TEST_CASE("arithmetic never leaves the range, however far it reaches") {
  constexpr int far = std::numeric_limits<int>::max();
  const Date last = Date::of(2400, 12, 31);
  CHECK(test::refusal([&] { return last + 1; }) ==
        "out_of_range: 2401-01-01; a date lies between 1900-01-01 and 2400-12-31");
  CHECK(test::refusal([&] { return last + far; }) ==
        "out_of_range: day 2147641066 from 1970-01-01; a date lies between 1900-01-01 and 2400-12-31");
  CHECK(test::refused([&] { return last - far; }) == "out_of_range");
  CHECK(test::refused([&] { return last - std::numeric_limits<int>::min(); }) == "out_of_range");
  CHECK(test::refusal([&] { return add_months(last, 1); }) ==
        "out_of_range: 2401-01; a date lies between 1900-01-01 and 2400-12-31");
  CHECK(test::refused([&] { return add_months(last, far); }) == "out_of_range");
  CHECK(test::refused([&] { return add_months(last, -far); }) == "out_of_range");
  CHECK(test::refused([&] { return month_end(last, -far); }) == "out_of_range");
  CHECK(test::refused([] { return Date::of_day_number(std::numeric_limits<std::int64_t>::min()); }) == "out_of_range");
}

TEST_CASE("equal dates have equal hashes") {
  CHECK(std::unordered_set<Date>{Date::of(2026, 1, 5), Date::parse("2026-01-05")}.size() == 1);
}
