// SPDX-License-Identifier: MIT
// The laws of joint liability in a living group: G1-G7 of the invariants, over whole lives. The laws of one call alone are
// in tests/liability/call_laws_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "catch.hpp"
#include "group_play.hpp"

using namespace solidarity;
using test::for_all;
using test::group_figures;
using test::GroupFigures;
using test::GroupPlay;
using test::Lives;
using test::Random;
using test::require_same;

namespace {

constexpr int events_of_a_life = 10;
using Refusal = std::optional<std::string>;

// A meeting as recorded, the group before and after it, and after it without the call. Loans are left out: whether they are
// granted depends on the call.
struct Held {
  const Group& before;
  GroupEvent drawn;
  Group after;
  Group uncovered;
  const Meeting& meeting;

  Held(const Group& was, const GroupEvent& event)
      : before(was), drawn(without_loans(event)), after(was), uncovered(was), meeting(recorded(after, drawn)) {
    GroupEvent without = drawn;
    std::get<Meeting>(without.what).covers.emplace();
    uncovered.record(without);
  }

 private:
  static GroupEvent without_loans(GroupEvent event) {
    std::get<Meeting>(event.what).loans.clear();
    std::get<Meeting>(event.what).cash_counted.reset();
    return event;
  }
  static const Meeting& recorded(Group& group, const GroupEvent& event) {
    group.record(event);
    return std::get<Meeting>(group.event(event.id).what);
  }
};

// Her joint loans as they stand on a day.
std::vector<Position> joint_loans(const Group& group, const std::string& member, Date day,
                                  std::optional<Date>* oldest_open = nullptr) {
  const Group then = group.as_of(day);
  std::vector<Position> loans;
  for (const std::string& id : then.loans_of(member)) {
    bool is_joint = true;
    const auto see = [&](const LoanGrant& grant) { is_joint = is_joint && (grant.id != id || grant.joint); };
    for (const GroupEvent& event : group.events()) {
      if (const auto* granted = std::get_if<LoanGranted>(&event.what)) see(granted->grant);
      if (const auto* meeting = std::get_if<Meeting>(&event.what))
        for (const LoanGrant& grant : meeting->loans) see(grant);
    }
    if (!is_joint) continue;
    loans.push_back(then.loan(id).position(day));
    if (oldest_open && !*oldest_open && loans.back().status == LoanStatus::active)
      *oldest_open = then.loan(id).terms().disbursed_on;
  }
  return loans;
}
std::int64_t joint_owed(const Group& group, const std::string& member, Date day) {
  std::int64_t sum = 0;
  for (const Position& loan : joint_loans(group, member, day)) sum += loan.overdue.total() + loan.due.total();
  return sum;
}

bool is_excused(const Group& group, const std::string& member, Date day) {
  const auto is_reversed = [&](const GroupEvent& event) {
    return std::ranges::any_of(group.events(), [&](const GroupEvent& other) {
      const auto* taken = std::get_if<GroupReversal>(&other.what);
      return taken && taken->of == event.id && other.on <= day;
    });
  };
  return std::ranges::any_of(group.events(), [&](const GroupEvent& event) {
    const auto* excused = std::get_if<MemberExcused>(&event.what);
    return excused && excused->member == member && event.on <= day && (!excused->until || day <= *excused->until) &&
           !is_reversed(event);
  });
}

// By the regime alone.
bool answers_for(const GroupTerms& terms, const std::string& peer, const std::string& debtor) {
  const LiabilityRegime& regime = terms.liability.regime;
  if (std::holds_alternative<NoLiability>(regime)) return false;
  if (std::holds_alternative<NamedPairs>(regime))
    return std::ranges::count(terms.guarantees, NamedGuarantee{peer, debtor}) == 1;
  if (!std::holds_alternative<SubGroups>(regime)) return true;
  return std::ranges::any_of(terms.sub_groups, [&](const std::vector<std::string>& group) {
    return std::ranges::count(group, peer) + std::ranges::count(group, debtor) == 2;
  });
}

bool gives(const MeetingCover& line, std::string_view by) {
  return line.by == by && line.kind == CoverLayerKind::peers;
}
std::int64_t sum_of(const Meeting& meeting, auto counts) {
  std::int64_t sum = 0;
  for (const MeetingCover& line : *meeting.covers)
    if (counts(line)) sum += line.amount.units();
  return sum;
}

template <class Each>
void for_all_meetings(const Lives& lives, Each each) {
  for_all([&](Random& random) {
    GroupPlay life(random, lives);
    test::play(life, events_of_a_life, [&](const Group& before, const GroupEvent& drawn, const Refusal& refusal) {
      if (refusal || !std::holds_alternative<Meeting>(drawn.what)) return;
      if (before.events().size() == life.group().events().size()) return;
      if (std::ranges::max(before.events(), {}, &GroupEvent::on).on > drawn.on) return;
      const Held held(before, drawn);
      INFO(test::told(held.after.event(drawn.id)));
      each(random, held);
    });
  });
}

const Lives in_time{.late = false};  // questions about the day of the meeting are questions about its end

}  // namespace

TEST_CASE("G1: what is owed after a call and what was covered are what was owed before it") {
  for_all_meetings(in_time, [](Random&, const Held& held) {
    const GroupPosition without = held.uncovered.position(held.drawn.on);
    for (const MemberPosition& x : held.after.position(held.drawn.on).members) {
      const MemberPosition& then = without.member(x.id);
      const std::int64_t covered = sum_of(held.meeting, [&](const MeetingCover& line) { return line.debtor == x.id; });
      REQUIRE(x.overdue + x.due + covered == then.overdue + then.due);
      REQUIRE(x.outstanding + covered == then.outstanding);
    }
  });
}

TEST_CASE("G2: nobody gives more than her caps and her money, the fund and the insurer neither") {
  for_all_meetings(in_time, [](Random&, const Held& held) {
    const GroupPosition without = held.uncovered.position(held.drawn.on);
    const GroupPosition after = held.after.position(held.drawn.on);
    for (const MemberPosition& j : without.members) {
      const auto limit = std::ranges::find(held.meeting.cash_limits, j.id, &MemberLine::member);
      const std::int64_t most = limit != held.meeting.cash_limits.end() ? limit->amount.units()
                                : held.meeting.cash_limit.has_value()   ? held.meeting.cash_limit->units()
                                                                        : 0;
      const std::int64_t cash =
          sum_of(held.meeting, [&](const auto& line) { return gives(line, j.id) && line.source == CoverSource::cash; });
      const std::int64_t drawn = sum_of(held.meeting, [&](const auto& line) {
        return (gives(line, j.id) && line.source == CoverSource::savings) ||
               (line.kind == CoverLayerKind::own_savings && line.by == j.id);
      });
      REQUIRE(cash <= most);
      REQUIRE(drawn <= std::max<std::int64_t>(0, j.savings - j.held));
      REQUIRE(after.member(j.id).savings == j.savings - drawn);
      if (const auto& cap = held.after.terms().liability.caps.per_call;
          cap && std::holds_alternative<AbsoluteCap>(*cap))
        REQUIRE(sum_of(held.meeting, [&](const auto& line) { return gives(line, j.id); }) <=
                std::get<AbsoluteCap>(*cap).units);
    }
    const std::int64_t fund =
        sum_of(held.meeting, [](const auto& line) { return line.kind == CoverLayerKind::group_fund; });
    REQUIRE(after.group_fund == without.group_fund - fund);
    REQUIRE(after.group_fund >= 0);
    REQUIRE(sum_of(held.meeting, [](const auto& line) { return line.kind == CoverLayerKind::insurer; }) <=
            (held.meeting.insurer_limit ? held.meeting.insurer_limit->units() : 0));
  });
}

TEST_CASE(
    "G3: nobody covers herself, and who gives answers for her: a member since her loan, not excused, no defaulter") {
  for_all_meetings(in_time, [](Random&, const Held& held) {
    const GroupPosition before = held.before.position(held.drawn.on);
    const std::vector<std::string> members = held.after.members(held.drawn.on);
    for (const MeetingCover& line : *held.meeting.covers) {
      REQUIRE(line.amount.units() > 0);
      if (line.kind != CoverLayerKind::peers) continue;
      REQUIRE(line.by != line.debtor);
      REQUIRE(std::ranges::count(members, line.by) == 1);
      REQUIRE_FALSE(is_excused(held.before, line.by, held.drawn.on));
      REQUIRE(answers_for(held.after.terms(), line.by, line.debtor));
      std::optional<Date> oldest;
      (void)joint_loans(held.uncovered, line.debtor, held.drawn.on, &oldest);
      REQUIRE(oldest.has_value());
      REQUIRE(before.member(line.by).joined <= *oldest);
      const std::int64_t own = sum_of(held.meeting, [&](const MeetingCover& other) {
        return other.debtor == line.by && other.kind <= CoverLayerKind::own_collateral;
      });
      REQUIRE(joint_owed(held.uncovered, line.by, held.drawn.on) - own <=
              before.member(line.by).kept_apart + held.after.terms().liability.tolerance);
      REQUIRE(std::ranges::none_of(*held.meeting.covers, [&](const MeetingCover& other) {
        return other.debtor == line.by && other.kind == CoverLayerKind::peers && other.by == line.debtor;
      }));
    }
  });
}

TEST_CASE("G4: claims and what is owed on them net to zero on every day; nothing is open below zero") {
  for_all([](Random& random) {
    GroupPlay life(random);
    test::play(life, events_of_a_life, [&](const Group&, const GroupEvent&, const Refusal&) {
      const Date day = random.one_in(2) ? life.today() : life.any_day();
      const GroupFigures all = group_figures(life.group(), day);
      std::map<std::string, std::int64_t> receivable;
      std::map<std::string, std::int64_t> payable;
      std::int64_t open = 0;
      for (const NamedClaim& claim : all.claims) {
        REQUIRE(claim.by != claim.debtor);
        REQUIRE(claim.amount >= 0);  // zero: waived, and passed on to an estate with its interest
        REQUIRE(claim.open >= 0);
        REQUIRE(claim.open <= claim.amount);
        REQUIRE(claim.on <= day);
        receivable[claim.by] += claim.open;
        payable[claim.debtor] += claim.open;
        open += claim.open;
      }
      for (const MemberPosition& member : all.position.members) {
        REQUIRE(member.receivable == receivable[member.id]);
        REQUIRE(member.payable == payable[member.id]);
      }
      std::int64_t net = 0;
      for (const auto& [name, units] : receivable) net += units;
      for (const auto& [name, units] : payable) net -= units;
      REQUIRE(net == 0);
      std::int64_t others = 0;  // the fund, the insurer, estates
      for (const auto& [name, units] : receivable) others += name.front() == '@' ? units : 0;
      REQUIRE(all.position.total(&MemberPosition::receivable) + others == open);
    });
  });
}

TEST_CASE("G4: a meeting makes the claims that its covers say, and recovers what its payments say") {
  for_all_meetings(in_time, [](Random&, const Held& held) {
    std::map<std::pair<std::string, std::string>, std::int64_t> given;
    for (const MeetingCover& line : *held.meeting.covers) {
      if (line.kind <= CoverLayerKind::own_collateral) continue;
      const std::string by = line.kind == CoverLayerKind::peers        ? line.by
                             : line.kind == CoverLayerKind::group_fund ? "@group_fund"
                                                                       : "@insurer";
      given[{by, line.debtor}] += line.amount.units();
    }
    const std::vector<NamedClaim> before = held.before.claims(held.drawn.on);
    const std::vector<NamedClaim> after = held.after.claims(held.drawn.on);
    std::map<std::string, std::int64_t> recovered;
    for (std::size_t k = 0; k < after.size(); ++k) {
      if (k < before.size()) {
        recovered[after[k].debtor] += before[k].open - after[k].open;
        continue;
      }
      REQUIRE(after[k].open == after[k].amount);
      REQUIRE(after[k].on == held.drawn.on);
      given[{after[k].by, after[k].debtor}] -= after[k].amount;
    }
    for (const auto& [who, units] : given) REQUIRE(units == 0);
    for (const RepaymentLine& line : held.meeting.repayments) {
      REQUIRE(line.to_claimants.has_value());
      REQUIRE(line.to_claimants->units() >= recovered[line.member]);  // more: the interest on the claims
      if (!held.after.terms().liability.claim_interest_per_year)
        REQUIRE(line.to_claimants->units() == recovered[line.member]);
    }
  });
}

TEST_CASE("G4: who pays all that is claimed of her is free, interest and all, and the claimants have it") {
  for_all([](Random& random) {
    GroupPlay life(random, Lives{.illegal = false});
    test::play(life, events_of_a_life);
    life.next_week();
    const Date day = std::max(life.today(), std::ranges::max(life.group().events(), {}, &GroupEvent::on).on);
    INFO(test::story(life.group()));
    for (const std::string& member : life.group().members(day)) {
      const GroupPosition before = life.group().position(day);
      const Money interest = life.group().claim_interest_due(member, day);
      const Money all = Money::of_units(before.member(member).payable, before.currency) + interest;
      if (all.is_zero()) continue;
      Meeting counter{.is_sheet = false, .calls = false};
      counter.repayments.push_back({.member = member, .amount = all, .to_claimants = all});
      life.group().record({.on = day, .what = counter, .id = "all-" + member});
      REQUIRE(life.group().position(day).member(member).payable == 0);
      REQUIRE(life.group().claim_interest_due(member, day).is_zero());
      REQUIRE(life.group().position(day).member(member).outstanding == before.member(member).outstanding);
    }
  });
}

TEST_CASE("G5: the order of the lines of a meeting changes no amount of anybody") {
  for_all_meetings({}, [](Random& random, const Held& held) {
    GroupEvent shuffled = held.drawn;
    Meeting& meeting = std::get<Meeting>(shuffled.what);
    if (meeting.covers) return;
    random.shuffle(meeting.absent);
    random.shuffle(meeting.late);
    random.shuffle(meeting.fines);
    random.shuffle(meeting.deposits);
    random.shuffle(meeting.withdrawals);
    random.shuffle(meeting.repayments);
    random.shuffle(meeting.cash_limits);
    random.shuffle(meeting.collateral);
    Group again = held.before;
    again.record(shuffled);
    REQUIRE(std::get<Meeting>(again.event(shuffled.id).what).covers == held.meeting.covers);
    for (const Date day : {held.drawn.on, held.drawn.on + 30})
      require_same(group_figures(again, day), group_figures(held.after, day), "in another order");
  });
}

TEST_CASE("G5: the order in which founders join changes no amount of anybody") {
  for_all([](Random& random) {
    GroupPlay life(random, Lives{.late = false});
    const Group founded = life.group();
    std::vector<GroupEvent> drawn;
    test::play(life, events_of_a_life,
               [&](const Group&, const GroupEvent& event, const Refusal&) { drawn.push_back(event); });
    std::vector<GroupEvent> first(founded.events().begin(), founded.events().end());
    const auto joins = static_cast<std::size_t>(std::ranges::count_if(
        first, [](const GroupEvent& event) { return std::holds_alternative<MemberJoins>(event.what); }));
    for (std::size_t k = joins; k > 1; --k) std::swap(first[k - 1], first[random.index(k)]);
    Group other(founded.terms());
    for (GroupEvent& event : first) event.sequence = 0;
    other.record(first);
    for (const GroupEvent& event : drawn) (void)test::refusal_of(other, event);
    INFO(test::story(other));
    for (const Date day : {life.today(), life.any_day()})
      require_same(group_figures(other, day), group_figures(life.group(), day), fmt::format("on {}", day));
  });
}

TEST_CASE("G6: a call never gives the lender more than is due: no credit, no advance") {
  for_all_meetings(in_time, [](Random&, const Held& held) {
    const GroupFigures without = group_figures(held.uncovered, held.drawn.on);
    for (const auto& [id, loan] : group_figures(held.after, held.drawn.on).loans) {
      const Position& then = without.loans.at(id);
      REQUIRE(loan.credit == then.credit);
      const std::int64_t asked = then.overdue.total() + then.due.total();
      REQUIRE(loan.paid.total() - then.paid.total() <= asked);
      REQUIRE(loan.paid.total() >= then.paid.total());
    }
  });
}

TEST_CASE("G7: a loan is the same whoever paid") {
  for_all_meetings(in_time, [](Random&, const Held& held) {
    if (held.meeting.covers->empty()) return;
    const GroupFigures without = group_figures(held.uncovered, held.drawn.on);
    const GroupFigures with = group_figures(held.after, held.drawn.on);
    Group herself = held.uncovered;
    Meeting counter{.is_sheet = false, .calls = false};
    for (const MemberPosition& member : with.position.members)
      for (const std::string& id : held.after.loans_of(member.id)) {
        const std::int64_t paid = with.loans.at(id).paid.total() - without.loans.at(id).paid.total();
        const Money amount = Money::of_units(paid, with.position.currency);
        if (paid > 0 && member.state == MemberState::member)
          counter.repayments.push_back({.member = member.id,
                                        .amount = amount,
                                        .loan = id,
                                        .to_claimants = Money::of_units(0, with.position.currency)});
        else if (paid > 0) return;  // who is no member any more cannot pay herself
      }
    herself.record({.on = held.drawn.on, .what = counter, .id = "herself"});
    for (const Date day : {held.drawn.on, held.drawn.on + 7, held.drawn.on + 60}) {
      const GroupFigures then = group_figures(herself, day);
      for (const auto& [id, loan] : group_figures(held.after, day).loans) REQUIRE(loan == then.loans.at(id));
    }
  });
}
