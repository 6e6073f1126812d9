// SPDX-License-Identifier: MIT
// What docs/presets.md says of the lives of OpenCBS and Mifos loans and no published case shows; figures by hand.
#include "catch.hpp"

#include <solidarity/loan/loan.hpp>

#include <vector>

namespace {

using namespace solidarity;
using namespace solidarity::literals;

Money usd(std::int64_t cents) { return Money::of_units(cents, iso4217::USD); }

// 1000.00 flat at 3 % an installment, six months, the first without principal: 30, then five times 200 + 30.
LoanTerms flat_loan() {
  return {.principal = usd(100'000),
          .disbursed_on = Date::of(2006, 1, 1),
          .interest = {.method = InterestMethod::flat, .rate = 3_pct, .per = RatePeriod::installment},
          .repayments = {.count = 6, .every = EveryMonths{1}},
          .grace = {.principal = 1},
          .rounding = OpenCbsRounding{},
          .waterfall = *waterfall_named("opencbs")};
}

Penalty on_overdue_interest() {
  return {.name = "late",
          .amount = Rate::parse("0.3"),
          .of = PenaltyBase::overdue_interest,
          .every = PenaltyPeriod{1, PenaltyPeriod::Unit::day}};
}

std::int64_t penalties_of_first_row(const Loan& loan, Date on) { return loan.rows(on).front().charged.penalties; }

std::int64_t penalties_after(const Penalty& penalty, int days) {
  LoanTerms terms = flat_loan();
  terms.penalties = {penalty};
  return penalties_of_first_row(Loan::disbursed(terms), Date::of(2006, 2, 1) + days);
}

// Rows of 242.24 + 20.40, 247.67 + 14.96, 252.22 + 10.40, 257.87 + 5.09 on the 25th of September to December 2010.
Loan daily_loan(const MifosRounding& policy) {
  const LoanTerms terms{
      .principal = usd(100'000),
      .disbursed_on = Date::of(2010, 8, 25),
      .interest = {.method = InterestMethod::declining, .rate = Rate::parse("0.0658"), .per = RatePeriod::day},
      .repayments = {.count = 4, .every = EveryMonths{1}},
      .rounding = policy,
      .recalculation = Recalculation{.rest = Rest::day, .overdue_bears_interest = true}};
  const std::pair<std::int64_t, std::int64_t> parts[] = {
      {24'224, 2'040}, {24'767, 1'496}, {25'222, 1'040}, {25'787, 509}};
  std::vector<Installment> rows;
  std::int64_t balance = 100'000;
  for (const auto& [principal, interest] : parts) {
    balance -= principal;
    const auto number = static_cast<std::uint16_t>(rows.size() + 1);
    const Date due = Date::of(2010, 8 + number, 25);
    rows.push_back({due, 30, number, iso4217::USD, {.principal = principal, .interest = interest}, balance});
  }
  return Loan::taken_over(terms, rows);
}

}  // namespace

TEST_CASE("days of grace: no OpenCBS penalty while they last, then all days, or those after them") {
  Penalty penalty = on_overdue_interest();  // 0.09 a day
  penalty.grace_days = 10;
  CHECK(penalties_after(penalty, 10) == 0);
  CHECK(penalties_after(penalty, 11) == 99);
  penalty.grace_forgives = true;
  CHECK(penalties_after(penalty, 11) == 9);
  penalty.cap = usd(50);
  CHECK(penalties_after(penalty, 300) == 50);
}

TEST_CASE("a charge-off stops OpenCBS penalties, unless they go on after it") {
  for (const bool goes_on : {false, true}) {
    LoanTerms terms = flat_loan();
    terms.penalties = {on_overdue_interest()};
    terms.rounding = OpenCbsRounding{.penalties_after_charge_off = goes_on};
    Loan loan = Loan::disbursed(terms);
    loan.record({.on = Date::of(2006, 2, 5), .what = ChargeOff{}});
    CHECK(penalties_of_first_row(loan, Date::of(2006, 2, 21)) == (goes_on ? 180 : 36));
  }
}

TEST_CASE("after a payment of a part, OpenCBS penalties run from it on what is left") {
  LoanTerms terms = flat_loan();
  terms.penalties = {on_overdue_interest()};
  Loan loan = Loan::disbursed(terms);
  loan.record({.on = Date::of(2006, 2, 11), .what = Repay{usd(1'090)}});  // 0.90, then 10.00 of 30.00
  CHECK(loan.transactions(Date::of(2006, 2, 11)).back().parts == Components{.interest = 1'000, .penalties = 90});
  CHECK(penalties_of_first_row(loan, Date::of(2006, 2, 21)) == 90 + 60);
}

TEST_CASE("after an early repayment without cents each part is cut, and the last row takes the principal left") {
  LoanTerms terms = flat_loan();
  terms.rounding = OpenCbsRounding{.currency_digits = 0};
  terms.recalculation = Recalculation{.early = EarlyPrincipal::reduce_installment};
  Loan loan = Loan::disbursed(terms);
  loan.record({.on = terms.disbursed_on, .what = Repay{usd(67'700)}});
  const auto rows = loan.rows(terms.disbursed_on);
  REQUIRE(rows.size() == 7);
  CHECK(rows[0].kind == RowKind::additional);
  CHECK(rows[0].paid.principal == 67'700);
  CHECK(rows[1].charged == Components{.interest = 900});  // 9.69 cut
  CHECK(rows[2].charged == Components{.principal = 6'400, .interest = 900});
  CHECK(rows[6].charged == Components{.principal = 6'700, .interest = 900});
}

TEST_CASE("an OpenCBS loan that a payment nearly closes owes the rest with the next installment") {
  LoanTerms terms = flat_loan();
  terms.recalculation = Recalculation{.early = EarlyPrincipal::reduce_installment};
  terms.early_fees.push_back({.amount = 10_pct});  // of the principal to come, for a whole repayment only
  Loan loan = Loan::disbursed(terms);
  const Date on = Date::of(2006, 2, 1);
  CHECK(loan.payoff(on).total() == usd(3'000 + 100'000 + 10'000));
  loan.record({.on = on, .what = Repay{usd(3'000 + 105'000)}});
  CHECK(loan.transactions(on).back().parts == Components{.principal = 95'000, .interest = 3'000, .fees = 10'000});
  CHECK(loan.position(on).outstanding == Components{.principal = 5'000});
}

TEST_CASE("rows added to an OpenCBS loan that was moved follow its new days") {
  LoanTerms terms = flat_loan();
  terms.calendar = {.business_days = BusinessCalendar({Weekday::saturday, Weekday::sunday}, {}),
                    .roll = Roll::following};
  Loan loan = Loan::disbursed(terms);
  loan.record({.on = Date::of(2006, 1, 20), .what = Reschedule{.to = Date::of(2006, 2, 10)}});
  loan.record({.on = Date::of(2006, 1, 21), .what = Reschedule{.extra_installments = 1}});
  const auto rows = loan.rows(Date::of(2006, 1, 21));
  REQUIRE(rows.size() == 7);
  CHECK(rows[0].due == Date::of(2006, 2, 10));
  CHECK(rows[5].due == Date::of(2006, 7, 10));
  CHECK(rows[6].due == Date::of(2006, 8, 10));
  CHECK(rows[0].charged.interest == 3'000);  // the second change prices it again for its period as it is
}

TEST_CASE("terms of life that a peer does not have are refused, not ignored") {
  const auto refused = [](LoanTerms terms, std::string_view field) {
    try {
      (void)Loan::disbursed(std::move(terms));
    } catch (const Error& error) {
      return error.code() == ErrorCode::contradictory_terms && error.field() == field;
    }
    return false;
  };
  LoanTerms terms = flat_loan();
  terms.rebate = Rebate::actuarial;
  CHECK(refused(terms, "/rebate"));
  terms = flat_loan();
  terms.recalculation = Recalculation{.early = EarlyPrincipal::reduce_term};
  CHECK(refused(terms, "/recalculation/early"));
  terms.grace = {};
  terms.rounding = MifosRounding{};
  terms.interest = {.method = InterestMethod::declining, .rate = 24_pct};
  terms.recalculation = Recalculation{.rest = Rest::installment};
  CHECK(refused(terms, "/recalculation/rest"));
}

TEST_CASE("Mifos pays interest on overdue principal before all else only where it is told to") {
  const Date on = Date::of(2010, 9, 30);  // five days late: 0.80
  Loan usual = daily_loan({});
  usual.record({.on = on, .what = Repay{usd(50)}});
  CHECK(usual.rows(on)[0].paid == Components{.interest = 50});
  CHECK(usual.rows(on)[1].late_interest == 80);
  Loan first = daily_loan({.overdue_interest_first = true});
  first.record({.on = on, .what = Repay{usd(50)}});
  CHECK(first.rows(on)[0].paid == Components{});
  CHECK(first.rows(on)[1].late_interest_paid == 50);
}
