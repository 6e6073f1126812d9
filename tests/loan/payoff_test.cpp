// SPDX-License-Identifier: MIT
// What closes a loan: docs/servicing.md, section 6, and law S20.
#include "catch.hpp"
#include "figures.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::iso4217;
using namespace solidarity::literals;
using test::charged;
using test::for_all;
using test::pay;
using test::prepay;
using test::Random;
using test::three_hundred;

namespace {

// January's 3.00 accrues over 31 days: 15 of them are 1.4516.
const Date mid_january = 2026y / January / 16;
const Date first = 2026y / February / 1;

std::int64_t owed(const Loan& loan, Date on) { return loan.payoff(on).total().units(); }

std::int64_t owed(LoanTerms terms, Date on) { return owed(Loan::disbursed(std::move(terms)), on); }

}  // namespace

TEST_CASE("Payoff is the principal and the interest to the day") {
  CHECK(owed(three_hundred(), 2026y / January / 1) == 300'00);
  CHECK(owed(three_hundred(), 2026y / January / 2) == 300'10);  // 3.00 / 31 = 0.0967...
  CHECK(owed(three_hundred(), mid_january) == 301'45);
  CHECK(owed(three_hundred(), first) == 303'00);
  // Past due: all of the rows due; of February 2.00 x 9 / 28 = 0.6428...
  CHECK(owed(three_hundred(), 2026y / February / 10) == 303'64);
  CHECK(owed(three_hundred(), 2026y / June / 1) == 306'00);
}

TEST_CASE("Payoff to the rest asks for the whole period that runs") {
  const LoanTerms terms = three_hundred({.rest = Rest::day, .payoff_interest = PayoffInterest::to_rest});
  CHECK(owed(terms, 2026y / January / 1) == 300'00);
  CHECK(owed(terms, 2026y / January / 2) == 303'00);
  CHECK(owed(terms, first) == 303'00);  // the next period starts tomorrow
  CHECK(owed(terms, first + 1) == 305'00);
}

TEST_CASE("Without recalculation the terms may give back more, less or nothing") {
  LoanTerms terms = three_hundred();
  terms.rebate = Rebate::none;
  CHECK(owed(terms, mid_january) == 306'00);

  // The interest of the digits 1 + 2 + 3: with k rows to begin 6.00 x k (k + 1) / 12 is not earned.
  terms.rebate = Rebate::rule_of_78;
  CHECK(owed(terms, 2026y / January / 1) == 300'00);  // k = 3
  CHECK(owed(terms, mid_january) == 303'00);          // k = 2
  CHECK(owed(terms, first) == 303'00);                // k = 2
  CHECK(owed(terms, first + 1) == 305'00);            // k = 1
  CHECK(owed(terms, 2026y / March / 15) == 306'00);   // k = 0

  LoanTerms flat = three_hundred();
  flat.interest.method = InterestMethod::flat;
  CHECK(owed(flat, mid_january) == 309'00);
  flat.rebate = Rebate::actuarial;
  CHECK(owed(flat, mid_january) == 301'45);
}

TEST_CASE("What is paid of the interest is taken off, credit is set off, charges of later days are not owed") {
  Loan loan = Loan::disbursed(three_hundred());
  pay(loan, 2026y / January / 6, 1'00);  // interest
  CHECK(owed(loan, mid_january) == 300'45);
  pay(loan, mid_january, 2'00);  // the rest of it: more than has accrued
  CHECK(owed(loan, mid_january) == 300'00);
  loan.record({.on = mid_january, .what = ChargeFee{"visit", 5 * INR, mid_january}});
  loan.record({.on = mid_january, .what = ChargeFee{"notary", 7 * INR, first}});
  CHECK(owed(loan, mid_january) == 305'00);
  CHECK(owed(loan, first) == 312'00);
}

TEST_CASE("A fee on early payment is asked for and stands in the running row") {
  LoanTerms terms = three_hundred();
  terms.early_fees = {{.amount = 2_pct, .of = EarlyFeeBase::remaining_principal}};
  Loan loan = Loan::disbursed(terms);
  const Payoff quote = loan.payoff(mid_january);
  CHECK(quote.early_fee == 6'00);
  CHECK(quote.rebate == 4'55);
  CHECK(quote.total().units() == 307'45);
  loan.record({.on = mid_january, .what = PayOff{}});
  CHECK(loan.rows(mid_january)[0].paid.fees == 6'00);
  CHECK(loan.position(mid_january).status == LoanStatus::closed);

  terms.early_fees = {{.amount = 10_pct, .of = EarlyFeeBase::remaining_interest, .when = EarlyFee::When::both},
                      {.amount = 3 * INR},
                      {.amount = 1 * INR, .when = EarlyFee::When::prepayment}};
  CHECK(Loan::disbursed(terms).payoff(mid_january).early_fee == 3'60);
  CHECK(Loan::disbursed(terms).payoff(2026y / May / 1).early_fee == 0);  // nothing comes early any more
}

TEST_CASE("Interest that grace defers is owed as it is earned") {
  LoanTerms terms = three_hundred();
  terms.grace = {.principal = 2, .interest_payment = 2};
  // 9.00 are billed on 1 April for 90 days: 15 of them on 16 January, 31 on 1 February.
  CHECK(owed(terms, mid_january) == 301'50);
  CHECK(owed(terms, first) == 303'10);

  // Capitalised: 303.00 after January, 306.03 after February. Principal that is not earned yet is not owed.
  terms.interest.capitalise_in_grace = true;
  CHECK(owed(terms, mid_january) == 301'45);
  CHECK(owed(terms, first) == 303'00);
  Loan loan = Loan::disbursed(terms);
  loan.record({.on = first, .what = PayOff{}});
  CHECK(loan.position(first).status == LoanStatus::closed);
  CHECK(loan.position(first).paid.principal == 303'00);
}

TEST_CASE("A loan paid off stays paid off") {
  for (const Rest rest : {Rest::none, Rest::installment, Rest::day}) {
    Loan loan = Loan::disbursed(three_hundred({.rest = rest, .early = EarlyPrincipal::reduce_term}));
    loan.record({.on = mid_january, .what = PayOff{Money::of_units(301'45, INR)}});
    CHECK(charged(loan, 2026y / June / 1) == "100.00+1.45 100.00+0.00 100.00+0.00");
    CHECK(loan.position(2026y / June / 1).status == LoanStatus::closed);
    CHECK(owed(loan, 2026y / June / 1) == 0);
    CHECK(loan.accrued_interest(2026y / January / 20).units() == 1'45);
  }
}

// payoff(t) paid at t closes the loan with nothing left, at every boundary and the day before and after it.
TEST_CASE("law S20: paying the payoff leaves nothing") {
  for_all([](Random& random) {
    LoanTerms terms = test::some_living_loan(random);
    switch (random.number(0, 3)) {
      case 0: break;
      case 1: terms.rebate = static_cast<Rebate>(random.number(1, 3)); break;
      default:
        terms.recalculation = Recalculation{.rest = static_cast<Rest>(random.number(2, 3)),
                                            .early = static_cast<EarlyPrincipal>(random.number(1, 4)),
                                            .payoff_interest = static_cast<PayoffInterest>(random.number(1, 2)),
                                            .overdue_bears_interest = random.one_in(2)};
    }
    if (random.one_in(3)) terms.early_fees = {{.amount = Rate::parse("1.5"), .when = EarlyFee::When::both}};
    Loan loan = Loan::disbursed(terms);
    const auto rows = loan.rows(terms.disbursed_on);
    Date on = terms.disbursed_on;
    for (int k = random.number(0, 4); k > 0; --k) {
      on = random.date(on, rows.back().due);
      if (loan.position(on).status != LoanStatus::active) return;
      const std::int64_t units = random.between(1, terms.principal.units() / 2);
      if (random.one_in(3)) prepay(loan, on, units, static_cast<EarlyPrincipal>(random.number(1, 4)));
      else pay(loan, on, units);
    }
    const Date boundary = random.any_of(rows).due + random.number(-1, 1);
    on = std::max(on, boundary);
    if (loan.position(on).status != LoanStatus::active) return;
    const Payoff quote = loan.payoff(on);
    const std::int64_t paid_before = loan.position(on).paid.total();
    loan.record({.on = on, .what = PayOff{}});
    const Position after = loan.position(on);
    REQUIRE(after.outstanding == Components{});
    REQUIRE(after.paid.total() == paid_before + quote.total().units() + quote.credit);
    REQUIRE(loan.position(rows.back().due + 40).outstanding == Components{});
  });
}

TEST_CASE("law S20: payoff never falls without payments") {
  for_all([](Random& random) {
    LoanTerms terms = test::some_living_loan(random);
    if (random.one_in(2))
      terms.recalculation = Recalculation{.rest = static_cast<Rest>(random.number(2, 3)),
                                          .payoff_interest = static_cast<PayoffInterest>(random.number(1, 2)),
                                          .overdue_bears_interest = random.one_in(2)};
    else terms.rebate = static_cast<Rebate>(random.number(1, 3));
    Loan loan = Loan::disbursed(terms);
    const auto rows = loan.rows(terms.disbursed_on);
    if (random.one_in(2))
      pay(loan, random.date(terms.disbursed_on, rows[0].due), random.between(1, terms.principal.units() / 2));
    if (loan.position(rows[0].due).status != LoanStatus::active) return;
    std::int64_t before = 0;
    const Date from = loan.events().back().on;
    for (Date on = from; on <= std::min(rows.back().due + 3, from + 100); on = on + 1) {
      const std::int64_t now = owed(loan, on);
      REQUIRE(now >= before);
      before = now;
    }
  });
}
