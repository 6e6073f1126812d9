// SPDX-License-Identifier: MIT
#include <solidarity/savings/apy.hpp>
#include <solidarity/savings/balance_basis.hpp>
#include <solidarity/savings/interest.hpp>

#include <vector>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::INR;
using iso4217::USD;
using test::Random;

namespace {

BalanceRun run(Date from, int days, std::int64_t balance) { return {from, days, balance, balance}; }

// Loan Performer's example: January 2012.
std::vector<BalanceRun> january() {
  return {run(2012y / January / 1, 14, 30'000'000), run(2012y / January / 15, 5, 20'000'000),
          run(2012y / January / 20, 12, 10'000'000)};
}

SavingsInterest yearly(Rate rate, BalanceMethod method, int year_days = 365) {
  return {.rate = YearlyRate{rate, year_days}, .method = method};
}

std::vector<BalanceRun> some_runs(Random& random, Date from, int most_days) {
  std::vector<BalanceRun> runs;
  for (Date day = from; day < from + most_days;) {
    const std::int64_t balance = random.between(-50'000, 400'000);
    runs.push_back({day, random.number(1, 12), balance, balance - random.between(0, 9'000)});
    day = day + runs.back().days;
  }
  return runs;
}

}  // namespace

TEST_CASE("interest by each method, worked by hand") {
  // 14 x 300,000 + 5 x 200,000 + 12 x 100,000 = 6,400,000 x 10 % / 365
  CHECK(savings_interest(january(), yearly(10_pct, BalanceMethod::daily_balance)) == 175'342);
  CHECK(savings_interest(january(), yearly(10_pct, BalanceMethod::average_balance)) == 175'342);
  // 100,000 x 10 % x 31 / 365
  CHECK(savings_interest(january(), yearly(10_pct, BalanceMethod::minimum_balance)) == 84'932);
  // the real year: 366 days in 2012
  CHECK(savings_interest(january(), yearly(10_pct, BalanceMethod::daily_balance, 0)) == 174'863);
  // 100,000 x 6 % / 12, whatever the days
  CHECK(savings_interest(january(), {.rate = PeriodicRate{6_pct, SavingsPeriod::month, 12},
                                     .method = BalanceMethod::minimum_balance}) == 50'000);
  CHECK(savings_interest(january(), {.rate = PeriodicRate{0.5_pct, SavingsPeriod::month},
                                     .method = BalanceMethod::average_balance}) == 103'226);  // 6,400,000 / 31 x 0.5 %
  CHECK(savings_interest(Money::of_units(10'000, Currency::custom("XTS", 1)), {10_pct, 365}, 30, Rounding::half_up) ==
        Money::of_units(82, Currency::custom("XTS", 1)));
}

TEST_CASE("a low within a day counts for the lowest balance only") {
  std::vector<BalanceRun> runs = january();
  runs[1].lowest = 9'000'000;  // 200,000 at night, 90,000 at noon
  CHECK(savings_interest(runs, yearly(10_pct, BalanceMethod::minimum_balance)) == 84'932);
  CHECK(savings_interest(runs, yearly(10_pct, BalanceMethod::lowest_balance)) == 76'438);  // 90,000 x 10 % x 31 / 365
}

TEST_CASE("small balances earn nothing: each day's, the mean, or the least") {
  SavingsInterest terms = yearly(10_pct, BalanceMethod::daily_balance);
  terms.earns_from = 200'000 * INR;
  CHECK(savings_interest(january(), terms) == 142'466);  // the first 19 days: 5,200,000 x 10 % / 365
  terms.method = BalanceMethod::average_balance;         // 206,451.61
  CHECK(savings_interest(january(), terms) == 175'342);
  terms.earns_from = 206'452 * INR;
  CHECK(savings_interest(january(), terms) == 0);
  terms.method = BalanceMethod::minimum_balance;
  terms.earns_from = 100'000 * INR;
  CHECK(savings_interest(january(), terms) == 84'932);
  terms.earns_from = Money::of_units(10'000'001, INR);
  CHECK(savings_interest(january(), terms) == 0);
}

TEST_CASE("days before the first money: left out, or balances of zero") {
  const std::vector<BalanceRun> runs{run(2026y / April / 11, 20, 36'500)};
  SavingsInterest terms = yearly(10_pct, BalanceMethod::minimum_balance);
  CHECK(savings_interest(runs, terms) == 200);
  terms.before_first_money = BeforeFirstMoney::zero;  // Loan Performer: nothing in the month of opening
  CHECK(savings_interest(runs, terms) == 0);
  terms.method = BalanceMethod::average_balance;  // 365 x 20 / 30 for 30 days: the same money
  CHECK(savings_interest(runs, terms) == 200);
  terms.earns_from = 300 * INR;  // but the mean is 243.33
  CHECK(savings_interest(runs, terms) == 0);
}

TEST_CASE("a periodic rate bears at the end of its period; several are summed before the one rounding") {
  const SavingsInterest by_weeks{.rate = PeriodicRate{0.1_pct, SavingsPeriod::week},
                                 .method = BalanceMethod::minimum_balance,
                                 .posted = SavingsPeriod::month};
  // 2026-01-05 is a Monday: three weeks end in these 26 days, each 0.333 units
  CHECK(savings_interest(std::vector{run(2026y / January / 5, 26, 333)}, by_weeks) == 1);
  CHECK(savings_interest(std::vector{run(2026y / January / 5, 6, 333'000)}, by_weeks) == 0);
  CHECK(savings_interest(std::vector{run(2026y / January / 5, 7, 333'000)}, by_weeks) == 333);
}

TEST_CASE("an overdraft costs on what is owed, never on zero") {
  const std::vector<BalanceRun> runs{run(2026y / January / 1, 73, -5'000), run(2026y / March / 15, 10, 90'000)};
  CHECK(overdraft_interest(runs, {10_pct, 365}, Rounding::half_up) == 100);
  CHECK(savings_interest(std::span(runs).first(1), yearly(10_pct, BalanceMethod::daily_balance)) == 0);
}

TEST_CASE("cutting a run in two changes no interest; interest is not negative and grows with the rate") {
  test::for_all([](Random& random) {
    SavingsInterest terms{
        .rate = YearlyRate{Rate::of_ticks(random.between(0, 40 * Rate::one_percent)), random.one_in(2) ? 0 : 360}};
    terms.method = static_cast<BalanceMethod>(random.number(1, 4));
    terms.posted = SavingsPeriod::quarter;
    terms.rounding = random.rounding();
    if (random.one_in(3)) terms.rate = PeriodicRate{1.37_pct, static_cast<SavingsPeriod>(random.number(1, 4)), 7};
    if (random.one_in(3)) terms.earns_from = Money::of_units(random.between(0, 200'000), INR);
    const Date from = first_day_of(SavingsPeriod::quarter, random.present()) + random.number(0, 20);
    std::vector<BalanceRun> runs = some_runs(random, from, 60);
    const std::int64_t interest = savings_interest(runs, terms);
    CHECK(interest >= 0);
    const std::size_t k = random.index(runs.size());
    if (runs[k].days > 1) {
      const int first = random.number(1, runs[k].days - 1);
      const BalanceRun rest{runs[k].from + first, runs[k].days - first, runs[k].balance, runs[k].balance};
      runs[k].days = first;
      runs.insert(runs.begin() + static_cast<std::ptrdiff_t>(k) + 1, rest);
    }
    CHECK(savings_interest(runs, terms) == interest);
    if (auto* rate = std::get_if<YearlyRate>(&terms.rate)) {
      rate->rate = Rate::of_ticks(rate->rate.ticks() + Rate::one_percent);
      CHECK(savings_interest(runs, terms) >= interest);
    }
  });
}

TEST_CASE("periods of the calendar: each day lies in one, from its first to its last day") {
  CHECK(last_day_of(SavingsPeriod::week, 2026y / January / 7) == Date(2026y / January / 11));
  CHECK(last_day_of(SavingsPeriod::quarter, 2026y / February / 10) == Date(2026y / March / 31));
  CHECK(last_day_of(SavingsPeriod::week, 2400y / December / 29) == Date(2400y / December / 31));
  test::for_all([](Random& random) {
    const Date day = random.present();
    const auto period = static_cast<SavingsPeriod>(random.number(1, 5));
    const Date first = first_day_of(period, day);
    const Date last = last_day_of(period, day);
    CHECK((first <= day && day <= last));
    CHECK(last_day_of(period, first) == last);
    CHECK(first_day_of(period, last) == first);
    CHECK(first_day_of(period, last + 1) == last + 1);
  });
}

TEST_CASE("Mifos' balances: the least and the mean") {
  const BalancePeriod september{.from = 2010y / August / 31, .through = 2010y / September / 30, .opening = 1000};
  CHECK(least_balance(september, std::vector<BalanceChange>{{2010y / September / 6, -500}}) == 500);
  CHECK(least_balance(september, {}) == 1000);
  CHECK(mean_balance(september, {}).rounded(Rounding::half_up) == 1000);
  BalancePeriod first = september;
  first.opening = 0;
  first.first_activity_within = true;
  const std::vector<BalanceChange> deposits{{2010y / September / 13, 12'000}, {2010y / September / 20, 15'000}};
  CHECK(least_balance(first, deposits) == 12'000);
  CHECK(mean_balance(first, deposits).days == 17);
  CHECK(mean_balance(first, deposits).total == 7 * 12'000 + 10 * 27'000);
  CHECK(mean_balance(first, std::vector<BalanceChange>{{2010y / September / 30, 12'000}}).rounded(Rounding::half_up) ==
        0);
}

TEST_CASE("the least balance is at most the mean, which is at most the greatest") {
  test::for_all([](Random& random) {
    BalancePeriod period{
        .from = 2026y / January / 1, .through = 2026y / March / 31, .opening = random.between(0, 9'000)};
    period.first_activity_within = random.one_in(2);
    std::vector<BalanceChange> changes;
    for (Date day = period.from; day < period.through; day = day + random.number(1, 30))
      changes.push_back({day, random.between(0, 9'000)});
    const std::int64_t least = least_balance(period, changes);
    std::int64_t greatest = period.opening;
    for (const BalanceChange& change : changes) greatest += change.net;
    const MeanBalance mean = mean_balance(period, changes);
    CHECK(mean.total >= wide{least} * mean.days);
    CHECK(mean.total <= wide{greatest} * mean.days);
  });
}

TEST_CASE("annual percentage yields of Regulation DD") {
  CHECK_THAT(annual_percentage_yield(Money::parse("61.68", USD), 1000 * USD, 365), test::WithinAbs(6.17, 0.005));
  CHECK_THAT(annual_percentage_yield(Money::parse("30.37", USD), 1000 * USD, 182), test::WithinAbs(6.18, 0.005));
  CHECK_THAT(annual_percentage_yield_earned(Money::parse("4.11", USD), 1000 * USD, 30, 365),
             test::WithinAbs(5.00, 0.005));
  // negative balances count as zero: the mean is 1,000 still
  const std::vector<BalanceRun> runs{run(2026y / January / 1, 10, 300'000), run(2026y / January / 11, 20, -70'000)};
  CHECK_THAT(annual_percentage_yield_earned(5 * USD, runs), test::WithinAbs(6.2561, 0.0001));
  // where interest is compounded with each statement both formulas are one
  test::for_all([](Random& random) {
    const Money interest = Money::of_units(random.between(0, 9'999), USD);
    const Money balance = Money::of_units(random.between(10'000, 9'999'999), USD);
    const int days = random.number(1, 365);
    CHECK_THAT(annual_percentage_yield_earned(interest, balance, days, days),
               test::WithinRel(annual_percentage_yield(interest, balance, days), 1e-12));
  });
}

TEST_CASE("what has no interest and no yield is refused") {
  const auto interest = [](std::vector<BalanceRun> runs) {
    return test::refusal([&] { return savings_interest(runs, yearly(10_pct, BalanceMethod::daily_balance)); });
  };
  CHECK(interest({run(2026y / January / 1, 3, 5)}) == "nothing is refused");
  CHECK(interest({run(2026y / January / 1, 0, 5)}) == "out_of_range: run 0 has 0 days; at least one");
  CHECK(interest({run(2026y / January / 1, 3, 5), run(2026y / January / 5, 3, 5)}) ==
        "out_of_range: run 1 begins on 2026-01-05; the one before it ends on 2026-01-03");
  CHECK(test::refused([] { return savings_interest(1 * INR, {1_pct, 365}, -1, Rounding::half_up); }) == "out_of_range");
  CHECK(test::refused([] { return savings_interest(1 * INR, {1_pct, 0}, 1, Rounding::half_up); }) == "out_of_range");
  const BalancePeriod period{.from = 2026y / January / 1, .through = 2026y / January / 31};
  const auto least = [&](std::vector<BalanceChange> changes) {
    return test::refusal([&] { return least_balance(period, changes); });
  };
  CHECK(least({{2026y / January / 1, 1}, {2026y / January / 31, 1}}) == "nothing is refused");
  CHECK(least({{2026y / February / 1, 1}}) ==
        "out_of_range: /changes/0/on: 2026-02-01; the period is 2026-01-01 to 2026-01-31");
  CHECK(least({{2026y / January / 2, 1}, {2026y / January / 2, 1}}) ==
        "out_of_range: /changes/1/on: 2026-01-02 after 2026-01-02; one change a day, in order");
  CHECK(test::refused([] { return annual_percentage_yield(1 * USD, 100 * USD, 0); }) == "out_of_range");
  CHECK(test::refused([] { return annual_percentage_yield(1 * USD, 0 * USD, 30); }) == "out_of_range");
  CHECK(test::refused([] { return annual_percentage_yield(-1 * USD, 100 * USD, 30); }) == "out_of_range");
  CHECK(test::refused([] { return annual_percentage_yield(1 * USD, 100 * INR, 30); }) == "currency_mismatch");
  CHECK(test::refused([] { return annual_percentage_yield_earned(1 * USD, {}); }) == "out_of_range");
}
