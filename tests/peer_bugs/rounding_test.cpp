// SPDX-License-Identifier: MIT
// What other loan systems got wrong when they rounded or divided (areas rounding-emi and single-inst of the peers' reports).
#include <solidarity/money/allocate.hpp>

#include "catch.hpp"
#include "refusal.hpp"
#include "schedule/terms.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::four_months;

namespace {

LoanTerms monthly_loan(Money principal, Rate rate, int count) {
  return {
      .principal = principal,
      .disbursed_on = 2024y / January / 1,
      .interest = {.method = InterestMethod::declining, .rate = rate},
      .repayments = {.count = count, .every = monthly},
  };
}

std::vector<std::int64_t> units(const std::vector<Money>& amounts) {
  std::vector<std::int64_t> list;
  for (const Money& amount : amounts) list.push_back(amount.units());
  return list;
}

}  // namespace

TEST_CASE("PB-001: a rounded installment gives no row too many; the last row takes what is left") {
  LoanTerms terms = monthly_loan(427'500 * USD, 3.875_pct, 360);
  terms.rounding = ExactRounding{.mode = Rounding::half_up};
  const Schedule schedule = amortize(terms);
  CHECK(schedule.size() == 360);
  CHECK(schedule.front().total() == Money::parse("2010.26", USD));
  CHECK(schedule.back().balance().is_zero());
}

TEST_CASE("PB-002: each row is rounded as it is paid, so that principal adds up and nothing is left over") {
  const Schedule schedule = amortize(monthly_loan(200'000 * USD, 6_pct, 360));
  CHECK(schedule.front().total() == Money::parse("1199.10", USD));
  CHECK(schedule.back().principal() == Money::parse("1194.17", USD));
  CHECK(schedule.back().interest() == Money::parse("5.97", USD));
  CHECK(total(schedule, &Installment::principal) == 200'000 * USD);
  CHECK(schedule.back().balance().is_zero());
}

TEST_CASE("PB-003: without interest and in whole units the odd unit is paid, not lost") {
  CHECK(test::totals(amortize(monthly_loan(1'000 * UGX, 0_pct, 3))) == "333 333 334");
}

TEST_CASE("PB-004: the level installment is the exact one rounded, and a tie with a neighbour changes nothing") {
  LoanTerms terms = monthly_loan(100 * USD, 15.678_pct, 6);
  terms.interest.accrual = ByDay{DayCount::actual_365};
  CHECK(test::totals(amortize(terms)) == "17.43 17.43 17.43 17.43 17.43 17.47");
}

TEST_CASE("PB-005: what equal parts leave over is amount minus parts, with its sign; a down payment is rounded") {
  LoanTerms terms = monthly_loan(100 * USD, 0_pct, 3);
  CHECK(test::principals(amortize(terms)) == "33.33 33.33 33.34");
  terms.principal = Money::parse("100.01", USD);
  terms.down_payment = 33.333_pct;
  CHECK(test::principals(amortize(terms)) == "33.34 22.22 22.22 22.23");
}

TEST_CASE("PB-006: equal principal is divided once, and the last row takes the rest") {
  LoanTerms terms = monthly_loan(10'000 * USD, 12_pct, 6);
  terms.amortization = EqualPrincipal{};
  CHECK(test::principals(amortize(terms)) == "1666.67 1666.67 1666.67 1666.67 1666.67 1666.65");
}

TEST_CASE("PB-007: a flat installment is rounded as a whole to its multiple, not part by part") {
  LoanTerms terms = monthly_loan(5'000 * USD, 3_pct, 12);  // 416.67 and 12.50 a month
  terms.interest.method = InterestMethod::flat;
  terms.rounding = ExactRounding{.installment_multiple = 1 * USD};
  const Schedule schedule = amortize(terms);
  CHECK(schedule.front().total() == 429 * USD);
  CHECK(schedule.front().interest() == Money::parse("12.50", USD));
  CHECK(schedule.front().principal() == Money::parse("416.50", USD));
  CHECK(schedule.back().total() == 431 * USD);
  CHECK(total(schedule, &Installment::principal) == 5'000 * USD);
}

TEST_CASE("PB-008: where the interest of a flat loan falls from row to row, its installment stays level") {
  LoanTerms terms = four_months(12_pct, InterestMethod::flat);
  terms.amortization = SumOfDigits{};
  CHECK(test::interests(amortize(terms)) == "19.20 14.40 9.60 4.80");
  CHECK(test::totals(amortize(terms)) == "312.00 312.00 312.00 312.00");
}

TEST_CASE("PB-011: a given installment ends the loan on whole units, with nothing too small to see left over") {
  LoanTerms terms = monthly_loan(100 * USD, 7.3_pct, 1200);
  terms.amortization = EqualInstallments{Money::parse("9.99", USD)};
  const Schedule schedule = amortize(terms);
  CHECK(schedule.size() == 11);
  CHECK(schedule.back().balance().is_zero());
  CHECK(total(schedule, &Installment::principal) == 100 * USD);
}

TEST_CASE("PB-012: interest is rounded to the minor unit alone, and principal adds up to the loan") {
  const Schedule schedule = amortize(four_months(13.3_pct));
  CHECK(schedule.front().interest() == Money::parse("13.30", INR));
  CHECK(total(schedule, &Installment::principal) == 1'200 * INR);
}

TEST_CASE("PB-013: what is left is divided by the rows that are left") {
  LoanTerms terms = monthly_loan(800 * USD, 12_pct, 12);
  terms.amortization = EqualPrincipal{};
  terms.grace.principal = 4;
  for (std::size_t k = 4; k < 12; ++k) CHECK(amortize(terms)[k].principal() == 100 * USD);
}

TEST_CASE("PB-015: in coarse units the principal is gone in the last row and never before, or the loan is refused") {
  for (int principal = 1; principal <= 60; ++principal)
    for (const int count : {2, 3, 7, 12, 24}) {
      const LoanTerms terms = monthly_loan(principal * UGX, 36_pct, count);
      const auto refusal = test::refused([&] { return amortize(terms); });
      if (!refusal.empty()) {
        CHECK((refusal == "installment_too_small" || refusal == "residual_too_large"));
        continue;
      }
      const Schedule schedule = amortize(terms);
      for (int k = 0; k < count - 1; ++k) CHECK(schedule[static_cast<std::size_t>(k)].balance() > 0 * UGX);
    }
}

TEST_CASE("PB-018: a rate close to nothing still repays all the principal") {
  for (const std::int64_t ticks : {1, 10, 1'000, 19'000}) {
    LoanTerms terms = monthly_loan(100 * USD, Rate::of_ticks(ticks), 3);
    terms.interest.per = RatePeriod::installment;
    CHECK(test::totals(amortize(terms)) == "33.33 33.33 33.34");
  }
}

TEST_CASE("PB-020: nobody is given a cent when none is left over") {
  CHECK(units(allocate(Money::parse("99.99", USD), {75, 25})) == std::vector<std::int64_t>{7499, 2500});
}

TEST_CASE("PB-021: a refund is divided as the payment was") {
  CHECK(units(allocate(10 * USD, {6667, 3333})) == std::vector<std::int64_t>{667, 333});
  CHECK(units(allocate(-10 * USD, {6667, 3333})) == std::vector<std::int64_t>{-667, -333});
}

TEST_CASE("PB-022: a negative amount has as many parts as weights, and they add up") {
  const auto tenths = allocate(Money::of_units(-99, USD), std::vector<std::int64_t>(10, 1));
  CHECK(tenths.size() == 10);
  CHECK(sum(tenths, USD) == Money::of_units(-99, USD));
  CHECK(sum(allocate(Money::of_units(-5, USD), {3, 7}), USD) == Money::of_units(-5, USD));
}

TEST_CASE("PB-023: one unit among two is one and none") {
  CHECK(units(allocate(Money::of_units(1, USD), {1, 1})) == std::vector<std::int64_t>{1, 0});
}

TEST_CASE("PB-025: the schedule shown and the one stored are the same, also with principal that varies") {
  LoanTerms terms = four_months();
  terms.amortization = ListedPrincipal{{100 * INR, 500 * INR, 200 * INR, 400 * INR}};
  terms.rounding = ExactRounding{.installment_multiple = 1 * INR};
  const Schedule shown = amortize(terms);
  std::vector<Installment> stored(4, shown.front());
  CHECK(amortize_into(terms, stored) == 4);
  CHECK(std::ranges::equal(shown.rows(), stored));
}

TEST_CASE("PB-026: a loan repaid early has every amount on its grid") {
  LoanTerms terms = four_months(13.7_pct);
  terms.amortization = EqualInstallments{700 * INR};
  terms.rounding = ExactRounding{.currency_multiple = 5 * INR};
  const Schedule schedule = amortize(terms);
  CHECK(schedule.size() == 2);
  for (const Installment& row : schedule) {
    CHECK(row.units.principal % 500 == 0);
    CHECK(row.units.interest % 500 == 0);
  }
}

TEST_CASE("PB-027: twelve months of a yearly amount add up to the year") {
  LoanTerms terms = monthly_loan(100'000 * GBP, 2_pct, 12);
  terms.interest.method = InterestMethod::flat;
  terms.amortization = Bullet{};
  const Schedule schedule = amortize(terms);
  CHECK(schedule.front().interest() == Money::parse("166.67", GBP));
  CHECK(total(schedule, &Installment::interest) == 2'000 * GBP);
}

TEST_CASE("PB-029: decimals are those of the currency of the loan") {
  CHECK(test::totals(amortize(monthly_loan(10 * KWD, 0_pct, 3))) == "3.333 3.333 3.334");
  CHECK(test::totals(amortize(monthly_loan(10'000 * UGX, 0_pct, 3))) == "3333 3333 3334");
}

TEST_CASE("PB-030: amounts compare by value, to the last unit") {
  CHECK(Money::parse("0.00", USD).is_zero());
  CHECK(Money::parse("0", USD) == Money::parse("0.00", USD));
  CHECK(Money::of_units(16'777'217, USD) != Money::of_units(16'777'216, USD));
}

TEST_CASE("PB-031: an amount as text loses no digit") {
  CHECK(decimal_text(Money::parse("999999999999999.99", USD)) == "999999999999999.99");
  CHECK(Money::parse("0.10", USD) + Money::parse("0.20", USD) == Money::parse("0.30", USD));
}

TEST_CASE("PB-042: a loan of no installment is refused by name") {
  CHECK(test::refusal([] { return amortize(monthly_loan(100 * USD, 12_pct, 0)); }) ==
        "out_of_range: /repayments/count: 0 installments; a loan has 1 to 1200");
}

TEST_CASE("PB-043: principal given for the last row must be what is left then") {
  LoanTerms terms = four_months(12_pct, InterestMethod::flat);
  terms.amortization = ListedPrincipal{{100 * INR, 100 * INR, 100 * INR, 900 * INR}};
  CHECK(test::totals(amortize(terms)) == "112.00 112.00 112.00 912.00");
  terms.amortization = ListedPrincipal{{100 * INR, 100 * INR, 100 * INR, 800 * INR}};
  CHECK(test::refused([&] { return amortize(terms); }) == "out_of_range");
}
