// SPDX-License-Identifier: MIT
// Laws of the calendar (C1-C5, C7-C9, C11-C13 of the invariants): each over generated cases, see generators.hpp.
#include <solidarity/calendar/business_calendar.hpp>
#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/calendar/day_count.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using test::for_all;
using test::Random;

namespace {

constexpr std::array actual_counts{
    DayCount::actual_360,        DayCount::actual_364,         DayCount::actual_365,        DayCount::actual_365_25,
    DayCount::actual_365_actual, DayCount::actual_actual_isda, DayCount::actual_actual_afb,
};
constexpr std::array thirty_day_counts{
    DayCount::thirty_360,        DayCount::thirty_360_us,     DayCount::thirty_360_psa, DayCount::thirty_e_360,
    DayCount::thirty_e_360_isda, DayCount::thirty_e_plus_360, DayCount::thirty_e_365,   DayCount::thirty_365,
};

YearFraction plus(YearFraction a, YearFraction b) {
  return {a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator};
}

// A frequency with the start and, perhaps, the first due date of a sequence.
struct Given {
  Frequency frequency;
  Date start;
  std::optional<Date> first;
};

Given given(Random& random) {
  Given all{random.frequency(), random.present(), {}};
  if (random.one_in(2)) all.first = DateSequence(all.frequency, all.start + random.number(0, 40), {}).at(1);
  return all;
}

// The weekday and the holidays of a day are what make it a business day; here by looking at each day of the range.
int business_days_one_by_one(const BusinessCalendar& calendar, Date from, Date to) {
  int count = 0;
  for (Date day = from; day < to; day = day + 1) count += calendar.is_business_day(day) ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("C1: months are counted from the anchor: its day, or the last day of a shorter month") {
  for_all([](Random& random) {
    const Date anchor = random.present();
    const int step = random.number(1, 24);
    const int k = random.number(1, 60);
    const Date due = DateSequence(EveryMonths{step}, anchor, {}).at(k);
    const std::int64_t month = month_number(anchor) + std::int64_t{step} * k;
    REQUIRE(month_number(due) == month);
    REQUIRE(due.day() == std::min(anchor.day(), days_in_month(due.year(), due.month())));
    REQUIRE(DateSequence(EveryMonths{step}, anchor - 1, anchor).at(k + 1) == due);
    REQUIRE(add_months(anchor, step * k) == due);
    REQUIRE(DateSequence(EveryMonthEnd{step}, anchor, {}).at(k).is_month_end());
  });
}

TEST_CASE("C2: due dates come after the start and strictly increase") {
  for_all([](Random& random) {
    const Given all = given(random);
    const DateSequence sequence(all.frequency, all.start, all.first);
    REQUIRE(sequence.at(1) > all.start);
    if (all.first) REQUIRE(sequence.at(1) == *all.first);
    Date before = sequence.at(0);
    for (int k = 1; k <= 60; ++k) {
      const Date due = sequence.at(k);
      if (due <= before) REQUIRE(due > before);
      before = due;
    }
  });
}

TEST_CASE("C3: there are as many dates as asked for, each the same whatever else was asked") {
  for_all([](Random& random) {
    const Given all = given(random);
    int count = random.number(1, 520);
    const DateSequence sequence(all.frequency, all.start, all.first);
    while (!test::refused([&] { return sequence.at(count + 1); }).empty()) count /= 2;  // beyond 2400
    const int k = random.number(1, count);
    if (random.one_in(20)) {
      std::vector<Date> list;
      for (int j = 1; j <= count; ++j) list.push_back(sequence.at(j));
      std::ranges::sort(list);
      REQUIRE(std::ranges::adjacent_find(list) == list.end());
      REQUIRE(list[static_cast<std::size_t>(k) - 1] == DateSequence(all.frequency, all.start, all.first).at(k));
      const Frequency given_dates = OnDates{list};
      REQUIRE(DateSequence(given_dates, all.start, {}).at(k) == sequence.at(k));
    }
    REQUIRE(sequence.step_before(k) == sequence.at(k - 1));
    // Begun anew at u_k, with it as first date, the sequence goes on - unless u_k was moved by a short month.
    const bool keeps_day =
        !std::holds_alternative<EveryMonths>(all.frequency) && !std::holds_alternative<Semimonthly>(all.frequency);
    if (keeps_day) REQUIRE(DateSequence(all.frequency, sequence.at(k) - 1, sequence.at(k)).at(2) == sequence.at(k + 1));
  });
}

TEST_CASE("C4: a moved date is a business day on the side that the roll says") {
  for_all([](Random& random) {
    const Date day = random.present();
    const BusinessCalendar calendar = random.business_calendar(day);
    const Date following = calendar.rolled(day, Roll::following);
    const Date preceding = calendar.rolled(day, Roll::preceding);
    const Date modified = calendar.rolled(day, Roll::modified_following);
    REQUIRE(calendar.rolled(day, Roll::none) == day);
    REQUIRE((calendar.is_business_day(following) && calendar.is_business_day(preceding) &&
             calendar.is_business_day(modified)));
    REQUIRE((preceding <= day && day <= following));
    REQUIRE(business_days_one_by_one(calendar, day, following) == 0);
    REQUIRE(business_days_one_by_one(calendar, preceding + 1, day + 1) == 0);
    REQUIRE(modified == (month_number(following) == month_number(day) ? following : preceding));
    if (calendar.is_business_day(day)) REQUIRE((following == day && preceding == day));
    REQUIRE(calendar.business_days(day, day) == 0);
    REQUIRE(calendar.business_days(day, day + 1) == (calendar.is_business_day(day) ? 1 : 0));
    const Date to = day + random.number(0, 400);
    REQUIRE(calendar.business_days(day, to) == business_days_one_by_one(calendar, day, to));
  });
}

TEST_CASE("C5: moving twice is moving once, whatever the order in which holidays were added") {
  for_all([](Random& random) {
    const Date day = random.present();
    const auto weekend = random.weekend();
    std::vector<Period> ranges;
    for (int k = random.number(0, 20); k > 0; --k) {
      const Date start = day + random.number(-40, 40);
      ranges.push_back({start, start + random.number(0, 6)});
    }
    const auto calendar_of = [&] {
      BusinessCalendar calendar(weekend, {});
      for (const Period& range : ranges) calendar.add_holidays(range);
      return calendar;
    };
    const BusinessCalendar calendar = calendar_of();
    random.shuffle(ranges);
    const BusinessCalendar shuffled = calendar_of();
    REQUIRE((calendar == shuffled));
    std::vector<Date> single;
    for (const Period& range : ranges)
      for (Date holiday = range.start; holiday <= range.end; holiday = holiday + 1) single.push_back(holiday);
    random.shuffle(single);
    REQUIRE((BusinessCalendar(weekend, single) == calendar));
    for (const Roll roll : {Roll::none, Roll::following, Roll::preceding, Roll::modified_following}) {
      const Date once = calendar.rolled(day, roll);
      REQUIRE(calendar.rolled(once, roll) == once);
      REQUIRE(shuffled.rolled(day, roll) == once);
    }
  });
}

TEST_CASE("C7: actual days add up, vanish over nothing and turn their sign") {
  for_all([](Random& random) {
    const Date a = random.date();
    const Date b = random.date();
    const Date c = random.date();
    const DayCount convention = random.any_of(actual_counts);
    REQUIRE(days(convention, a, b) + days(convention, b, c) == days(convention, a, c));
    REQUIRE(days(convention, a, a) == 0);
    REQUIRE(days(convention, b, a) == -days(convention, a, b));
    REQUIRE(days(DayCount::nl_365, a, b) + days(DayCount::nl_365, b, c) == days(DayCount::nl_365, a, c));
    for (const DayCount thirty : thirty_day_counts) {
      REQUIRE(days(thirty, a, a) == 0);
      REQUIRE(days(thirty, b, a) == -days(thirty, a, b));
    }
    REQUIRE((year_fraction(convention, a, a) == YearFraction{0, 1}));
  });
}

TEST_CASE("C7: every day from the first to the last due date belongs to exactly one period") {
  for_all([](Random& random) {
    const Given all = given(random);
    const DateSequence sequence(all.frequency, all.start, all.first);
    const int count = random.number(1, 40);
    int sum = 0;
    for (int k = 1; k <= count; ++k) sum += days(DayCount::actual_365, sequence.step_before(k), sequence.at(k));
    REQUIRE(sum == sequence.at(count) - sequence.at(0));
  });
}

TEST_CASE("C7: a whole month is 30 days between days that exist in both months, by every thirty-day count") {
  for_all([](Random& random) {
    const Date month = Date::of(1950, 1, 1) + random.number(0, 146'000);
    const Date day = Date::of(month.year(), month.month(), random.number(1, 27));
    const int months = random.number(0, 500);
    for (const DayCount thirty : thirty_day_counts) REQUIRE(days(thirty, day, add_months(day, months)) == 30 * months);
    REQUIRE(days(DayCount::days_360, day, add_months(day, months)) == 30 * months);
  });
}

TEST_CASE("C8: actual/actual ISDA counts whole years as whole, and adds up") {
  for_all([](Random& random) {
    const int year = random.number(1900, 2390);
    const int years = random.number(0, 10);
    const auto isda = DayCount::actual_actual_isda;
    REQUIRE((year_fraction(isda, Date::of(year, 1, 1), Date::of(year + years, 1, 1)) == YearFraction{years, 1}));
    Date a = random.date();
    Date c = random.date();
    if (c < a) std::swap(a, c);
    const Date b = a + random.number(0, c - a);
    REQUIRE((plus(year_fraction(isda, a, b), year_fraction(isda, b, c)) == year_fraction(isda, a, c)));
    REQUIRE((year_fraction(isda, c, a) ==
             YearFraction{-year_fraction(isda, a, c).numerator, year_fraction(isda, a, c).denominator}));
    REQUIRE((year_fraction(DayCount::actual_365, a, c) == YearFraction{c - a, 365}));
    REQUIRE((year_fraction(DayCount::nl_365, Date::of(year, 3, 1), Date::of(year + years, 3, 1)) ==
             YearFraction{years, 1}));
    REQUIRE((year_fraction(DayCount::actual_actual_afb, Date::of(year, 3, 1), Date::of(year + years, 3, 1)) ==
             YearFraction{years, 1}));
  });
}

TEST_CASE("C8: a convention that needs a frequency refuses to guess, and counts a regular period as one coupon") {
  for_all([](Random& random) {
    const auto icma = DayCount::actual_actual_icma;
    const int step = random.any_of(std::array{1, 2, 3, 4, 6, 12});
    const DateSequence sequence(EveryMonths{step}, random.present(), {});
    std::vector<Period> periods;
    for (int k = 1; k <= 12; ++k) periods.push_back({sequence.step_before(k), sequence.at(k)});
    const int from = random.number(1, 12);
    const int to = random.number(from, 12);
    const DayCountContext context{.reference_periods = periods, .coupons_per_year = 12 / step};
    const Date start = sequence.step_before(from);
    const Date end = sequence.at(to);
    REQUIRE((year_fraction(icma, start, end, context) == YearFraction{(to - from + 1) * step, 12}));
    const Date middle = start + random.number(0, end - start);
    REQUIRE((plus(year_fraction(icma, start, middle, context), year_fraction(icma, middle, end, context)) ==
             year_fraction(icma, start, end, context)));
    REQUIRE(test::refused([&] { return year_fraction(icma, start, end); }) == "contradictory_terms");
    REQUIRE(test::refused([&] { return year_fraction(icma, start, end + 5000, context); }) == "contradictory_terms");
  });
}

TEST_CASE("C9: only calendar months look at the end of the month; days, weeks and months do not") {
  for_all([](Random& random) {
    const Date end = month_end(random.present());
    const int count = random.number(1, 12);
    const int k = random.number(1, 40);
    REQUIRE(DateSequence(EveryDays{count}, end, {}).at(k) == end + count * k);
    REQUIRE(DateSequence(EveryWeeks{count}, end, {}).at(k) == end + 7 * count * k);
    const Date due = DateSequence(EveryMonths{count}, end, {}).at(k);
    REQUIRE(due.day() == std::min(end.day(), days_in_month(due.year(), due.month())));
    REQUIRE(DateSequence(EveryMonthEnd{count}, end - 1, end).at(1) == end);  // the given first date is not moved
    REQUIRE(DateSequence(EveryMonthEnd{count}, end - 1, end).at(k + 1) == month_end(end, count * k));
    REQUIRE(test::refused([&] { return DateSequence(EveryMonthEnd{count}, end - 30, end - 1); }) ==
            "contradictory_terms");
  });
}

TEST_CASE("C11: no answer depends on the time zone of the host") {
  const auto answers = [](std::uint64_t seed) {
    Random random(seed);
    const Given all = given(random);
    const DateSequence sequence(all.frequency, all.start, all.first);
    const BusinessCalendar calendar = random.business_calendar(all.start);
    std::vector<std::int64_t> numbers;
    for (int k = 0; k < 4; ++k) {
      const Date due = sequence.at(k + 1);
      const Date moved = calendar.rolled(due, Roll::following);
      const auto fraction = year_fraction(DayCount::actual_actual_isda, all.start, moved);
      for (const std::int64_t number :
           {std::int64_t{due.day_number()}, std::int64_t{moved.day_number()}, fraction.numerator, fraction.denominator,
            std::int64_t{Date::parse(to_text(due)).day_number()}, static_cast<std::int64_t>(due.weekday())})
        numbers.push_back(number);
    }
    return numbers;
  };
  const char* const before = std::getenv("TZ");
  const std::string kept = before == nullptr ? "" : before;
  std::vector<std::vector<std::int64_t>> expected;
  for (const auto* zone : {"UTC", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu"}) {
    setenv("TZ", zone, 1);
    tzset();
    for (int k = 0; k < test::law_cases(); ++k) {
      const auto now = answers(static_cast<std::uint64_t>(k));
      if (expected.size() <= static_cast<std::size_t>(k)) expected.push_back(now);
      if (now != expected[static_cast<std::size_t>(k)]) FAIL("case " << k << " differs in " << zone);
    }
  }
  kept.empty() ? unsetenv("TZ") : setenv("TZ", kept.c_str(), 1);
  tzset();
  SUCCEED();
}

TEST_CASE("C11: every date of the range is written and read back; outside it there is none") {
  for_all([](Random& random) {
    const Date date = random.date();
    REQUIRE(Date::parse(to_text(date)) == date);
    REQUIRE(Date::of(date.year(), date.month(), date.day()) == date);
    const auto number = random.between(-1'000'000, 1'000'000);
    const bool inside = number >= -25'567 && number <= 157'419;
    REQUIRE(test::refused([&] { return Date::of_day_number(number); }) == (inside ? "" : "out_of_range"));
    const int step = random.number(-300'000, 300'000);
    const bool reached = date.day_number() + step >= -25'567 && date.day_number() + step <= 157'419;
    REQUIRE(test::refused([&] { return date + step; }) == (reached ? "" : "out_of_range"));
    if (reached) REQUIRE((date + step) - date == step);
  });
}

TEST_CASE("C12: holidays include their first and last day; a start on a due date belongs to the period before it") {
  for_all([](Random& random) {
    const Date from = random.present();
    const Date to = from + random.number(0, 20);
    BusinessCalendar calendar;
    calendar.add_holidays({from, to});
    REQUIRE(calendar.is_business_day(from - 1));
    REQUIRE_FALSE(calendar.is_business_day(from));
    REQUIRE_FALSE(calendar.is_business_day(to));
    REQUIRE(calendar.is_business_day(to + 1));
    REQUIRE(calendar.business_days(from - 1, to + 2) == 2);
    // Disbursed on what would be a due date: that date is not due any more, the next one is.
    const Given all = given(random);
    const DateSequence sequence(all.frequency, all.start, all.first);
    if (std::holds_alternative<EveryNthWeekday>(all.frequency))
      REQUIRE(DateSequence(all.frequency, sequence.at(3), {}).at(1) == sequence.at(4));
  });
}

TEST_CASE("C13: the search for a business day ends after 366 days") {
  for_all([](Random& random) {
    const Date day = random.present();
    const int closed = random.number(300, 500);
    BusinessCalendar calendar;
    calendar.add_holidays({day, day + closed - 1});
    const auto after = test::refused([&] { return calendar.rolled(day, Roll::following); });
    REQUIRE(after == (closed <= 366 ? "" : "no_business_day"));
    if (after.empty()) REQUIRE(calendar.rolled(day, Roll::following) == day + closed);
    REQUIRE(calendar.rolled(day, Roll::preceding) == day - 1);
    calendar.add_holidays({day - 400, day + 400});
    for (const Roll roll : {Roll::following, Roll::preceding, Roll::modified_following})
      REQUIRE(test::refused([&] { return calendar.rolled(day, roll); }) == "no_business_day");
  });
}
