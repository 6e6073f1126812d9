// SPDX-License-Identifier: MIT
// Cases of the peers' presets that can be checked by hand; tests/vectors checks their published schedules.
#include <solidarity/schedule/amortize.hpp>

#include "catch.hpp"
#include "refusal.hpp"

#include <string>
#include <utility>

using namespace solidarity;
using namespace solidarity::literals;

namespace {

constexpr Currency whole = Currency::custom("XTS", 0);
constexpr Currency tenths = Currency::custom("XTS", 1);
constexpr Currency cents = Currency::custom("XTS", 2);

LoanTerms loan(Money principal, int count, InterestTerms interest, RoundingPolicy rounding) {
  return {.principal = principal,
          .disbursed_on = 2026y / January / 5,
          .interest = std::move(interest),
          .repayments = {.count = count, .every = monthly},
          .rounding = std::move(rounding)};
}

InterestTerms flat(Rate rate, RatePeriod per = RatePeriod::year) {
  return {.method = InterestMethod::flat, .rate = rate, .per = per};
}
InterestTerms declining(Rate rate, RatePeriod per = RatePeriod::year) {
  return {.method = InterestMethod::declining, .rate = rate, .per = per};
}

// "333.0+20.0 333.0+20.0 334.0+20.0"
std::string parts(const LoanTerms& terms) {
  std::string text;
  for (const Installment& row : amortize(terms))
    text +=
        fmt::format("{}{}+{}", text.empty() ? "" : " ", decimal_text(row.principal()), decimal_text(row.interest()));
  return text;
}

std::string code_of(const LoanTerms& terms) {
  return test::refused([&] { return amortize(terms); });
}

}  // namespace

// ---------------------------------------------------------------- Mifos

// 24 % flat on 1000 for 90/360 of a year is 60, or 20 a row; a row of 353.33 becomes 353, and 1060 - 706 = 354 is left.
TEST_CASE("mifos rounds an installment as a whole and lets the last row absorb") {
  CHECK(parts(loan(1000 * tenths, 3, flat(24_pct), MifosRounding{})) == "333.0+20.0 333.0+20.0 334.0+20.0");
}

TEST_CASE("mifos can let the first row of flat interest absorb") {
  const MifosRounding first{.residual = Residual::first};
  CHECK(parts(loan(1000 * tenths, 3, flat(24_pct), first)) == "334.0+20.0 333.0+20.0 333.0+20.0");
  CHECK(code_of(loan(1000 * tenths, 3, declining(24_pct), first)) == "contradictory_terms");
}

// 2 % of 1000, 666.7 and 333.4; with equal principal the interest takes what rounds the total.
TEST_CASE("with equal principal mifos rounds the installment by its interest") {
  auto terms = loan(1000 * tenths, 3, declining(24_pct), MifosRounding{});
  terms.amortization = EqualPrincipal{};
  CHECK(parts(terms) == "333.3+19.7 333.3+13.7 333.4+6.6");
}

TEST_CASE("in a grace for principal mifos takes interest only") {
  auto terms = loan(1000 * tenths, 3, flat(24_pct), MifosRounding{});
  terms.grace.principal = 1;
  CHECK(parts(terms) == "0.0+20.0 500.0+20.0 500.0+20.0");
}

TEST_CASE("mifos takes a percentage of the whole loan with every installment") {
  auto terms = loan(1000 * tenths, 4, flat(24_pct), MifosRounding{});
  terms.fees = {
      {.name = "service", .at = AtInstallment{}, .amount = PercentOf{.percent = 1_pct, .of = ChargeBase::principal}}};
  for (const Installment& row : amortize(terms)) CHECK(row.fees() == 10 * tenths);
}

// Four rows of 2.5, each rounded up to 5, collect 15 before the last.
TEST_CASE("a negative last row of mifos is refused unless it is allowed") {
  MifosRounding fives{.installment_multiple_micros = 5'000'000, .installment_mode = Rounding::ceiling};
  CHECK(code_of(loan(10 * tenths, 4, flat(0_pct), fives)) == "residual_too_large");
  fives.allow_negative_last = true;
  CHECK(parts(loan(10 * tenths, 4, flat(0_pct), fives)) == "5.0+0.0 5.0+0.0 5.0+0.0 -5.0+0.0");
}

TEST_CASE("a multiple of mifos is a whole number of minor units") {
  CHECK(code_of(loan(10 * tenths, 4, flat(0_pct), MifosRounding{.installment_multiple_micros = 50'000})) ==
        "out_of_range");
  CHECK(code_of(loan(10 * tenths, 4, flat(0_pct), MifosRounding{.currency_digits = 2})) == "out_of_range");
}

// ---------------------------------------------------------------- OpenCBS

// 1000 x 0.03 / (1 - 1.03^-6) = 184.6; each row computes it again for what is left.
TEST_CASE("opencbs computes the annuity of each row from its balance") {
  CHECK(parts(loan(1000 * whole, 6, declining(3_pct, RatePeriod::installment), OpenCbsRounding{})) ==
        "155+30 160+25 163+21 169+16 173+11 180+5");
}

// 185 less 30, 25, 21, 16, 11, 5 repays 1002, two too many.
TEST_CASE("opencbs can keep one annuity and put what is left on the first or last row") {
  const auto interest = declining(3_pct, RatePeriod::installment);
  CHECK(parts(loan(1000 * whole, 6, interest, OpenCbsRounding{.residual = Residual::last})) ==
        "155+30 160+25 164+21 169+16 174+11 178+5");
  CHECK(parts(loan(1000 * whole, 6, interest, OpenCbsRounding{.residual = Residual::first})) ==
        "153+30 160+25 164+21 169+16 174+11 180+5");
}

// Of the principal: 1000/6, 833/5, 666/4, 499/3, 333/2, halves away from zero.
TEST_CASE("opencbs spreads flat interest and principal over the rows to come") {
  const auto interest = flat(3_pct, RatePeriod::installment);
  CHECK(parts(loan(1000 * whole, 6, interest, OpenCbsRounding{})) == "167+30 167+30 167+30 166+30 167+30 166+30");
  CHECK(parts(loan(1000 * whole, 6, interest, OpenCbsRounding{.residual = Residual::last})) ==
        "167+30 167+30 167+30 167+30 167+30 165+30");
  CHECK(parts(loan(1000 * whole, 6, interest, OpenCbsRounding{.residual = Residual::first})) ==
        "165+30 167+30 167+30 167+30 167+30 167+30");
}

// 1 % of 250 and 350: 2.5 goes to 2, 3.5 to 4.
TEST_CASE("opencbs rounds halves to even where the principal is equal") {
  auto terms = loan(250 * whole, 1, declining(1_pct, RatePeriod::installment), OpenCbsRounding{});
  terms.amortization = EqualPrincipal{};
  CHECK(parts(terms) == "250+2");
  terms.principal = 350 * whole;
  CHECK(parts(terms) == "350+4");
}

// Row 1 bears 30 x 32/31: January has 31 days, the first due date comes a day late. Nothing after it changes.
TEST_CASE("opencbs scales the interest of a broken first period and nothing else") {
  auto terms = loan(1000 * cents, 6, declining(3_pct, RatePeriod::installment), OpenCbsRounding{.currency_digits = 0});
  terms.disbursed_on = 2026y / January / 1;
  terms.calendar = {.business_days = BusinessCalendar({Weekday::saturday, Weekday::sunday}, {}),
                    .roll = Roll::following};
  terms.interest.first_period = FirstPeriod::actual_ratio;
  CHECK(parts(terms) == "155.00+31.00 160.00+25.00 163.00+21.00 169.00+16.00 173.00+11.00 180.00+5.00");
}

// Thirds of 100: 33.3 -> 33 and 0.3 on; 33.7 -> 34, 0.3 too many; 33.
TEST_CASE("with weights and flat interest opencbs carries what rounding cuts off to the next row") {
  auto terms = loan(100 * whole, 3, flat(0_pct), OpenCbsRounding{});
  terms.amortization = WeightedPrincipal{.weights = {1, 1, 1}};
  CHECK(parts(terms) == "33+0 34+0 33+0");
}

// ---------------------------------------------------------------- Frappe

// 1200 x 0.01 / (1 - 1.01^-12) = 106.62, rounded up to 107.
TEST_CASE("frappe rounds the installment up, so the last one is smaller") {
  const auto schedule = amortize(loan(1200 * cents, 12, declining(12_pct), FrappeRounding{}));
  CHECK(schedule.front().interest() == 12 * cents);
  CHECK(schedule[10].total() == 107 * cents);
  CHECK(schedule.back().total() < 107 * cents);
}

TEST_CASE("frappe repays a fixed installment until nothing is owed") {
  auto terms = loan(280'000 * cents, max_installments, declining(Rate::parse("8.4")), FrappeRounding{});
  terms.amortization = EqualInstallments{.amount = 14'000 * cents};
  const auto schedule = amortize(terms);
  CHECK(schedule.size() == 22);
  CHECK(divide(total(schedule, &Installment::interest).units(), 100, Rounding::half_up) == 22'712);
  terms.amortization = EqualInstallments{.amount = 1960 * cents};  // the interest of the first month
  CHECK(code_of(terms) == "installment_too_small");
}

TEST_CASE("the preview of frappe rounds every amount to whole units") {
  const auto schedule = amortize(
      loan(250'000 * cents, 18, declining(Rate::parse("9.2")), FrappeRounding{.currency_multiple = 1 * cents}));
  CHECK(schedule.front().interest() == 1917 * cents);
  CHECK(total(schedule, &Installment::interest) == 18'599 * cents);
}

// ---------------------------------------------------------------- all three

TEST_CASE("terms that a peer does not have are refused, not ignored") {
  for (const RoundingPolicy& policy :
       {RoundingPolicy(MifosRounding{}), RoundingPolicy(OpenCbsRounding{}), RoundingPolicy(FrappeRounding{})}) {
    auto terms = loan(1200 * cents, 12, declining(12_pct), policy);
    CHECK(code_of(terms).empty());
    auto bullet = terms;
    bullet.amortization = Bullet{};
    CHECK(code_of(bullet) == "contradictory_terms");
    auto tranches = terms;
    tranches.further_tranches = {{.on = 2026y / January / 6, .amount = 1 * cents}};
    CHECK(code_of(tranches) == "contradictory_terms");
    auto by_day = terms;
    by_day.interest.accrual = ByDay{DayCount::actual_365};
    CHECK(code_of(by_day) == "contradictory_terms");
  }
}
