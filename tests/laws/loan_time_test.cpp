// SPDX-License-Identifier: MIT
// Laws of what time does by itself: arrears, penalties, accrual. A10, A11, L17 of the invariants.
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

template <class Law>
void for_all_lived(const Living& living, Law law) {
  for_all([&](Random& random) {
    LoanCommands commands(random, living_terms(random, living));
    live(commands, random.number(0, 8), [](const Loan&, const LoanEvent&, const Refusal&) {});
    INFO(test::story(commands.loan()));
    law(commands.loan(), random);
  });
}

std::int64_t late_of(const Figures& all, std::int64_t Components::*member) {
  std::int64_t sum = 0;
  for (const LoanRow& row : all.rows)
    if (row.due < all.position.as_of) sum += row.outstanding().*member;
  return sum;
}

std::optional<Date> oldest_late(const Figures& all) {
  for (const LoanRow& row : all.rows)
    if (row.due < all.position.as_of && row.outstanding().total() > 0) return row.due;
  return {};
}

}  // namespace

TEST_CASE("A10: overdue is what rows of earlier days have open; days past due count from the oldest") {
  for_all_lived({}, [](const Loan& loan, Random& random) {
    const ArrearsTerms& arrears = loan.terms().arrears;
    Date day = loan.terms().disbursed_on - 1;
    for (int k = 0; k < 12; ++k, day = day + random.number(0, 20)) {
      const Figures all = figures(loan, day);
      if (all.position.disbursed == 0) continue;
      INFO(test::described(all));
      for (const auto member : members) REQUIRE(all.position.overdue.*member == late_of(all, member));
      const std::optional<Date> oldest = oldest_late(all);
      const int days = oldest ? day - *oldest : 0;
      const bool small = arrears.tolerance && all.position.overdue.total() <= arrears.tolerance->units();
      const bool counts = oldest && !small && days > arrears.grace_days;
      REQUIRE(all.position.days_past_due == (counts ? days : 0));
      REQUIRE(all.position.overdue_since == (counts ? oldest : std::nullopt));
    }
  });
}

TEST_CASE("A10: without payments overdue and days past due do not fall") {
  for_all_lived({}, [](const Loan& loan, Random& random) {
    Date day = last_day(loan);
    Position before = loan.position(day);
    for (int k = 0; k < 12; ++k) {
      day = day + random.number(0, 15);
      const Position now = loan.position(day);
      INFO(test::described(figures(loan, before.as_of)) << test::described(figures(loan, day)));
      if (before.credit == now.credit) {
        REQUIRE(now.overdue.total() >= before.overdue.total());
        REQUIRE(now.days_past_due >= before.days_past_due);
      }
      before = now;
    }
  });
}

// A job of the end of day that runs once, three times, or not for a month asks the same question: what an event that
// changes nothing brings up to its day must be what a later day brings up at once.
TEST_CASE("A11, L17: penalties and interest caught up are those of daily runs") {
  for_all_lived({}, [](const Loan& loan, Random& random) {
    const Date from = last_day(loan);
    const Date to = from + random.number(1, 120);
    if (loan.position(from).disbursed == 0) return;
    Loan told = loan;
    for (Date day = from + random.number(0, 3); day <= to; day = day + random.number(0, 9))
      if (test::refusal_of(told, {.on = day, .what = Transfer{"again"}})) return;
    Figures at_once = figures(loan, to);
    Figures day_by_day = figures(told, to);
    std::erase_if(at_once.transactions, [](const LoanTransaction& done) { return done.type == "transfer"; });
    std::erase_if(day_by_day.transactions, [](const LoanTransaction& done) { return done.type == "transfer"; });
    test::require_same(day_by_day, at_once, fmt::format("from {} to {}", from, to));
  });
}

TEST_CASE("A11: no penalty by itself without terms that ask for it") {
  for_all_lived({.penalties = false}, [](const Loan& loan, Random& random) {
    const Date day = last_day(loan);
    REQUIRE(loan.position(day + random.number(0, 400)).charged.penalties == loan.position(day).charged.penalties);
  });
}

TEST_CASE("A11: a penalty once assessed stays, and none comes within the days of grace") {
  for_all([](Random& random) {
    Living living{.recalculation = false};
    LoanTerms terms = living_terms(random, living);
    while (terms.penalties.empty()) terms = living_terms(random, living);
    int grace = 1000;
    for (const Penalty& penalty : terms.penalties) grace = std::min(grace, penalty.grace_days);
    const Loan loan = Loan::disbursed(terms);
    INFO(test::story(loan));
    const std::vector<LoanRow> rows = loan.rows(last_day(loan));
    const auto first = std::ranges::find_if(rows, [](const LoanRow& row) { return row.outstanding().total() > 0; });
    if (first == rows.end()) return;
    const Date free = first->due + std::max(grace, 0);
    std::int64_t planned = 0;
    for (const LoanRow& row : rows) planned += row.charged.penalties;
    INFO(fmt::format("first due {}, free through {}", first->due, free));
    REQUIRE(loan.position(std::max(free, last_day(loan))).charged.penalties == planned);
    std::int64_t before = planned;
    Date day = free;
    for (int k = 0; k < 10; ++k) {
      day = day + random.number(0, 20);
      if (day < last_day(loan)) continue;
      const std::int64_t now = loan.position(day).charged.penalties;
      REQUIRE(now >= before);
      before = now;
    }
  });
}

TEST_CASE("A11: no penalty after closure, write-off or charge-off") {
  for_all_lived({}, [](const Loan& lived, Random& random) {
    Loan loan = lived;
    const Date on = last_day(loan) + random.number(0, 60);
    if (loan.position(on).status != LoanStatus::active) return;
    const LoanAction end = random.one_in(3)   ? LoanAction{PayOff{}}
                           : random.one_in(2) ? LoanAction{WriteOff{}}
                                              : LoanAction{ChargeOff{}};
    if (test::refusal_of(loan, {.on = on, .what = end})) return;
    INFO(fmt::format("{} {}", on, to_text(end)));
    REQUIRE(loan.position(on + random.number(0, 400)).charged.penalties == loan.position(on).charged.penalties);
  });
}

TEST_CASE("L17: interest accrues day by day, never back, to what is charged") {
  for_all_lived({}, [](const Loan& loan, Random& random) {
    const Date from = last_day(loan);
    if (loan.position(from).disbursed == 0) return;
    Money before = loan.accrued_interest(from);
    for (Date day = from; day <= from + 60; day = day + random.number(1, 5)) {
      const Money now = loan.accrued_interest(day);
      INFO(fmt::format("{} on {}, {} before", now, day, before));
      REQUIRE(now >= before);
      before = now;
    }
    const Date end = loan.rows(from).back().due + 1;
    const Position position = loan.position(end);
    if (position.charged_off || position.interest_suspended || position.status == LoanStatus::written_off) return;
    INFO(test::described(figures(loan, end)));
    REQUIRE(loan.accrued_interest(std::max(end, from)).units() == loan.position(std::max(end, from)).charged.interest);
  });
}
