// SPDX-License-Identifier: MIT
// Which loans take the short way, and edges of its fixed point. That it agrees with the full engine is a law
// (tests/laws/engines_test.cpp).
#include "catch.hpp"
#include "refusal.hpp"
#include "schedule/minimum.hpp"
#include "schedule/plain_engine.hpp"
#include "terms.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using detail::PlainPlan;
using test::four_months;

namespace {

template <class Change>
LoanTerms but(Change change) {
  LoanTerms terms = four_months();
  change(terms);
  return terms;
}

void check_both_ways(const LoanTerms& terms) {
  const auto plan = PlainPlan::of(terms);
  REQUIRE(plan);
  const Installment blank{terms.disbursed_on, 0, 0, terms.principal.currency(), {}, 0};
  std::vector<Installment> brief(rows_needed(terms), blank);
  std::vector<Installment> full(rows_needed(terms), blank);
  const auto by_plan = plan->price({terms.principal, terms.disbursed_on}, brief);
  const auto in_full = detail::price_in_full(terms, full);
  CHECK(by_plan.refused == in_full.refused);
  if (!by_plan.refused) CHECK(brief == full);
}

}  // namespace

TEST_CASE("one advance, declining interest on fixed years, equal installments or principal: the short way") {
  CHECK(PlainPlan::of(four_months()));
  CHECK(PlainPlan::of(but([](LoanTerms& t) { t.amortization = EqualPrincipal{}; })));
  CHECK(PlainPlan::of(but([](LoanTerms& t) { t.interest.accrual = ByDay{DayCount::actual_360}; })));
  CHECK(PlainPlan::of(but([](LoanTerms& t) { t.repayments.first_due_on = 2026y / February / 1; })));
  CHECK(PlainPlan::of(but([](LoanTerms& t) { t.rounding = ExactRounding{.installment_multiple = 5 * INR}; })));
}

TEST_CASE("whatever else is agreed, the full engine has the word") {
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.interest.method = InterestMethod::flat; })));
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.interest.accrual = ByDay{DayCount::thirty_360}; })));
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.interest.kind = RateKind::effective; })));
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.interest.from = 2026y / January / 11; })));
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.interest.changes = {{2026y / March / 1, 24_pct}}; })));
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.grace.principal = 1; })));
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.amortization = Bullet{}; })));
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.amortization = EqualInstallments{400 * INR}; })));
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.down_payment = 10_pct; })));
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.further_tranches = {{2026y / March / 1, 1 * INR}}; })));
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.insurance = InsuranceTerms{1_pct}; })));
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.rounding = ExactRounding{.currency_multiple = 1 * INR}; })));
  CHECK_FALSE(PlainPlan::of(but([](LoanTerms& t) { t.rounding = FineractProgressive{}; })));
}

TEST_CASE("ties go the way of the mode, by the short way too") {
  // 0.50 at 1 % a period is half a paisa, 1.50 one and a half.
  const auto interest = [](Money principal, Rounding mode) {
    LoanTerms terms = four_months();
    terms.principal = principal;
    terms.interest = {.method = InterestMethod::declining, .rate = 1_pct, .per = RatePeriod::installment};
    terms.repayments.count = 1;
    terms.amortization = EqualPrincipal{};
    terms.rounding = ExactRounding{.mode = mode};
    REQUIRE(PlainPlan::of(terms));
    return amortize(terms).front().units.interest;
  };
  const Money half = Money::of_units(50, INR);
  const Money one_and_a_half = Money::of_units(150, INR);
  CHECK(interest(half, Rounding::half_even) == 0);
  CHECK(interest(one_and_a_half, Rounding::half_even) == 2);
  CHECK(interest(half, Rounding::half_up) == 1);
  CHECK(interest(half, Rounding::half_down) == 0);
  CHECK(interest(one_and_a_half, Rounding::half_down) == 1);
  CHECK(interest(half, Rounding::up) == 1);
  CHECK(interest(half, Rounding::ceiling) == 1);
  CHECK(interest(one_and_a_half, Rounding::down) == 1);
  CHECK(interest(one_and_a_half, Rounding::floor) == 1);
  // Whole units stay whole in the modes that move away from zero.
  CHECK(interest(100 * INR, Rounding::up) == 100);
  CHECK(interest(100 * INR, Rounding::ceiling) == 100);
}

TEST_CASE("amounts and rates beyond the fixed point are priced all the same") {
  for (int mode = 1; mode <= 7; ++mode)
    for (const int bits : {40, 47, 48, 49, 53, 60, 62})
      for (const std::int64_t more : {-1, 0, 1})
        for (const Rate rate :
             {0_pct, Rate::of_ticks(1), 12_pct, 24.75_pct, 360_pct, 1199.999999999999_pct, 1200_pct}) {
          LoanTerms terms = four_months(rate);
          terms.principal = Money::of_units((std::int64_t{1} << bits) + more, INR);
          terms.rounding = ExactRounding{.mode = static_cast<Rounding>(mode)};
          if (PlainPlan::of(terms)) check_both_ways(terms);
          terms.interest.accrual = ByDay{DayCount::actual_360};
          if (PlainPlan::of(terms)) check_both_ways(terms);
        }
}
