// SPDX-License-Identifier: MIT
#include <solidarity/calendar/frequency.hpp>

#include <fmt/core.h>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;

TEST_CASE("a frequency is read as it is written") {
  CHECK((parse_frequency("1 day") == Frequency(daily)));
  CHECK((parse_frequency("1 week") == Frequency(weekly)));
  CHECK((parse_frequency("2 week") == Frequency(every_two_weeks)));
  CHECK((parse_frequency("4 week") == Frequency(every_four_weeks)));
  CHECK((parse_frequency("1 month") == Frequency(monthly)));
  CHECK((parse_frequency("3 month") == Frequency(quarterly)));
  CHECK((parse_frequency("1 calendar month") == Frequency(EveryMonthEnd{1})));
  CHECK((parse_frequency("semimonth") == Frequency(semimonthly)));
  CHECK((parse_frequency("2nd tuesday") == Frequency(EveryNthWeekday{2, Weekday::tuesday})));
  CHECK((parse_frequency("last friday") == Frequency(EveryNthWeekday{-1, Weekday::friday})));
  for (const auto* text : {"1 day", "10000 day", "1 week", "10000 month", "12 calendar month", "semimonth",
                           "1st sunday", "3rd monday", "4th wednesday", "last saturday"})
    CHECK(to_text(parse_frequency(text)) == text);
}

TEST_CASE("a list of dates has a text") {
  CHECK(to_text(OnDates{{Date::of(2026, 1, 5), Date::of(2026, 2, 5)}}) == "on 2026-01-05, 2026-02-05");
  CHECK(fmt::format("[{:>8}]", Frequency(weekly)) == "[  1 week]");
}

TEST_CASE("what is no frequency is refused with the forms there are") {
  CHECK(test::refusal([] { return parse_frequency("fortnight"); }) ==
        "malformed_document: \"fortnight\" is not a frequency; write \"k day\", \"k week\", \"k month\", "
        "\"k calendar month\", \"semimonth\", \"2nd tuesday\" or \"last friday\"");
  for (const auto* text : {"",
                           " ",
                           "1",
                           "1 ",
                           " 1 week",
                           "1  week",
                           "1 week ",
                           "01 week",
                           "+1 week",
                           "-1 week",
                           "1.5 week",
                           "1 weeks",
                           "1 Week",
                           "week",
                           "1 fortnight",
                           "5th friday",
                           "2st monday",
                           "last",
                           "last day",
                           "2nd",
                           "2nd 2nd",
                           "1 calendar",
                           "semimonth ",
                           "2 semimonth",
                           "two week",
                           "2nd tuesday ",
                           "1 year"})
    CHECK(test::refused([&] { return parse_frequency(text); }) == "malformed_document");
}

TEST_CASE("a step is 1 to 10,000") {
  CHECK(test::refusal([] { return parse_frequency("0 week"); }) ==
        "out_of_range: \"0 week\"; a step is 1 to 10000 weeks");
  CHECK(test::refused([] { return parse_frequency("10001 day"); }) == "out_of_range");
  CHECK(test::refused([] { return parse_frequency("99999999999999999999 month"); }) == "out_of_range");
}

TEST_CASE("a year has so many periods") {
  CHECK((periods_per_year(monthly) == PerYear{12, 1}));
  CHECK((periods_per_year(quarterly) == PerYear{12, 3}));
  CHECK((periods_per_year(EveryMonthEnd{2}) == PerYear{12, 2}));
  CHECK((periods_per_year(semimonthly) == PerYear{24, 1}));
  CHECK((periods_per_year(EveryNthWeekday{2, Weekday::tuesday}) == PerYear{12, 1}));
  CHECK((periods_per_year(every_two_weeks) == PerYear{52, 2}));
  CHECK((periods_per_year(every_two_weeks, 364) == PerYear{364, 14}));
  CHECK((periods_per_year(EveryDays{10}) == PerYear{365, 10}));
  CHECK((periods_per_year(EveryDays{10}, 360) == PerYear{360, 10}));
  CHECK((periods_per_year(monthly, 360) == PerYear{12, 1}));
  CHECK((periods_per_year(OnDates{{Date::of(2026, 1, 5)}}) == PerYear{0, 1}));
  CHECK(test::refused([] { return periods_per_year(daily, -1); }) == "out_of_range");
}
