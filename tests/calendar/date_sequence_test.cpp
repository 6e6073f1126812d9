// SPDX-License-Identifier: MIT
#include <solidarity/calendar/date_sequence.hpp>

#include <limits>
#include <string>
#include <type_traits>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;

namespace {

// The dates u_first ... u_last, in one text.
std::string dates(std::string_view frequency, std::string_view start, std::optional<std::string_view> first, int from,
                  int to) {
  const Frequency every = parse_frequency(frequency);
  const DateSequence sequence(every, Date::parse(start), first ? std::optional(Date::parse(*first)) : std::nullopt);
  std::string text;
  for (int k = from; k <= to; ++k) (text += text.empty() ? "" : " ") += to_text(sequence.at(k));
  return text;
}

}  // namespace

TEST_CASE("months are counted from the anchor, so that the 31st comes back") {
  CHECK(dates("1 month", "2026-01-31", {}, 0, 4) == "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31");
  CHECK(dates("1 month", "2026-01-15", "2026-01-31", 0, 3) == "2025-12-31 2026-01-31 2026-02-28 2026-03-31");
  CHECK(dates("3 month", "2023-11-30", {}, 1, 4) == "2024-02-29 2024-05-30 2024-08-30 2024-11-30");
  CHECK(dates("1 month", "2024-02-29", {}, 1, 2) == "2024-03-29 2024-04-29");
  CHECK(dates("12 month", "2024-02-29", {}, 1, 4) == "2025-02-28 2026-02-28 2027-02-28 2028-02-29");
}

TEST_CASE("days and weeks are counted from the anchor") {
  CHECK(dates("1 week", "2026-01-05", {}, 0, 3) == "2026-01-05 2026-01-12 2026-01-19 2026-01-26");
  CHECK(dates("1 week", "2026-01-05", "2026-01-14", 0, 2) == "2026-01-07 2026-01-14 2026-01-21");
  CHECK(dates("4 week", "2026-01-05", {}, 1, 2) == "2026-02-02 2026-03-02");
  CHECK(dates("10 day", "2026-02-20", {}, 1, 2) == "2026-03-02 2026-03-12");
}

TEST_CASE("calendar months fall due on the last day") {
  CHECK(dates("1 calendar month", "2026-01-15", {}, 0, 3) == "2025-12-31 2026-01-31 2026-02-28 2026-03-31");
  CHECK(dates("1 calendar month", "2026-01-31", {}, 0, 2) == "2026-01-31 2026-02-28 2026-03-31");
  CHECK(dates("3 calendar month", "2026-01-31", {}, 0, 2) == "2025-12-31 2026-03-31 2026-06-30");
  CHECK(dates("2 calendar month", "2026-01-15", "2026-02-28", 0, 2) == "2025-12-31 2026-02-28 2026-04-30");
  CHECK(test::refusal([] { return dates("1 calendar month", "2026-01-15", "2026-02-27", 1, 1); }) ==
        "contradictory_terms: the first due date 2026-02-27 does not lie on the frequency; it must be the last day of "
        "a month");
}

TEST_CASE("half months are fifteen days apart, or the 15th and the last day") {
  CHECK(dates("semimonth", "2026-01-05", {}, 0, 4) == "2026-01-05 2026-01-20 2026-02-05 2026-02-20 2026-03-05");
  CHECK(dates("semimonth", "2026-01-20", {}, 1, 2) == "2026-02-05 2026-02-20");
  CHECK(dates("semimonth", "2026-01-15", {}, 1, 4) == "2026-01-31 2026-02-15 2026-02-28 2026-03-15");
  CHECK(dates("semimonth", "2026-02-28", {}, 1, 3) == "2026-03-15 2026-03-31 2026-04-15");
  CHECK(dates("semimonth", "2026-01-31", {}, 1, 3) == "2026-02-15 2026-02-28 2026-03-15");
  CHECK(dates("semimonth", "2026-01-30", {}, 1, 4) == "2026-02-15 2026-02-28 2026-03-15 2026-03-30");
  CHECK(dates("semimonth", "2026-01-14", {}, 1, 4) == "2026-01-29 2026-02-14 2026-02-28 2026-03-14");
  CHECK(dates("semimonth", "2026-01-01", "2026-01-12", 0, 2) == "2025-12-27 2026-01-12 2026-01-27");
  CHECK(dates("semimonth", "2026-01-01", "2026-01-31", 0, 2) == "2026-01-15 2026-01-31 2026-02-15");
}

TEST_CASE("the nth weekday of each month") {
  CHECK(dates("2nd tuesday", "2026-01-05", {}, 0, 3) == "2025-12-09 2026-01-13 2026-02-10 2026-03-10");
  CHECK(dates("2nd tuesday", "2026-01-13", {}, 1, 1) == "2026-02-10");
  CHECK(dates("last friday", "2026-01-05", {}, 1, 3) == "2026-01-30 2026-02-27 2026-03-27");
  CHECK(dates("1st sunday", "2026-01-31", {}, 1, 2) == "2026-02-01 2026-03-01");
  CHECK(dates("4th sunday", "2026-01-31", "2026-02-22", 0, 1) == "2026-01-25 2026-02-22");
  CHECK(
      test::refusal([] { return dates("2nd tuesday", "2026-01-05", "2026-01-14", 1, 1); }) ==
      "contradictory_terms: the first due date 2026-01-14 does not lie on the frequency; it must be the 2nd tuesday of "
      "its month, as 2026-01-13");
}

TEST_CASE("a list of dates is taken as it is") {
  const Frequency list = OnDates{{Date::of(2026, 3, 1), Date::of(2026, 9, 1)}};
  const DateSequence sequence(list, Date::of(2026, 1, 5), {});
  CHECK(sequence.at(0) == Date::of(2026, 1, 5));
  CHECK(sequence.at(1) == Date::of(2026, 3, 1));
  CHECK(sequence.at(2) == Date::of(2026, 9, 1));
  CHECK(sequence.step_before(1) == Date::of(2026, 1, 5));
  CHECK(sequence.step_before(2) == Date::of(2026, 3, 1));
  CHECK(test::refusal([&] { return sequence.at(3); }) == "out_of_range: due date 3 of a list of 2");
  CHECK(test::refused([&] { return sequence.at(-1); }) == "out_of_range");
  STATIC_REQUIRE_FALSE(std::is_constructible_v<DateSequence, OnDates, Date, std::optional<Date>>);
}

TEST_CASE("a list that does not increase, is empty or does not start with the first due date is refused") {
  const Date start = Date::of(2026, 1, 5);
  const Frequency empty = OnDates{};
  const Frequency twice = OnDates{{Date::of(2026, 3, 1), Date::of(2026, 3, 1)}};
  const Frequency early = OnDates{{start}};
  const Frequency good = OnDates{{Date::of(2026, 3, 1)}};
  CHECK(test::refused([&] { return DateSequence(empty, start, {}); }) == "out_of_range");
  CHECK(test::refusal([&] { return DateSequence(twice, start, {}); }) ==
        "invalid_date: due date 2026-03-01 stands after 2026-03-01; the dates of a list increase");
  CHECK(test::refused([&] { return DateSequence(early, start, {}); }) == "out_of_range");
  CHECK(test::refused([&] { return DateSequence(good, start, Date::of(2026, 3, 2)); }) == "contradictory_terms");
  CHECK(DateSequence(good, start, Date::of(2026, 3, 1)).at(1) == Date::of(2026, 3, 1));
}

TEST_CASE("the first due date is after the start") {
  CHECK(test::refusal([] { return dates("1 week", "2026-01-12", "2026-01-12", 1, 1); }) ==
        "out_of_range: the first due date 2026-01-12 is not after the start 2026-01-12");
  CHECK(test::refused([] { return dates("1 month", "2026-01-12", "2026-01-11", 1, 1); }) == "out_of_range");
}

TEST_CASE("the step before a date is counted from the anchor too") {
  const DateSequence sequence(monthly, Date::of(2026, 1, 31), {});
  CHECK(sequence.step_before(1) == Date::of(2026, 1, 31));
  CHECK(sequence.step_before(2) == Date::of(2026, 2, 28));
  CHECK(sequence.step_before(3) == Date::of(2026, 3, 31));
}

TEST_CASE("a step outside its range and a date beyond 2400 are refused") {
  const Date start = Date::of(2026, 1, 5);
  for (const Frequency& every :
       {Frequency(EveryDays{0}), Frequency(EveryWeeks{-1}), Frequency(EveryMonths{10'001}), Frequency(EveryMonthEnd{0}),
        Frequency(EveryNthWeekday{0, Weekday::friday}), Frequency(EveryNthWeekday{5, Weekday::friday}),
        Frequency(EveryNthWeekday{1, Weekday{7}})})
    CHECK(test::refused([&] { return DateSequence(every, start, {}); }) == "out_of_range");
  CHECK(test::refused([&] { return DateSequence(EveryMonths{10'000}, start, {}); }) == "out_of_range");
  const DateSequence sequence(monthly, start, {});
  CHECK(sequence.at(4499) == Date::of(2400, 12, 5));
  CHECK(test::refused([&] { return sequence.at(4500); }) == "out_of_range");
  CHECK(test::refused([&] { return sequence.at(std::numeric_limits<int>::max()); }) == "out_of_range");
  CHECK(test::refused([&] { return DateSequence(semimonthly, start, {}).at(std::numeric_limits<int>::min()); }) ==
        "out_of_range");
}
