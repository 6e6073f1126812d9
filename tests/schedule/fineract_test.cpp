// SPDX-License-Identifier: MIT
// Apache Fineract's schedules, cases that can be checked by hand; tests/vectors checks the peer's published ones.
#include "schedule/fineract_progressive.hpp"

#include "catch.hpp"
#include "refusal.hpp"
#include "schedule/terms.hpp"

#include <string>
#include <vector>

using namespace solidarity;
using namespace solidarity::literals;
using detail::Exact;

namespace {

LoanTerms as_fineract(LoanTerms terms, RoundingPolicy policy) {
  terms.rounding = policy;
  return terms;
}

LoanTerms cumulative(Rate per_month, InterestMethod method = InterestMethod::declining) {
  LoanTerms terms = as_fineract(test::four_months(per_month, method), FineractCumulative{});
  terms.interest.per = RatePeriod::month;
  return terms;
}

// 100.00 USD at 9.4822 % a year, six months from 1 January 2024: the loan of the peer's own unit tests.
LoanTerms progressive(DayCount day_count) {
  return {
      .principal = 100 * USD,
      .disbursed_on = 2024y / January / 1,
      .interest = {.method = InterestMethod::declining, .rate = 9.4822_pct, .accrual = ByDay{day_count}},
      .repayments = {.count = 6, .every = monthly},
      .rounding = FineractProgressive{},
  };
}

// A number below ten with so many decimals.
std::string text(const Exact& value, int decimals) {
  const Exact shown = rounded(value, detail::Decimals{decimals, Rounding::half_even});
  const std::string digits = (shown.coefficient() * detail::power_of_ten(decimals - shown.decimals())).str();
  const std::string padded = std::string(static_cast<std::size_t>(decimals) + 1 - digits.size(), '0') + digits;
  return padded.substr(0, 1) + "." + padded.substr(1);
}

struct Priced {
  explicit Priced(const LoanTerms& terms)
      : rounding(std::get<FineractProgressive>(terms.rounding), terms.principal.currency()),
        periods(terms),
        model(terms, rounding, periods) {}

  [[nodiscard]] std::vector<std::string> factors() const {
    std::vector<std::string> all;
    for (const auto& repayment : model.repayments()) all.push_back(text(repayment.factor, 12));
    return all;
  }
  [[nodiscard]] std::vector<std::string> sums() const {
    detail::FineractAnnuity annuity(rounding);
    std::vector<std::string> all;
    for (const auto& repayment : model.repayments()) {
      annuity.add_period(repayment.factor);
      all.push_back(text(annuity.sum(), 11));
    }
    return all;
  }

  detail::FineractRounding rounding;
  detail::FineractPeriods periods;
  detail::FineractProgressiveModel model;
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("the rate factors of actual/365 are the peer's to twelve decimals") {
  // 9.4822 % x 31/365 = 0.00805337534...
  CHECK(Priced(progressive(DayCount::actual_365)).factors() == Texts{"0.008053375342", "0.007533802740",
                                                                     "0.008053375342", "0.007793589041",
                                                                     "0.008053375342", "0.007793589041"});
}

TEST_CASE("the rate factors of actual/actual count a leap year of 366 days") {
  CHECK(Priced(progressive(DayCount::actual_actual_isda)).factors() == Texts{"0.008031371585", "0.007513218579",
                                                                             "0.008031371585", "0.007772295082",
                                                                             "0.008031371585", "0.007772295082"});
}

TEST_CASE("the sums that divide the balance are the peer's: one, and each the last grown by a period plus one") {
  CHECK(Priced(progressive(DayCount::actual_365)).sums() ==
        Texts{"1.00000000000", "2.00753380274", "3.02370122596", "4.04726671069", "5.07986086861", "6.11945121660"});
}

TEST_CASE("a period across New Year counts each year's days over that year's length") {
  const LoanTerms terms = progressive(DayCount::actual_actual_isda);
  const detail::FineractRounding rounding(FineractProgressive{}, USD);
  const Period month{2024y / December / 15, 2025y / January / 15};
  // 16 days to 31 December of 366, 15 from there of 365: 9.4822 % x (16/366 + 15/365)
  CHECK(text(detail::FineractRateFactor(terms, rounding).of(month, month), 12) == "0.008042018564");
}

TEST_CASE("a 30/360 month bears a twelfth of the year however long it is") {
  LoanTerms terms = progressive(DayCount::thirty_360);
  terms.principal = 1'200 * USD;
  terms.interest.rate = 12_pct;
  terms.repayments.count = 4;
  const Schedule schedule = amortize(terms);
  CHECK(test::totals(schedule) == "307.54 307.54 307.54 307.52");
  CHECK(test::interests(schedule) == "12.00 9.04 6.06 3.04");
}

TEST_CASE("a later tranche cuts its period and prices the periods from there on anew") {
  LoanTerms terms = progressive(DayCount::thirty_360);
  terms.further_tranches = {{2024y / January / 8, 200 * USD}};
  const Schedule schedule = amortize(terms);                   // the peer's test uc147a
  CHECK(schedule[0].interest() == Money::parse("2.02", USD));  // 0.18 for seven days, 1.84 for twenty-four
  CHECK(test::totals(schedule) == "51.33 51.33 51.33 51.33 51.33 51.34");
}

TEST_CASE("on a due date the progressive row comes before the tranche and its down payment, the cumulative one after") {
  LoanTerms terms = progressive(DayCount::thirty_360);
  terms.interest.rate = Rate::zero();
  terms.repayments.count = 2;
  terms.down_payment = 25_pct;
  terms.further_tranches = {{2024y / February / 1, 100 * USD}};
  CHECK(test::balances(amortize(terms)) == "75.00 37.50 112.50 0.00");
  CHECK(test::principals(amortize(terms)) == "25.00 37.50 25.00 112.50");
  terms.rounding = FineractCumulative{};
  CHECK(test::balances(amortize(terms)) == "75.00 150.00 75.00 0.00");
  CHECK(test::principals(amortize(terms)) == "25.00 25.00 75.00 75.00");
}

TEST_CASE("the cumulative installment stays, and the last row takes what is left") {
  const Schedule schedule = amortize(cumulative(1_pct));
  CHECK(test::totals(schedule) == "307.54 307.54 307.54 307.52");
  CHECK(test::interests(schedule) == "12.00 9.04 6.06 3.04");
}

TEST_CASE("the cumulative installment is set on all tranches from the start") {
  // The peer's LoanRepayment.feature, line 1149: 10000 at 1 % over six months would be 1725.48, in whole euros 1725.
  const LoanTerms terms{
      .principal = 5'000 * EUR,
      .disbursed_on = 2022y / November / 1,
      .interest = {.method = InterestMethod::declining, .rate = 12_pct},
      .repayments = {.count = 6, .every = monthly},
      .further_tranches = {{2023y / January / 1, 3'000 * EUR}, {2023y / March / 1, 2'000 * EUR}},
      .rounding = FineractCumulative{.installment_multiple = 1 * EUR},
  };
  const Schedule schedule = amortize(terms);
  CHECK(test::totals(schedule) == "1725.00 1725.00 1725.00 1725.00 1725.00 1582.39");
  CHECK(test::interests(schedule) == "50.00 33.25 46.33 29.55 32.59 15.67");
}

TEST_CASE("equal principal with a currency multiple rounds every amount to it") {
  LoanTerms terms = cumulative(2_pct);
  terms.principal = Money::of_units(10'000, Currency::custom("XTS", 0));
  terms.amortization = EqualPrincipal{};
  terms.rounding = FineractCumulative{.currency_multiple = Money::of_units(100, Currency::custom("XTS", 0))};
  CHECK(test::principals(amortize(terms)) == "2500 2500 2500 2500");
  CHECK(test::interests(amortize(terms)) == "200 200 100 100");  // 150 is half way and goes up, 50 too
}

TEST_CASE("flat interest is divided evenly, and with a multiple the installment is whole") {
  LoanTerms terms = cumulative(1.03_pct, InterestMethod::flat);
  CHECK(test::interests(amortize(terms)) == "12.36 12.36 12.36 12.36");
  terms.rounding = FineractCumulative{.installment_multiple = 10 * INR};
  CHECK(test::totals(amortize(terms)) == "310.00 310.00 310.00 319.44");
}

TEST_CASE("interest that is not yet due in grace falls due with the first row after it") {
  LoanTerms terms = cumulative(1_pct);
  terms.amortization = EqualPrincipal{};
  terms.grace = {.interest_payment = 2};
  CHECK(test::interests(amortize(terms)) == "0.00 0.00 27.00 3.00");  // 12 + 9 + 6, then 3
  terms.grace = {.interest_free = 2};
  CHECK(test::interests(amortize(terms)) == "0.00 0.00 6.00 3.00");
}

TEST_CASE("a fixed installment goes on after the planned rows, and a small rest joins the last") {
  LoanTerms terms = cumulative(0_pct);
  terms.amortization = EqualInstallments{.amount = 250 * INR};
  CHECK(test::totals(amortize(terms)) == "250.00 250.00 250.00 250.00 200.00");
  terms.amortization = EqualInstallments{.amount = 280 * INR};
  CHECK(test::totals(amortize(terms)) == "280.00 280.00 280.00 360.00");  // a rest of 80 is less than half of 280
}

TEST_CASE("a month of 28 days is followed by the seed day, a whole period of 30 days") {
  LoanTerms terms = cumulative(1_pct);
  terms.disbursed_on = 2026y / January / 31;
  terms.interest.accrual = ByDay{DayCount::thirty_360};
  terms.amortization = EqualPrincipal{};
  const Schedule schedule = amortize(terms);
  CHECK(test::dues(schedule) == "2026-02-28 2026-03-31 2026-04-30 2026-05-31");
  CHECK(test::interests(schedule) == "12.00 9.00 6.00 3.00");
}

TEST_CASE("with the partial-period flag a broken first period bears its months and days") {
  LoanTerms terms = cumulative(1_pct);
  terms.amortization = EqualPrincipal{};
  terms.repayments.first_due_on = 2026y / March / 24;  // 10 January: two months and 14 of the 31 days of March
  CHECK(amortize(terms).front().interest() == 12 * INR);
  terms.interest.first_period = FirstPeriod::actual_ratio;
  CHECK(amortize(terms).front().interest() == Money::parse("29.42", INR));  // 12 x (2 + 14/31)
}

TEST_CASE("a rate of the whole term is that of its months, to eight decimals") {
  LoanTerms terms = cumulative(4_pct, InterestMethod::flat);
  terms.interest.per = RatePeriod::term;
  CHECK(total(amortize(terms), &Installment::interest) == 48 * INR);
}

TEST_CASE("charges fall in regular rows, and those after the last due date in a row of their own") {
  LoanTerms terms = cumulative(1_pct, InterestMethod::flat);
  terms.down_payment = 25_pct;
  terms.fees = {{"first day", terms.disbursed_on, 5 * INR},
                {"each row", AtInstallment{}, PercentOf{10_pct, ChargeBase::installment}},
                {"late", 2026y / June / 1, 7 * INR, ChargeKind::penalty},
                {"later", 2026y / June / 9, 8 * INR}};
  const Schedule schedule = amortize(terms);
  CHECK(test::column(schedule, &Installment::fees) == "0.00 28.40 23.40 23.40 23.40 8.00");
  CHECK(test::column(schedule, &Installment::penalties) == "0.00 0.00 0.00 0.00 0.00 7.00");
  CHECK(schedule.back().due == Date(2026y / June / 9));
  CHECK(schedule.back().days == 30);
}

TEST_CASE("what Fineract does not have is refused") {
  LoanTerms terms = cumulative(1_pct);
  terms.amortization = Bullet{};
  CHECK(test::refusal([&] { return amortize(terms); }) ==
        "contradictory_terms: /amortization: /amortization contradicts /rounding/preset: in Fineract principal comes "
        "back in "
        "equal installments, equal parts or equal percentages");
  LoanTerms graced = progressive(DayCount::thirty_360);
  graced.grace.principal = 1;
  CHECK(test::refused([&] { return amortize(graced); }) == "contradictory_terms");
  LoanTerms late = progressive(DayCount::thirty_360);
  late.further_tranches = {{2024y / July / 1, 10 * USD}};
  CHECK(test::refused([&] { return amortize(late); }) == "out_of_range");
}

TEST_CASE("an installment that does not cover its interest is refused") {
  LoanTerms terms = cumulative(10_pct);
  terms.amortization = EqualInstallments{.amount = 100 * INR};
  CHECK(test::refused([&] { return amortize(terms); }) == "installment_too_small");
}
