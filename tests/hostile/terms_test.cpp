// SPDX-License-Identifier: MIT
// Rows of sections A and B of the hostile inputs that terms and schedules meet.
#include <solidarity/product/validate.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <cfenv>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "good_terms.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::good;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

template <class Change>
LoanTerms but(Change change) {
  LoanTerms terms = good();
  change(terms);
  return terms;
}

std::string refusal(const LoanTerms& terms) {
  return test::refusal([&] { return amortize(terms); });
}
template <class Change>
std::string code(Change change) {
  const LoanTerms terms = but(change);
  return test::refused([&] { return amortize(terms); });
}

void check_whole(const LoanTerms& terms) {
  const Schedule schedule = amortize(terms);
  wide principal = 0;
  for (const Installment& row : schedule) principal += row.units.principal;
  CHECK(principal == terms.principal.units());
  CHECK(schedule.back().balance().is_zero());
}

}  // namespace

TEST_CASE("A1: nothing is no loan, no installment and no multiple") {
  CHECK(code([](LoanTerms& t) { t.principal = 0 * INR; }) == "out_of_range");
  CHECK(code([](LoanTerms& t) { t.amortization = EqualInstallments{0 * INR}; }) == "out_of_range");
  CHECK(code([](LoanTerms& t) { t.further_tranches = {{2026y / February / 1, 0 * INR}}; }) == "out_of_range");
}

TEST_CASE("A5: terms hold whole minor units only, so that no decimal too many can be lent") {
  CHECK(test::refused([] { return but([](LoanTerms& t) { t.principal = Money::parse("12.345", USD); }); }) ==
        "invalid_amount");
}

TEST_CASE("A6: the largest principal is lent and repaid to the last unit, or overflows by name") {
  LoanTerms terms = good();
  terms.principal = Money::of_units(most, INR);
  for (const Amortization& form :
       {Amortization{EqualInstallments{}}, Amortization{EqualPrincipal{}}, Amortization{Bullet{}},
        Amortization{SumOfDigits{}}, Amortization{WeightedPrincipal{{1, 2, 3, 4}}}}) {
    terms.amortization = form;
    check_whole(terms);
  }
  terms.interest.method = InterestMethod::flat;
  terms.amortization = EqualPrincipal{};
  check_whole(terms);
  terms.amortization = Bullet{true};
  CHECK(test::refused([&] { return amortize(terms).back().total(); }) == "overflow");
}

TEST_CASE("A7: tranches that are valid one by one may be too much together") {
  CHECK(code([](LoanTerms& t) {
          t.principal = Money::of_units(most, INR);
          t.amortization = Bullet{};
          t.further_tranches = {{2026y / February / 1, Money::of_units(1, INR)}};
        }) == "overflow");
  CHECK(code([](LoanTerms& t) {
          t.amortization = ListedPrincipal{std::vector<Money>(4, Money::of_units(most, INR))};
        }) == "overflow");
  CHECK(code([](LoanTerms& t) {
          t.fees.assign(2, {.name = "a", .at = AtInstallment{}, .amount = Money::of_units(most, INR)});
        }) == "overflow");
}

TEST_CASE("A8: the largest principal at 5,000 % over 520 weeks is exact, refused or an overflow, never cut") {
  for (const Amortization& form : {Amortization{EqualInstallments{}}, Amortization{EqualPrincipal{}},
                                   Amortization{Bullet{}}, Amortization{SumOfDigits{}}}) {
    LoanTerms terms = good();
    terms.principal = Money::of_units(most, INR);
    terms.interest.rate = 5'000_pct;
    terms.repayments = {.count = 520, .every = weekly};
    terms.amortization = form;
    const std::string refused = test::refused([&] { return amortize(terms); });
    INFO(form.index() << ' ' << refused);
    if (refused.empty()) check_whole(terms);
    else CHECK((refused == "overflow" || refused == "residual_too_large" || refused == "installment_too_small"));
  }
}

TEST_CASE("A10: rates from nothing to far too much") {
  for (const Rate rate : {0_pct, 0.0000001_pct, 0.000000000001_pct, 100_pct, 5'000_pct}) {
    LoanTerms terms = good();
    terms.principal = 1'000'000 * INR;
    terms.interest.rate = rate;
    check_whole(terms);
  }
  CHECK(refusal(but([](LoanTerms& t) { t.interest.rate = Rate::parse("-1"); })) ==
        "out_of_range: /interest/rate_percent: -1%; a rate is not negative");
  CHECK(test::refused([] { return Rate::parse("0.0000000000001"); }) == "out_of_range");
}

TEST_CASE("A11: one unit over fifty rows at 5 % a row repays nothing: refused with a principal that works") {
  LoanTerms terms = good();
  terms.principal = Money::of_units(1, INR);
  terms.interest = {.method = InterestMethod::declining, .rate = 5_pct, .per = RatePeriod::installment};
  terms.repayments.count = 50;
  CHECK(refusal(terms) ==
        "installment_too_small: /principal: INR 0.01 over 50 installments: the rounded installment does not repay the "
        "loan "
        "(it must exceed the interest and be at least one multiple); the smallest principal that works is 1.28");
}

TEST_CASE("A12: ten shillings over two years are never ten rows and fourteen empty ones") {
  LoanTerms terms = good();
  terms.principal = 10 * UGX;
  terms.interest = {.method = InterestMethod::declining, .rate = 3_pct, .per = RatePeriod::month};
  terms.repayments.count = 24;
  CHECK(refusal(terms) ==
        "residual_too_large: /principal: UGX 10 over 24 installments: rounding leaves too much or too little for the "
        "last "
        "installment; the smallest principal that works is 32");
}

TEST_CASE("A13: a given installment that its interest eats up is refused") {
  for (const auto& amount : {"0.01", "11.99", "12.00"})
    CHECK(code([&](LoanTerms& t) { t.amortization = EqualInstallments{Money::parse(amount, INR)}; }) ==
          "installment_too_small");
  CHECK(code([](LoanTerms& t) { t.amortization = EqualInstallments{Money::parse("12.01", INR)}; }).empty());
}

TEST_CASE("A14: 1 to 1,200 installments, and nothing is reserved for more") {
  for (const int count : {0, -1, 1'201, 2'147'483'647, -2'147'483'647 - 1})
    CHECK(refusal(but([&](LoanTerms& t) { t.repayments.count = count; })) ==
          fmt::format("out_of_range: /repayments/count: {} installments; a loan has 1 to 1200", count));
  for (const int count : {1, 1'200}) {
    LoanTerms terms = good();
    terms.principal = 1'000'000 * INR;
    terms.interest.rate = 0_pct;
    terms.repayments.count = count;
    check_whole(terms);
  }
}

TEST_CASE("A15: a multiple of nothing, one off the grid, and one above the installment") {
  CHECK(code([](LoanTerms& t) { t.rounding = ExactRounding{.installment_multiple = 0 * INR}; }) == "out_of_range");
  CHECK(code([](LoanTerms& t) {
          t.rounding = ExactRounding{.installment_multiple = 3 * INR, .currency_multiple = 2 * INR};
        }) == "out_of_range");
  CHECK(code([](LoanTerms& t) { t.rounding = ExactRounding{.installment_multiple = 1'000 * INR}; }) ==
        "installment_too_small");
}

TEST_CASE("A16, A18: a currency is its code and its digits: one before and one after a new denomination do not mix") {
  const Currency before = Currency::custom("ZWL", 2);
  const Currency after = Currency::custom("ZWL", 0);
  CHECK(code([&](LoanTerms& t) {
          t.principal = 1'200 * before;
          t.fees = {{.name = "a", .at = AtInstallment{}, .amount = 1 * after}};
        }) == "currency_mismatch");
  CHECK(test::refused([] { return but([](LoanTerms& t) { t.principal = 1 * Currency::of("usd"); }); }) ==
        "unknown_currency");
}

TEST_CASE("A20: more than all of it is no percentage, and something must be left to hand out") {
  CHECK(code([](LoanTerms& t) { t.insurance = InsuranceTerms{100.01_pct}; }) == "out_of_range");
  CHECK(code([](LoanTerms& t) {
          t.fees = {{.name = "a", .at = AtDisbursement{}, .amount = PercentOf{100.01_pct, ChargeBase::principal}}};
        }) == "out_of_range");
  CHECK(code([](LoanTerms& t) {
          t.fees = {{.name = "a", .at = AtDisbursement{}, .amount = PercentOf{100_pct, ChargeBase::principal}}};
        }) == "out_of_range");
  CHECK(code([](LoanTerms& t) { t.fees = {{.name = "a", .at = AtDisbursement{}, .amount = 1'200 * INR}}; }) ==
        "out_of_range");
  CHECK(code([](LoanTerms& t) {
          t.fees = {{.name = "a", .at = AtDisbursement{}, .amount = Money::parse("1199.99", INR)}};
        }).empty());
}

TEST_CASE("B23: loans of the 29th, 30th and 31st keep their day, monthly, quarterly and twice a month") {
  const auto dues = [](Date from, Frequency every) {
    LoanTerms terms = good();
    terms.disbursed_on = from;
    terms.repayments.every = std::move(every);
    std::string text;
    for (const Installment& row : amortize(terms)) text += to_text(row.due) + ' ';
    return text;
  };
  CHECK(dues(2026y / January / 31, monthly) == "2026-02-28 2026-03-31 2026-04-30 2026-05-31 ");
  CHECK(dues(2026y / January / 30, monthly) == "2026-02-28 2026-03-30 2026-04-30 2026-05-30 ");
  CHECK(dues(2026y / January / 29, monthly) == "2026-02-28 2026-03-29 2026-04-29 2026-05-29 ");
  CHECK(dues(2026y / November / 30, quarterly) == "2027-02-28 2027-05-30 2027-08-30 2027-11-30 ");
  CHECK(dues(2026y / January / 31, semimonthly) == "2026-02-15 2026-02-28 2026-03-15 2026-03-31 ");
  CHECK(dues(2026y / January / 29, semimonthly) == "2026-02-14 2026-02-28 2026-03-14 2026-03-29 ");
}

TEST_CASE("B24: no installment on or before the disbursement, no tranche after maturity: both dates are named") {
  CHECK(refusal(but([](LoanTerms& t) { t.repayments.first_due_on = 2026y / January / 10; })) ==
        "out_of_range: /repayments/first_due_on: 2026-01-10 is not after the disbursement on 2026-01-10");
  CHECK(refusal(but([](LoanTerms& t) {
          t.further_tranches = {{2026y / May / 11, 1 * INR}};
        })) ==
        "out_of_range: /tranches/1/on: 2026-05-11 lies outside the loan, which runs from 2026-01-10 to the last due "
        "date 2026-05-10");
}

TEST_CASE("B25: a calendar of holidays only, inverted ranges, and dates that collide when moved") {
  CHECK(refusal(but([](LoanTerms& t) {
          t.calendar.business_days =
              BusinessCalendar({Weekday::sunday, Weekday::monday, Weekday::tuesday, Weekday::wednesday,
                                Weekday::thursday, Weekday::friday, Weekday::saturday},
                               {});
          t.calendar.roll = Roll::following;
        })) == "no_business_day: no business day within 366 days after 2026-02-10");
  CHECK(
      test::refused([] {
        return but([](LoanTerms& t) { t.calendar.business_days.add_holidays({2026y / March / 2, 2026y / March / 1}); });
      }) == "invalid_date");
  CHECK(code([](LoanTerms& t) {
          for (int k = 0; k < 100; ++k)
            t.calendar.business_days.add_holidays({2026y / February / 1, 2026y / February / 20});
          t.calendar.roll = Roll::following;
        }).empty());
  CHECK(
      refusal(but([](LoanTerms& t) {
        t.repayments.every = weekly;
        t.calendar.business_days.add_holidays({2026y / January / 15, 2026y / January / 28});
        t.calendar.roll = Roll::following;
      })) ==
      "out_of_range: /calendar: the due date 2026-01-24 moves to 2026-01-29, not after 2026-01-29; use another roll or "
      "fewer holidays");
}

TEST_CASE("B30: neither the zone, the rounding of the processor nor the locale of the host has any effect") {
  const Schedule usual = amortize(good());
  for (const char* zone : {"UTC", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu"}) {
    setenv("TZ", zone, 1);
    tzset();
    for (const int direction : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
      std::fesetround(direction);
      const Schedule other = amortize(good());
      std::fesetround(FE_TONEAREST);
      CHECK(other == usual);
    }
  }
  unsetenv("TZ");
  tzset();
}

TEST_CASE("steps and grace at the ends of their integers are refused, not computed with") {
  constexpr int largest = std::numeric_limits<int>::max();
  constexpr int smallest = std::numeric_limits<int>::min();
  for (const int number : {largest, smallest, -1}) {
    CHECK(code([&](LoanTerms& t) { t.grace.all = number; }) == "out_of_range");
    CHECK(code([&](LoanTerms& t) { t.grace.principal = number; }) == "out_of_range");
    CHECK(code([&](LoanTerms& t) { t.repayments.every = EveryDays{number}; }) == "out_of_range");
    CHECK(code([&](LoanTerms& t) { t.repayments.every = EveryWeeks{number}; }) == "out_of_range");
    CHECK(code([&](LoanTerms& t) { t.repayments.every = EveryMonths{number}; }) == "out_of_range");
    CHECK(code([&](LoanTerms& t) { t.interest.accrual = ByPeriod{number}; }) == "out_of_range");
    CHECK(code([&](LoanTerms& t) {
            t.amortization = PrincipalPercentEach{1_pct};
            t.repayments.count = number;
          }) == "out_of_range");
  }
  CHECK(code([](LoanTerms& t) {
          t.interest.accrual = ByDay{DayCount::actual_actual_icma};
          t.repayments.every = EveryMonths{0};
        }) == "out_of_range");
}
