// SPDX-License-Identifier: MIT
// Laws of time and order: what was known of a day never changes, what is entered late is as if entered in time, and what
// is taken back is as if it had never been. A7, L8, L9, S14 of the invariants.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "catch.hpp"
#include "loan_commands.hpp"

using namespace solidarity;
using test::Figures;
using test::figures;
using test::for_all;
using test::live;
using test::living_terms;
using test::LoanCommands;
using test::Random;

namespace {

using Refusal = std::optional<std::string>;

bool takes_away(const LoanEvent& event) {
  return std::holds_alternative<Reverse>(event.what) || std::holds_alternative<UndoDisbursement>(event.what);
}

bool in_order(const LoanEvent& a, const LoanEvent& b) { return a.on != b.on ? a.on < b.on : a.sequence < b.sequence; }

// What was recorded and stands at the end, in the order in which it happened.
std::vector<LoanEvent> standing(const Loan& loan, Date day) {
  std::set<std::string> gone;
  for (const LoanTransaction& done : loan.transactions(day))
    if (done.reversed) gone.insert(done.id);
  std::vector<LoanEvent> events;
  for (const LoanEvent& event : loan.events())
    if (event.on <= day && !takes_away(event) && !gone.contains(event.id)) events.push_back(event);
  std::ranges::sort(events, in_order);
  return events;
}

bool is_payment(const LoanEvent& event) {
  return std::holds_alternative<Repay>(event.what) || std::holds_alternative<Prepay>(event.what) ||
         std::holds_alternative<PayOff>(event.what) || std::holds_alternative<AdjustCharge>(event.what);
}

// A loan to which these events were told one after the other; nothing when a payment among them would not have been
// taken: what was received stays received when the past before it changes, but into a closed loan none is taken.
std::optional<Loan> told_anew(const LoanTerms& terms, const std::vector<LoanEvent>& events) {
  Loan loan(terms);
  for (const LoanEvent& event : events) {
    const Refusal refusal = test::refusal_of(loan, event);
    if (!refusal) continue;
    if (is_payment(event)) return {};
    FAIL(test::told(event) << " is refused in time: " << *refusal);
  }
  return loan;
}

Date last_day(const Loan& loan) {
  Date last = loan.terms().disbursed_on;
  for (const LoanEvent& event : loan.events()) last = std::max(last, event.on);
  return last;
}

bool is_gone(const Loan& loan, const std::string& id) {
  for (const LoanTransaction& done : loan.transactions(last_day(loan)))
    if (done.id == id && done.reversed) return true;
  return false;
}

// An answer given once.
struct Answer {
  Date as_of;
  std::uint32_t known_at;
  Position position;
  std::vector<LoanRow> rows;
};

Answer answer(const Loan& loan, Date as_of) {
  return {as_of, static_cast<std::uint32_t>(loan.events().size()), loan.position(as_of), loan.rows(as_of)};
}

}  // namespace

TEST_CASE("L8: what was known of a day when it was asked can be asked again for ever") {
  for_all([](Random& random) {
    LoanCommands commands(random, living_terms(random, {.peers = true}));
    std::vector<Answer> answers;
    live(commands, 12, [&](const Loan&, const LoanEvent& event, const Refusal&) {
      INFO(test::told(event));
      const Loan& loan = commands.loan();
      for (const Answer& then : answers) {
        INFO(fmt::format("on {} known at {}", then.as_of, then.known_at));
        REQUIRE(loan.position(then.as_of, then.known_at) == then.position);
        REQUIRE(loan.rows(then.as_of, then.known_at) == then.rows);
      }
      answers.push_back(answer(loan, commands.any_day()));
    });
  });
}

TEST_CASE("L8: an event of a later day changes nothing of the days before it") {
  for_all([](Random& random) {
    LoanCommands commands(random, living_terms(random, {.peers = true}));
    live(commands, 12, [&](const Loan& before, const LoanEvent& event, const Refusal& refusal) {
      if (refusal) return;
      INFO(test::told(event));
      const Date first = before.terms().disbursed_on - 2;
      const Date day = std::min(event.on - 1, first + random.number(0, std::max(event.on - first, 0)));
      test::require_same(figures(commands.loan(), day), figures(before, day), fmt::format("on {}", day));
    });
  });
}

TEST_CASE("L9: events entered late give what they would have given in time") {
  for_all([](Random& random) {
    LoanCommands commands(random, living_terms(random));
    live(commands, 12, [&](const Loan&, const LoanEvent& event, const Refusal& refusal) {
      if (refusal) return;
      INFO(test::told(event));
      const Loan& loan = commands.loan();
      const Date last = last_day(loan);
      const std::optional<Loan> in_time = told_anew(loan.terms(), standing(loan, last));
      if (!in_time) return;
      const Date later = std::max(last, commands.any_day());
      test::require_same(figures(loan, last), figures(*in_time, last), fmt::format("on {}", last));
      test::require_same(figures(loan, later), figures(*in_time, later), fmt::format("on {}", later));
    });
  });
}

TEST_CASE("A7: an event reversed at once leaves what was before it") {
  for_all([](Random& random) {
    LoanCommands commands(random, living_terms(random));
    live(commands, 12, [&](const Loan& before, const LoanEvent& event, const Refusal& refusal) {
      if (refusal || takes_away(event)) return;
      if (is_gone(commands.loan(), event.id)) return;  // an undo_disbursement of a later day took it at once
      INFO(test::told(event));
      Loan undone = commands.loan();
      const Date on = last_day(undone);
      undone.record({.on = on, .what = Reverse{event.id}});
      for (const Date day : {on, std::max(on, commands.any_day())})
        test::require_same(figures(undone, day), figures(before, day), fmt::format("on {}", day));
    });
  });
}

TEST_CASE("A7: an event reversed at any depth leaves what would be without it") {
  for_all([](Random& random) {
    LoanCommands commands(random, living_terms(random));
    live(commands, 10, [](const Loan&, const LoanEvent&, const Refusal&) {});
    const Loan& loan = commands.loan();
    if (loan.events().empty()) return;
    INFO(test::story(loan));
    const Date last = last_day(loan);
    std::vector<LoanEvent> events = standing(loan, last);
    if (events.empty()) return;
    const LoanEvent gone = random.any_of(events);
    INFO("without " << gone.id);
    Loan reversed = loan;
    const Refusal refusal = test::refusal_of(reversed, {.on = last, .what = Reverse{gone.id}});
    if (refusal) {
      REQUIRE(refusal->substr(0, 15) == "invalid_state: ");
      return;
    }
    const bool undoes = std::ranges::any_of(loan.events(), [](const LoanEvent& event) {
      return std::holds_alternative<UndoDisbursement>(event.what);  // may take another one now
    });
    if (!undoes) std::erase_if(events, [&](const LoanEvent& event) { return event.id == gone.id; });
    else events = standing(reversed, last);
    const std::optional<Loan> without = told_anew(loan.terms(), events);
    if (!without) return;
    for (const Date day : {last, std::max(last, commands.any_day())})
      test::require_same(figures(reversed, day), figures(*without, day), fmt::format("on {}", day));
  });
}

TEST_CASE("A7: the order of two reversals does not matter") {
  for_all([](Random& random) {
    LoanCommands commands(random, living_terms(random));
    live(commands, 10, [](const Loan&, const LoanEvent&, const Refusal&) {});
    const Loan& loan = commands.loan();
    INFO(test::story(loan));
    const Date last = last_day(loan);
    const std::vector<LoanEvent> events = standing(loan, last);
    if (events.size() < 2) return;
    const LoanEvent first{.on = last, .what = Reverse{random.any_of(events).id}, .id = "first"};
    const LoanEvent second{.on = last, .what = Reverse{random.any_of(events).id}, .id = "second"};
    Loan one = loan;
    Loan other = loan;
    if (test::refusal_of(one, first) || test::refusal_of(one, second)) return;
    if (test::refusal_of(other, second) || test::refusal_of(other, first)) return;
    test::require_same(figures(one, last), figures(other, last), first.id + " and " + second.id);
  });
}

TEST_CASE("S14, A7: a disbursement undone is as if it had not been") {
  for_all([](Random& random) {
    LoanTerms terms = living_terms(random);
    Loan loan(terms);
    const Date start = terms.disbursed_on;
    loan.record({.on = start, .what = Disburse{terms.principal}});
    const Loan before = loan;
    const Date on = start + random.number(0, 20);
    const Money more = Money::of_units(random.between(1, terms.principal.units()), loan.currency());
    INFO(test::story(loan) << fmt::format("{} top_up {}", on, more));
    if (test::refusal_of(loan, {.on = on, .what = TopUp{more}})) return;
    loan.record({.on = on + random.number(0, 5), .what = UndoDisbursement{}});
    const Date day = on + random.number(5, 60);
    test::require_same(figures(loan, day), figures(before, day), fmt::format("on {}", day));
  });
}

TEST_CASE("S14: tranches of a day add up, in whatever order they are entered") {
  for_all([](Random& random) {
    LoanTerms terms = living_terms(random);
    terms.multiple_disbursements = true;
    const Date start = terms.disbursed_on;
    const Date second = start + random.number(0, 30);
    const std::int64_t most = terms.principal.units();
    const auto money = [&](std::int64_t units) { return Money::of_units(units, terms.principal.currency()); };
    const std::int64_t a = random.between(1, most);
    const std::int64_t b = random.between(1, most);
    const LoanEvent first{.on = start, .what = Disburse{terms.principal}, .id = "first"};
    Loan together(terms);
    Loan one(terms);
    Loan other(terms);
    INFO(test::story(one) << fmt::format("{}, on {} {} and {}", start, second, a, b));
    together.record(first);
    one.record(first);
    other.record(first);
    if (test::refusal_of(together, {.on = second, .what = Disburse{money(a + b)}})) return;
    if (test::refusal_of(one, {.on = second, .what = Disburse{money(a)}})) return;
    if (test::refusal_of(one, {.on = second, .what = Disburse{money(b)}})) return;
    if (test::refusal_of(other, {.on = second, .what = Disburse{money(b)}})) return;
    if (test::refusal_of(other, {.on = second, .what = Disburse{money(a)}})) return;
    const Date day = second + random.number(0, 60);
    INFO(test::described(figures(one, day)) << test::described(figures(together, day)));
    REQUIRE(one.position(day) == other.position(day));
    if (terms.automatic_down_payment) return;  // each advance has and pays its own
    REQUIRE(one.rows(day) == other.rows(day));
    REQUIRE(one.position(day).disbursed == together.position(day).disbursed);
    REQUIRE(one.position(day).outstanding.principal == together.position(day).outstanding.principal);
  });
}

TEST_CASE("S14: what is planned and not handed out is no debt") {
  for_all([](Random& random) {
    LoanTerms terms = living_terms(random);
    if (terms.further_tranches.empty()) return;
    Loan loan(terms);
    loan.record({.on = terms.disbursed_on, .what = Disburse{terms.principal}});
    const Date day = terms.disbursed_on + random.number(0, 100);
    INFO(test::story(loan) << test::described(figures(loan, day)));
    const Position position = loan.position(day);
    REQUIRE(position.disbursed == terms.principal.units());
    REQUIRE(position.charged.principal == terms.principal.units());
    REQUIRE(position.outstanding.principal <= terms.principal.units());
  });
}
