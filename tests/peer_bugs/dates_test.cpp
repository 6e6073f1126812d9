// SPDX-License-Identifier: MIT
// Dates that drifted, skipped or moved too far, and days counted wrongly (areas calendar, holiday, daycount, timezone).
#include <solidarity/calendar/business_calendar.hpp>
#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/calendar/day_count.hpp>

#include <cstdlib>
#include <ctime>

#include "catch.hpp"
#include "refusal.hpp"
#include "schedule/terms.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::four_months;

namespace {

std::string dates(const Frequency& every, Date start, int count, std::optional<Date> first = {}) {
  const DateSequence sequence(every, start, first);
  std::string text;
  for (int k = 1; k <= count; ++k) {
    if (k > 1) text += ' ';
    text += to_text(sequence.at(k));
  }
  return text;
}

LoanTerms on(Date disbursed, Frequency every, int count) {
  LoanTerms terms = four_months();
  terms.disbursed_on = disbursed;
  terms.repayments = {.count = count, .every = std::move(every)};
  return terms;
}

}  // namespace

TEST_CASE("PB-044: a flat loan counts its days as agreed, thirty a month") {
  LoanTerms terms{
      .principal = 1'000 * USD,
      .disbursed_on = 2024y / January / 1,
      .interest = {.method = InterestMethod::flat,
                   .rate = 20_pct,
                   .per = RatePeriod::month,
                   .accrual = ByDay{DayCount::thirty_360}},
      .repayments = {.count = 1, .every = EveryDays{30}},
  };
  CHECK(amortize(terms).front().interest() == 200 * USD);
}

TEST_CASE("PB-045: a rate carries its period: 2 % a month is 24 % a year") {
  LoanTerms a_month = four_months(2_pct);
  a_month.interest.per = RatePeriod::month;
  CHECK(amortize(a_month) == amortize(four_months(24_pct)));
}

TEST_CASE("PB-046: five days to the first due date bear five days of interest") {
  LoanTerms terms{
      .principal = 1'000'000 * INR,
      .disbursed_on = 2021y / January / 27,
      .interest = {.method = InterestMethod::declining, .rate = 25_pct, .accrual = ByDay{DayCount::actual_365}},
      .repayments = {.count = 2, .every = monthly, .first_due_on = 2021y / February / 1},
      .amortization = Bullet{},
  };
  CHECK(amortize(terms).front().interest() == Money::parse("3424.66", INR));  // 31 days would be 21232.88
}

TEST_CASE("PB-048: the German 30/360 ends February with 30") {
  CHECK(days(DayCount::thirty_e_360_isda, 2020y / February / 5, 2020y / February / 29) == 25);
}

TEST_CASE("PB-049: February is a twelfth of a year of monthly coupons, not a thirteenth") {
  const Period february{2021y / February / 1, 2021y / March / 1};
  const YearFraction years = year_fraction(DayCount::actual_actual_icma, february.start, february.end,
                                           {.reference_periods = {&february, 1}, .coupons_per_year = 12});
  CHECK((years == YearFraction{1, 12}));
}

TEST_CASE("PB-050: ICMA is told its frequency or refuses; ISDA needs none") {
  const Period bill{2024y / February / 29, 2024y / May / 29};
  CHECK(test::refused([&] { return year_fraction(DayCount::actual_actual_icma, bill.start, bill.end); }) ==
        "contradictory_terms");
  CHECK((year_fraction(DayCount::actual_actual_icma, bill.start, bill.end,
                       {.reference_periods = {&bill, 1}, .coupons_per_year = 4}) == YearFraction{1, 4}));
  CHECK((year_fraction(DayCount::actual_actual_isda, bill.start, bill.end) == YearFraction{90, 366}));
}

TEST_CASE("PB-051: a leap day within the period makes the year 366 without asking for more") {
  CHECK((year_fraction(DayCount::actual_365_actual, 2023y / December / 1, 2024y / March / 1) == YearFraction{91, 366}));
}

TEST_CASE("PB-052: a count that knows no leap day leaves it out, also from an ordinary year into a leap year") {
  CHECK((year_fraction(DayCount::nl_365, 2023y / December / 1, 2024y / March / 1) == YearFraction{90, 365}));
}

TEST_CASE("PB-053: a broken period is counted on the unbroken ones that cover it") {
  // From 1 March to 15 July, stepped back from 15 July by quarters: 45 of 90 days, and a whole quarter.
  LoanTerms terms = on(2026y / March / 1, quarterly, 2);
  terms.repayments.first_due_on = 2026y / July / 15;
  terms.interest.accrual = ByDay{DayCount::actual_actual_icma};
  terms.amortization = Bullet{};
  CHECK(test::interests(amortize(terms)) == "54.00 36.00");
}

TEST_CASE("PB-054: dates are counted from the anchor, so that the 31st comes back") {
  CHECK(dates(monthly, 2021y / January / 31, 4) == "2021-02-28 2021-03-31 2021-04-30 2021-05-31");
}

TEST_CASE("PB-055: an anchor on the last day of a short month stays on its day, unless month ends are asked for") {
  CHECK(dates(monthly, 2021y / April / 30, 2) == "2021-05-30 2021-06-30");
  CHECK(dates(EveryMonthEnd{1}, 2021y / April / 30, 2) == "2021-05-31 2021-06-30");
}

TEST_CASE("PB-056: a first due date on the 15th gives the 15th, wherever the loan began") {
  CHECK(dates(monthly, 2021y / January / 31, 3, 2021y / March / 15) == "2021-03-15 2021-04-15 2021-05-15");
}

TEST_CASE("PB-057: no month is skipped because it is short") {
  CHECK(dates(monthly, 2013y / January / 31, 3) == "2013-02-28 2013-03-31 2013-04-30");
}

TEST_CASE("PB-059: the 30th of February is the last of February") {
  CHECK(add_months(2023y / January / 30, 1) == Date(2023y / February / 28));
  CHECK(add_months(2024y / January / 30, 1) == Date(2024y / February / 29));
}

TEST_CASE("PB-060: a day that is no month end is not moved to one") {
  CHECK(add_months(2015y / January / 30, 1) == Date(2015y / February / 28));
  CHECK(add_months(2015y / February / 27, 1) == Date(2015y / March / 27));
  CHECK(add_months(2015y / February / 28, 1) == Date(2015y / March / 28));
}

TEST_CASE("PB-061: month ends are those of the month reached, not of the month left") {
  CHECK(dates(EveryMonthEnd{6}, 2017y / September / 30, 2, 2018y / March / 31) == "2018-03-31 2018-09-30");
  CHECK(month_end(2017y / September / 30, 6) == Date(2018y / March / 31));
}

TEST_CASE("PB-062: month ends keep increasing") {
  CHECK(dates(EveryMonthEnd{12}, 2013y / March / 28, 3) == "2014-02-28 2015-02-28 2016-02-29");
}

TEST_CASE("PB-065: from a business day to the day after lies one business day") {
  const BusinessCalendar calendar({Weekday::saturday, Weekday::sunday}, {});
  const Date monday = 2026y / January / 5;
  CHECK(calendar.business_days(monday, monday + 1) == 1);
  CHECK(calendar.business_days(monday, monday) == 0);
}

TEST_CASE("PB-066: a month end that is a holiday moves as agreed, across the month if need be") {
  LoanTerms terms = on(2020y / January / 31, EveryMonthEnd{1}, 2);
  terms.calendar.business_days = BusinessCalendar({}, {Date(2020y / March / 31)});
  terms.calendar.roll = Roll::following;
  CHECK(test::dues(amortize(terms)) == "2020-02-29 2020-04-01");
  terms.calendar.roll = Roll::modified_following;
  CHECK(test::dues(amortize(terms)) == "2020-02-29 2020-03-30");
}

TEST_CASE("PB-068: dates at the end of their range are refused, not wrapped") {
  CHECK(test::refused([] { return Date(2400y / December / 31) + 1; }) == "out_of_range");
  CHECK(test::refused([] { return Date(1900y / January / 1) - 1; }) == "out_of_range");
  CHECK(test::refused([] { return Date(2400y / December / 31) + 2'147'483'647; }) == "out_of_range");
  CHECK(test::refused([] { return amortize(on(2400y / December / 1, monthly, 4)); }) == "out_of_range");
}

TEST_CASE("PB-070: a holiday moves the due dates within it and no later one") {
  LoanTerms terms = on(2026y / January / 4, weekly, 3);
  terms.calendar.business_days.add_holidays({2026y / January / 10, 2026y / January / 12});
  terms.calendar.roll = Roll::following;
  CHECK(test::dues(amortize(terms)) == "2026-01-13 2026-01-18 2026-01-25");
}

TEST_CASE("PB-073: of dates that were agreed one by one, a holiday moves only its own") {
  LoanTerms terms =
      on(2026y / January / 4, OnDates{{2026y / January / 11, 2026y / January / 20, 2026y / February / 1}}, 3);
  terms.interest.per = RatePeriod::installment;
  terms.calendar.business_days.add_holidays({2026y / January / 20, 2026y / January / 20});
  terms.calendar.roll = Roll::following;
  CHECK(test::dues(amortize(terms)) == "2026-01-11 2026-01-21 2026-02-01");
}

TEST_CASE("PB-076: daily installments begin on the day after") {
  CHECK(test::dues(amortize(on(2026y / January / 4, daily, 3))) == "2026-01-05 2026-01-06 2026-01-07");
}

TEST_CASE("PB-077: a loan handed out three days late still falls due on meeting days") {
  const EveryNthWeekday second_tuesday{2, Weekday::tuesday};
  CHECK(test::dues(amortize(on(2026y / January / 11, second_tuesday, 2))) == "2026-01-13 2026-02-10");
  CHECK(test::dues(amortize(on(2026y / January / 14, second_tuesday, 2))) == "2026-02-10 2026-03-10");
}

TEST_CASE("PB-080: due dates are counted from the day that was asked for, not from the disbursement") {
  LoanTerms terms = on(2026y / January / 14, monthly, 3);
  terms.repayments.first_due_on = 2026y / February / 5;
  CHECK(test::dues(amortize(terms)) == "2026-02-05 2026-03-05 2026-04-05");
}

TEST_CASE("PB-169, PB-170, PB-172: the zone of the machine is never asked; a day as text is that day everywhere") {
  const std::string before = [] {
    const char* zone = std::getenv("TZ");
    return std::string(zone != nullptr ? zone : "");
  }();
  for (const char* zone : {"UTC", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu", "XXX+3", "XXX-14"}) {
    setenv("TZ", zone, 1);
    tzset();
    CHECK(to_text(Date::parse("2026-02-20")) == "2026-02-20");
    CHECK(test::dues(amortize(four_months())) == "2026-02-10 2026-03-10 2026-04-10 2026-05-10");
  }
  if (before.empty()) unsetenv("TZ");
  else setenv("TZ", before.c_str(), 1);
  tzset();
}

TEST_CASE("PB-171: what is due by a day is decided by the day given, due dates included") {
  const Schedule schedule = amortize(four_months());
  CHECK(schedule.due_by(2026y / February / 9).empty());
  CHECK(schedule.due_by(2026y / February / 10).size() == 1);
}
