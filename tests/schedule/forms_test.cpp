// SPDX-License-Identifier: MIT
// Each way the principal comes back, on INR 1200.00 at 12 % over four months: figures to check by hand.
#include "catch.hpp"
#include "refusal.hpp"
#include "terms.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::four_months;

namespace {

LoanTerms declining(Amortization form) {
  LoanTerms terms = four_months();
  terms.amortization = std::move(form);
  return terms;
}
LoanTerms flat(Amortization form) {
  LoanTerms terms = four_months(12_pct, InterestMethod::flat);
  terms.amortization = std::move(form);
  return terms;
}
LoanTerms a_thousand_in_three(LoanTerms terms, Residual residual) {
  terms.principal = 1'000 * INR;
  terms.repayments.count = 3;
  terms.rounding = ExactRounding{.residual = residual};
  return terms;
}

}  // namespace

TEST_CASE("equal installments: one level amount, the last closes the loan") {
  const Schedule schedule = amortize(declining(EqualInstallments{}));
  CHECK(test::totals(schedule) == "307.54 307.54 307.54 307.52");
  CHECK(test::interests(schedule) == "12.00 9.04 6.06 3.04");
  CHECK(test::principals(schedule) == "295.54 298.50 301.48 304.48");
  CHECK(test::balances(schedule) == "904.46 605.96 304.48 0.00");
}

TEST_CASE("equal installments in multiples of five rupees: only the last is not one") {
  LoanTerms terms = declining(EqualInstallments{});
  terms.rounding = ExactRounding{.installment_multiple = 5 * INR};
  const Schedule schedule = amortize(terms);
  CHECK(test::totals(schedule) == "310.00 310.00 310.00 300.00");
  CHECK(total(schedule, &Installment::interest) == 30 * INR);
}

TEST_CASE("a given installment repays until nothing is left, early or late") {
  CHECK(test::totals(amortize(declining(EqualInstallments{400 * INR}))) == "400.00 400.00 400.00 24.56");
  CHECK(test::totals(amortize(declining(EqualInstallments{700 * INR}))) == "700.00 517.12");
  CHECK(test::totals(amortize(declining(EqualInstallments{100 * INR}))) == "100.00 100.00 100.00 942.68");
  CHECK(test::refusal([] {
          return amortize(declining(EqualInstallments{12 * INR}));
        }).starts_with("installment_too_small: "));
}

TEST_CASE("equal principal: the interest falls with the balance") {
  const Schedule schedule = amortize(declining(EqualPrincipal{}));
  CHECK(test::principals(schedule) == "300.00 300.00 300.00 300.00");
  CHECK(test::interests(schedule) == "12.00 9.00 6.00 3.00");
}

TEST_CASE("equal principal: the odd paisa is with the last row, or the first") {
  CHECK(test::principals(amortize(a_thousand_in_three(declining(EqualPrincipal{}), Residual::last))) ==
        "333.33 333.33 333.34");
  CHECK(test::principals(amortize(a_thousand_in_three(declining(EqualPrincipal{}), Residual::first))) ==
        "333.34 333.33 333.33");
}

TEST_CASE("bullet: interest each month and the principal at the end, or both at the end") {
  CHECK(test::totals(amortize(declining(Bullet{}))) == "12.00 12.00 12.00 1212.00");
  CHECK(test::totals(amortize(declining(Bullet{.interest_too = true}))) == "0.00 0.00 0.00 1248.00");
}

TEST_CASE("balloon: level installments leave it for the last row") {
  const Schedule schedule = amortize(declining(Balloon{600 * INR}));
  CHECK(test::totals(schedule) == "159.77 159.77 159.77 759.76");
  CHECK(test::interests(schedule) == "12.00 10.52 9.03 7.52");
}

TEST_CASE("a balloon of nothing is a level loan, one of everything a bullet; more is refused") {
  CHECK(amortize(declining(Balloon{0 * INR})) == amortize(declining(EqualInstallments{})));
  CHECK(test::refusal([] { return amortize(declining(Balloon{1'200 * INR})); }).starts_with("installment_too_small: "));
  CHECK(test::totals(amortize(flat(Balloon{1'200 * INR}))) == "12.00 12.00 12.00 1212.00");
  CHECK(test::refusal([] { return amortize(declining(Balloon{1'201 * INR})); }) ==
        "out_of_range: /amortization/balloon: the balloon is more than the principal after the down payment");
}

TEST_CASE("steps: the installment grows by a tenth after each two rows") {
  const Schedule schedule = amortize(declining(StepInstallments{10_pct, 2}));
  CHECK(test::totals(schedule) == "293.03 293.03 322.33 322.34");
  CHECK(test::interests(schedule) == "12.00 9.19 6.35 3.19");
}

TEST_CASE("a fifth of the principal each month leaves two fifths for the last") {
  CHECK(test::principals(amortize(declining(PrincipalPercentEach{20_pct}))) == "240.00 240.00 240.00 480.00");
}

TEST_CASE("weights: the harvest pays half of it") {
  const Schedule schedule = amortize(declining(WeightedPrincipal{{1, 1, 1, 3}}));
  CHECK(test::principals(schedule) == "200.00 200.00 200.00 600.00");
  CHECK(test::interests(schedule) == "12.00 10.00 8.00 6.00");
  CHECK(test::interests(amortize(flat(WeightedPrincipal{{1, 1, 1, 3}, {1, 0, 0, 1}}))) == "24.00 0.00 0.00 24.00");
}

TEST_CASE("a list of principal is taken as it stands, zero too") {
  const Schedule schedule = amortize(declining(ListedPrincipal{{100 * INR, 0 * INR, 500 * INR, 600 * INR}}));
  CHECK(test::principals(schedule) == "100.00 0.00 500.00 600.00");
  CHECK(test::interests(schedule) == "12.00 11.00 11.00 6.00");
}

TEST_CASE("sum of digits: four tenths, three, two and one of the interest") {
  CHECK(test::interests(amortize(flat(SumOfDigits{}))) == "19.20 14.40 9.60 4.80");
  const Schedule schedule = amortize(declining(SumOfDigits{}));
  CHECK(test::interests(schedule) == "12.06 9.04 6.04 3.01");
  CHECK(test::totals(schedule) == "307.54 307.54 307.54 307.53");
}

TEST_CASE("flat: every month the same interest on what was lent") {
  const Schedule schedule = amortize(flat(EqualInstallments{}));
  CHECK(test::totals(schedule) == "312.00 312.00 312.00 312.00");
  CHECK(test::interests(schedule) == "12.00 12.00 12.00 12.00");
  CHECK(test::totals(amortize(flat(EqualPrincipal{}))) == "312.00 312.00 312.00 312.00");
  CHECK(test::totals(amortize(flat(Bullet{}))) == "12.00 12.00 12.00 1212.00");
  CHECK(test::totals(amortize(flat(Balloon{600 * INR}))) == "162.00 162.00 162.00 762.00");
}

TEST_CASE("flat: the odd paisa is with the last row, or the first") {
  CHECK(test::totals(amortize(a_thousand_in_three(flat(EqualInstallments{}), Residual::last))) ==
        "343.33 343.33 343.34");
  CHECK(test::totals(amortize(a_thousand_in_three(flat(EqualInstallments{}), Residual::first))) ==
        "343.34 343.33 343.33");
}

TEST_CASE("the rate changes on a due date: the installment is solved again") {
  LoanTerms terms = four_months();
  terms.interest.changes = {{2026y / March / 10, 24_pct}};
  const Schedule schedule = amortize(terms);
  CHECK(test::interests(schedule) == "12.00 9.04 12.12 6.12");
  CHECK(test::totals(schedule) == "307.54 307.54 312.10 312.10");
}
