// SPDX-License-Identifier: MIT
#include "schedule/nominal_period.hpp"

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using namespace solidarity::detail;

namespace {

constexpr Currency currency = Currency::custom("XTS", 2);

LoanTerms every(Frequency frequency) {
  return {.principal = 100 * currency,
          .disbursed_on = 2026y / January / 31,
          .interest = {.method = InterestMethod::declining, .rate = 24_pct},
          .repayments = {.count = 3, .every = std::move(frequency)}};
}

}  // namespace

TEST_CASE("the peers know days, weeks and months") {
  CHECK((nominal_period(every(EveryDays{15})) == NominalPeriod{15, PeriodUnit::day}));
  CHECK((nominal_period(every(every_two_weeks)) == NominalPeriod{2, PeriodUnit::week}));
  CHECK((nominal_period(every(EveryMonthEnd{2})) == NominalPeriod{2, PeriodUnit::month}));
  CHECK((nominal_period(every(EveryNthWeekday{2, Weekday::tuesday})) == NominalPeriod{1, PeriodUnit::month}));
  CHECK(test::refused([] { return nominal_period(every(semimonthly)); }) == "contradictory_terms");
}

TEST_CASE("listed dates have the period that is most frequent among them") {
  const auto period = [](std::vector<Date> dates) { return nominal_period(every(OnDates{std::move(dates)})); };
  CHECK(
      (period({2026y / February / 28, 2026y / March / 28, 2026y / April / 15}) == NominalPeriod{1, PeriodUnit::month}));
  CHECK((period({2026y / February / 10, 2026y / February / 20, 2026y / March / 20}) ==
         NominalPeriod{10, PeriodUnit::day}));
}

TEST_CASE("a period steps forward and back") {
  CHECK(stepped(2026y / January / 31, {1, PeriodUnit::month}, 1) == Date(2026y / February / 28));
  CHECK(stepped(2026y / January / 31, {2, PeriodUnit::week}, -1) == Date(2026y / January / 17));
}
