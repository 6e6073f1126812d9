// SPDX-License-Identifier: MIT
// Each kind of grace, on INR 1200.00 at 12 % over four months.
#include "catch.hpp"
#include "refusal.hpp"
#include "terms.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::four_months;

namespace {

LoanTerms with(Grace grace, Amortization form = EqualInstallments{}) {
  LoanTerms terms = four_months();
  terms.grace = grace;
  terms.amortization = std::move(form);
  return terms;
}
LoanTerms flat_with(Grace grace) {
  LoanTerms terms = four_months(12_pct, InterestMethod::flat);
  terms.grace = grace;
  return terms;
}

}  // namespace

TEST_CASE("a month without principal: interest is paid, and three level installments follow") {
  const Schedule schedule = amortize(with({.principal = 1}));
  CHECK(test::totals(schedule) == "12.00 408.03 408.03 408.02");
  CHECK(test::principals(schedule) == "0.00 396.03 399.99 403.98");
  CHECK(test::principals(amortize(with({.principal = 1}, EqualPrincipal{}))) == "0.00 400.00 400.00 400.00");
  CHECK(test::principals(amortize(flat_with({.principal = 1}))) == "0.00 400.00 400.00 400.00");
}

TEST_CASE("two months whose interest waits: it is billed with the third, and bears nothing itself") {
  const Schedule schedule = amortize(with({.interest_payment = 2}));
  CHECK(test::interests(schedule) == "0.00 0.00 27.10 3.04");
  CHECK(test::principals(schedule) == "295.54 298.50 301.48 304.48");
  CHECK(test::interests(amortize(flat_with({.interest_payment = 2}))) == "0.00 0.00 36.00 12.00");
}

TEST_CASE("two months whose interest joins the balance") {
  LoanTerms terms = with({.principal = 2, .interest_payment = 2});
  terms.interest.capitalise_in_grace = true;
  const Schedule schedule = amortize(terms);
  CHECK(test::balances(schedule) == "1212.00 1224.12 615.10 0.00");
  CHECK(test::totals(schedule) == "0.00 0.00 621.26 621.25");
  CHECK(total(schedule, &Installment::principal) == Money::parse("1224.12", INR));
}

TEST_CASE("a month free of interest") {
  const Schedule schedule = amortize(with({.interest_free = 1}));
  CHECK(test::interests(schedule) == "0.00 8.96 6.00 3.01");
  CHECK(test::totals(schedule) == "304.49 304.49 304.49 304.50");
  CHECK(test::interests(amortize(flat_with({.interest_free = 1}))) == "0.00 12.00 12.00 12.00");
}

TEST_CASE("two installments skipped altogether: later dates, the same amounts") {
  const Schedule schedule = amortize(with({.all = 2}));
  CHECK(test::dues(schedule) == "2026-04-10 2026-05-10 2026-06-10 2026-07-10");
  CHECK(test::totals(schedule) == "307.54 307.54 307.54 307.52");
  CHECK(schedule.front().days == 31);  // its period begins on 10 March
}

TEST_CASE("interest waits in a loan that closes early: it is billed in the closing row") {
  LoanTerms terms = with({.interest_payment = 3}, EqualInstallments{700 * INR});
  const Schedule schedule = amortize(terms);
  CHECK(test::principals(schedule) == "688.00 512.00");
  CHECK(test::interests(schedule) == "0.00 17.12");
}

TEST_CASE("grace lasts at most until the last installment but one") {
  for (const int rows : {-1, 4, 5, 1'000}) {
    CHECK(test::refused([rows] { return amortize(with({.principal = rows})); }) == "out_of_range");
    CHECK(test::refused([rows] { return amortize(with({.interest_payment = rows})); }) == "out_of_range");
    CHECK(test::refused([rows] { return amortize(with({.interest_free = rows})); }) == "out_of_range");
  }
  CHECK(test::principals(amortize(with({.principal = 3}))) == "0.00 0.00 0.00 1200.00");
}
