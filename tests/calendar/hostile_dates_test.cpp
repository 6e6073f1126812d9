// SPDX-License-Identifier: MIT
// Rows B of the hostile inputs that the calendar itself meets.
#include <solidarity/calendar/business_calendar.hpp>
#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <cfenv>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

TEST_CASE("B21: days that do not exist, and days outside 1900 to 2400") {
  for (const auto* text : {"2023-02-29", "2024-02-30", "0000-00-00", "2024-00-10", "2024-13-01", "2024-04-31",
                           "2024-01-00", "2024-01-32", "1900-02-29"})
    CHECK(test::refused([&] { return Date::parse(text); }) == "invalid_date");
  for (const auto* text : {"1899-12-31", "2401-01-01", "0001-01-01", "9999-12-31"})
    CHECK(test::refused([&] { return Date::parse(text); }) == "out_of_range");
  CHECK(to_text(Date::parse("1900-01-01")) == "1900-01-01");
  CHECK(to_text(Date::parse("2400-12-31")) == "2400-12-31");
}

TEST_CASE("B22: only YYYY-MM-DD is a date") {
  using namespace std::string_view_literals;
  for (const auto text : {"20240101"sv,
                          "01/02/2024"sv,
                          "2024-1-1"sv,
                          "2024-01-01T00:00:00Z"sv,
                          " 2024-01-01"sv,
                          "2024-01-01 "sv,
                          ""sv,
                          "-"sv,
                          "2024-01-0"sv,
                          "2024/01/01"sv,
                          "2024-01-0a"sv,
                          "+024-01-01"sv,
                          "2024--1-01"sv,
                          "2024-01-+1"sv,
                          "2024-01-01\0"sv,
                          "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa4-1-"sv,
                          "24-01-01"sv,
                          "today"sv,
                          "2024-W01-1"sv,
                          "2024-001"sv})
    CHECK(test::refused([&] { return Date::parse(text); }) == "invalid_date");
  CHECK(test::refusal([] { return Date::parse(std::string(130, '1')); }) ==
        "invalid_date: \"1111111111111111111111111111111111111111...\" is not a date; write YYYY-MM-DD");
  CHECK(test::refused([] { return Date::parse(std::string(10'000'000, '-')); }) == "invalid_date");
}

TEST_CASE("B23: an anchor on the 29th, 30th or 31st is neither skipped nor forgotten") {
  for (const int day : {29, 30, 31})
    for (const Frequency& every : {Frequency(monthly), Frequency(quarterly), Frequency(semimonthly)}) {
      const DateSequence sequence(every, Date::of(2023, 12, day), {});
      int at_anchor = 0;
      for (int k = 1; k <= 48; ++k) {
        const auto due = sequence.at(k);
        CHECK(due > sequence.at(k - 1));
        if (due.day() == day) ++at_anchor;
      }
      CHECK(at_anchor > 0);
    }
}

TEST_CASE("B24: a first due date on or before the start is refused with both dates") {
  CHECK(test::refusal([] { return DateSequence(weekly, Date::of(2026, 1, 5), Date::of(2026, 1, 4)); }) ==
        "out_of_range: the first due date 2026-01-04 is not after the start 2026-01-05");
}

TEST_CASE("B25: all days holidays, a million holidays, inverted and overlapping ranges") {
  BusinessCalendar calendar;
  calendar.add_holidays({Date::of(1900, 1, 1), Date::of(2400, 12, 31)});
  CHECK(test::refused([&] { return calendar.rolled(Date::of(2026, 1, 5), Roll::following); }) == "no_business_day");
  CHECK(test::refused([&] { return calendar.rolled(Date::of(2026, 1, 5), Roll::preceding); }) == "no_business_day");
  CHECK(test::refused([] { return BusinessCalendar({}, std::vector<Date>(1'000'000, Date::of(2026, 1, 5))); }) ==
        "limit_exceeded");
  CHECK(test::refused([&] {
          return calendar.add_holidays({Date::of(2026, 1, 5), Date::of(2026, 1, 4)}), 0;
        }) == "invalid_date");
}

TEST_CASE("B30: locale and rounding mode of the host change nothing") {
  const auto answers = [] {
    std::string text = to_text(Money::parse("1234567.89", INR)) + ' ' + to_text(Rate::parse("12.75"));
    for (int k = 1; k <= 24; ++k) text += ' ' + to_text(DateSequence(monthly, Date::of(2026, 1, 31), {}).at(k));
    text += ' ' + decimal_text(scaled(100 * INR, 2, 3, Rounding::half_even));
    return text;
  };
  const auto before = answers();
  for (const auto* name : {"C", "C.UTF-8", "de_DE.UTF-8", "en_IN.UTF-8", ""})
    for (const int mode : {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
      std::setlocale(LC_ALL, name);  // a locale that is not installed leaves the old one
      std::fesetround(mode);
      CHECK(answers() == before);
    }
  std::fesetround(FE_TONEAREST);
  std::setlocale(LC_ALL, "C");
}
