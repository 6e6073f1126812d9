// SPDX-License-Identifier: MIT
// Laws of new terms for a running loan: what was before them stays, what is owed stays. C6, C10, S18 of the invariants.
#include <fmt/format.h>

#include <algorithm>

#include "catch.hpp"
#include "loan_commands.hpp"

using namespace solidarity;
using test::figures;
using test::for_all;
using test::live;
using test::Living;
using test::living_terms;
using test::LoanCommands;
using test::Random;

namespace {

using Refusal = std::optional<std::string>;

// No interest that follows the payments, and no penalties: only the change moves figures.
constexpr Living planned{.recalculation = false, .penalties = false};

Date last_day(const Loan& loan) {
  Date last = loan.terms().disbursed_on;
  for (const LoanEvent& event : loan.events()) last = std::max(last, event.on);
  return last;
}

template <class Law>
void for_all_active(const Living& living, Law law) {
  for_all([&](Random& random) {
    LoanCommands commands(random, living_terms(random, living));
    live(commands, random.number(0, 6), [](const Loan&, const LoanEvent&, const Refusal&) {});
    const Loan& loan = commands.loan();
    const Date on = last_day(loan) + random.number(0, 40);
    if (loan.position(on).status != LoanStatus::active) return;
    INFO(test::story(loan) << fmt::format("on {}\n", on) << test::described(figures(loan, on)));
    law(loan, on, random);
  });
}

std::int64_t open_principal(const std::vector<LoanRow>& rows) {
  std::int64_t sum = 0;
  for (const LoanRow& row : rows) sum += row.outstanding().principal;
  return sum;
}

void require_increasing(const std::vector<LoanRow>& rows) {
  for (std::size_t k = 1; k < rows.size(); ++k) {
    INFO(fmt::format("row {} due {} after {}", k + 1, rows[k].due, rows[k - 1].due));
    REQUIRE(rows[k - 1].due <= rows[k].due);
    REQUIRE(rows[k].number == rows[k - 1].number + 1);
    if (rows[k].kind == RowKind::installment && rows[k - 1].kind == RowKind::installment)
      REQUIRE(rows[k - 1].due < rows[k].due);
  }
}

// What a plan says of a row; what is still to come through it may be different.
bool same_but_balance(LoanRow a, LoanRow b) {
  a.balance = b.balance = 0;
  return a == b;
}

bool is_re_aged(const Loan& loan, Date on) {
  const std::vector<LoanRow> rows = loan.rows(on);
  return std::ranges::find(rows, RowKind::re_aged, &LoanRow::kind) != rows.end();
}

std::vector<LoanRow> due_before(std::vector<LoanRow> rows, Date day) {
  std::erase_if(rows, [&](const LoanRow& row) { return row.due >= day; });
  return rows;
}

void require_same_rows(const std::vector<LoanRow>& are, const std::vector<LoanRow>& should_be) {
  REQUIRE(are.size() == should_be.size());
  for (std::size_t k = 0; k < are.size(); ++k) REQUIRE(same_but_balance(are[k], should_be[k]));
}

Reschedule some_reschedule(Random& random, const std::vector<LoanRow>& rows, Date on) {
  Reschedule change{.extra_installments = random.number(0, 3)};
  if (random.one_in(2)) change.from = random.any_of(rows).due;
  if (random.one_in(2)) change.to = std::max(on, change.from.value_or(on)) + random.number(1, 45);
  if (random.one_in(3)) change.rate = Rate::of_ticks(Rate::one / 100 * random.number(0, 40));
  if (random.one_in(4)) change.grace_principal = random.number(0, 2);
  if (random.one_in(4)) change.grace_interest_payment = random.number(0, 2);
  return change;
}

}  // namespace

TEST_CASE("S18: a reschedule changes nothing before its first row, and the rows from it on repay what is owed") {
  int accepted = 0;
  for_all_active(planned, [&](const Loan& before, Date on, Random& random) {
    if (is_re_aged(before, on)) return;
    const std::vector<LoanRow> was = before.rows(on);
    const Reschedule change = some_reschedule(random, was, on);
    Loan loan = before;
    const LoanEvent event{.on = on, .what = change, .id = "change"};
    INFO(test::told(event));
    if (test::refusal_of(loan, event)) return;
    ++accepted;
    const std::vector<LoanRow> is = loan.rows(on);
    INFO("then " << test::described(figures(loan, on)));
    const auto next = std::ranges::find_if(was, [&](const LoanRow& row) { return row.due > on; });
    REQUIRE((change.from || next != was.end()));
    const Date from = change.from ? *change.from : next->due;
    require_same_rows(due_before(is, std::min(from, change.to.value_or(from))), due_before(was, from));
    REQUIRE(open_principal(is) == open_principal(was));
    REQUIRE(loan.position(on).paid == before.position(on).paid);
    REQUIRE(loan.position(on).credit == before.position(on).credit);
    REQUIRE(loan.position(on).rescheduled);
    require_increasing(is);
    if (change.to) REQUIRE(std::ranges::find(is, *change.to, &LoanRow::due) != is.end());
  });
  CHECK(accepted > test::law_cases() / 20);
}

TEST_CASE("S18: overdue interest, fees and penalties that become principal are owed as before") {
  int accepted = 0;
  for_all_active(planned, [&](const Loan& before, Date on, Random& random) {
    if (is_re_aged(before, on)) return;
    const Reschedule change{.extra_installments = random.number(0, 2), .capitalise_arrears = true};
    Loan loan = before;
    const LoanEvent event{.on = on, .what = change, .id = "change"};
    INFO(test::told(event));
    if (test::refusal_of(loan, event)) return;
    ++accepted;
    INFO("then " << test::described(figures(loan, on)));
    const Position was = before.position(on);
    const Position is = loan.position(on);
    std::int64_t capitalised = 0;
    for (const LoanRow& row : before.rows(on))
      if (row.due <= on) capitalised += row.outstanding().total() - row.outstanding().principal;
    REQUIRE(is.outstanding.principal == was.outstanding.principal + capitalised);
    REQUIRE(is.paid == was.paid);
    for (const LoanRow& row : loan.rows(on))
      if (row.due <= on) REQUIRE(row.outstanding().total() == row.outstanding().principal);
  });
  CHECK(accepted > test::law_cases() / 20);
}

TEST_CASE("C10: a moratorium moves no row that is due or before it") {
  int accepted = 0;
  for_all_active(planned, [&](const Loan& before, Date on, Random& random) {
    const Date from = on + random.number(0, 20);
    const Date to = from + random.number(0, 60);
    const LoanEvent event{.on = on, .what = GrantMoratorium{from, to, random.one_in(2)}, .id = "relief"};
    INFO(test::told(event));
    Loan loan = before;
    if (test::refusal_of(loan, event)) return;
    ++accepted;
    INFO("then " << test::described(figures(loan, on)));
    const std::vector<LoanRow> was = before.rows(on);
    const std::vector<LoanRow> is = loan.rows(on);
    require_same_rows(due_before(is, from), due_before(was, from));
    for (const LoanRow& row : is)
      if (row.kind == RowKind::installment && row.due >= from) REQUIRE(row.due > to);
    REQUIRE(open_principal(is) == open_principal(was));
    require_increasing(is);
  });
  CHECK(accepted > test::law_cases() / 20);
}

TEST_CASE("C6: a moratorium or reschedule taken back gives the dates that it displaced") {
  int accepted = 0;
  for_all_active({}, [&](const Loan& before, Date on, Random& random) {
    LoanEvent event{.on = on, .what = GrantMoratorium{on, on + random.number(0, 60), false}, .id = "change"};
    if (random.one_in(2)) event.what = some_reschedule(random, before.rows(on), on);
    INFO(test::told(event));
    Loan loan = before;
    if (test::refusal_of(loan, event)) return;
    ++accepted;
    const Date later = on + random.number(0, 10);
    loan.record({.on = later, .what = Reverse{"change"}});
    test::require_same(figures(loan, later), figures(before, later), fmt::format("on {}", later));
  });
  CHECK(accepted > test::law_cases() / 20);
}

TEST_CASE("re-aging moves all that is owed into as many new rows") {
  int accepted = 0;
  for_all_active(planned, [&](const Loan& before, Date on, Random& random) {
    const int count = random.number(1, 12);
    const Date first = on + random.number(1, 40);
    Loan loan = before;
    const LoanEvent event{.on = on, .what = ReAge{count, first, EveryWeeks{random.number(1, 6)}}, .id = "change"};
    INFO(test::told(event));
    if (test::refusal_of(loan, event)) return;
    ++accepted;
    INFO("then " << test::described(figures(loan, on)));
    const Position was = before.position(on);
    const Position is = loan.position(on);
    REQUIRE(is.outstanding == was.outstanding);
    REQUIRE(is.paid == was.paid);
    const std::vector<LoanRow> rows = loan.rows(on);
    int fresh = 0;
    for (const LoanRow& row : rows) {
      if (row.outstanding().total() == 0) continue;
      REQUIRE(row.kind == RowKind::re_aged);
      REQUIRE(row.due >= first);
      ++fresh;
    }
    REQUIRE(fresh <= count);
    REQUIRE(is.overdue == Components{});
    require_increasing(rows);
  });
  CHECK(accepted > test::law_cases() / 20);
}

TEST_CASE("re-amortizing leaves no principal past due and the same principal owed") {
  int accepted = 0;
  for_all_active(planned, [&](const Loan& before, Date on, Random&) {
    Loan loan = before;
    if (test::refusal_of(loan, {.on = on, .what = ReAmortize{}, .id = "change"})) return;
    ++accepted;
    INFO("then " << test::described(figures(loan, on)));
    REQUIRE(loan.position(on).overdue.principal == 0);
    REQUIRE(loan.position(on).outstanding == before.position(on).outstanding);
    REQUIRE(loan.position(on).paid == before.position(on).paid);
  });
  CHECK(accepted > 0);
}
