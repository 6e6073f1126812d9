// SPDX-License-Identifier: MIT
// Money handed out in parts, and parts of it paid back at once.
#include "catch.hpp"
#include "refusal.hpp"
#include "terms.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::four_months;

namespace {

LoanTerms in_two_halves(Date second, Amortization form = EqualInstallments{}) {
  LoanTerms terms = four_months();
  terms.principal = 600 * INR;
  terms.further_tranches = {{second, 600 * INR}};
  terms.amortization = std::move(form);
  return terms;
}

}  // namespace

TEST_CASE("a tranche bears interest from its day: half a February month of 600 is 3.00") {
  const Schedule schedule = amortize(in_two_halves(2026y / February / 24, EqualPrincipal{}));
  CHECK(test::interests(schedule) == "6.00 7.50 7.00 3.50");  // 14 of 28 days
  CHECK(test::principals(schedule) == "150.00 350.00 350.00 350.00");
  CHECK(test::balances(schedule) == "450.00 700.00 350.00 0.00");
}

TEST_CASE("a tranche on a due date belongs to the next row") {
  const Schedule schedule = amortize(in_two_halves(2026y / February / 10));
  CHECK(test::interests(schedule) == "6.00 10.52 7.05 3.54");
  CHECK(test::totals(schedule) == "153.77 357.78 357.78 357.78");
}

TEST_CASE("tranches of one day add up, in any order") {
  LoanTerms terms = in_two_halves(2026y / February / 24, Bullet{});
  const Schedule schedule = amortize(terms);
  CHECK(test::interests(schedule) == "6.00 9.00 12.00 12.00");
  terms.further_tranches = {{2026y / February / 24, 100 * INR}, {2026y / February / 24, 500 * INR}};
  CHECK(amortize(terms) == schedule);
}

TEST_CASE("a tranche on the first day is part of the first advance") {
  CHECK(amortize(in_two_halves(2026y / January / 10)) == amortize(four_months()));
}

TEST_CASE("no tranche before the first or on the last due date") {
  CHECK(test::refusal([] { return amortize(in_two_halves(2026y / January / 9)); }) ==
        "out_of_range: /tranches/1/on: 2026-01-09 is before the first advance on 2026-01-10");
  CHECK(test::refusal([] { return amortize(in_two_halves(2026y / May / 10)); }) ==
        "out_of_range: /tranches/1/on: 2026-05-10 lies outside the loan, which runs from 2026-01-10 to the last due "
        "date 2026-05-10");
}

TEST_CASE("a down payment is a row of its own on the day of the money") {
  LoanTerms terms = four_months();
  terms.down_payment = 25_pct;
  const Schedule schedule = amortize(terms);
  CHECK(test::dues(schedule) == "2026-01-10 2026-02-10 2026-03-10 2026-04-10 2026-05-10");
  CHECK(test::totals(schedule) == "300.00 230.65 230.65 230.65 230.65");
  CHECK(test::interests(schedule) == "0.00 9.00 6.78 4.54 2.28");
  CHECK(schedule.front().days == 0);
  CHECK(schedule.front().number == 1);
  CHECK(schedule.disbursement().net() == 1'200 * INR);
}

TEST_CASE("each tranche has its down payment") {
  LoanTerms terms = in_two_halves(2026y / February / 24, Bullet{});
  terms.down_payment = 10_pct;
  const Schedule schedule = amortize(terms);
  CHECK(test::dues(schedule) == "2026-01-10 2026-02-10 2026-02-24 2026-03-10 2026-04-10 2026-05-10");
  CHECK(test::principals(schedule) == "60.00 0.00 60.00 0.00 0.00 1080.00");
  CHECK(test::balances(schedule) == "540.00 540.00 1080.00 1080.00 1080.00 0.00");
}
