// SPDX-License-Identifier: MIT
// Laws of money coming in: A1, A4, A5, A6 and S20 of the invariants, on loans in the middle of their lives.
// The waterfall alone has its laws in tests/loan/waterfall_laws_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "catch.hpp"
#include "loan_commands.hpp"

using namespace solidarity;
using test::Figures;
using test::figures;
using test::for_all;
using test::live;
using test::Living;
using test::living_terms;
using test::LoanCommands;
using test::Random;

namespace {

using Refusal = std::optional<std::string>;

constexpr std::array members{&Components::principal, &Components::interest, &Components::fees, &Components::penalties,
                             &Components::insurance};

Date last_day(const Loan& loan) {
  Date last = loan.terms().disbursed_on;
  for (const LoanEvent& event : loan.events()) last = std::max(last, event.on);
  return last;
}

// An active loan after some events, and a day not before the last of them.
template <class Law>
void for_all_active(const Living& living, Law law) {
  for_all([&](Random& random) {
    LoanCommands commands(random, living_terms(random, living));
    live(commands, random.number(0, 8), [](const Loan&, const LoanEvent&, const Refusal&) {});
    const Loan& loan = commands.loan();
    const Date on = last_day(loan) + random.number(0, 40);
    if (loan.position(on).status != LoanStatus::active) return;
    if (loan.position(on).outstanding.total() > 1'000'000'000'000) return;
    INFO(test::story(loan) << fmt::format("on {}\n", on) << test::described(figures(loan, on)));
    law(loan, on, random);
  });
}

Money money(const Loan& loan, std::int64_t units) { return Money::of_units(units, loan.currency()); }

// One unit, a row, a little more or less, all, far more than all.
std::int64_t some_payment(Random& random, const Loan& loan, Date on) {
  const std::int64_t all = loan.position(on).outstanding.total();
  switch (random.number(0, 5)) {
    case 0: return 1;
    case 1: return all + random.number(0, 1);
    case 2: return 10 * all;
    default: return random.between(1, all);
  }
}

// The figures but for the transactions: two payments leave two.
void require_same_state(const Loan& are, const Loan& should_be, Date day) {
  Figures one = figures(are, day);
  Figures other = figures(should_be, day);
  one.transactions.clear();
  other.transactions.clear();
  test::require_same(one, other, fmt::format("on {}", day));
}

bool keeps_all_of(const Waterfall& waterfall) {
  return waterfall.in_advance == InAdvance::credit || waterfall.in_advance == InAdvance::reduce_principal;
}

// Waterfalls that look at rows and amounts only, not at how much came at once.
constexpr Living by_order{.quirks = false, .reamortization = false};
// And interest that stays: where it follows the balance, the first part of a payment changes what is open in advance.
constexpr Living as_planned{.recalculation = false, .quirks = false, .reamortization = false};

}  // namespace

TEST_CASE("A1: money is applied or in hand; in hand only when nothing that it may pay is open") {
  for_all_active({}, [](const Loan& before, Date on, Random& random) {
    Loan loan = before;
    const std::int64_t units = some_payment(random, loan, on);
    loan.record({.on = on, .what = Repay{money(loan, units)}, .id = "payment"});
    const std::vector<LoanTransaction> done = loan.transactions(on);
    const auto payment = std::ranges::find(done, "payment", &LoanTransaction::id);
    REQUIRE(payment != done.end());
    REQUIRE(payment->parts.total() + payment->unapplied == units);
    for (const auto member : members) REQUIRE(payment->parts.*member >= 0);
    REQUIRE(payment->unapplied >= 0);
    if (payment->unapplied == 0) return;
    const Position after = loan.position(on);
    REQUIRE(after.overdue == Components{});
    if (keeps_all_of(loan.terms().waterfall)) return;
    for (const LoanRow& row : loan.rows(on)) {
      REQUIRE(row.outstanding().principal == 0);
      REQUIRE(row.outstanding().interest == 0);
    }
  });
}

TEST_CASE("A4: a payment split into parts of the same day is that payment") {
  for_all_active(as_planned, [](const Loan& before, Date on, Random& random) {
    Loan whole = before;
    Loan split = before;
    std::int64_t left = some_payment(random, before, on);
    INFO(left);
    whole.record({.on = on, .what = Repay{money(whole, left)}});
    while (left > 0) {
      if (split.position(on).outstanding == Components{}) break;  // a payment into nothing is refused
      const std::int64_t part = random.one_in(3) ? left : random.between(1, left);
      INFO("part " << part);
      split.record({.on = on, .what = Repay{money(split, part)}});
      left -= part;
    }
    if (left > 0) return;
    require_same_state(split, whole, on);
    require_same_state(split, whole, on + random.number(0, 90));
  });
}

TEST_CASE("A5: more money never leaves more of any component") {
  for_all_active(by_order, [](const Loan& before, Date on, Random& random) {
    if (before.position(on).credit > 1'000'000'000'000) return;
    const std::int64_t units = some_payment(random, before, on);
    const std::int64_t more = units + random.between(0, units);
    INFO(units << " or " << more);
    Loan less = before;
    Loan larger = before;
    less.record({.on = on, .what = Repay{money(less, units)}});
    if (test::refusal_of(larger, {.on = on, .what = Repay{money(larger, more)}})) return;  // too large to hold
    const Position one = less.position(on);
    const Position other = larger.position(on);
    for (const auto member : members) REQUIRE(other.outstanding.*member <= one.outstanding.*member);
    REQUIRE(other.overdue.total() <= one.overdue.total());
    REQUIRE(other.days_past_due <= one.days_past_due);
  });
}

TEST_CASE("A4: so is one of what is past due, where interest follows the balance") {
  for_all_active(by_order, [](const Loan& before, Date on, Random& random) {
    const std::int64_t late = before.position(on).overdue.total();
    if (late == 0) return;
    const std::int64_t units = random.between(1, late);
    const std::int64_t part = random.between(1, units);
    INFO(part << " of " << units);
    Loan whole = before;
    whole.record({.on = on, .what = Repay{money(whole, units)}});
    Loan split = before;
    split.record({.on = on, .what = Repay{money(split, part)}});
    if (part < units) split.record({.on = on, .what = Repay{money(split, units - part)}});
    // Money that met rows in advance by the order of its waterfall is another matter.
    if (whole.position(on).overdue.total() + units != late || split.position(on).overdue.total() + units != late)
      return;
    require_same_state(split, whole, on);
    require_same_state(split, whole, on + random.number(0, 90));
  });
}

TEST_CASE("A6: the order of the payments of a day does not matter") {
  for_all_active(as_planned, [](const Loan& before, Date on, Random& random) {
    std::vector<std::int64_t> amounts;
    const std::int64_t all = before.position(on).outstanding.total();
    for (int k = random.number(2, 4); k > 0; --k)
      amounts.push_back(random.between(1, std::max<std::int64_t>(all / 4, 1)));
    Loan one = before;
    for (const std::int64_t units : amounts)
      if (test::refusal_of(one, {.on = on, .what = Repay{money(one, units)}})) return;
    random.shuffle(amounts);
    Loan other = before;
    for (const std::int64_t units : amounts)
      if (test::refusal_of(other, {.on = on, .what = Repay{money(other, units)}})) return;
    require_same_state(one, other, on);
    require_same_state(one, other, on + random.number(0, 90));
  });
}

TEST_CASE("S20: paying the payoff leaves nothing") {
  for_all_active({}, [](const Loan& before, Date on, Random&) {
    Loan loan = before;
    const Payoff quote = loan.payoff(on);
    REQUIRE(quote.on == on);
    REQUIRE(quote.total().units() == quote.parts.total() + quote.early_fee - quote.credit);
    for (const auto member : members) REQUIRE(quote.parts.*member >= 0);
    const Position position = loan.position(on);
    REQUIRE(quote.parts.principal == position.outstanding.principal);
    REQUIRE(quote.rebate >= 0);
    if (quote.total() < money(loan, 0)) return;  // more is in hand than is owed: nothing comes in
    if (const Refusal refusal = test::refusal_of(loan, {.on = on, .what = PayOff{quote.total()}, .id = "end"}))
      FAIL(*refusal);
    const Position after = loan.position(on);
    INFO("then " << test::described(figures(loan, on)));
    REQUIRE(after.outstanding == Components{});
    REQUIRE(after.credit == position.credit - quote.credit);  // what is in hand beyond what was owed goes back
    REQUIRE(to_text(after.status) == (after.credit == 0 ? "closed" : "overpaid"));
    REQUIRE(loan.position(on + 400).outstanding == Components{});
    REQUIRE(loan.payoff(on).total() == money(loan, 0));
  });
}

TEST_CASE("S20: the payoff is the same asked twice and is not changed by asking") {
  for_all_active({}, [](const Loan& before, Date on, Random& random) {
    const Loan loan = before;
    const Payoff quote = loan.payoff(on);
    (void)loan.payoff(on + random.number(0, 50));
    REQUIRE(loan.payoff(on) == quote);
  });
}

// An early fee may fall with time, and money in hand may find something to pay.
TEST_CASE("S20: without payments the payoff does not fall") {
  for_all_active({.early_fees = false}, [](const Loan& loan, Date on, Random& random) {
    if (loan.position(on).credit > 0) return;
    Money least = loan.payoff(on).total();
    Date day = on;
    for (int k = 0; k < 12; ++k) {
      day = day + random.number(1, 12);
      const Money now = loan.payoff(day).total();
      INFO(fmt::format("{} on {}, {} before", now, day, least));
      REQUIRE(now >= least);
      least = now;
    }
  });
}
