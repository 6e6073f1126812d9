// SPDX-License-Identifier: MIT
// Laws that hold after every event of a life, whatever it was: A2, A8, A9, A12, L4-L7, L13 of the invariants.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

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

// The rules of peers too: one loan in two.
constexpr Living whoever{.peers = true};

// Twelve events on a loan, and what must hold after each.
template <class Each>
void for_all_lives(const Living& living, Each each) {
  for_all([&](Random& random) {
    LoanCommands commands(random, living_terms(random, living));
    live(commands, 12, [&](const Loan& before, const LoanEvent& event, const Refusal& refusal) {
      INFO(test::told(event) << " " << refusal.value_or("accepted"));
      each(commands, before, event, refusal);
    });
  });
}

Loan replayed(const Loan& loan) {
  Loan again(loan.terms());
  for (LoanEvent event : loan.events()) {
    event.sequence = 0;
    again.record(std::move(event));
  }
  return again;
}

void check_row(const LoanRow& row) {
  for (const auto member : members) {
    const std::int64_t paid = row.paid.*member;
    const std::int64_t waived = row.waived.*member;
    const std::int64_t lost = row.written_off.*member;
    const std::int64_t open = row.outstanding().*member;
    REQUIRE(paid >= 0);
    REQUIRE(waived >= 0);
    REQUIRE(lost >= 0);
    REQUIRE(open >= 0);
    REQUIRE(paid + waived + lost + open == row.charged.*member);
  }
  REQUIRE(row.paid_in_advance >= 0);
  REQUIRE(row.paid_late >= 0);
  REQUIRE(row.paid_in_advance + row.paid_late <= row.paid.total());
  REQUIRE((row.settled_on && row.outstanding().total() > 0) == false);
}

void check_totals(const Figures& all) {
  for (const auto member : members) {
    std::int64_t charged = 0;
    std::int64_t paid = 0;
    std::int64_t waived = 0;
    std::int64_t lost = 0;
    std::int64_t open = 0;
    for (const LoanRow& row : all.rows) {
      charged += row.charged.*member;
      paid += row.paid.*member;
      waived += row.waived.*member;
      lost += row.written_off.*member;
      open += row.outstanding().*member;
    }
    REQUIRE(all.position.charged.*member == charged);
    REQUIRE(all.position.paid.*member == paid);
    REQUIRE(all.position.waived.*member == waived);
    REQUIRE(all.position.written_off.*member == lost);
    REQUIRE(all.position.outstanding.*member == open);
  }
}

// What the state says, from the figures alone.
LoanStatus status_of(const Figures& all) {
  const auto happened = [&](std::string_view type) {
    return std::ranges::find(all.transactions, type, &LoanTransaction::type) != all.transactions.end();
  };
  if (happened("reject")) return LoanStatus::rejected;
  if (happened("withdraw")) return LoanStatus::withdrawn;
  if (all.position.disbursed == 0) return happened("approve") ? LoanStatus::approved : LoanStatus::applied;
  if (all.position.outstanding != Components{}) return LoanStatus::active;
  if (all.position.written_off != Components{} && all.position.status == LoanStatus::written_off) {
    REQUIRE(happened("write_off"));
    return LoanStatus::written_off;
  }
  return all.position.credit > 0 ? LoanStatus::overpaid : LoanStatus::closed;
}

bool is_payment(const LoanTransaction& done) {
  constexpr std::array<std::string_view, 13> words{
      "repay",         "down_payment",  "goodwill_credit",  "merchant_issued_refund", "payout_refund",
      "adjust_charge", "cover_by_peer", "cover_by_savings", "cover_by_fund",          "cover_by_insurance",
      "prepay",        "pay_off",       "apply_credit"};
  return std::ranges::find(words, done.type) != words.end();
}

// Money that came in is on a component or in hand; it leaves by the refunds only.
// A payoff may take what is in hand too.
void check_money(const Figures& all) {
  Components paid;
  std::int64_t credit = 0;
  for (const LoanTransaction& done : all.transactions) {
    const bool in = is_payment(done);
    const int sign = in ? 1 : done.type == "refund" ? -1 : 0;
    for (const auto member : members) paid.*member += sign * (done.parts.*member);
    const std::int64_t used = done.parts.total() + done.unapplied - done.amount;
    if (done.type == "apply_credit") {
      credit -= done.amount;
      REQUIRE(used == 0);
    } else if (in && used != 0) {
      REQUIRE(done.type == "pay_off");
      REQUIRE(used == credit);
      credit = done.unapplied;
    } else {
      credit += in ? done.unapplied : -done.unapplied;
    }
  }
  for (const auto member : members) REQUIRE(paid.*member == all.position.paid.*member);
  REQUIRE(credit == all.position.credit);
  REQUIRE(credit >= 0);
}

}  // namespace

TEST_CASE("L6, L7: the live loan is the replay of its events, on every day") {
  for_all_lives(whoever, [](LoanCommands& commands, const Loan&, const LoanEvent&, const Refusal&) {
    const Loan again = replayed(commands.loan());
    for (const Date day : {commands.today(), commands.any_day()})
      test::require_same(figures(commands.loan(), day), figures(again, day), fmt::format("on {}", day));
  });
}

TEST_CASE("A2, A12: paid + waived + written off + outstanding = charged, and nothing is negative") {
  for_all_lives({}, [](LoanCommands& commands, const Loan&, const LoanEvent&, const Refusal&) {
    for (const Date day : {commands.today(), commands.any_day()}) {
      const Figures all = figures(commands.loan(), day);
      INFO(test::described(all));
      for (const LoanRow& row : all.rows) check_row(row);
      if (all.position.disbursed > 0) check_totals(all);
      else REQUIRE(all.position.charged == Components{});  // the rows are a plan until then
    }
  });
}

TEST_CASE("A1: what the transactions applied is what is paid; what they did not is the credit") {
  for_all_lives({}, [](LoanCommands& commands, const Loan&, const LoanEvent&, const Refusal&) {
    for (const Date day : {commands.today(), commands.any_day()}) {
      const Figures all = figures(commands.loan(), day);
      INFO(test::described(all));
      check_money(all);
    }
  });
}

TEST_CASE("A9: the status follows from the figures") {
  for_all_lives(whoever, [](LoanCommands& commands, const Loan&, const LoanEvent&, const Refusal&) {
    for (const Date day : {commands.today(), commands.any_day()}) {
      const Figures all = figures(commands.loan(), day);
      INFO(test::described(all));
      REQUIRE(to_text(all.position.status) == to_text(status_of(all)));
    }
  });
}

TEST_CASE("A8, A12: a waiver or write-off moves no money and leaves what was charged") {
  for_all_lives({}, [](LoanCommands& commands, const Loan& before, const LoanEvent& event, const Refusal& refusal) {
    const bool forgives = std::holds_alternative<Waive>(event.what) || std::holds_alternative<WaiveCharge>(event.what);
    const bool loses = std::holds_alternative<WriteOff>(event.what);
    if (refusal || (!forgives && !loses) || before.events().size() == commands.loan().events().size()) return;
    const std::optional<std::uint32_t> known = commands.loan().events().back().sequence;
    const bool is_last = std::ranges::none_of(before.events(), [&](const LoanEvent& e) { return e.on > event.on; });
    if (!is_last) return;  // what comes after it happens again
    const Position was = before.position(event.on);
    const Position is = commands.loan().position(event.on, known);
    INFO(test::described(figures(before, event.on)) << test::described(figures(commands.loan(), event.on)));
    REQUIRE(is.paid == was.paid);
    REQUIRE(is.credit == was.credit);
    REQUIRE(is.recovered == was.recovered);
    // Principal that is not owed any more bears no interest any more.
    const auto& rules = before.terms().recalculation;
    const bool recalculates = rules && rules->rest != Rest::none;
    const std::int64_t saved = was.charged.interest - is.charged.interest;
    REQUIRE(saved >= 0);
    if (!recalculates) REQUIRE(saved == 0);
    for (const auto member : members)
      if (member != &Components::interest) REQUIRE(is.charged.*member == was.charged.*member);
    const std::int64_t moved = was.outstanding.total() - is.outstanding.total() - saved;
    REQUIRE(moved > 0);
    REQUIRE(is.waived.total() - was.waived.total() == (forgives ? moved : 0));
    REQUIRE(is.written_off.total() - was.written_off.total() == (loses ? moved : 0));
  });
}

TEST_CASE("L4: the events recorded before stay as they are") {
  for_all_lives({}, [](LoanCommands& commands, const Loan& before, const LoanEvent& event, const Refusal& refusal) {
    const auto was = before.events();
    const auto is = commands.loan().events();
    REQUIRE(is.size() >= was.size());
    REQUIRE(std::ranges::equal(was, is.first(was.size())));
    if (refusal) REQUIRE(is.size() == was.size());
    if (is.size() == was.size()) return;
    REQUIRE(is.size() == was.size() + 1);
    LoanEvent expected = event;
    expected.sequence = static_cast<std::uint32_t>(is.size());
    if (const auto* payoff = std::get_if<PayOff>(&is.back().what)) {
      REQUIRE(payoff->amount);  // what was received is recorded
      expected.what = *payoff;
      REQUIRE(std::get_if<PayOff>(&event.what) != nullptr);
    }
    if (const auto* advance = std::get_if<Disburse>(&is.back().what))  // so is what of it was paid back at once
      if (auto* told = std::get_if<Disburse>(&expected.what)) told->down_payment = advance->down_payment;
    REQUIRE(is.back() == expected);
  });
}

TEST_CASE("L13: after a refusal everything is as before") {
  for_all_lives(whoever, [](LoanCommands& commands, const Loan& before, const LoanEvent&, const Refusal& refusal) {
    if (!refusal) return;
    for (const Date day : {commands.today(), commands.any_day()})
      test::require_same(figures(commands.loan(), day), figures(before, day), fmt::format("on {}", day));
    // Nor is anything hidden left of it.
    Loan tried = commands.loan();
    Loan untried = before;
    const LoanEvent next = commands.next();
    INFO("then " << test::told(next));
    REQUIRE(test::refusal_of(tried, next) == test::refusal_of(untried, next));
    const Date day = commands.any_day();
    test::require_same(figures(tried, day), figures(untried, day), fmt::format("then on {}", day));
  });
}

TEST_CASE("L5: an event told twice happens once, and an id stands for one content") {
  for_all_lives(whoever, [](LoanCommands& commands, const Loan&, const LoanEvent& event, const Refusal& refusal) {
    if (refusal) return;
    const Date day = commands.any_day();
    const Figures was = figures(commands.loan(), day);
    const std::size_t events = commands.loan().events().size();
    REQUIRE(!commands.record(event));
    LoanEvent other = event;
    other.reason += " indeed";
    REQUIRE(commands.record(other).value_or("").substr(0, 21) == "idempotency_conflict:");
    REQUIRE(commands.loan().events().size() == events);
    test::require_same(figures(commands.loan(), day), was, fmt::format("on {}", day));
  });
}

TEST_CASE("L18: several events are recorded whole or not at all") {
  for_all([](Random& random) {
    LoanCommands commands(random, living_terms(random, whoever));
    live(commands, 6, [](const Loan&, const LoanEvent&, const Refusal&) {});
    const Loan before = commands.loan();
    std::vector<LoanEvent> events;
    for (int k = random.number(1, 4); k > 0; --k) events.push_back(commands.next());
    Refusal single;
    Loan one_by_one = before;
    std::size_t accepted = 0;
    try {
      for (const LoanEvent& event : events) {
        one_by_one.record(event);
        ++accepted;
      }
    } catch (const Error& error) {
      single = fmt::format("/events/{}{}", accepted, error.field());
    }
    Refusal together;
    try {
      commands.loan().record(events);
    } catch (const Error& error) {
      together = error.field();
    }
    INFO(test::story(one_by_one));
    REQUIRE(together == single);
    const Loan& expected = single ? before : one_by_one;
    REQUIRE(std::ranges::equal(commands.loan().events(), expected.events()));
    const Date day = commands.any_day();
    test::require_same(figures(commands.loan(), day), figures(expected, day), fmt::format("on {}", day));
  });
}
