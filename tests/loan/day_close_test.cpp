// SPDX-License-Identifier: MIT
// The nightly step over many loans says what each Loan says by itself.
#include <solidarity/loan/day_close.hpp>

#include <solidarity/money/iso4217.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::iso4217;
using namespace solidarity::literals;
using test::for_all;
using test::Random;

namespace {

const Date start = 2026y / January / 5;

LoanTerms weekly_terms() {
  return {.principal = 12'000 * INR,
          .disbursed_on = start,
          .interest = {.method = InterestMethod::declining, .rate = 24_pct},
          .repayments = {.count = 8, .every = weekly},
          .penalties = {{.name = "late", .amount = 1_pct, .every = PenaltyPeriod{1, PenaltyPeriod::Unit::week}}},
          .arrears = {.grace_days = 2}};
}

// What the loan itself says at the end of `day`.
LoanAtClose asked(const Loan& loan, Date day) {
  const Position position = loan.position(day);
  return {.accrued_interest = loan.accrued_interest(day).units(),
          .outstanding_principal = position.outstanding.principal,
          .outstanding_penalties = position.outstanding.penalties,
          .overdue = position.overdue.total(),
          .days_past_due = position.days_past_due};
}

Penalty some_penalty(Random& random) {
  Penalty penalty{.name = "late", .amount = Money::of_units(random.number(1, 5000), INR)};
  if (random.one_in(2)) penalty.amount = Rate::of_ticks(random.between(1, 3 * Rate::one_percent));
  penalty.of = static_cast<PenaltyBase>(random.number(1, 6));
  if (!random.one_in(4))
    penalty.every = PenaltyPeriod{random.number(1, 3), static_cast<PenaltyPeriod::Unit>(random.number(1, 3))};
  penalty.grace_days = random.one_in(2) ? 0 : random.number(1, 9);
  penalty.grace_forgives = random.one_in(3);
  if (random.one_in(4)) penalty.cap = Money::of_units(random.number(0, 9000), INR);
  if (random.one_in(4)) penalty.cap_percent = Rate::of_ticks(random.between(0, 5 * Rate::one_percent));
  penalty.compound = std::holds_alternative<Rate>(penalty.amount) && random.one_in(3);
  return penalty;
}

LoanTerms some_terms(Random& random) {
  LoanTerms terms = weekly_terms();
  terms.disbursed_on = start + random.number(0, 10);
  terms.repayments.count = random.number(1, 12);
  if (random.one_in(3)) terms.repayments.every = monthly;
  if (random.one_in(4)) terms.interest.accrual = ByDay{DayCount::actual_365};
  if (random.one_in(4)) terms.grace = {.principal = terms.repayments.count > 2 ? 2 : 0};
  if (random.one_in(4)) terms.fees = {{.name = "visit", .at = AtInstallment{}, .amount = 5 * INR}};
  if (random.one_in(5)) terms.down_payment = 10_pct;
  if (random.one_in(4)) terms.rounding = ExactRounding{.mode = Rounding::half_up};
  terms.penalties.clear();
  for (int k = random.number(0, 2); k > 0; --k) terms.penalties.push_back(some_penalty(random));
  terms.arrears = {.grace_days = random.number(0, 5)};
  if (random.one_in(2)) terms.arrears.tolerance = Money::of_units(random.number(0, 100'000), INR);
  if (random.one_in(5)) terms.waterfall.in_advance = static_cast<InAdvance>(random.number(1, 5));
  if (random.one_in(5)) terms.waterfall.direction = Direction::vertical;
  if (random.one_in(4))
    terms.recalculation = Recalculation{.rest = static_cast<Rest>(random.number(1, 3)),
                                        .early = static_cast<EarlyPrincipal>(random.number(1, 4)),
                                        .overdue_bears_interest = random.one_in(3)};
  if (terms.recalculation && terms.recalculation->rest == Rest::none)
    terms.recalculation->overdue_bears_interest = false;
  if (random.one_in(8) && terms.repayments.count > 2) terms.grace = {.interest_payment = 1};
  if (random.one_in(8)) terms.amortization = Bullet{random.one_in(2)};
  if (random.one_in(10)) terms.rounding = FineractProgressive{};
  return terms;
}

// Any event; what is not possible is refused, and nothing happens.
void some_event(Random& random, Loan& loan, Date on) {
  LoanEvent event{.on = on, .what = Repay{Money::of_units(random.number(1, 300'000), INR)}};
  if (random.one_in(6)) event.what = ChargeFee{.name = "visit", .amount = 10 * INR, .due = on + random.number(0, 20)};
  if (random.one_in(12)) event.what = Waive{Component::interest};
  if (random.one_in(12)) event.what = Waive{Component::penalty};
  if (random.one_in(25)) event.what = ChargeOff{};
  if (random.one_in(25)) event.what = WriteOff{};
  if (random.one_in(12)) event.what = PayOff{};
  if (random.one_in(12)) event.what = Prepay{100 * INR, static_cast<EarlyPrincipal>(random.number(1, 4))};
  if (random.one_in(25)) event.what = SuspendInterest{};
  if (random.one_in(25)) event.what = ReAmortize{};
  if (random.one_in(25)) event.what = ReAge{.installments = 3, .first_due_on = on + 10, .every = weekly};
  if (random.one_in(15)) event.what = Refund{10 * INR};
  if (random.one_in(15)) event.what = Reverse{loan.events()[random.index(loan.events().size())].id};
  if (random.one_in(12) && on > start + 30) event.on = on - random.number(1, 15);  // entered late
  try {
    loan.record(event);
  } catch (const Error&) {  // closed, nothing to waive
  }
}

}  // namespace

TEST_CASE("interest of a row is earned day by day, and all of it on the due date") {
  const AmountGrid cents;
  CHECK(accrued_interest(3000, 2026y / June / 1, 2026y / July / 1, 2026y / June / 11, cents) == 1000);
  CHECK(accrued_interest(3000, 2026y / June / 1, 2026y / July / 1, 2026y / June / 1, cents) == 0);
  CHECK(accrued_interest(3000, 2026y / June / 1, 2026y / July / 1, 2026y / May / 1, cents) == 0);
  CHECK(accrued_interest(3000, 2026y / June / 1, 2026y / July / 1, 2026y / July / 1, cents) == 3000);
  CHECK(accrued_interest(3000, 2026y / June / 1, 2026y / July / 1, 2026y / June / 2, AmountGrid{1000, Rounding::up}) ==
        1000);
  CHECK(accrued_interest(3000, 2026y / July / 1, 2026y / July / 1, 2026y / July / 1, cents) == 3000);
}

TEST_CASE("a loan that nobody pays: interest accrues, days count after the grace, a penalty falls each week") {
  const Loan loan = Loan::disbursed(weekly_terms());
  ActiveLoans portfolio(start);
  const auto index = portfolio.add(loan);
  CHECK(portfolio.at(index) == LoanAtClose{.outstanding_principal = 12'000'00});
  portfolio.close_day(start + 7);
  CHECK(portfolio.at(index).overdue == 0);
  CHECK(portfolio.at(index).accrued_interest == loan.rows(start)[0].charged.interest);
  portfolio.close_day(start + 9);
  CHECK(portfolio.at(index).overdue == loan.rows(start)[0].charged.total());
  CHECK(portfolio.at(index).days_past_due == 0);
  portfolio.close_day(start + 10);
  CHECK(portfolio.at(index).days_past_due == 3);
  portfolio.close_day(start + 14);
  CHECK(portfolio.at(index).outstanding_penalties ==
        divide(loan.rows(start)[0].charged.total(), 100, Rounding::half_even));
}

TEST_CASE("a day is closed once, an earlier one is refused, days left out are caught up") {
  const Loan loan = Loan::disbursed(weekly_terms());
  ActiveLoans one_by_one(start);
  ActiveLoans at_once(start);
  one_by_one.add(loan);
  at_once.add(loan);
  for (Date day = start; day <= start + 100; day = day + 1) one_by_one.close_day(day);
  one_by_one.close_day(start + 100);
  at_once.close_day(start + 100);
  CHECK(one_by_one.at(0) == at_once.at(0));
  CHECK(one_by_one.closed_through() == start + 100);
  CHECK(test::refused([&] {
          one_by_one.close_day(start + 99);
          return 0;
        }) == "out_of_range");
  CHECK(test::refused([&] { return one_by_one.at(1); }) == "not_found");
}

TEST_CASE("a shared schedule costs a loan only its late rows") {
  const LoanTerms terms = weekly_terms();
  const Loan loan = Loan::disbursed(terms);
  ActiveLoans own(start);
  ActiveLoans shared(start);
  const SharedSchedule plan = shared.share(terms);
  for (int k = 0; k < 1000; ++k) {
    own.add(loan);
    shared.add(loan, plan);
  }
  CHECK(own.bytes() / 1000 <= 96 + 8 * 48 + 1);
  CHECK(shared.bytes() / 1000 <= 97);
  for (Date day = start; day <= start + 60; day = day + 1) {
    own.close_day(day);
    shared.close_day(day);
    CHECK(own.at(17) == shared.at(17));
  }
}

TEST_CASE("figures too large to count stop one loan, not the others") {
  LoanTerms terms = weekly_terms();
  terms.penalties = {{.name = "late",
                      .amount = Money::of_units(std::numeric_limits<std::int64_t>::max() / 2, INR),
                      .every = PenaltyPeriod{1, PenaltyPeriod::Unit::day}}};
  const Loan sound = Loan::disbursed(weekly_terms());
  ActiveLoans portfolio(start);
  portfolio.add(Loan::disbursed(terms));
  portfolio.add(sound);
  CHECK(test::refused([&] {
          portfolio.close_day(start + 20);
          return 0;
        }) == "overflow");
  CHECK(portfolio.at(1) == asked(sound, start + 20));
  portfolio.close_day(start + 21);
  CHECK(portfolio.at(1) == asked(sound, start + 21));
  portfolio.replace(0, sound);
  CHECK(portfolio.at(0) == portfolio.at(1));
}

TEST_CASE("every night says what the loan says, whatever happened to it, with a schedule of its own or a shared one") {
  for_all([](Random& random) {
    LoanTerms terms = some_terms(random);
    if (!test::refused([&] { return amortize(terms); }).empty()) terms = weekly_terms();
    Loan loan = Loan::disbursed(terms);
    ActiveLoans portfolio(terms.disbursed_on);
    const SharedSchedule plan = portfolio.share(terms);
    const auto own = portfolio.add(loan);
    const auto shared = portfolio.add(loan, plan);
    Date day = terms.disbursed_on;
    for (int nights = random.number(1, 30); nights > 0; --nights) {
      day = day + (random.one_in(4) ? random.number(1, 30) : random.number(1, 3));
      portfolio.close_day(day);
      if (random.one_in(3)) {
        some_event(random, loan, day);
        portfolio.replace(own, loan);
        portfolio.replace(shared, loan);
      }
      INFO("night of " << to_text(day));
      const LoanAtClose expected = asked(loan, day);
      REQUIRE(portfolio.at(own) == expected);
      REQUIRE(portfolio.at(shared) == expected);
    }
  });
}
