// SPDX-License-Identifier: MIT
// What validate says of terms that cannot be priced: each rule once, with its field, the values and the rule.
#include <solidarity/product/validate.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "good_terms.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::good;

namespace {

std::vector<std::string> problems_of(const LoanTerms& terms) {
  std::vector<std::string> texts;
  for (const Problem& problem : validate(terms)) texts.push_back(Error(problem).what());
  return texts;
}

struct Rule {
  void (*breach)(LoanTerms&);
  std::string_view said;
};

void check(const std::vector<Rule>& rules) {
  for (const Rule& rule : rules) {
    LoanTerms terms = good();
    rule.breach(terms);
    const LoanTerms before = terms;
    INFO(rule.said);
    CHECK(problems_of(terms) == std::vector<std::string>{std::string(rule.said)});
    CHECK(test::refusal([&] { return amortize(terms); }) == rule.said);
    CHECK(terms == before);
  }
}

constexpr Date early = 2026y / January / 9;

}  // namespace

TEST_CASE("good terms have no problem") {
  CHECK(validate(good()).empty());
  CHECK(problems_of(good()).empty());
}

TEST_CASE("amounts: at least one unit, one currency, percentages within their range") {
  check({
      {[](LoanTerms& t) { t.principal = 0 * INR; },
       "out_of_range: /principal: INR 0.00; an amount is at least one minor unit"},
      {[](LoanTerms& t) { t.principal = -5 * INR; },
       "out_of_range: /principal: INR -5.00; an amount is at least one minor unit"},
      {[](LoanTerms& t) { t.down_payment = 100_pct; },
       "out_of_range: /down_payment_percent: 100%; something must be left to lend"},
      {[](LoanTerms& t) { t.down_payment = 100.01_pct; },
       "out_of_range: /down_payment_percent: 100.01%; the range is 0% to 100%"},
      {[](LoanTerms& t) { t.down_payment = Rate::of_ticks(-1); },
       "out_of_range: /down_payment_percent: -0.000000000001%; the range is 0% to 100%"},
  });
}

TEST_CASE("interest: a method, a rate that is not negative, and an accrual that fits") {
  check({
      {[](LoanTerms& t) { t.interest.method = InterestMethod{}; },
       "out_of_range: /interest/method: no method; it is declining or flat"},
      {[](LoanTerms& t) { t.interest.rate = Rate::parse("-1"); },
       "out_of_range: /interest/rate_percent: -1%; a rate is not negative"},
      {[](LoanTerms& t) { t.interest.accrual = ByPeriod{366}; },
       "out_of_range: /interest/year_days: 366; a year has 360, 364 or 365 days here"},
      {[](LoanTerms& t) {
         t.interest.accrual = ByDay{DayCount::actual_360};
         t.interest.per = RatePeriod::term;
       },
       "contradictory_terms: /interest/per: /interest/per contradicts /interest/accrual: a rate per installment or "
       "term "
       "has no days to count"},
      {[](LoanTerms& t) {
         t.interest.accrual = ByDay{DayCount::actual_360};
         t.interest.first_period = FirstPeriod::actual_ratio;
       },
       "contradictory_terms: /interest/first_period: /interest/first_period contradicts /interest/accrual: real days "
       "need no ratio"},
      {[](LoanTerms& t) {
         t.interest.accrual = ByDay{DayCount::actual_actual_icma};
         t.repayments.every = EveryMonths{5};
       },
       "contradictory_terms: /interest/day_count: /interest/day_count contradicts /repayments/every: actual/actual "
       "ICMA "
       "needs a whole number of periods a year"},
      {[](LoanTerms& t) {
         t.interest.kind = RateKind::effective;
         t.interest.per = RatePeriod::month;
       },
       "contradictory_terms: /interest/rate_kind: /interest/rate_kind contradicts /interest/per: an effective rate is "
       "quoted per year"},
      {[](LoanTerms& t) { t.interest.from = early; },
       "out_of_range: /interest/from: 2026-01-09 is before the disbursement on 2026-01-10"},
      {[](LoanTerms& t) { t.interest.from = 2026y / February / 10; },
       "out_of_range: /interest/from: 2026-02-10 is not before the first due date 2026-02-10"},
      {[](LoanTerms& t) {
         t.interest.first_period_years = YearFraction{0, 365};
       },
       "out_of_range: /interest/first_period/years: 0/365; a period is above 0 and at most 100 years"},
  });
}

TEST_CASE("rate changes: after the disbursement, one a day, not of a rate for the whole term") {
  check({
      {[](LoanTerms& t) {
         t.interest.changes = {{2026y / March / 1, Rate::parse("-1")}};
       },
       "out_of_range: /interest/rate_changes/0/rate_percent: -1%; a rate is not negative"},
      {[](LoanTerms& t) {
         t.interest.changes = {{2026y / January / 10, 1_pct}};
       },
       "out_of_range: /interest/rate_changes/0/on: 2026-01-10 is not after the disbursement on 2026-01-10"},
      {[](LoanTerms& t) {
         t.interest.changes = {{2026y / March / 1, 1_pct}, {2026y / March / 1, 2_pct}};
       },
       "out_of_range: /interest/rate_changes/1/on: 2026-03-01 stands twice; one day has one rate"},
      {[](LoanTerms& t) {
         t.interest.changes = {{2026y / March / 1, 1_pct}};
         t.interest.per = RatePeriod::term;
       },
       "contradictory_terms: /interest/rate_changes: /interest/rate_changes contradicts /interest/per: a rate for the "
       "whole term cannot change within it"},
  });
}

TEST_CASE("capitalised interest: declining, and only in rows that repay no principal") {
  check({
      {[](LoanTerms& t) {
         t.interest.method = InterestMethod::flat;
         t.interest.capitalise_in_grace = true;
       },
       "contradictory_terms: /interest/capitalise: /interest/capitalise contradicts /interest/method: flat interest "
       "never "
       "joins the balance"},
      {[](LoanTerms& t) {
         t.interest.capitalise_in_grace = true;
         t.grace = {.principal = 1, .interest_payment = 2};
       },
       "contradictory_terms: /interest/capitalise: /interest/capitalise contradicts /grace/principal: interest joins "
       "the "
       "balance only in rows that repay no principal"},
      {[](LoanTerms& t) {
         t.interest.capitalise_in_grace = true;
         t.amortization = Bullet{true};
       },
       "contradictory_terms: /interest/capitalise: /interest/capitalise contradicts /amortization: interest joins the "
       "balance only in rows that repay no principal"},
  });
}

TEST_CASE("repayments: a count, a step and dates that follow the disbursement and end by 2400") {
  check({
      {[](LoanTerms& t) { t.repayments.count = 0; },
       "out_of_range: /repayments/count: 0 installments; a loan has 1 to 1200"},
      {[](LoanTerms& t) { t.repayments.count = 1201; },
       "out_of_range: /repayments/count: 1201 installments; a loan has 1 to 1200"},
      {[](LoanTerms& t) { t.repayments.every = EveryWeeks{0}; },
       "out_of_range: /repayments/every: every 0; a step is 1 to 3660"},
      {[](LoanTerms& t) {
         t.repayments.every = EveryNthWeekday{5, Weekday::monday};
       },
       "out_of_range: /repayments/every: weekday 5; it is the 1st to 4th, or the last"},
      {[](LoanTerms& t) { t.repayments.first_due_on = 2026y / January / 10; },
       "out_of_range: /repayments/first_due_on: 2026-01-10 is not after the disbursement on 2026-01-10"},
      {[](LoanTerms& t) {
         t.repayments = {.count = 4, .every = EveryMonthEnd{1}, .first_due_on = 2026y / February / 10};
       },
       "contradictory_terms: /repayments: the first due date 2026-02-10 does not lie on the frequency; it must be the "
       "last day of a month"},
      {[](LoanTerms& t) {
         t.interest.per = RatePeriod::installment;
         t.repayments = {.count = 2, .every = OnDates{{2026y / February / 1}}};
       },
       "out_of_range: /repayments/every/due: 1 dates for 2 installments"},
      {[](LoanTerms& t) {
         t.interest.per = RatePeriod::installment;
         t.repayments = {.count = 2, .every = OnDates{{2026y / January / 10, 2026y / February / 1}}};
       },
       "out_of_range: /repayments/every/due/0: 2026-01-10 is not after the disbursement on 2026-01-10"},
      {[](LoanTerms& t) {
         t.interest.per = RatePeriod::installment;
         t.repayments = {.count = 2, .every = OnDates{{2026y / February / 1, 2026y / February / 1}}};
       },
       "out_of_range: /repayments/every/due/1: 2026-02-01 does not come after 2026-02-01"},
      {[](LoanTerms& t) { t.repayments = {.count = 1, .every = OnDates{{2026y / February / 1}}}; },
       "contradictory_terms: /interest/accrual: /interest/accrual contradicts /repayments/every: listed dates have no "
       "nominal period; count days, or quote the rate per installment"},
      {[](LoanTerms& t) {
         t.interest.per = RatePeriod::installment;
         t.repayments = {.count = 1, .every = OnDates{{2026y / February / 1}}, .first_due_on = 2026y / February / 1};
       },
       "contradictory_terms: /repayments/first_due_on: /repayments/first_due_on contradicts /repayments/every: the "
       "list "
       "has its own first date"},
      {[](LoanTerms& t) {
         t.interest.per = RatePeriod::installment;
         t.repayments = {.count = 1, .every = OnDates{{2026y / February / 1}}};
         t.grace.all = 1;
       },
       "contradictory_terms: /grace/all: /grace/all contradicts /repayments/every: listed dates have no next or "
       "previous "
       "step"},
  });
}

TEST_CASE("grace: 0 to the last row but one, and one way to move the first date") {
  check({
      {[](LoanTerms& t) { t.grace.principal = 4; },
       "out_of_range: /grace/principal: 4 of 4 installments; grace is 0 to 3"},
      {[](LoanTerms& t) { t.grace.interest_payment = -1; },
       "out_of_range: /grace/interest_payment: -1 of 4 installments; grace is 0 to 3"},
      {[](LoanTerms& t) { t.grace.interest_free = 5; },
       "out_of_range: /grace/interest_free: 5 of 4 installments; grace is 0 to 3"},
      {[](LoanTerms& t) { t.grace.all = -1; }, "out_of_range: /grace/all: -1; the range is 0 to 1200"},
      {[](LoanTerms& t) {
         t.grace.all = 1;
         t.moratoria = {{{2026y / March / 1, 2026y / March / 2}}};
       },
       "contradictory_terms: /grace/all: /grace/all contradicts /moratoria: each moves the first due date"},
      {[](LoanTerms& t) {
         t.grace.all = 1;
         t.interest.from = 2026y / January / 11;
       },
       "contradictory_terms: /grace/all: /grace/all contradicts /interest/from: each sets the first day that bears "
       "interest"},
  });
}

TEST_CASE("amortization: each form with its own limits") {
  check({
      {[](LoanTerms& t) { t.amortization = EqualInstallments{0 * INR}; },
       "out_of_range: /installment_amount: INR 0.00; an amount is at least one minor unit"},
      {[](LoanTerms& t) {
         t.amortization = EqualInstallments{400 * INR};
         t.interest.method = InterestMethod::flat;
       },
       "contradictory_terms: /installment_amount: /installment_amount contradicts /interest/method: flat interest "
       "fixes "
       "the installment"},
      {[](LoanTerms& t) { t.amortization = Balloon{-1 * INR}; },
       "out_of_range: /amortization/balloon: INR -1.00; a balloon is not negative"},
      {[](LoanTerms& t) {
         t.amortization = Balloon{1 * INR};
         t.interest.method = InterestMethod::flat;
         t.grace.principal = 1;
       },
       "contradictory_terms: /amortization/balloon: /amortization/balloon contradicts /grace: with flat interest a "
       "balloon has no grace"},
      {[](LoanTerms& t) {
         t.amortization = StepInstallments{Rate::of_ticks(-Rate::one), 1};
       },
       "out_of_range: /amortization/step_percent: -100%; a step is above -100% and at most 1000%"},
      {[](LoanTerms& t) {
         t.amortization = StepInstallments{5_pct, 0};
       },
       "out_of_range: /amortization/every: every 0 rows; a step comes after 1 to 1200"},
      {[](LoanTerms& t) {
         t.amortization = StepInstallments{5_pct, 1};
         t.interest.changes = {{2026y / March / 1, 1_pct}};
       },
       "contradictory_terms: /amortization/step_percent: /amortization/step_percent contradicts "
       "/interest/rate_changes: "
       "both change the installment"},
      {[](LoanTerms& t) { t.amortization = PrincipalPercentEach{34_pct}; },
       "out_of_range: /amortization/principal_percent_each: 34% of the principal 3 times before the last row is more "
       "than "
       "all of it"},
      {[](LoanTerms& t) {
         t.amortization = WeightedPrincipal{{1, 1, 1}};
       },
       "out_of_range: /amortization/weights: 3 weights for 4 installments"},
      {[](LoanTerms& t) {
         t.amortization = WeightedPrincipal{{1, -1, 1, 1}};
       },
       "invalid_weights: /amortization/weights/1: a weight is not negative"},
      {[](LoanTerms& t) {
         t.amortization = WeightedPrincipal{{0, 0, 0, 0}};
       },
       "invalid_weights: /amortization/weights: no weight is above zero"},
      {[](LoanTerms& t) {
         t.amortization = WeightedPrincipal{{1, 1, 1, 1}, {1, 1, 1, 1}};
       },
       "contradictory_terms: /amortization/interest_weights: /amortization/interest_weights contradicts "
       "/interest/method: declining interest follows the balance"},
      {[](LoanTerms& t) {
         t.amortization = WeightedPrincipal{{1, 1, 1, 1}, {1, 1, 1, 1}};
         t.interest.method = InterestMethod::flat;
         t.grace.interest_free = 1;
       },
       "contradictory_terms: /grace/interest_free: /grace/interest_free contradicts /amortization/interest_weights: "
       "the "
       "weights already say when interest is due"},
      {[](LoanTerms& t) {
         t.amortization = WeightedPrincipal{{1, 1, 1, 1}};
         t.grace.principal = 1;
       },
       "contradictory_terms: /grace/principal: /grace/principal contradicts /amortization/weights: the list already "
       "says "
       "when principal is due"},
      {[](LoanTerms& t) { t.amortization = ListedPrincipal{{1'200 * INR}}; },
       "out_of_range: /amortization/principal: 1 amounts for 4 installments"},
      {[](LoanTerms& t) {
         t.amortization = ListedPrincipal{{300 * INR, 300 * INR, 300 * INR, 200 * INR}};
       },
       "out_of_range: /amortization/principal: the parts sum to INR 1100.00, the principal is INR 1200.00"},
      {[](LoanTerms& t) {
         t.amortization = ListedPrincipal{{300 * INR, 300 * INR, 700 * INR, -100 * INR}};
       },
       "out_of_range: /amortization/principal/3: INR -100.00; principal is not negative"},
      {[](LoanTerms& t) {
         const Money largest = Money::of_units(std::numeric_limits<std::int64_t>::max(), INR);
         t.amortization = ListedPrincipal{{largest, largest, 1 * INR, 1 * INR}};
       },
       "overflow: /amortization/principal: the parts exceed INR 92233720368547758.07"},
      {[](LoanTerms& t) {
         t.amortization = ListedPrincipal{{300 * INR, 300 * INR, 300 * INR, 300 * INR}};
         t.fees = {{.name = "a", .at = AtDisbursement{}, .amount = 1 * INR, .financed = true}};
       },
       "contradictory_terms: /amortization/principal: /amortization/principal contradicts /fees: a financed fee is "
       "principal beyond the list"},
      {[](LoanTerms& t) {
         t.amortization = ListedPrincipal{{300 * INR, 300 * INR, 300 * INR, 300 * INR}};
         t.down_payment = 1_pct;
       },
       "contradictory_terms: /amortization/principal: /amortization/principal contradicts /down_payment_percent: the "
       "list "
       "must sum to what is left to repay"},
      {[](LoanTerms& t) {
         t.amortization = SumOfDigits{};
         t.grace.interest_free = 1;
       },
       "contradictory_terms: /amortization: /amortization contradicts /grace: sum of digits has no grace"},
      {[](LoanTerms& t) {
         t.amortization = SumOfDigits{};
         t.further_tranches = {{2026y / February / 1, 1 * INR}};
       },
       "contradictory_terms: /tranches: /tranches contradicts /amortization: these forms divide one principal"},
  });
}

TEST_CASE("tranches and charges: within the loan, in its currency, and where a percentage has a base") {
  check({
      {[](LoanTerms& t) {
         t.further_tranches = {{2026y / February / 1, 0 * INR}};
       },
       "out_of_range: /tranches/1/amount: INR 0.00; an amount is at least one minor unit"},
      {[](LoanTerms& t) {
         t.further_tranches = {{early, 1 * INR}};
       },
       "out_of_range: /tranches/1/on: 2026-01-09 is before the first advance on 2026-01-10"},
      {[](LoanTerms& t) { t.fees = {{.name = "a", .at = AtInstallment{}, .amount = -1 * INR}}; },
       "out_of_range: /fees/0/amount: INR -1.00; a fee is not negative"},
      {[](LoanTerms& t) { t.fees = {{.name = "a", .at = AtInstallment{}, .amount = 1 * INR, .min = 1 * INR}}; },
       "contradictory_terms: /fees/0/amount: /fees/0/amount contradicts /fees/0/min: a fixed amount has no bounds"},
      {[](LoanTerms& t) {
         t.fees = {{.name = "a",
                    .at = AtInstallment{},
                    .amount = PercentOf{1_pct, ChargeBase::principal},
                    .min = 2 * INR,
                    .max = 1 * INR}};
       },
       "contradictory_terms: /fees/0/min: /fees/0/min contradicts /fees/0/max: the minimum is above the maximum"},
      {[](LoanTerms& t) { t.fees = {{.name = "a", .at = AtInstallment{}, .amount = 1 * INR, .financed = true}}; },
       "contradictory_terms: /fees/0/financed: /fees/0/financed contradicts /fees/0/at: only a fee at disbursement can "
       "be "
       "financed"},
      {[](LoanTerms& t) {
         t.fees = {{.name = "a", .at = AtDisbursement{}, .amount = PercentOf{1_pct, ChargeBase::interest}}};
       },
       "contradictory_terms: /fees/0/of: /fees/0/of contradicts /fees/0/at: at disbursement a percentage is of the "
       "principal"},
      {[](LoanTerms& t) { t.fees = {{.name = "a", .at = early, .amount = 1 * INR}}; },
       "out_of_range: /fees/0/at: 2026-01-09 is before the disbursement on 2026-01-10"},
      {[](LoanTerms& t) { t.insurance = InsuranceTerms{101_pct}; },
       "out_of_range: /insurance: 101%; the range is 0% to 100%"},
      {[](LoanTerms& t) { t.compulsory_savings = CompulsorySavings{.percent = 101_pct}; },
       "out_of_range: /compulsory_savings/percent: 101%; the range is 0% to 100%"},
      {[](LoanTerms& t) {
         t.compulsory_savings = CompulsorySavings{.percent = 1_pct, .of = CompulsorySavings::Base::installment};
       },
       "contradictory_terms: /compulsory_savings/of: /compulsory_savings/of contradicts /compulsory_savings/at: at "
       "disbursement no installment is due yet"},
      {[](LoanTerms& t) {
         t.moratoria = {{{2026y / March / 2, 2026y / March / 1}}};
       },
       "invalid_date: /moratoria/0/to: 2026-03-01 is before 2026-03-02"},
  });
}

TEST_CASE("currencies: every amount is in that of the loan") {
  check({
      {[](LoanTerms& t) {
         t.further_tranches = {{2026y / February / 1, 1 * UGX}};
       },
       "currency_mismatch: /tranches/1/amount: UGX 1 in a loan of INR; one loan has one currency"},
      {[](LoanTerms& t) { t.fees = {{.name = "a", .at = AtInstallment{}, .amount = 1 * KES}}; },
       "currency_mismatch: /fees/0/amount: KES 1.00 in a loan of INR; one loan has one currency"},
      {[](LoanTerms& t) { t.amortization = Balloon{1 * KES}; },
       "currency_mismatch: /amortization/balloon: KES 1.00 in a loan of INR; one loan has one currency"},
      {[](LoanTerms& t) { t.amortization = EqualInstallments{1 * KES}; },
       "currency_mismatch: /installment_amount: KES 1.00 in a loan of INR; one loan has one currency"},
      {[](LoanTerms& t) { t.rounding = ExactRounding{.installment_multiple = 1 * KES}; },
       "currency_mismatch: /rounding/installment_multiple: KES 1.00 in a loan of INR; one loan has one currency"},
  });
}

TEST_CASE("rounding: multiples above zero that fit each other, and a residual that some row can carry") {
  check({
      {[](LoanTerms& t) { t.rounding = ExactRounding{.installment_multiple = 0 * INR}; },
       "out_of_range: /rounding/installment_multiple: INR 0.00; an amount is at least one minor unit"},
      {[](LoanTerms& t) { t.rounding = ExactRounding{.currency_multiple = 0 * INR}; },
       "out_of_range: /rounding/currency_multiple: INR 0.00; an amount is at least one minor unit"},
      {[](LoanTerms& t) { t.rounding = ExactRounding{.currency_multiple = 7 * INR}; },
       "out_of_range: /principal: INR 1200.00 is not a multiple of INR 7.00"},
      {[](LoanTerms& t) { t.rounding = ExactRounding{.installment_multiple = 7 * INR, .currency_multiple = 5 * INR}; },
       "out_of_range: /rounding/installment_multiple: INR 7.00 is not a multiple of INR 5.00"},
      {[](LoanTerms& t) { t.rounding = ExactRounding{.residual = Residual::spread}; },
       "contradictory_terms: /rounding/residual: /rounding/residual contradicts /rounding/preset: only the preset "
       "opencbs "
       "spreads the residual"},
      {[](LoanTerms& t) { t.rounding = ExactRounding{.residual = Residual::first}; },
       "contradictory_terms: /rounding/residual: /rounding/residual contradicts /amortization: a first row that "
       "carries "
       "the residual would change the interest of all the others"},
  });
}

TEST_CASE("all problems are told at once, and the most basic is thrown") {
  LoanTerms terms = good();
  terms.principal = 0 * INR;
  terms.interest.rate = Rate::parse("-1");
  terms.repayments.count = 0;
  terms.further_tranches = {{early, 1 * KES}};
  terms.rounding = ExactRounding{.residual = Residual::first};
  CHECK(problems_of(terms) ==
        std::vector<std::string>{
            "out_of_range: /principal: INR 0.00; an amount is at least one minor unit",
            "out_of_range: /interest/rate_percent: -1%; a rate is not negative",
            "out_of_range: /repayments/count: 0 installments; a loan has 1 to 1200",
            "currency_mismatch: /tranches/1/amount: KES 1.00 in a loan of INR; one loan has one currency",
            "out_of_range: /tranches/1/on: 2026-01-09 is before the first advance on 2026-01-10",
            "contradictory_terms: /rounding/residual: /rounding/residual contradicts /amortization: a first row that "
            "carries the residual would change the interest of all the others",
        });
  CHECK(test::refusal([&] { return amortize(terms); }) ==
        "currency_mismatch: /tranches/1/amount: KES 1.00 in a loan of INR; one loan has one currency");
}

TEST_CASE("a forgotten count, which clang lets pass, is refused") {
  LoanTerms terms = good();
  terms.repayments = Repayments{.count = {}, .every = monthly};
  CHECK(problems_of(terms).front() == "out_of_range: /repayments/count: 0 installments; a loan has 1 to 1200");
}
