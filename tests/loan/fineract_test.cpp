// SPDX-License-Identifier: MIT
// The life of a loan by the rules of Apache Fineract: docs/presets.md, "Fineract: the life of a loan".
#include <solidarity/loan/loan.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"

using namespace solidarity;
using namespace solidarity::iso4217;
using namespace solidarity::literals;
using test::for_all;
using test::Random;

namespace {

const Date start = 2023y / January / 1;

Money euros(std::string_view text) { return Money::parse(text, EUR); }

LoanTerms terms_of(RoundingPolicy rounding, Rate rate = Rate::zero(), int rows = 3) {
  LoanTerms terms{.principal = euros("500.00"),
                  .disbursed_on = start,
                  .interest = {.method = InterestMethod::declining, .rate = rate},
                  .repayments = {.count = rows, .every = EveryDays{15}},
                  .rounding = rounding};
  terms.multiple_disbursements = true;
  return terms;
}

LoanTerms with_down_payment(LoanTerms terms) {
  terms.down_payment = 25_pct;
  terms.automatic_down_payment = true;
  return terms;
}

LoanTerms recalculated(Rest rest) {
  LoanTerms terms = terms_of(FineractProgressive{}, 10_pct, 4);
  terms.principal = euros("8000.00");
  terms.repayments.every = monthly;
  terms.interest.accrual = ByDay{DayCount::thirty_360};
  terms.recalculation = {.rest = rest, .early = EarlyPrincipal::last_unpaid, .overdue_bears_interest = true};
  return terms;
}

std::string paid(const Loan& loan, Date as_of) {
  std::string text;
  for (const LoanRow& row : loan.rows(as_of))
    text += fmt::format("{} ", Money::of_units(row.paid.total(), EUR).units());
  return text;
}

std::string interests(const Loan& loan, Date as_of) {
  std::string text;
  for (const LoanRow& row : loan.rows(as_of)) text += fmt::format("{} ", row.charged.interest);
  return text;
}

std::string principals(const Loan& loan, Date as_of) {
  std::string text;
  for (const LoanRow& row : loan.rows(as_of)) text += fmt::format("{} ", row.charged.principal);
  return text;
}

Waterfall spread() {
  Waterfall waterfall = oldest_first;
  waterfall.in_advance = InAdvance::reamortization;
  return waterfall;
}

}  // namespace

TEST_CASE("money for all rows to come is divided half even, the last takes the rest") {
  LoanTerms terms = terms_of(FineractProgressive{});
  terms.waterfall = spread();
  Loan loan = Loan::disbursed(terms);
  loan.record({.on = start + 1, .what = Repay{euros("275.00")}});
  CHECK(paid(loan, start + 1) == "9167 9167 9166 ");
}

TEST_CASE("a disbursement pays its down payment at once, less the credit that is held") {
  Loan loan = Loan::disbursed(with_down_payment(terms_of(FineractProgressive{})));
  CHECK(paid(loan, start) == "12500 0 0 0 ");
  loan.record({.on = start + 2, .what = Repay{euros("425.00")}});
  CHECK(loan.position(start + 2).credit == 5000);
  loan.record({.on = start + 3, .what = Disburse{euros("400.00")}});
  const auto made = loan.transactions(start + 3);
  CHECK(std::ranges::count(made, std::string_view{"down_payment"}, &LoanTransaction::type) == 2);
  CHECK(made.back().amount == 5000);
  CHECK(loan.position(start + 3).credit == 0);
}

TEST_CASE("what a disbursement paid back at once stays, whatever becomes known later") {
  Loan loan = Loan::disbursed(with_down_payment(terms_of(FineractProgressive{})));
  loan.record({.on = start + 2, .what = Repay{euros("425.00")}, .id = "much"});
  loan.record({.on = start + 3, .what = Disburse{euros("400.00")}});
  loan.record({.on = start + 3, .what = Reverse{"much"}});
  CHECK(loan.transactions(start + 3).back().type == "reverse");
  CHECK(paid(loan, start + 3) == "12500 5000 0 0 0 ");
}

TEST_CASE("credit that was paid out is owed again when the payment behind it was a mistake") {
  Loan loan = Loan::disbursed(terms_of(FineractProgressive{}));
  loan.record({.on = start + 5, .what = Repay{euros("575.00")}, .id = "all"});
  loan.record({.on = start + 6, .what = RefundCredit{euros("75.00")}});
  CHECK(loan.position(start + 6).status == LoanStatus::closed);
  loan.record({.on = start + 7, .what = Reverse{"all"}});
  CHECK(loan.position(start + 7).outstanding.principal == 57500);
  CHECK(principals(loan, start + 7) == "24167 16667 16666 ");
}

TEST_CASE("a charge-back beyond the credit joins a row as a whole, and the credit pays its part there") {
  Loan loan = Loan::disbursed(terms_of(FineractCumulative{}));
  loan.record({.on = start + 5, .what = Repay{euros("550.00")}});
  loan.record({.on = start + 6, .what = ChargeBack{euros("80.00")}});
  CHECK(principals(loan, start + 6) == "24667 16667 16666 ");
  CHECK(loan.position(start + 6).outstanding.principal == 3000);
  CHECK(loan.position(start + 6).credit == 0);
  CHECK(loan.transactions(start + 6).back().parts.principal == 3000);
}

TEST_CASE("after the last row one more carries all that comes later, due on the latest day") {
  Loan loan = Loan::disbursed(terms_of(FineractProgressive{}));
  loan.record({.on = start + 45, .what = Repay{euros("500.00")}});
  loan.record({.on = start + 50, .what = ChargeFee{.name = "late", .amount = euros("7.00"), .due = start + 50}});
  loan.record({.on = start + 60, .what = ChargeBack{euros("100.00")}});
  const auto rows = loan.rows(start + 60);
  REQUIRE(rows.size() == 4);
  CHECK(rows.back().kind == RowKind::additional);
  CHECK(rows.back().due == start + 60);
  CHECK(rows.back().charged.fees == 700);
  CHECK(rows.back().charged.principal == 10000);
}

TEST_CASE("cumulative: a payment pays a charge that was made after it; progressive: it does not") {
  for (const bool cumulative : {true, false}) {
    Loan loan = Loan::disbursed(cumulative ? terms_of(FineractCumulative{}) : terms_of(FineractProgressive{}));
    loan.record({.on = start + 5, .what = Repay{euros("50.00")}});
    loan.record({.on = start + 8, .what = ChargeFee{.name = "fee", .amount = euros("10.00"), .due = start + 10}});
    CHECK(loan.rows(start + 8).front().paid.fees == (cumulative ? 1000 : 0));
  }
}

TEST_CASE("re-age and re-amortize divide with the installment multiple") {
  LoanTerms terms = terms_of(FineractProgressive{.installment_multiple = euros("1.00")});
  terms.principal = euros("325.00");
  Loan aged = Loan::disbursed(terms);
  aged.record({.on = start + 50, .what = ReAge{6, start + 60, monthly}});
  CHECK(principals(aged, start + 50) == "0 0 0 5400 5400 5400 5400 5400 5500 ");
  Loan again = Loan::disbursed(terms);
  again.record({.on = start + 16, .what = ReAmortize{}});
  CHECK(principals(again, start + 16) == "0 16200 16300 ");
}

TEST_CASE("overdue principal bears interest to the day, or for the whole period") {
  const Date day = 2023y / February / 20;
  CHECK(interests(Loan::disbursed(recalculated(Rest::day)), day) == "6667 6138 3370 1697 ");
  CHECK(interests(Loan::disbursed(recalculated(Rest::installment)), day) == "6667 6667 3375 1701 ");
}

TEST_CASE("what is paid before its time asks for interest until the day; the payoff leaves nothing") {
  Loan loan = Loan::disbursed(recalculated(Rest::day));
  const Date day = 2023y / January / 16;
  const Payoff quote = loan.payoff(day);
  CHECK(quote.parts.interest == 3226);  // 66.67 x 15/31
  loan.record({.on = day, .what = PayOff{}});
  CHECK(loan.position(day).status == LoanStatus::closed);
  CHECK(loan.position(day).paid.interest == 3226);
}

TEST_CASE("a reschedule moves a due date and those after it; cumulative also adds rows") {
  Loan loan = Loan::disbursed(terms_of(FineractCumulative{}));
  loan.record({.on = start + 3, .what = Reschedule{.from = start + 15, .to = start + 30, .extra_installments = 2}});
  const auto rows = loan.rows(start + 3);
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].due == start + 30);
  CHECK(rows[1].due == start + 45);
  CHECK(principals(loan, start + 3) == "10000 10000 10000 10000 10000 ");
}

TEST_CASE("a question about an earlier or later day never fails after a write-off of all") {
  LoanTerms terms{.principal = Money::parse("4064.254", TND),
                  .disbursed_on = 2028y / November / 3,
                  .interest = {.method = InterestMethod::declining, .rate = Rate::parse("46.92")},
                  .repayments = {.count = 4, .every = monthly},
                  .rounding = FineractCumulative{}};
  terms.grace.interest_payment = 3;
  terms.down_payment = Rate::parse("40.04");
  terms.recalculation = {.rest = Rest::installment,
                         .early = EarlyPrincipal::next,
                         .payoff_interest = PayoffInterest::to_rest,
                         .overdue_bears_interest = true};
  Loan loan = Loan::disbursed(terms);
  const Date day = 2028y / November / 25;
  const Components all = loan.position(day).outstanding;
  loan.record({.on = day, .what = WriteOff{Money::of_units(all.total(), TND)}, .id = "lost"});
  loan.record({.on = day + 7, .what = Recover{Money::parse("3462.112", TND)}, .id = "found"});
  loan.record({.on = day + 7, .what = Reverse{"found"}});
  for (const int days : {-22, -1, 0, 1, 7, 8, 40, 400}) {
    CAPTURE(days);
    const Position position = loan.position(day + days);
    CHECK((position.status == LoanStatus::written_off) == (days >= 0));
    if (days >= 0) CHECK(position.written_off == all);
    CHECK_NOTHROW(loan.payoff(day + days));
  }
}

TEST_CASE("recalculation keeps the principal that waits, and no row has principal below zero") {
  LoanTerms terms = recalculated(Rest::installment);
  terms.rounding = FineractCumulative{};
  terms.repayments.count = 8;
  terms.grace.principal = 4;
  const Loan loan = Loan::disbursed(terms);
  const auto planned = loan.rows(start);
  for (const int days : {40, 130, 160, 200, 300}) {
    CAPTURE(days);
    const auto rows = loan.rows(start + days);
    std::int64_t principal = 0;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      CHECK(rows[k].charged.principal >= 0);
      if (k < 4) CHECK(rows[k].charged.principal == 0);
      if (days < 150) CHECK(rows[k].charged == planned[k].charged);
      principal += rows[k].charged.principal;
    }
    CHECK(principal == 800000);
  }
}

TEST_CASE("a payoff uses the credit that it quoted and leaves nothing") {
  for (const bool cumulative : {true, false})
    for (const bool recalculates : {true, false})
      for (const Rest rest : {Rest::day, Rest::installment}) {
        CAPTURE(cumulative, recalculates, static_cast<int>(rest));
        LoanTerms terms = recalculated(rest);
        if (!recalculates) terms.recalculation.reset();
        if (cumulative) terms.rounding = FineractCumulative{};
        terms.waterfall.in_advance = InAdvance::credit;
        Loan loan = Loan::disbursed(terms);
        loan.record({.on = start + 3, .what = Repay{euros("100.00")}});
        REQUIRE(loan.position(start + 3).credit == 10000);
        const Date day = start + 40;
        const Payoff quote = loan.payoff(day);
        loan.record({.on = day, .what = PayOff{}});
        CHECK(loan.events().back().what == LoanAction{PayOff{quote.total()}});
        for (const Date on : {day, day + 1, day + 50, day + 500}) {
          const Position position = loan.position(on);
          CHECK(position.status == LoanStatus::closed);
          CHECK(position.credit == 0);
          CHECK(position.paid.total() == 10000 + quote.total().units());
          CHECK(loan.payoff(on).total().units() == 0);
        }
      }
}

TEST_CASE("a recalculated cumulative loan that was paid off early owes no interest of the rows to come") {
  LoanTerms terms = recalculated(Rest::day);
  terms.rounding = FineractCumulative{};
  Loan loan = Loan::disbursed(terms);
  const Date day = 2023y / January / 16;
  CHECK(loan.payoff(day).parts.interest == 3226);  // 66.67 x 15/31
  loan.record({.on = day, .what = PayOff{}});
  CHECK(interests(loan, day + 100) == "3226 0 0 0 ");
  CHECK_THROWS_AS(loan.record({.on = day + 1, .what = Disburse{euros("10.00")}}), Error);
}

TEST_CASE("disbursements together stay within what was approved, also those dated back") {
  for (const bool cumulative : {true, false}) {
    LoanTerms terms = cumulative ? terms_of(FineractCumulative{}) : terms_of(FineractProgressive{});
    terms.multiple_disbursements = false;
    Loan loan(terms);
    loan.record({.on = start + 20, .what = Disburse{euros("500.00")}});
    CHECK_THROWS_AS(loan.record({.on = start, .what = Disburse{euros("500.00")}}), Error);
    CHECK(loan.position(start + 20).disbursed == 50000);
  }
}

TEST_CASE("a loan whose only disbursement was undone shows its plan again") {
  Loan loan = Loan::disbursed(terms_of(FineractCumulative{}));
  const auto planned = Loan(loan.terms()).rows(start);
  loan.record({.on = start + 1, .what = UndoDisbursement{}});
  CHECK(planned.size() == 3);
  CHECK(loan.rows(start + 1) == planned);
}

// ---------------------------------------------------------------- laws

namespace {

LoanTerms some_terms(Random& random) {
  const bool cumulative = random.one_in(2);
  LoanTerms terms = cumulative ? terms_of(FineractCumulative{}) : terms_of(FineractProgressive{});
  if (random.one_in(2)) {
    terms = recalculated(random.one_in(2) ? Rest::day : Rest::installment);
    if (random.one_in(3)) terms.recalculation.reset();
    if (cumulative) terms.rounding = FineractCumulative{};
  }
  if (random.one_in(3)) terms = with_down_payment(terms);
  if (random.one_in(3)) terms.waterfall = spread();
  return terms;
}

LoanAction some_action(Random& random, const Loan& loan, Date on) {
  const auto amount = [&] { return Money::of_units(random.number(1, 30000), EUR); };
  constexpr std::array kinds{PaymentKind::repayment, PaymentKind::goodwill_credit, PaymentKind::merchant_issued_refund};
  switch (random.number(0, 15)) {
    case 10: return WriteOff{random.one_in(3) ? std::optional<Money>{} : amount()};
    case 11: return Recover{amount()};
    case 12: return TopUp{amount()};
    case 13: return Waive{static_cast<Component>(random.number(0, 3)), amount()};
    case 14: return PayOff{};
    case 0: return ChargeFee{.name = "fee", .amount = amount(), .due = on + random.number(0, 60)};
    case 1: return ChargeBack{amount()};
    case 2: return RefundCredit{amount()};
    case 3: return Disburse{amount()};
    case 4: return ReAmortize{};
    case 5: return ChargeOff{};
    case 6:
      if (!loan.events().empty())
        return Reverse{
            loan.events()[static_cast<std::size_t>(random.number(0, static_cast<int>(loan.events().size()) - 1))].id};
      return PayOff{};
    default: return Repay{amount(), kinds[static_cast<std::size_t>(random.number(0, 2))]};
  }
}

bool is_money_in(const LoanTransaction& done) {
  constexpr std::array types{"repay", "goodwill_credit", "merchant_issued_refund", "down_payment", "pay_off", "prepay"};
  return !done.reversed && std::ranges::find(types, done.type) != types.end();
}

std::string story(const Loan& loan) {
  std::string told = fmt::format("progressive {} recalculated {} down {}", loan.terms().rounding.index(),
                                 loan.terms().recalculation ? (int)loan.terms().recalculation->rest : 0,
                                 loan.terms().automatic_down_payment);
  for (const LoanEvent& event : loan.events())
    told += fmt::format("\n{} {} {}", event.on, to_text(event.what),
                        std::visit(
                            [](const auto& a) {
                              if constexpr (requires { a.amount.units(); }) return a.amount.units();
                              else return std::int64_t{0};
                            },
                            event.what));
  return told;
}

// Money in = paid on rows + credit + what credit paid out whole; principal charged = lent + what is owed again.
void check_books(const Loan& loan, Date as_of) {
  CAPTURE(story(loan));
  std::int64_t in = 0;
  std::int64_t out = 0;
  std::int64_t owed_again = 0;
  for (const LoanTransaction& done : loan.transactions(as_of)) {
    if (is_money_in(done)) in += done.amount;
    const bool gives_back = done.type == "charge_back" || done.type == "credit_balance_refund";
    if (!gives_back || done.reversed) continue;
    (done.parts.principal == 0 ? out : owed_again) += done.amount;
  }
  const Position position = loan.position(as_of);
  CHECK(in - out == position.paid.total() + position.credit);
  CHECK(position.charged.principal == position.disbursed + owed_again);
  for (const LoanRow& row : loan.rows(as_of)) {
    const Components open = row.outstanding();
    CHECK(std::min({open.principal, open.interest, open.fees, open.penalties}) >= 0);
  }
}

// Whatever the day: a question is answered, no part is below zero, and the totals are the sums of the rows.
void check_answers(const Loan& loan, Date as_of) {
  CHECK_NOTHROW(loan.payoff(as_of));
  CHECK_NOTHROW(loan.accrued_interest(as_of));
  CHECK_NOTHROW(loan.transactions(as_of));
  const Position position = loan.position(as_of);
  if (position.disbursed == 0) return;  // the rows are those of the plan
  std::int64_t charged = 0;
  std::int64_t principal = 0;
  std::int64_t open = 0;
  for (const LoanRow& row : loan.rows(as_of)) {
    charged += row.charged.total();
    principal += row.charged.principal;
    const Components left = row.outstanding();
    open += left.total();
    CHECK(std::min({row.charged.principal, row.charged.interest, left.principal, left.interest, left.fees,
                    left.penalties}) >= 0);
  }
  CHECK(charged == position.charged.total());
  CHECK(principal == position.charged.principal);
  CHECK(open == position.outstanding.total());
}

bool recorded(Loan& loan, LoanEvent event) {
  try {
    loan.record(std::move(event));
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

TEST_CASE("whatever happens: the books add up, replay is the live state, a reversal of the last event undoes it") {
  for_all([](Random& random) {
    Loan loan = Loan::disbursed(some_terms(random));
    Date on = start;
    for (int step = 0; step < 12; ++step) {
      on = on + random.number(0, 12);
      const Date day = random.one_in(6) ? on - random.number(0, 10) : on;
      const Loan before = loan;
      const LoanAction what = some_action(random, loan, day);
      if (!recorded(loan, {.on = std::max(day, start), .what = what, .id = fmt::format("s{}", step)})) continue;
      check_books(loan, on);
      if (std::holds_alternative<Reverse>(what)) continue;
      Loan undone = loan;
      if (!recorded(undone, {.on = on, .what = Reverse{fmt::format("s{}", step)}})) continue;
      CHECK(undone.rows(on) == before.rows(on));
    }
    Loan replayed(loan.terms());
    for (const LoanEvent& event : loan.events()) replayed.record(event);
    CHECK(replayed.rows(on) == loan.rows(on));
    CHECK(replayed.transactions(on) == loan.transactions(on));
  });
}

TEST_CASE("whatever happens: no question fails, on no day; totals are the sums of the rows") {
  for_all([](Random& random) {
    LoanTerms terms = some_terms(random);
    if (random.one_in(2)) terms.waterfall.in_advance = static_cast<InAdvance>(random.number(1, 5));
    if (terms.recalculation) terms.recalculation->early = static_cast<EarlyPrincipal>(random.number(1, 4));
    if (std::holds_alternative<FineractCumulative>(terms.rounding)) {
      if (random.one_in(3)) terms.grace.principal = random.number(0, terms.repayments.count - 1);
      if (random.one_in(3)) terms.grace.interest_payment = random.number(0, terms.repayments.count - 1);
    }
    Loan loan = Loan::disbursed(terms);
    Date on = start;
    for (int step = 0; step < 12; ++step) {
      on = on + random.number(0, 20);
      const Date day = std::max(random.one_in(6) ? on - random.number(0, 10) : on, start);
      if (!recorded(loan, {.on = day, .what = some_action(random, loan, day), .id = fmt::format("s{}", step)}))
        continue;
      for (int k = 0; k < 4; ++k) check_answers(loan, start + random.number(-2, 200));
      Loan replayed(loan.terms());
      for (const LoanEvent& event : loan.events()) replayed.record(event);
      CHECK(replayed.rows(on) == loan.rows(on));
    }
  });
}

TEST_CASE("what the payoff asks for closes the loan, and time opens nothing again") {
  for_all([](Random& random) {
    LoanTerms terms = some_terms(random);
    if (random.one_in(2)) terms.waterfall.in_advance = static_cast<InAdvance>(random.number(1, 5));
    Loan loan = Loan::disbursed(terms);
    Date on = start;
    for (int step = 0; step < 8; ++step) {
      on = on + random.number(0, 20);
      (void)recorded(loan, {.on = on, .what = some_action(random, loan, on)});
    }
    const Payoff quote = loan.payoff(on);
    const std::int64_t credit = loan.position(on).credit;
    const std::int64_t paid = loan.position(on).paid.total();
    if (!recorded(loan, {.on = on, .what = PayOff{}})) return;
    const std::string told = story(loan);
    CAPTURE(told, (int)terms.waterfall.in_advance);
    for (const Date day : {on, on + 1, on + 30, on + 300}) {
      const Position position = loan.position(day);
      CHECK(position.outstanding == Components{});
      CHECK(position.credit == credit - quote.credit);
      CHECK(position.paid.total() == paid + quote.parts.total());
    }
  });
}
