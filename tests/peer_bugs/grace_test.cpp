// SPDX-License-Identifier: MIT
// Grace that added rows, repaid principal or was longer than the loan (area grace).
#include "catch.hpp"
#include "refusal.hpp"
#include "schedule/terms.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::four_months;

TEST_CASE("PB-082: only grace on whole installments moves the last date") {
  LoanTerms terms = four_months();
  terms.repayments.count = 12;
  terms.grace = {.principal = 3};
  CHECK(amortize(terms).size() == 12);
  CHECK(amortize(terms).back().due == Date(2027y / January / 10));
  terms.grace = {.all = 3};
  CHECK(amortize(terms).size() == 12);
  CHECK(amortize(terms).back().due == Date(2027y / April / 10));
}

TEST_CASE("PB-083: rows in principal grace repay nothing when interest is counted by day") {
  LoanTerms terms = four_months();
  terms.interest.accrual = ByDay{DayCount::actual_365};
  terms.grace.principal = 2;
  const Schedule schedule = amortize(terms);
  CHECK(schedule[0].principal().is_zero());
  CHECK(schedule[1].principal().is_zero());
  CHECK(schedule[2].principal() > 0 * INR);
}

TEST_CASE("PB-084: grace as long as the loan is refused by name") {
  LoanTerms terms = four_months();
  terms.repayments.count = 6;
  terms.grace.principal = 6;
  CHECK(test::refusal([&] { return amortize(terms); }) ==
        "out_of_range: /grace/principal: 6 of 6 installments; grace is 0 to 5");
}

TEST_CASE("PB-085: during principal grace even a given installment pays interest only") {
  LoanTerms terms = four_months();
  terms.amortization = EqualInstallments{400 * INR};
  terms.repayments.count = 12;
  terms.grace.principal = 2;
  CHECK(test::totals(amortize(terms)) == "12.00 12.00 400.00 400.00 400.00 24.56");
}
