// SPDX-License-Identifier: MIT
// Laws of the lives of OpenCBS loans and of Mifos loans with daily interest, over random terms and events.
#include "catch.hpp"
#include "generators.hpp"

#include <solidarity/loan/loan.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <algorithm>

namespace {

using namespace solidarity;
using namespace solidarity::literals;
using test::Random;

Money money(std::int64_t units) { return Money::of_units(units, iso4217::USD); }

DueDateRule some_calendar(Random& random) {
  if (random.one_in(3)) return {};
  std::vector<Date> holidays;
  for (int k = 0; k < 5; ++k) holidays.push_back(Date::of(2026, 1, 1) + random.number(0, 700));
  return {.business_days = BusinessCalendar({Weekday::saturday, Weekday::sunday}, std::move(holidays)),
          .roll = Roll::following};
}

std::vector<Penalty> some_penalties(Random& random) {
  std::vector<Penalty> penalties;
  for (const PenaltyBase base : {PenaltyBase::overdue_principal, PenaltyBase::overdue_interest,
                                 PenaltyBase::outstanding_principal, PenaltyBase::original_principal})
    if (random.one_in(3))
      penalties.push_back({.name = "late",
                           .amount = Rate::of_ticks(Rate::one_percent / 100 * random.number(1, 90)),
                           .of = base,
                           .every = PenaltyPeriod{1, PenaltyPeriod::Unit::day},
                           .grace_days = random.number(0, 5)});
  return penalties;
}

Amortization some_form(Random& random) {
  if (random.one_in(3)) return EqualPrincipal{};
  return EqualInstallments{};
}

LoanTerms opencbs_terms(Random& random) {
  const bool flat = random.one_in(2);
  LoanTerms terms{.principal = money(1000 * random.number(100, 5000)),
                  .disbursed_on = Date::of(2026, 1, 5) + random.number(0, 60),
                  .interest = {.method = flat ? InterestMethod::flat : InterestMethod::declining,
                               .rate = Rate::of_ticks(Rate::one_percent / 10 * random.number(0, 60)),
                               .per = RatePeriod::installment},
                  .repayments = {.count = random.number(1, 12), .every = EveryMonths{1}},
                  .calendar = some_calendar(random)};
  if (!flat) terms.amortization = some_form(random);
  if (random.one_in(2)) terms.grace.principal = random.number(0, terms.repayments.count - 1);
  OpenCbsRounding policy{.residual = random.one_in(2) ? Residual::spread : Residual::last,
                         .accrual = random.one_in(2),
                         .penalties_on_days_off = random.one_in(2)};
  if (random.one_in(3)) policy.currency_digits = 0;
  terms.rounding = policy;
  terms.penalties = some_penalties(random);
  if (random.one_in(2)) terms.early_fees.push_back({.amount = 1_pct, .when = EarlyFee::When::both});
  if (random.one_in(2)) terms.recalculation = Recalculation{.early = EarlyPrincipal::reduce_installment};
  terms.waterfall = *waterfall_named("opencbs");
  return terms;
}

LoanTerms mifos_terms(Random& random) {
  return {.principal = money(1000 * random.number(100, 5000)),
          .disbursed_on = Date::of(2026, 1, 5) + random.number(0, 60),
          .interest = {.method = InterestMethod::declining,
                       .rate = Rate::of_ticks(Rate::one_percent * random.number(1, 40))},
          .repayments = {.count = random.number(1, 12), .every = EveryMonths{1}},
          .rounding = MifosRounding{.overdue_interest_first = random.one_in(3)},
          .recalculation = Recalculation{.rest = Rest::day, .overdue_bears_interest = true},
          .penalties = {}};
}

LoanAction some_action(Random& random, const Loan& loan, Date on) {
  const std::int64_t owed = std::max<std::int64_t>(loan.position(on).outstanding.total(), 1);
  const Money amount = money(std::max<std::int64_t>(owed * random.number(1, 60) / 100, 1));
  const bool is_opencbs = std::holds_alternative<OpenCbsRounding>(loan.terms().rounding);
  switch (random.number(0, is_opencbs ? 9 : 6)) {
    case 0: return Waive{Component::penalty};
    case 1: return ChargeFee{"visit", money(500), on};
    case 2: return Waive{Component::interest};
    case 7: return Prepay{amount, EarlyPrincipal::reduce_installment};
    case 8: return Prepay{amount, EarlyPrincipal::next};
    case 9: {
      Reschedule change{.extra_installments = random.number(0, 3)};
      if (random.one_in(2)) change.to = on + random.number(20, 60);
      if (random.one_in(2)) change.rate = Rate::of_ticks(Rate::one_percent * random.number(0, 5));
      return change;
    }
    default: return Repay{amount};
  }
}

// The life so far, for the message of a law that fails.
std::string told(const Loan& loan) {
  std::string text;
  for (const LoanEvent& event : loan.events()) text += fmt::format("{} {}; ", event.on, to_text(event.what));
  return text;
}

void rows_add_up(const Loan& loan, Date on) {
  INFO(told(loan));
  const Position position = loan.position(on);
  Components charged;
  Components open;
  for (const LoanRow& row : loan.rows(on)) {
    const Components left = row.outstanding();
    for (const auto member :
         {&Components::principal, &Components::interest, &Components::fees, &Components::penalties}) {
      REQUIRE(left.*member >= 0);
      REQUIRE(row.paid.*member >= 0);
      REQUIRE(row.charged.*member >= 0);
      charged.*member += row.charged.*member;
      open.*member += left.*member;
    }
    REQUIRE(row.late_interest_paid <= row.late_interest);
    REQUIRE(row.late_interest <= row.charged.interest);
  }
  REQUIRE(charged == position.charged);
  REQUIRE(open == position.outstanding);
  REQUIRE(charged.principal == position.disbursed);
}

void last_transaction_adds_up(const Loan& loan, Date on) {
  const auto all = loan.transactions(on);
  if (all.empty() || (all.back().type != "repay" && all.back().type != "prepay")) return;
  REQUIRE(all.back().parts.total() + all.back().unapplied == all.back().amount);
}

// What an early payoff asks for is what closes the loan.
void payoff_closes(Loan loan, Date on) {
  if (loan.position(on).status != LoanStatus::active) return;
  const Money total = loan.payoff(on).total();
  if (total.units() <= 0) return;
  loan.record({.on = on, .what = PayOff{}});
  const Position after = loan.position(on);
  REQUIRE(after.outstanding == Components{});
  REQUIRE(after.credit == 0);
  REQUIRE(loan.transactions(on).back().amount == total.units());
}

Loan replayed(const Loan& loan) {
  Loan again = Loan(loan.terms());
  for (const LoanEvent& event : loan.events()) again.record(event);
  return again;
}

void live(Random& random, const LoanTerms& terms) {
  Loan loan = Loan::disbursed(terms);
  Date on = terms.disbursed_on;
  for (int k = 0; k < 12; ++k) {
    on = on + random.number(0, 40);
    const Loan before = loan;
    try {
      loan.record({.on = on, .what = some_action(random, loan, on)});
    } catch (const Error&) {
      REQUIRE(loan.rows(on) == before.rows(on));
      continue;
    }
    rows_add_up(loan, on);
    rows_add_up(loan, on + 17);
    last_transaction_adds_up(loan, on);
    payoff_closes(loan, on);
    payoff_closes(loan, on + 9);
    Loan undone = loan;
    undone.record({.on = on, .what = Reverse{loan.events().back().id}});
    REQUIRE(undone.rows(on) == before.rows(on));
  }
  REQUIRE(replayed(loan).rows(on + 30) == loan.rows(on + 30));
}

void live_if_priced(Random& random, const LoanTerms& terms) {
  try {
    (void)amortize(terms);
  } catch (const Error&) {
    return;
  }
  live(random, terms);
}

}  // namespace

TEST_CASE("the rows of an OpenCBS loan add up through its life, and its payoff closes it") {
  test::for_all([](Random& random) { live_if_priced(random, opencbs_terms(random)); });
}

TEST_CASE("the rows of a Mifos loan with daily interest add up through its life, and its payoff closes it") {
  test::for_all([](Random& random) { live_if_priced(random, mifos_terms(random)); });
}
