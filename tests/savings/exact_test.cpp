// SPDX-License-Identifier: MIT
// savings_interest against docs/groups.md 8 in exact rationals, one day at a time.
#include <solidarity/savings/interest.hpp>

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"

using namespace solidarity;
using iso4217::INR;
using test::Random;
using Exact = boost::multiprecision::cpp_rational;
using Whole = boost::multiprecision::cpp_int;

namespace {

struct Day {
  Date on;
  std::int64_t balance;
  std::int64_t lowest;
};

std::vector<Day> days_of(const std::vector<BalanceRun>& runs) {
  std::vector<Day> days;
  for (const BalanceRun& run : runs)
    for (int k = 0; k < run.days; ++k)
      days.push_back({run.from + k, std::max<std::int64_t>(run.balance, 0),
                      std::max<std::int64_t>(k == 0 ? std::min(run.lowest, run.balance) : run.balance, 0)});
  return days;
}

std::vector<Day> within(const std::vector<Day>& days, Date from, Date to) {
  std::vector<Day> some;
  for (const Day& day : days)
    if (from <= day.on && day.on <= to) some.push_back(day);
  return some;
}

Exact year_part(Date on, int year_days) {
  return Exact(1, year_days != 0 ? year_days : is_leap(on.year()) ? 366 : 365);
}

Exact mean(const std::vector<Day>& days) {
  Exact sum = 0;
  for (const Day& day : days) sum += day.balance;
  return sum / static_cast<int>(days.size());
}

Exact least(const std::vector<Day>& days, bool lowest) {
  std::int64_t value = std::numeric_limits<std::int64_t>::max();
  for (const Day& day : days) value = std::min(value, lowest ? day.lowest : day.balance);
  return value;
}

// The mean or the least, or 0 when it is too small to earn.
Exact basis(const std::vector<Day>& days, const SavingsInterest& terms) {
  const Exact value = terms.method == BalanceMethod::average_balance
                          ? mean(days)
                          : least(days, terms.method == BalanceMethod::lowest_balance);
  return value < (terms.earns_from ? terms.earns_from->units() : 0) ? Exact(0) : value;
}

// Balance x years.
Exact of_year(const std::vector<Day>& days, const SavingsInterest& terms, int year_days) {
  Exact sum = 0;
  Exact years = 0;
  const std::int64_t from = terms.earns_from ? terms.earns_from->units() : 0;
  for (const Day& day : days) {
    years += year_part(day.on, year_days);
    if (day.balance >= from) sum += year_part(day.on, year_days) * day.balance;
  }
  return terms.method == BalanceMethod::daily_balance ? sum : basis(days, terms) * years;
}

// Balance x periods that have ended.
Exact of_periods(const std::vector<Day>& days, const SavingsInterest& terms, const PeriodicRate& rate) {
  Exact sum = 0;
  const std::int64_t from = terms.earns_from ? terms.earns_from->units() : 0;
  for (const Day& end : days) {
    if (last_day_of(rate.period, end.on) != end.on) continue;
    const Date start = first_day_of(rate.period, end.on);
    const std::vector<Day> period = within(days, start, end.on);
    if (terms.method != BalanceMethod::daily_balance) {
      sum += basis(period, terms);
      continue;
    }
    for (const Day& day : period)
      if (day.balance >= from) sum += Exact(day.balance, end.on - start + 1);
  }
  return sum / rate.parts;
}

std::int64_t rounded(const Exact& value, Rounding mode) {
  const Whole floor = numerator(value) / denominator(value);
  const Exact rest = value - floor;
  bool away = false;
  switch (mode) {
    case Rounding::half_even: away = rest * 2 > 1 || (rest * 2 == 1 && floor % 2 == 1); break;
    case Rounding::half_up: away = rest * 2 >= 1; break;
    case Rounding::half_down: away = rest * 2 > 1; break;
    case Rounding::up:
    case Rounding::ceiling: away = rest > 0; break;
    case Rounding::down:
    case Rounding::floor: break;
  }
  return static_cast<std::int64_t>(floor) + (away ? 1 : 0);
}

std::int64_t expected(std::vector<BalanceRun> runs, const SavingsInterest& terms) {
  std::vector<Day> days = days_of(runs);
  const auto* yearly = std::get_if<YearlyRate>(&terms.rate);
  const auto* periodic = std::get_if<PeriodicRate>(&terms.rate);
  const Date start = first_day_of(yearly ? terms.posted : periodic->period, runs.front().from);
  if (terms.before_first_money == BeforeFirstMoney::zero)
    for (Date day = start; day < runs.front().from; day = day + 1) days.push_back({day, 0, 0});
  const Rate rate = yearly ? yearly->rate : periodic->rate;
  const Exact sum = yearly ? of_year(days, terms, yearly->year_days) : of_periods(days, terms, *periodic);
  return rounded(sum * Exact(rate.ticks(), Rate::one), terms.rounding);
}

SavingsInterest some_interest(Random& random) {
  SavingsInterest terms{.rate = YearlyRate{Rate::of_ticks(random.between(0, 60 * Rate::one_percent))}};
  if (random.one_in(2))
    terms.rate = YearlyRate{Rate::of_ticks(random.between(0, 60) * Rate::one_percent), random.one_in(2) ? 0 : 364};
  terms.posted = random.one_in(2) ? SavingsPeriod::quarter : SavingsPeriod::year;
  if (random.one_in(2)) {
    const auto period = static_cast<SavingsPeriod>(random.number(1, static_cast<int>(terms.posted)));
    terms.rate =
        PeriodicRate{Rate::of_ticks(random.between(0, 60) * Rate::one_percent / 4), period, random.number(1, 12)};
  }
  terms.method = static_cast<BalanceMethod>(random.number(1, 4));
  terms.before_first_money = static_cast<BeforeFirstMoney>(random.number(1, 2));
  terms.rounding = random.rounding();
  return terms;
}

}  // namespace

TEST_CASE("interest is the exact sum of the rule, rounded once") {
  test::for_all([](Random& random) {
    SavingsInterest terms = some_interest(random);
    const std::int64_t most = random.one_in(5) ? 9'000'000'000'000'000 : random.one_in(3) ? 300 : 900'000;
    if (random.one_in(3)) terms.earns_from = Money::of_units(random.between(0, most), INR);
    const Date first = Date::of(random.number(2023, 2028), random.number(1, 12), random.number(1, 28));
    const Date end = last_day_of(terms.posted, first);
    std::vector<BalanceRun> runs;
    for (Date day = first; day <= end && (runs.empty() || !random.one_in(12));) {
      const std::int64_t balance = random.between(-most / 8, most);
      const int days = std::min(random.number(1, 40), end - day + 1);
      runs.push_back({day, days, balance, balance - (random.one_in(2) ? random.between(0, most / 4) : 0)});
      day = day + days;
    }
    if (random.one_in(4))
      terms.earns_from = Money::of_units(std::max<std::int64_t>(random.any_of(runs).balance, 0), INR);
    REQUIRE(savings_interest(runs, terms) == expected(runs, terms));
  });
}
