// SPDX-License-Identifier: MIT
// Interest earned day by day: docs/servicing.md, section 4.
#include "catch.hpp"
#include "figures.hpp"

using namespace solidarity;
using namespace solidarity::iso4217;
using namespace solidarity::literals;
using test::for_all;
using test::pay;
using test::Random;
using test::three_hundred;

namespace {

std::int64_t accrued(const Loan& loan, Date as_of) { return loan.accrued_interest(as_of).units(); }

const Date mid_january = 2026y / January / 16;  // 15 of 31 days: 3.00 x 15 / 31 = 1.4516...
const Date first = 2026y / February / 1;

}  // namespace

TEST_CASE("Interest accrues over the days of each period") {
  const Loan loan = Loan::disbursed(three_hundred());
  CHECK(accrued(loan, 2026y / January / 1) == 0);
  CHECK(accrued(loan, 2026y / January / 2) == 10);
  CHECK(accrued(loan, mid_january) == 1'45);
  CHECK(accrued(loan, first) == 3'00);
  CHECK(accrued(loan, 2026y / February / 15) == 4'00);  // half of February's 2.00
  CHECK(accrued(loan, 2026y / April / 1) == 6'00);
  CHECK(accrued(loan, 2027y / April / 1) == 6'00);
}

TEST_CASE("Suspended interest is a memorandum until it is paid") {
  Loan loan = Loan::disbursed(three_hundred());
  loan.record({.on = mid_january, .what = SuspendInterest{}});
  CHECK(accrued(loan, mid_january) == 1'45);
  CHECK(accrued(loan, first) == 1'45);
  CHECK(loan.position(first).outstanding.interest == 6'00);  // the borrower owes it all the same
  pay(loan, first, 1'00);
  CHECK(accrued(loan, first) == 2'45);
  pay(loan, first, 102'00);
  CHECK(accrued(loan, first) == 3'00);  // 1.45 and 3.00 paid since, but no more than has accrued
  CHECK(accrued(loan, 2026y / February / 15) == 4'00);
  CHECK(accrued(loan, 2026y / March / 1) == 4'45);
}

TEST_CASE("A loan that is charged off accrues no more; one written off has earned what was paid") {
  Loan loan = Loan::disbursed(three_hundred());
  loan.record({.on = mid_january, .what = ChargeOff{}});
  CHECK(accrued(loan, 2026y / January / 10) == 87);  // 3.00 x 9 / 31 = 0.8709...
  CHECK(accrued(loan, 2026y / March / 1) == 1'45);

  Loan lost = Loan::disbursed(three_hundred());
  pay(lost, first, 103'00);
  lost.record({.on = 2026y / February / 15, .what = WriteOff{}});
  CHECK(accrued(lost, 2026y / March / 1) == 3'00);
}

TEST_CASE("Deferred interest is earned before it is billed") {
  LoanTerms terms = three_hundred();
  terms.amortization = Bullet{.interest_too = true};  // 9.00 on 1 April, 90 days after 1 January
  CHECK(accrued(Loan::disbursed(terms), 2026y / January / 11) == 1'00);
  CHECK(accrued(Loan::disbursed(terms), 2026y / April / 1) == 9'00);
}

// The same figures whether the loan is asked every day or once, and never less than the day before.
TEST_CASE("law: day by day and catching up accrue the same") {
  for_all([](Random& random) {
    LoanTerms terms = test::some_living_loan(random);
    if (random.one_in(2))
      terms.recalculation =
          Recalculation{.rest = static_cast<Rest>(random.number(1, 3)), .overdue_bears_interest = false};
    if (terms.recalculation && terms.recalculation->rest != Rest::none)
      terms.recalculation->overdue_bears_interest = random.one_in(2);
    Loan daily = Loan::disbursed(terms);
    const Date last = daily.rows(terms.disbursed_on).back().due;
    const Date until = std::min(last, terms.disbursed_on + 120);
    std::int64_t before = 0;
    for (Date day = terms.disbursed_on; day <= until; day = day + 1) {
      // An event that changes nothing brings the live loan to the day.
      daily.record({.on = day, .what = Transfer{"branch"}});
      const std::int64_t now = accrued(daily, day);
      REQUIRE(now >= before);
      before = now;
    }
    const Loan once = Loan::disbursed(terms);
    REQUIRE(accrued(once, until) == before);
    REQUIRE(once.rows(until) == daily.rows(until));
    REQUIRE(accrued(once, last) == once.position(last).charged.interest);
  });
}
