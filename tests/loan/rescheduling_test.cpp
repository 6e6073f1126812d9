// SPDX-License-Identifier: MIT
// New terms for what is owed, tranches and rows taken over: docs/servicing.md, sections 3 and 9; laws S14 and S18.
#include <solidarity/schedule/amortize.hpp>

#include "catch.hpp"
#include "figures.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::iso4217;
using namespace solidarity::literals;
using test::charged;
using test::due_dates;
using test::for_all;
using test::pay;
using test::prepay;
using test::Random;
using test::three_hundred;

namespace {

const Date first = 2026y / February / 1;
const Date tenth = 2026y / February / 10;

// The first row is paid; 200.00 are in the rows of 1 March and 1 April.
Loan after_one_payment(Recalculation recalculation = {}) {
  Loan loan = Loan::disbursed(three_hundred(recalculation));
  pay(loan, first, 103'00);
  return loan;
}

Loan rescheduled(const Reschedule& change, Date on = tenth) {
  Loan loan = after_one_payment();
  loan.record({.on = on, .what = change});
  return loan;
}

LoanTerms on_the_31st() {
  LoanTerms terms = three_hundred();
  terms.disbursed_on = 2025y / December / 31;
  terms.repayments.count = 4;
  return terms;
}

std::string shifted(Date from, Date to) {
  Loan loan = Loan::disbursed(on_the_31st());
  loan.record({.on = 2026y / January / 10, .what = Reschedule{.from = from, .to = to}});
  return due_dates(loan, to);
}

}  // namespace

TEST_CASE("Shifted, extended, at another rate, with grace") {
  const Loan moved = rescheduled({.to = 2026y / March / 15});
  CHECK(due_dates(moved, tenth) == "2026-02-01 2026-03-15 2026-04-15");
  CHECK(charged(moved, tenth) == "100.00+3.00 100.00+2.00 100.00+1.00");

  const Loan longer = rescheduled({.extra_installments = 2});
  CHECK(due_dates(longer, tenth) == "2026-02-01 2026-03-01 2026-04-01 2026-05-01 2026-06-01");
  CHECK(charged(longer, tenth) == "100.00+3.00 50.00+2.00 50.00+1.50 50.00+1.00 50.00+0.50");

  CHECK(charged(rescheduled({.rate = 24_pct}), tenth) == "100.00+3.00 100.00+4.00 100.00+2.00");
  CHECK(charged(rescheduled({.extra_installments = 1, .grace_principal = 1}), tenth) ==
        "100.00+3.00 0.00+2.00 100.00+2.00 100.00+1.00");
  CHECK(charged(rescheduled({.grace_interest_payment = 1}), tenth) == "100.00+3.00 100.00+0.00 100.00+3.00");
  CHECK(rescheduled({.rate = 24_pct}).position(tenth).rescheduled);
}

TEST_CASE("Only the rows from the one named on change") {
  CHECK(charged(rescheduled({.from = 2026y / April / 1, .rate = 24_pct}), tenth) ==
        "100.00+3.00 100.00+2.00 100.00+2.00");
  CHECK(due_dates(rescheduled({.from = 2026y / April / 1, .to = 2026y / May / 5}), tenth) ==
        "2026-02-01 2026-03-01 2026-05-05");
}

TEST_CASE("What was paid of a row that changes stays charged in it") {
  Loan loan = after_one_payment();
  pay(loan, tenth, 52'00);  // 2.00 of interest and 50.00 of principal of March
  loan.record({.on = tenth, .what = Reschedule{.extra_installments = 1}});
  // 150.00 are left: 50.00 a row, at 1.50, 1.00, 0.50; 2.00 were paid of the first.
  CHECK(charged(loan, tenth) == "100.00+3.00 100.00+2.00 50.00+1.00 50.00+0.50");
  CHECK(loan.position(tenth).outstanding.principal == 150'00);
}

TEST_CASE("Arrears join the principal where the terms say so") {
  Loan loan = Loan::disbursed(three_hundred());
  loan.record({.on = 2026y / March / 10, .what = Reschedule{.capitalise_arrears = true}});
  // 3.00 and 2.00 of interest join the 100.00 of April. The principal past due stays past due.
  CHECK(charged(loan, 2026y / March / 10) == "100.00+0.00 100.00+0.00 105.00+1.05");
  CHECK(loan.position(2026y / March / 10).overdue.principal == 200'00);
}

TEST_CASE("A shift from the end of a month does not drift") {
  CHECK(shifted(2026y / January / 31, 2026y / February / 28) == "2026-02-28 2026-03-31 2026-04-30 2026-05-31");
  CHECK(shifted(2026y / January / 31, 2026y / February / 27) == "2026-02-27 2026-03-27 2026-04-27 2026-05-27");
  CHECK(shifted(2026y / February / 28, 2026y / March / 31) == "2026-01-31 2026-03-31 2026-04-30 2026-05-31");
  CHECK(shifted(2026y / March / 31, 2026y / April / 30) == "2026-01-31 2026-02-28 2026-04-30 2026-05-31");
  // Without a new day the dates are those of the loan, also after them.
  Loan loan = Loan::disbursed(on_the_31st());
  loan.record({.on = 2026y / February / 10, .what = Reschedule{.extra_installments = 2}});
  CHECK(due_dates(loan, 2026y / February / 10) == "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31 2026-06-30");
}

TEST_CASE("What cannot be rescheduled is refused and changes nothing") {
  Loan loan = after_one_payment();
  const auto before = loan.rows(tenth);
  const auto refused = [&](Reschedule change) {
    return test::refused([&] {
      loan.record({.on = tenth, .what = std::move(change)});
      return 0;
    });
  };
  CHECK(refused({.from = 2026y / April / 2}) == "out_of_range");
  CHECK(refused({.to = 2026y / February / 1}) == "out_of_range");
  CHECK(refused({.extra_installments = -1}) == "out_of_range");
  CHECK(refused({.extra_installments = 1200}) == "out_of_range");
  CHECK(refused({.grace_principal = 2}) == "out_of_range");
  CHECK(refused({.rate = Rate::parse("-1")}) == "out_of_range");
  CHECK(loan.rows(tenth) == before);

  const auto refused_for = [&](Amortization form, Reschedule change) {
    LoanTerms terms = three_hundred();
    terms.amortization = std::move(form);
    Loan other = Loan::disbursed(terms);
    return test::refused([&] {
      other.record({.on = tenth, .what = std::move(change)});
      return 0;
    });
  };
  CHECK(refused_for(SumOfDigits{}, {.grace_principal = 1}) == "contradictory_terms");
  CHECK(refused_for(WeightedPrincipal{{1, 2, 3}}, {.grace_principal = 1}) == "contradictory_terms");
  CHECK(refused_for(WeightedPrincipal{{1, 2, 3}}, {.extra_installments = 1}) == "contradictory_terms");
  CHECK(refused_for(WeightedPrincipal{{1, 2, 3}}, {.rate = 6_pct}).empty());
}

TEST_CASE("Listed dates move together and have no next one") {
  LoanTerms terms = three_hundred();
  terms.interest.per = RatePeriod::installment;
  terms.interest.rate = 1_pct;
  terms.repayments.every = OnDates{{first, 2026y / February / 20, 2026y / April / 1}};
  Loan loan = Loan::disbursed(terms);
  loan.record({.on = tenth, .what = Reschedule{.to = 2026y / February / 25}});
  CHECK(due_dates(loan, tenth) == "2026-02-01 2026-02-25 2026-04-06");
  CHECK(charged(loan, tenth) == "100.00+3.00 100.00+2.00 100.00+1.00");
  CHECK(test::refused([&] {
          loan.record({.on = tenth, .what = Reschedule{.extra_installments = 1}});
          return 0;
        }) == "contradictory_terms");
  CHECK(test::refused([&] {
          loan.record({.on = tenth, .what = GrantMoratorium{tenth, first + 60}});
          return 0;
        }) == "contradictory_terms");
}

TEST_CASE("Rows due within a moratorium move behind it") {
  const auto granted = [](bool interest_stops) {
    Loan loan = after_one_payment();
    loan.record({.on = tenth, .what = GrantMoratorium{2026y / February / 20, 2026y / March / 31, interest_stops}});
    return due_dates(loan, tenth) + " " + charged(loan, tenth);
  };
  CHECK(granted(true) == "2026-02-01 2026-04-01 2026-05-01 100.00+3.00 100.00+2.00 100.00+1.00");
  CHECK(granted(false) == "2026-02-01 2026-04-01 2026-05-01 100.00+3.00 100.00+4.00 100.00+1.00");
}

TEST_CASE("Re-aged: everything outstanding in new rows") {
  Loan loan = Loan::disbursed(three_hundred());
  loan.record({.on = tenth, .what = ReAge{4, 2026y / March / 5, monthly}});
  CHECK(due_dates(loan, tenth) == "2026-02-01 2026-03-01 2026-03-05 2026-04-01 2026-04-05 2026-05-05 2026-06-05");
  CHECK(charged(loan, tenth) == "0.00+0.00 0.00+0.00 75.00+1.50 0.00+0.00 75.00+1.50 75.00+1.50 75.00+1.50");
  CHECK(loan.position(tenth).overdue == Components{});

  LoanTerms terms = three_hundred();
  terms.rounding = ExactRounding{.installment_multiple = 1 * INR};
  Loan whole = Loan::disbursed(terms);
  whole.record({.on = tenth, .what = ReAge{7, 2026y / March / 5, weekly}});
  const auto rows = whole.rows(tenth);
  CHECK(rows[2].charged.principal == 42'00);  // 300 / 7 = 42.85...
  CHECK(rows.back().charged.principal == 48'00);
  CHECK(rows.back().charged.interest == 6'00);  // 6 / 7 is below one rupee
}

TEST_CASE("Re-amortized: principal past due goes to the rows to come") {
  const Date on = 2026y / February / 10;
  const auto moved = [&](Recalculation recalculation) {
    LoanTerms terms = three_hundred(recalculation);
    Loan loan = Loan::disbursed(terms);
    loan.record({.on = on, .what = ReAmortize{}});
    return charged(loan, on);
  };
  CHECK(moved({}) == "0.00+3.00 150.00+2.00 150.00+1.00");
  // Back in the balance from 10 February on: 200.00, and 100.00 for 19 of 28 days: 2.6785...; 150.00 in March.
  CHECK(moved({.rest = Rest::day}) == "0.00+3.00 150.00+2.68 150.00+1.50");
  // It had never left.
  CHECK(moved({.rest = Rest::day, .overdue_bears_interest = true}) == "0.00+3.00 150.00+3.00 150.00+1.50");
}

TEST_CASE("Topped up as by a later tranche") {
  Loan loan = after_one_payment();
  loan.record({.on = first, .what = TopUp{100 * INR}});
  CHECK(charged(loan, first) == "100.00+3.00 150.00+3.00 150.00+1.50");

  Loan within = after_one_payment();
  within.record({.on = 2026y / February / 15, .what = TopUp{100 * INR}});  // half of February
  CHECK(charged(within, 2026y / February / 15) == "100.00+3.00 150.00+2.50 150.00+1.50");

  // After a change of the rows: over the rows to come.
  Loan changed = after_one_payment();
  prepay(changed, first, 100'00, EarlyPrincipal::reduce_installment);
  CHECK(charged(changed, first) == "100.00+3.00 150.00+1.00 50.00+0.50");
  changed.record({.on = first, .what = TopUp{100 * INR}});
  CHECK(charged(changed, first) == "100.00+3.00 200.00+2.00 100.00+1.00");
}

TEST_CASE("After a payoff a further advance bears interest alone") {
  LoanTerms terms = three_hundred();
  terms.multiple_disbursements = true;
  for (const Rest rest : {Rest::none, Rest::day}) {
    terms.recalculation = Recalculation{.rest = rest};
    Loan loan = Loan::disbursed(terms);
    loan.record({.on = 2026y / January / 16, .what = PayOff{}});
    loan.record({.on = first, .what = Disburse{200 * INR}});
    CHECK(charged(loan, first) == "100.00+1.45 200.00+2.00 200.00+1.00");
    CHECK(loan.position(first).outstanding.principal == 200'00);
  }
}

TEST_CASE("Rows due before an advance stay; flat interest is due in full") {
  LoanTerms terms = three_hundred();
  terms.interest.method = InterestMethod::flat;
  terms.multiple_disbursements = true;
  Loan loan = Loan::disbursed(terms);
  // 300.00 x 3 % and, from 1 February, 120.00 x 2 %: 11.40; 3.00 stand in January, 8.40 in the others.
  loan.record({.on = first + 0, .what = Disburse{120 * INR}});
  CHECK(charged(loan, first).substr(0, 11) == "100.00+3.80");  // due on the day itself: it is not before the advance
  Loan later = Loan::disbursed(terms);
  later.record({.on = first + 1, .what = Disburse{120 * INR}});
  // From 2 February: 120.00 x 1 % x 27 / 28 and 1.20: 2.357; 11.36 in all.
  CHECK(charged(later, first + 1) == "100.00+3.00 160.00+4.18 160.00+4.18");
}

TEST_CASE("A running loan is taken over with its open rows") {
  const LoanTerms terms = three_hundred();
  const auto row = [](Date due, std::int64_t principal, std::int64_t interest, std::int64_t balance) {
    return Installment{due, 30, 1, INR, {.principal = principal, .interest = interest}, balance};
  };
  LoanTerms running = terms;
  running.disbursed_on = first;
  const std::vector<Installment> rows{row(2026y / March / 1, 100'00, 2'00, 100'00),
                                      row(2026y / April / 1, 100'00, 1'00, 0)};
  Loan loan = Loan::taken_over(running, rows);
  CHECK(charged(loan, first) == "100.00+2.00 100.00+1.00");
  CHECK(loan.position(first).status == LoanStatus::active);
  CHECK(loan.position(first).disbursed == 200'00);
  CHECK(loan.payoff(2026y / February / 15).total().units() == 201'00);
  CHECK(loan.position(2026y / March / 6).days_past_due == 5);
  prepay(loan, first, 100'00, EarlyPrincipal::reduce_installment);
  CHECK(charged(loan, first) == "150.00+1.00 50.00+0.50");
  loan.record({.on = tenth, .what = PayOff{}});
  CHECK(loan.position(tenth).status == LoanStatus::closed);

  CHECK(test::refused([&] { return Loan::taken_over(running, {}); }) == "out_of_range");
  const std::vector<Installment> backwards{rows[1], rows[0]};
  CHECK(test::refused([&] { return Loan::taken_over(running, backwards); }) == "out_of_range");
}

// --- laws -----------------------------------------------------------------------------------------------------------

namespace {

struct Draw {
  LoanTerms terms;
  std::vector<LoanEvent> tranches;
};

// A loan and one to four later advances before its last due date.
Draw with_tranches(Random& random) {
  Draw draw{test::some_living_loan(random), {}};
  draw.terms.multiple_disbursements = true;
  const Schedule plan = amortize(draw.terms);
  for (int k = random.number(1, 4); k > 0; --k) {
    const Date on = random.date(draw.terms.disbursed_on, plan.back().due - 1);
    const auto units = random.between(1, draw.terms.principal.units());
    draw.tranches.push_back({.on = on, .what = Disburse{Money::of_units(units, INR)}});
  }
  return draw;
}

}  // namespace

TEST_CASE(
    "law S14: tranches are those of the schedule, in whatever order they become known; undone they leave no trace") {
  for_all([](Random& random) {
    Draw draw = with_tranches(random);
    Loan loan = Loan::disbursed(draw.terms);
    try {
      for (const LoanEvent& tranche : draw.tranches) loan.record(tranche);
    } catch (const Error& error) {
      REQUIRE((error.code() == ErrorCode::installment_too_small || error.code() == ErrorCode::residual_too_large ||
               error.code() == ErrorCode::invalid_state));
      return;
    }
    LoanTerms planned = draw.terms;
    for (const LoanEvent& tranche : draw.tranches)
      planned.further_tranches.push_back({tranche.on, std::get<Disburse>(tranche.what).amount});
    const Schedule schedule = amortize(planned);
    const Date last = schedule.back().due;
    const auto rows = loan.rows(last);
    REQUIRE(rows.size() == schedule.size());
    for (std::size_t k = 0; k < rows.size(); ++k) {
      REQUIRE(rows[k].due == schedule[k].due);
      REQUIRE(rows[k].charged == schedule[k].units);
    }
    Loan other = Loan::disbursed(draw.terms);
    std::vector<LoanEvent> shuffled = draw.tranches;
    random.shuffle(shuffled);
    try {
      for (const LoanEvent& tranche : shuffled) other.record(tranche);
    } catch (const Error&) {
      return;  // on the way a part of them may be too little for the grid
    }
    REQUIRE(other.rows(last) == rows);

    Loan again = loan;
    const Date on = std::max(random.date(draw.terms.disbursed_on, last - 1), again.events().back().on);
    try {
      again.record({.on = on, .what = Disburse{Money::of_units(random.between(1, 1'000'00), INR)}});
    } catch (const Error&) {
      return;
    }
    again.record({.on = on, .what = UndoDisbursement{}});
    const bool is_last = std::ranges::all_of(draw.tranches, [&](const LoanEvent& tranche) { return tranche.on <= on; });
    if (is_last) REQUIRE(again.rows(last) == rows);
  });
}

TEST_CASE("law S14: tranches of one day add up") {
  for_all([](Random& random) {
    const LoanTerms terms = [&] {
      LoanTerms drawn = test::some_living_loan(random);
      drawn.multiple_disbursements = true;
      return drawn;
    }();
    const Date last = amortize(terms).back().due;
    const Date on = random.date(terms.disbursed_on, last - 1);
    const auto a = random.between(100'000, 1'000'000);
    const auto b = random.between(100'000, 1'000'000);
    try {
      Loan two = Loan::disbursed(terms);
      two.record({.on = on, .what = Disburse{Money::of_units(a, INR)}});
      two.record({.on = on, .what = Disburse{Money::of_units(b, INR)}});
      Loan one = Loan::disbursed(terms);
      one.record({.on = on, .what = Disburse{Money::of_units(a + b, INR)}});
      REQUIRE(two.rows(last) == one.rows(last));
    } catch (const Error&) {
    }
  });
}

TEST_CASE("law S18: a reschedule keeps the rows before it and the principal after it") {
  for_all([](Random& random) {
    LoanTerms terms = test::some_living_loan(random);
    if (random.one_in(3)) terms.recalculation = Recalculation{.rest = random.one_in(2) ? Rest::day : Rest::installment};
    Loan loan = Loan::disbursed(terms);
    const auto planned = loan.rows(terms.disbursed_on);
    const Date on = random.date(terms.disbursed_on, planned.back().due - 1);
    if (random.one_in(2)) test::pay_as_agreed(loan, on);
    if (random.one_in(2) && loan.position(on).status == LoanStatus::active)
      pay(loan, on, random.between(1, terms.principal.units() / 3));
    if (loan.position(on).status != LoanStatus::active) return;
    const std::size_t m = random.index(planned.size());
    const Date from = planned[m].due;
    Reschedule change{.from = from, .extra_installments = random.one_in(2) ? random.number(0, 6) : 0};
    if (random.one_in(2)) change.to = from + random.number(0, 60);
    if (random.one_in(3)) change.rate = Rate::parse(std::to_string(random.number(0, 30)));
    if (random.one_in(4)) change.grace_principal = 1;
    if (random.one_in(4)) change.grace_interest_payment = 1;
    const auto before = loan.rows(on);
    std::int64_t owed = 0;
    for (std::size_t k = m; k < before.size(); ++k) owed += before[k].outstanding().principal;
    try {
      loan.record({.on = on, .what = change});
    } catch (const Error& error) {
      REQUIRE(loan.rows(on) == before);
      return;
    }
    const auto after = loan.rows(on);
    std::int64_t now = 0;
    for (std::size_t k = 0; k < after.size(); ++k) {
      if (k < m) REQUIRE(after[k] == before[k]);
      else now += after[k].outstanding().principal;
      REQUIRE(after[k].number == k + 1);
      if (k > 0) REQUIRE(after[k].due > after[k - 1].due);
    }
    REQUIRE(now == owed);
    REQUIRE(loan.position(on).paid == [&] {
      Components paid;
      for (const LoanRow& row : before) {
        paid.principal += row.paid.principal;
        paid.interest += row.paid.interest;
      }
      return paid;
    }());
  });
}

TEST_CASE("law S18: a moratorium keeps the rows before it and the principal after it") {
  for_all([](Random& random) {
    const LoanTerms terms = test::some_living_loan(random);
    Loan loan = Loan::disbursed(terms);
    const Date last = loan.rows(terms.disbursed_on).back().due;
    const Date on = random.date(terms.disbursed_on, last - 1);
    const auto before = loan.rows(on);
    const Date from = random.date(on, last);
    const Date to = from + random.number(0, 100);
    try {
      loan.record({.on = on, .what = GrantMoratorium{from, to, random.one_in(2)}});
    } catch (const Error&) {
      REQUIRE(loan.rows(on) == before);
      return;
    }
    const auto after = loan.rows(on);
    REQUIRE(after.size() == before.size());
    for (std::size_t k = 0; k < after.size(); ++k) {
      if (before[k].due < from) REQUIRE(after[k] == before[k]);
      else REQUIRE((after[k].due < from || after[k].due > to));
    }
    REQUIRE(loan.position(on).charged.principal == terms.principal.units());
  });
}
