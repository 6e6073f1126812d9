// SPDX-License-Identifier: MIT
#include <solidarity/calendar/day_count.hpp>

#include <fmt/core.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;

namespace {

std::int32_t days_by(std::string_view convention, std::string_view start, std::string_view end) {
  return days(parse_day_count(convention), Date::parse(start), Date::parse(end));
}
YearFraction years_by(std::string_view convention, std::string_view start, std::string_view end) {
  return year_fraction(parse_day_count(convention), Date::parse(start), Date::parse(end));
}

}  // namespace

TEST_CASE("thirty-day months differ at the ends of months only") {
  CHECK(days_by("30/360", "2007-02-20", "2007-08-20") == 180);
  CHECK(days_by("30/360", "2000-02-29", "2000-03-31") == 32);
  CHECK(days_by("30/360 US", "2000-02-29", "2000-03-31") == 30);
  CHECK(days_by("30/360 PSA", "2007-02-28", "2007-03-31") == 30);
  CHECK(days_by("30E/360", "2000-02-29", "2000-03-31") == 31);
  CHECK(days_by("30E/360 ISDA", "2000-02-29", "2000-03-31") == 30);
  CHECK(days_by("30E/360 ISDA", "2020-02-05", "2020-02-29") == 25);
  CHECK(days_by("30E+/360", "2007-01-15", "2007-01-31") == 16);
  CHECK(days_by("30/365", "2007-01-31", "2007-02-28") == 28);
}

TEST_CASE("only 30E/360 ISDA looks at the termination date") {
  const Date start = Date::of(2007, 8, 31);
  const Date end = Date::of(2008, 2, 29);
  CHECK(days(DayCount::thirty_e_360_isda, start, end) == 180);
  CHECK(days(DayCount::thirty_e_360_isda, start, end, {.termination_date = end}) == 179);
  CHECK(days(DayCount::thirty_e_360, start, end, {.termination_date = end}) == 179);
}

TEST_CASE("actual days lie over the year that the convention takes") {
  CHECK((years_by("actual/360", "2026-01-01", "2026-07-01") == YearFraction{181, 360}));
  CHECK((years_by("actual/364", "2026-01-01", "2026-07-01") == YearFraction{181, 364}));
  CHECK((years_by("actual/365", "2024-01-01", "2025-01-01") == YearFraction{366, 365}));
  CHECK((years_by("actual/365.25", "2026-01-01", "2026-07-01") == YearFraction{181 * 4, 1461}));
  CHECK((years_by("actual/365 actual", "2024-01-01", "2024-02-28") == YearFraction{58, 365}));
  CHECK((years_by("actual/365 actual", "2024-01-01", "2024-02-29") == YearFraction{59, 366}));
  CHECK((years_by("NL/365", "2024-01-01", "2025-01-01") == YearFraction{1, 1}));
  CHECK((years_by("actual/actual", "2003-07-15", "2004-01-15") == YearFraction{170 * 366 + 14 * 365, 365 * 366}));
  CHECK((years_by("excel 3", "2012-01-01", "2012-07-30") == YearFraction{211, 365}));
  CHECK((years_by("excel 1", "2011-06-01", "2014-06-01") == YearFraction{1096 * 4, 1461}));
  CHECK((years_by("excel 1", "2011-06-01", "2012-03-01") == YearFraction{274, 366}));
  CHECK((years_by("excel 1", "2012-03-01", "2013-03-01") == YearFraction{1, 1}));
}

TEST_CASE("the fraction keeps its own denominator") {
  const auto half = years_by("actual/360", "2026-01-01", "2026-06-30");
  CHECK(half.numerator == 180);
  CHECK(half.denominator == 360);
}

TEST_CASE("DAYS360 is Excel's: an end on the 31st after a start before the 30th is the 1st") {
  CHECK(days_by("DAYS360", "2011-01-30", "2011-02-01") == 1);
  CHECK(days_by("DAYS360", "2011-01-01", "2011-12-31") == 360);
  CHECK(days_by("DAYS360", "2011-01-30", "2011-12-31") == 330);
  CHECK(days_by("DAYS360", "2011-02-28", "2011-03-31") == 30);
  CHECK(days_by("DAYS360", "2011-12-15", "2011-12-31") == 16);
}

TEST_CASE("the French rule counts whole years back from the end") {
  CHECK((years_by("actual/actual AFB", "2004-02-29", "2008-02-29") == YearFraction{4, 1}));
  CHECK((years_by("actual/actual AFB", "2004-02-28", "2008-02-29") == YearFraction{4 * 365 + 1, 365}));
  CHECK((years_by("actual/actual AFB", "2004-02-28", "2008-03-01") == YearFraction{4 * 366 + 2, 366}));
  CHECK((years_by("actual/actual AFB", "2003-02-28", "2004-02-29") == YearFraction{1, 1}));
}

TEST_CASE("actual/actual ICMA needs reference periods that join and cover, and refuses to guess") {
  const Date start = Date::of(2002, 8, 15);
  const Date middle = Date::of(2003, 1, 15);
  const Date end = Date::of(2003, 7, 15);
  const auto counted = [&](std::vector<Period> periods, int coupons) {
    return year_fraction(DayCount::actual_actual_icma, start, end,
                         {.reference_periods = periods, .coupons_per_year = coupons});
  };
  const Period first{Date::of(2002, 7, 15), middle};
  const Period second{middle, end};
  CHECK((counted({first, second}, 2) == YearFraction{153 + 184, 184 * 2}));
  CHECK(test::refusal([&] { return counted({}, 2); }) ==
        "contradictory_terms: actual/actual ICMA without reference periods; give those that cover the period");
  CHECK(test::refusal([&] {
          return counted({first, second}, 0);
        }) == "contradictory_terms: actual/actual ICMA with 0 coupons per year; it needs 1 to 366");
  CHECK(test::refused([&] { return counted({first}, 2); }) == "contradictory_terms");
  CHECK(test::refused([&] { return counted({second}, 2); }) == "contradictory_terms");
  CHECK(test::refused([&] { return counted({first, {middle + 1, end}}, 2); }) == "contradictory_terms");
  CHECK(test::refused([&] { return counted({{first.start, first.start}}, 2); }) == "contradictory_terms");
}

TEST_CASE("a period that runs backwards is counted below zero, except by YEARFRAC") {
  CHECK(days_by("30/360", "2007-08-20", "2007-02-20") == -180);
  CHECK(days_by("actual/365", "2026-01-12", "2026-01-05") == -7);
  CHECK((years_by("actual/actual", "2004-01-15", "2003-07-15") == YearFraction{-(170 * 366 + 14 * 365), 365 * 366}));
  CHECK((years_by("excel 0", "2012-07-30", "2012-01-01") == years_by("excel 0", "2012-01-01", "2012-07-30")));
  CHECK((years_by("excel 1", "2012-07-30", "2012-01-01") == years_by("excel 1", "2012-01-01", "2012-07-30")));
}

TEST_CASE("every convention is read by the name that it prints") {
  for (int k = 1; k <= static_cast<int>(DayCount::days_360); ++k) {
    const auto convention = static_cast<DayCount>(k);
    CHECK(parse_day_count(to_text(convention)) == convention);
  }
  CHECK(to_text(DayCount{0}) == "unknown");
  CHECK(to_text(DayCount{99}) == "unknown");
  CHECK(fmt::format("{:>12}", DayCount::actual_360) == "  actual/360");
}

TEST_CASE("the usual other names are read too") {
  struct Alias {
    std::string_view text;
    DayCount convention;
  };
  for (const auto& [text, convention] : std::array{
           Alias{"actual/actual", DayCount::actual_actual_isda},
           Alias{"Act/Act", DayCount::actual_actual_isda},
           Alias{"Act/Act (ISDA)", DayCount::actual_actual_isda},
           Alias{"Actual/Actual", DayCount::actual_actual_isda},
           Alias{"Act/Act ISMA", DayCount::actual_actual_icma},
           Alias{"ACT/ACT-ICMA", DayCount::actual_actual_icma},
           Alias{"Act/Act AFB", DayCount::actual_actual_afb},
           Alias{"Act/365F", DayCount::actual_365},
           Alias{"Act/365 (Fixed)", DayCount::actual_365},
           Alias{"Actual/365 Fixed", DayCount::actual_365},
           Alias{"A/365", DayCount::actual_365},
           Alias{"A/360", DayCount::actual_360},
           Alias{"act/360", DayCount::actual_360},
           Alias{"Act/364", DayCount::actual_364},
           Alias{"Act/365.25", DayCount::actual_365_25},
           Alias{"Act/365A", DayCount::actual_365_actual},
           Alias{"Act/365 Actual", DayCount::actual_365_actual},
           Alias{"NL365", DayCount::nl_365},
           Alias{"30/360 Bond Basis", DayCount::thirty_360},
           Alias{"30e/360", DayCount::thirty_e_360},
           Alias{"Eurobond Basis", DayCount::thirty_e_360},
           Alias{"30E/360_ISDA", DayCount::thirty_e_360_isda},
           Alias{"30/360 German", DayCount::thirty_e_360_isda},
           Alias{"30u/360", DayCount::thirty_360_us},
           Alias{"Excel 0", DayCount::excel_0},
           Alias{"days360", DayCount::days_360},
       }) {
    INFO(text);
    CHECK(parse_day_count(text) == convention);
  }
}

TEST_CASE("an unknown convention is refused with the list") {
  CHECK(test::refusal([] { return parse_day_count("30/360 ISDA"); }) ==
        "unsupported: \"30/360 ISDA\" is not a day count; use one of 30/360, 30/360 US, 30/360 PSA, 30E/360, 30E/360 "
        "ISDA, "
        "30E+/360, 30E/365, 30/365, actual/360, actual/364, actual/365, actual/365.25, actual/365 actual, "
        "actual/actual ISDA, actual/actual ICMA, actual/actual AFB, NL/365, excel 0, excel 1, excel 3, DAYS360");
  for (const auto text : {"", "act", "360", "30/350", "excel 2", "excel 4"})
    CHECK(test::refused([&] { return parse_day_count(text); }) == "unsupported");
  CHECK(test::refused([] { return parse_day_count(std::string(1'000'000, '3')); }) == "unsupported");
  CHECK(test::refused([] { return year_fraction(DayCount{99}, Date::of(2026, 1, 1), Date::of(2026, 1, 2)); }) ==
        "unsupported");
}
