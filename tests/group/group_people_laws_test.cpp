// SPDX-License-Identifier: MIT
// Laws of members, sheets and sums in a living group: G9-G15, V2, V5, S19 and M4 of the invariants, over whole lives.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "catch.hpp"
#include "group_play.hpp"

using namespace solidarity;
using test::for_all;
using test::group_figures;
using test::GroupFigures;
using test::GroupPlay;
using test::Lives;
using test::Random;

namespace {

constexpr int events_of_a_life = 10;
using Refusal = std::optional<std::string>;

// After every event, on a day of the life.
template <class Each>
void for_all_days(Each each) {
  for_all([&](Random& random) {
    GroupPlay life(random);
    test::play(life, events_of_a_life, [&](const Group&, const GroupEvent&, const Refusal&) {
      const Date day = random.one_in(2) ? life.today() : life.any_day();
      INFO(fmt::format("on {}", day));
      each(life, day);
    });
  });
}

std::int64_t lines(const std::vector<MemberLine>& all) {
  std::int64_t sum = 0;
  for (const MemberLine& line : all) sum += line.amount.units();
  return sum;
}

}  // namespace

TEST_CASE(
    "S19 and G15: a member is the sum of her loans, the group the sum of its members, and nothing is below zero") {
  for_all_days([](GroupPlay& life, Date day) {
    const GroupFigures all = group_figures(life.group(), day);
    const Group then = life.group().as_of(day);
    std::int64_t outstanding = 0;
    for (const MemberPosition& member : all.position.members) {
      std::int64_t owed = 0;
      std::int64_t overdue = 0;
      std::int64_t credit = 0;
      std::int32_t closed = 0;
      for (const std::string& id : then.loans_of(member.id)) {
        const Position& loan = all.loans.at(id);
        owed += loan.outstanding.total();
        overdue += loan.overdue.total() + loan.due.total();
        credit += loan.credit;
        closed += loan.status == LoanStatus::closed ? 1 : 0;
      }
      REQUIRE(member.outstanding == owed);
      REQUIRE(member.overdue + member.due == overdue);
      REQUIRE(member.credit >= credit);  // and what is of no loan
      REQUIRE(member.cycle == closed);
      for (const std::int64_t units :
           {member.outstanding, member.overdue, member.due, member.credit, member.held, member.fines, member.receivable,
            member.payable, member.kept_apart, member.estate_owes})
        REQUIRE(units >= 0);
      outstanding += member.outstanding;
    }
    REQUIRE(all.position.total(&MemberPosition::outstanding) == outstanding);
    REQUIRE(all.position.size() == static_cast<std::int32_t>(then.members(day).size()));
  });
}

TEST_CASE("V5: no fund and no account of a member is ever below zero, whatever is entered late or taken back") {
  for_all([](Random& random) {
    GroupPlay life(random);
    test::play(life, events_of_a_life);
    INFO(test::story(life.group()));
    for (Date day = life.start(); day < life.today() + 3; day = day + random.number(1, 5)) {
      const GroupPosition at = life.group().position(day);
      REQUIRE(at.group_fund >= 0);
      REQUIRE(at.social_fund >= 0);
      for (const MemberPosition& member : at.members) {
        REQUIRE(member.savings >= 0);
        REQUIRE(member.held <= member.savings);
      }
    }
  });
}

TEST_CASE("V2: compulsory savings are due from the members of the day, and from nobody else") {
  for_all_days([](GroupPlay& life, Date day) {
    const CollectionSheet sheet = life.group().collection_sheet(day);
    const GroupRules& rules = life.group().terms().rules;
    const GroupFigures all = group_figures(life.group(), day);
    const Group then = life.group().as_of(day);
    std::vector<std::string> names;
    for (const CollectionLine& line : sheet.lines) {
      names.push_back(line.member);
      std::int64_t principal = 0;
      for (const std::string& id : then.loans_of(line.member)) principal += all.loans.at(id).outstanding.principal;
      REQUIRE(line.savings == compulsory_savings(rules, principal));
    }
    REQUIRE(names == then.members(day));
  });
}

TEST_CASE("G9: who left owes nothing and holds nothing; intervals do not overlap") {
  for_all_days([](GroupPlay& life, Date day) {
    const GroupPosition at = life.group().position(day);
    for (const MemberPosition& member : at.members) {
      const bool is_in = member.state == MemberState::member;
      REQUIRE(is_in == !member.ended.has_value());
      if (member.ended) REQUIRE(member.joined <= *member.ended);
      if (member.ended) REQUIRE(*member.ended <= day);
      if (member.state != MemberState::left) continue;
      REQUIRE(member.outstanding == 0);
      REQUIRE(member.fines == 0);
      REQUIRE(member.savings == 0);
    }
    const std::vector<std::string> members = life.group().members(day);
    REQUIRE(std::ranges::is_sorted(members));
    REQUIRE(std::ranges::adjacent_find(members) == members.end());
  });
}

TEST_CASE("G9: to leave she needs no open loan, no claim on her, no fine and no duty that nobody takes over") {
  for_all([](Random& random) {
    GroupPlay life(random);
    test::play(life, events_of_a_life);
    const Date day = std::max(life.today(), std::ranges::max(life.group().events(), {}, &GroupEvent::on).on);
    INFO(test::story(life.group()));
    const GroupPosition at = life.group().position(day);
    for (const std::string& id : life.group().members(day)) {
      Group left = life.group();
      const MemberPosition& member = at.member(id);
      const Refusal refusal = test::refusal_of(left, {.on = day, .what = MemberLeaves{.member = id}, .id = "leaves"});
      const bool owes =
          member.outstanding > 0 || member.credit > 0 || member.payable > 0 || member.fines > 0 || member.held > 0;
      if (owes) REQUIRE(refusal.value_or("").starts_with("invalid_state: /member: "));
      else if (refusal) REQUIRE(refusal->find("she answers for ") != std::string::npos);
      if (!refusal) REQUIRE(left.position(day).member(id).savings == 0);
    }
  });
}

TEST_CASE("G11: at a death the debt is what the four gave and the estate owes; nothing accrues after it") {
  for_all([](Random& random) {
    GroupPlay life(random, Lives{.reversals = false, .late = false});
    test::play(life, events_of_a_life, [&](const Group& before, const GroupEvent& event, const Refusal& refusal) {
      const auto* dies = std::get_if<MemberDies>(&event.what);
      if (!dies || refusal) return;
      std::int64_t owed = 0;
      for (const std::string& id : before.loans_of(dies->member))
        if (before.loan(id).position(event.on).outstanding.total() > 0)
          owed += before.loan(id).payoff(event.on).total().units();
      std::int64_t given = 0;
      for (const auto& part : {dies->savings, dies->insurance, dies->fund, dies->written_off})
        given += part ? part->units() : 0;
      const MemberPosition was = before.position(event.on).member(dies->member);
      for (const Date day : {event.on, event.on + 100}) {
        const MemberPosition is = life.group().position(day).member(dies->member);
        REQUIRE(is.estate_owes + given == owed);
        REQUIRE(is.outstanding == 0);
        REQUIRE(is.state == MemberState::dead);
        REQUIRE(is.payable == 0);
        REQUIRE(is.receivable == 0);
        REQUIRE(is.savings == was.savings - (dies->savings ? dies->savings->units() : 0));
      }
      const std::vector<std::string> members = life.group().members(event.on);
      REQUIRE(std::ranges::count(members, dies->member) == 0);
      REQUIRE(before.position(event.on - 1) == life.group().position(event.on - 1));
    });
  });
}

TEST_CASE("G12: a payment never takes a cycle away") {
  for_all([](Random& random) {
    GroupPlay life(random, Lives{.late = false});
    test::play(life, events_of_a_life, [&](const Group& before, const GroupEvent& event, const Refusal& refusal) {
      if (refusal || !std::holds_alternative<Meeting>(event.what)) return;
      for (const MemberPosition& was : before.position(event.on).members)
        REQUIRE(life.group().position(event.on).member(was.id).cycle >= was.cycle);
    });
  });
}

TEST_CASE("G13: no day ever sees more members than the rules admit") {
  for_all_days([](GroupPlay& life, Date day) {
    const std::optional<int> most = life.group().terms().rules.max_size;
    if (most) REQUIRE(static_cast<int>(life.group().members(day).size()) <= *most);
  });
}

TEST_CASE("G13: a full group admits nobody, one place less admits one") {
  for_all([](Random& random) {
    GroupPlay life(random, Lives{.illegal = false});
    test::play(life, events_of_a_life / 2);
    const Date day = std::ranges::max(life.group().events(), {}, &GroupEvent::on).on;
    const auto size = static_cast<int>(life.group().members(day).size());
    for (const int room : {0, 1}) {
      GroupTerms terms = life.group().terms();
      terms.rules.max_size = std::max(size + room, 1);
      Group group(terms);
      for (const std::string& id : life.group().members(day))
        group.record({.on = day, .what = MemberJoins{{.id = id}}});
      const Refusal refusal = test::refusal_of(group, {.on = day, .what = MemberJoins{{.id = "zz"}}});
      if (room == 1 || size == 0) REQUIRE(!refusal);
      else REQUIRE(refusal.value_or("").starts_with("limit_exceeded: /member"));
    }
  });
}

TEST_CASE("G14: a lump sum of the sheet's total pays everybody her own, exactly") {
  for_all([](Random& random) {
    GroupPlay life(random, Lives{.illegal = false, .deaths = false});
    test::play(life, events_of_a_life / 2);
    life.next_week();
    const Date day = std::max(life.today(), std::ranges::max(life.group().events(), {}, &GroupEvent::on).on + 1);
    const CollectionSheet sheet = life.group().collection_sheet(day);
    const GroupPosition before = life.group().position(day);
    if (sheet.total().is_zero()) return;
    INFO(test::story(life.group()));
    life.group().record({.on = day, .what = Meeting{.lump_sum = sheet.total(), .calls = false}, .id = "lump"});
    const GroupPosition after = life.group().position(day);
    for (const CollectionLine& line : sheet.lines) {
      const MemberPosition& is = after.member(line.member);
      // Claimants may come first: then that part of her payment is theirs.
      std::int64_t to_claimants = 0;
      for (const RepaymentLine& paid : std::get<Meeting>(life.group().event("lump").what).repayments)
        if (paid.member == line.member) to_claimants += paid.to_claimants->units();
      REQUIRE(is.overdue + is.due == to_claimants);
      REQUIRE(is.fines == 0);
      REQUIRE(is.savings == before.member(line.member).savings + line.savings);
    }
  });
}

TEST_CASE(
    "M4 and G14: any lump sum is divided whole, nobody gets more than she owes, and the order of joining is no "
    "matter") {
  for_all([](Random& random) {
    GroupPlay life(random, Lives{.illegal = false, .deaths = false});
    test::play(life, events_of_a_life / 2);
    life.next_week();
    const Date day = std::max(life.today(), std::ranges::max(life.group().events(), {}, &GroupEvent::on).on + 1);
    const CollectionSheet sheet = life.group().collection_sheet(day);
    if (sheet.total().is_zero()) return;
    const Money sum = Money::of_units(random.between(1, sheet.total().units()), life.group().currency());
    life.group().record({.on = day, .what = Meeting{.lump_sum = sum, .calls = false}, .id = "lump"});
    const Meeting& meeting = std::get<Meeting>(life.group().event("lump").what);
    std::map<std::string, std::int64_t> parts;
    for (const MemberLine& line : meeting.fines) parts[line.member] += line.amount.units();
    for (const MemberLine& line : meeting.deposits) parts[line.member] += line.amount.units();
    for (const RepaymentLine& line : meeting.repayments) parts[line.member] += line.amount.units();
    std::int64_t all = 0;
    for (const CollectionLine& line : sheet.lines) {
      const std::int64_t part = parts[line.member];
      all += part;
      REQUIRE(part <= line.total());
      const wide exact = wide{sum.units()} * line.total();  // over the total: within one unit
      REQUIRE(wide{part - 1} * sheet.total().units() < exact);
      REQUIRE(wide{part + 1} * sheet.total().units() > exact);
    }
    REQUIRE(all == sum.units());
  });
}

TEST_CASE("G14: cash counted and the difference declared are what the lines add up to, or nothing happens") {
  for_all([](Random& random) {
    GroupPlay life(random, Lives{.late = false});
    test::play(life, events_of_a_life, [&](const Group& before, const GroupEvent& event, const Refusal& refusal) {
      if (refusal || !std::holds_alternative<Meeting>(event.what)) return;
      if (before.events().size() == life.group().events().size()) return;
      const Meeting& meeting = std::get<Meeting>(life.group().event(event.id).what);
      std::int64_t cash = lines(meeting.fines) + lines(meeting.deposits) - lines(meeting.withdrawals);
      for (const RepaymentLine& line : meeting.repayments) cash += line.amount.units() - line.to_claimants->units();
      std::int64_t fund_gave = 0;
      for (const MeetingCover& line : *meeting.covers) {
        if (line.source == CoverSource::cash) cash += line.amount.units();
        if (line.kind == CoverLayerKind::group_fund) fund_gave += line.amount.units();
      }
      for (const LoanGrant& grant : meeting.loans) cash -= grant.terms.principal.units();
      const GroupPosition was = before.position(event.on);
      const GroupPosition is = life.group().position(event.on);
      cash +=
          is.group_fund - was.group_fund + fund_gave + is.due_to_insurer - was.due_to_insurer;  // what they recovered
      const std::int64_t missing = meeting.difference ? meeting.difference->units() : 0;
      REQUIRE(is.difference - was.difference == missing);
      for (const int wrong : {0, 1}) {
        GroupEvent counted = event;
        std::get<Meeting>(counted.what).cash_counted = Money::of_units(cash - missing + wrong, is.currency);
        Group again = before;
        const Refusal said = test::refusal_of(again, counted);
        if (wrong == 0) REQUIRE(said.value_or("") == "");
        else REQUIRE(said.value_or("").starts_with("out_of_range: /cash_counted: "));
      }
    });
  });
}
