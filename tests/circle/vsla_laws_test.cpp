// SPDX-License-Identifier: MIT
// The laws of a VSLA, on circles that live at random: facts late, facts reversed, share-outs with debts.
#include <algorithm>
#include <array>
#include <set>

#include "catch.hpp"
#include "circle/circles.hpp"

using namespace test;

namespace {

constexpr int horizon = 90;

std::string a_member(Random& random) { return fmt::format("m{}", random.number(0, 5)); }
Money up_to(Random& random, Money most) { return kes(most.units() < 1 ? 1 : random.between(1, most.units())); }

VslaTerms some_terms(Random& random) {
  VslaTerms terms = vsla_terms();
  terms.charge = Rate::of_ticks(random.number(0, 20) * Rate::one_percent);
  terms.charged = static_cast<ServiceCharge>(random.number(1, 3));
  terms.fines = static_cast<VslaFund>(random.number(1, 2));
  if (random.one_in(2)) terms.social_contribution = kes(random.between(1, 300));
  terms.social_fund = static_cast<SocialFundRule>(random.number(1, 2));
  terms.joining = static_cast<JoiningPrice>(random.number(1, 2));
  terms.leaving = static_cast<LeavingValue>(random.number(1, 2));
  if (random.one_in(3)) terms.inactive_after = random.number(1, 3);
  return terms;
}

VslaLine some_line(Random& random, const Vsla& circle, const VslaPosition& at, const std::string& id) {
  VslaLine line{.member = id};
  const auto found = at.members.find(id);
  line.shares = random.number(0, random.one_in(20) ? 6 : 5);
  line.social = circle.terms().social_contribution && random.one_in(2);
  if (random.one_in(5)) line.fined = kes(random.between(1, 2'000));
  if (found == at.members.end()) return line;
  const VslaMember& member = found->second;
  if (!member.fines.is_zero() && random.one_in(2)) line.fine_paid = up_to(random, member.fines);
  if (member.loan && random.one_in(2))
    line.repaid = random.one_in(3) ? member.loan->owed() : up_to(random, member.loan->owed());
  if (!member.loan && random.one_in(3))
    line.loan = VslaLending{up_to(random, at.share_price * (3 * (member.shares + 1))), random.number(1, 3)};
  if (random.one_in(8)) line.grant = up_to(random, at.social_fund);
  return line;
}

VslaAction some_meeting(Random& random, const Vsla& circle, const VslaPosition& at) {
  VslaMeeting meeting;
  std::vector<std::string> ids;
  for (const auto& [id, member] : at.members) ids.push_back(id);
  random.shuffle(ids);
  for (const std::string& id : ids)
    if (!random.one_in(4)) meeting.lines.push_back(some_line(random, circle, at, id));
  if (random.one_in(20)) meeting.lines.push_back(some_line(random, circle, at, a_member(random)));
  return meeting;
}

VslaAction some_share_out(Random& random, const VslaPosition& at) {
  VslaShareOut how;
  if (random.one_in(2)) how.keep = up_to(random, at.loan_fund);
  for (int k = random.number(0, 3); k > 0; --k) {
    const std::string by = a_member(random);
    const std::string debtor = a_member(random);
    how.claims.push_back({at.as_of - random.number(0, 3), by, debtor, kes(random.between(1, 5'000))});
  }
  return how;
}

VslaAction some_action(Random& random, const Vsla& circle, Date on) {
  const VslaPosition at = circle.position(on);
  switch (random.number(0, 13)) {
    case 0: return VslaJoined{a_member(random), random.number(0, 2)};
    case 1: return VslaLeft{a_member(random)};
    case 2: return VslaIncome{kes(random.between(1, 3'000)), static_cast<VslaFund>(random.number(1, 2))};
    case 3: {
      const auto fund = static_cast<VslaFund>(random.number(1, 2));
      return VslaExpense{up_to(random, fund == VslaFund::loan_fund ? at.loan_fund : at.social_fund), fund};
    }
    case 4:
    case 5: return some_share_out(random, at);
    case 6:
      for (const auto& [id, member] : at.members)
        if (member.owed() > kes(0) && random.one_in(2)) return VslaForgiven{id, up_to(random, member.owed())};
      [[fallthrough]];
    case 7: return CircleReversal{circle.events()[random.index(circle.events().size())].id};
    default: return some_meeting(random, circle, at);
  }
}

// Facts of any day and kind; those that are refused must change nothing.
void live(Random& random, Vsla& circle, int facts) {
  Date latest = day(1, 1);
  for (const VslaEvent& event : circle.events()) latest = std::max(latest, event.on);
  for (int k = 0; k < facts; ++k) {
    const Date on = random.one_in(8) ? day(1, 1) + random.number(0, horizon) : latest + random.number(0, 9);
    const std::size_t known = circle.events().size();
    try {
      record(circle, on, some_action(random, circle, on));
      latest = std::max(latest, on);
    } catch (const Error&) {
      CHECK(circle.events().size() == known);
    }
  }
}

Vsla some_circle(Random& random, int facts = 30) {
  Vsla circle = vsla_of({"m0", "m1", "m2", "m3"}, some_terms(random));
  live(random, circle, facts);
  return circle;
}

// The facts that stand, in their order, by the plain rule.
std::vector<VslaEvent> standing(const Vsla& circle) {
  std::set<std::string> gone;
  for (const VslaEvent& event : circle.events())
    if (const auto* reversal = std::get_if<CircleReversal>(&event.what)) gone.insert(reversal->of);
  std::vector<VslaEvent> events;
  for (const VslaEvent& event : circle.events())
    if (!gone.contains(event.id) && !std::holds_alternative<CircleReversal>(event.what)) events.push_back(event);
  std::ranges::stable_sort(events, {}, &VslaEvent::on);
  return events;
}

// What the box gains by one fact, from the fact alone; for a share-out from its report; nothing known of a leaving.
std::optional<Money> gained(const Vsla& circle, const VslaEvent& event, const VslaPosition& after) {
  Money cash = kes(0);
  if (const auto* income = std::get_if<VslaIncome>(&event.what)) cash += income->amount;
  if (const auto* expense = std::get_if<VslaExpense>(&event.what)) cash -= expense->amount;
  if (std::holds_alternative<VslaLeft>(event.what)) return {};
  if (const auto* joined = std::get_if<VslaJoined>(&event.what); joined && joined->shares > 0) return {};
  if (std::holds_alternative<VslaShareOut>(event.what))
    for (const VslaShareOutLine& line : after.share_outs.back().lines) cash -= line.paid();
  if (const auto* meeting = std::get_if<VslaMeeting>(&event.what))
    for (const VslaLine& line : meeting->lines) {
      cash += circle.terms().share_price * line.shares;
      if (line.social) cash += *circle.terms().social_contribution;
      for (const auto& in : {line.fine_paid, line.repaid}) cash += in.value_or(kes(0));
      for (const auto& out : {line.loan ? std::optional(line.loan->amount) : std::nullopt, line.grant})
        cash -= out.value_or(kes(0));
    }
  return cash;
}

void check_share_out(const VslaShareOutReport& report, const VslaPosition& before) {
  Money parts = report.retained;
  Money set_off = before.loan_fund;
  Money claims = kes(0);
  for (const VslaShareOutLine& line : report.lines) {
    parts += line.part;
    set_off += line.set_off;
    claims += line.claims_paid - line.claims_received;
    CHECK_FALSE(line.paid().is_negative());
    CHECK_FALSE(line.still_owed.is_negative());
    CHECK(line.set_off + line.fines_to_social + line.claims_paid <= line.part);
    CHECK(before.member(line.member).owed() ==
          line.set_off + line.fines_to_social + line.social_set_off + line.still_owed);
    if (!line.still_owed.is_zero()) CHECK(line.paid() == line.claims_received);
  }
  CHECK(parts == set_off);
  CHECK(claims.is_zero());
}

void check_members(const VslaPosition& position) {
  CHECK_FALSE(position.loan_fund.is_negative());
  CHECK_FALSE(position.social_fund.is_negative());
  for (const auto& [id, member] : position.members) {
    CHECK(member.shares >= 0);
    CHECK_FALSE(member.fines.is_negative());
    if (!member.loan) continue;
    CHECK_FALSE(member.loan->principal.is_negative());
    CHECK_FALSE(member.loan->charge.is_negative());
    CHECK(member.loan->owed() > kes(0));
    CHECK(member.loan->principal <= member.loan->lent);
  }
}

}  // namespace

TEST_CASE("money in less money out is the cash, after every fact of any life") {
  std::array<int, std::variant_size_v<VslaAction>> kinds{};
  int in_debt = 0;
  for_all([&](Random& random) {
    const Vsla circle = some_circle(random);
    Vsla told(circle.terms());  // the facts that stand, one by one
    for (VslaEvent event : standing(circle)) {
      ++kinds[event.what.index()];
      const VslaPosition before = told.position(event.on);
      event.sequence = 0;
      told.record(event);
      const VslaPosition after = told.position(event.on);
      check_members(after);
      const Money change = after.loan_fund + after.social_fund - before.loan_fund - before.social_fund;
      if (const auto gain = gained(told, event, after)) CHECK(change == *gain);
      else CHECK((std::holds_alternative<VslaLeft>(event.what) ? change <= kes(0) : change > kes(0)));
      if (std::holds_alternative<VslaShareOut>(event.what)) {
        check_share_out(after.share_outs.back(), before);
        for (const VslaShareOutLine& line : after.share_outs.back().lines) in_debt += !line.still_owed.is_zero();
      }
    }
    CHECK(told.position(day(12, 31)) == circle.position(day(12, 31)));  // what was reversed never was
  });
  for (std::size_t k = 0; k + 1 < kinds.size(); ++k) CHECK(kinds[k] > law_cases() / 10);
  CHECK(in_debt > law_cases() / 10);
}

TEST_CASE("the cash of either fund is never below zero, on any day as it is known and as it was") {
  for_all([](Random& random) {
    const Vsla circle = some_circle(random, 25);
    for (int k = 0; k <= horizon; k += 10) {
      check_members(circle.position(day(1, 1) + k));
      const auto known = static_cast<std::uint32_t>(random.index(circle.events().size() + 1));
      check_members(circle.position(day(1, 1) + k, known));
    }
  });
}

TEST_CASE("a replay of all facts is the circle in memory") {
  for_all([](Random& random) {
    const Vsla circle = some_circle(random);
    const Vsla again = replayed(circle);
    const Date on = day(1, 1) + random.number(0, 300);
    CHECK(again.position(on) == circle.position(on));
  });
}

TEST_CASE("a question about a past day and what was known has one answer for ever") {
  for_all([](Random& random) {
    Vsla circle = some_circle(random, 15);
    const auto known = static_cast<std::uint32_t>(circle.events().size());
    const Date on = day(1, 1) + random.number(0, horizon);
    const VslaPosition then = circle.position(on);
    live(random, circle, 15);
    CHECK(circle.position(on, known) == then);
  });
}

TEST_CASE("a fact and its reversal leave nothing behind, and nothing changes before the reversal") {
  int compared = 0;
  for_all([&](Random& random) {
    Vsla circle = some_circle(random, 15);
    const Date on = day(1, 1) + random.number(0, horizon);
    const VslaPosition before = circle.position(day(12, 31));
    VslaAction action = some_action(random, circle, on);
    if (std::holds_alternative<CircleReversal>(action)) return;
    if (!refused([&] { return record(circle, on, action, "it"), 0; }).empty()) return;
    const Date later = on + random.number(1, 30);
    const VslaPosition with_it = circle.position(later - 1);
    if (!refused([&] { return record(circle, later, CircleReversal{"it"}), 0; }).empty()) return;
    CHECK(circle.position(day(12, 31)) == before);
    CHECK(circle.position(later - 1) == with_it);
    ++compared;
  });
  CHECK(compared > law_cases() / 3);
}

TEST_CASE("an entry made late gives the circle that it gives in time") {
  int compared = 0;
  for_all([&](Random& random) {
    Vsla in_time = vsla_of({"m0", "m1", "m2", "m3"}, some_terms(random));
    for (int k = 1; k <= 15; ++k) {  // one fact a day: the order of a day is that of entry
      const Date on = day(1, 1) + k * 4;
      VslaAction action = some_action(random, in_time, on);
      if (std::holds_alternative<CircleReversal>(action)) continue;
      (void)refused([&] { return record(in_time, on, action), 0; });
    }
    const auto events = in_time.events();
    const std::size_t late = 4 + random.index(events.size() - 3);  // after the members joined; perhaps none
    Vsla entered(in_time.terms());
    for (std::size_t k = 0; k < events.size(); ++k)
      if (k != late && !refused([&] { return record(entered, events[k].on, events[k].what), 0; }).empty()) return;
    if (late < events.size()) record(entered, events[late].on, events[late].what);
    CHECK(entered.position(day(12, 31)) == in_time.position(day(12, 31)));
    ++compared;
  });
  CHECK(compared > law_cases() / 3);
}

TEST_CASE("the order of a meeting's lines changes nothing, and neither does the order of joining") {
  for_all([](Random& random) {
    Vsla circle = some_circle(random, 12);
    const Date on = circle.events().back().on + 7;
    VslaAction action = some_meeting(random, circle, circle.position(on));
    Vsla other = circle;
    VslaMeeting shuffled = std::get<VslaMeeting>(action);
    random.shuffle(shuffled.lines);
    const bool is_refused = !refused([&] { return record(circle, on, action), 0; }).empty();
    CHECK(!refused([&] { return record(other, on, shuffled), 0; }).empty() == is_refused);
    CHECK(other.position(day(12, 31)) == circle.position(day(12, 31)));

    std::vector<std::string> ids{"m0", "m1", "m2", "m3"};
    const VslaTerms terms = some_terms(random);
    const Vsla a = vsla_of(ids, terms);
    random.shuffle(ids);
    CHECK(vsla_of(ids, terms).position(day(2, 1)) == a.position(day(2, 1)));
  });
}
