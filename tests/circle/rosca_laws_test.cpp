// SPDX-License-Identifier: MIT
// The laws of rotating circles, over every rotation, with contributions missed at random.
#include <algorithm>
#include <array>
#include <set>

#include "catch.hpp"
#include "circle/circles.hpp"

using namespace test;

namespace {

RoscaTerms some_terms(Random& random) {
  RoscaTerms terms{.opened_on = day(1, 1), .contribution = kes(random.between(1, 20'000)), .members = {}};
  for (int k = random.number(2, 9); k > 0; --k) terms.members.push_back(fmt::format("m{}", k));
  random.shuffle(terms.members);
  switch (random.number(0, 3)) {
    case 0: break;
    case 1: terms.rotation = RotationLottery{random.bits()}; break;
    case 2: terms.rotation = RotationAuction{}; break;
    default: terms.rotation = RotationNeed{};
  }
  if (random.one_in(4)) terms.collateral_factor = Rate::of_ticks(random.number(0, 100) * Rate::one_percent);
  random.shuffle(terms.covers);
  terms.covers.resize(random.index(4), RoscaCover::fund);
  return terms;
}

std::string a_member(Random& random, const Rosca& circle) { return random.any_of(circle.terms().members); }

// Some who can still take the pot, in a random order.
std::vector<std::string> without_pot(Random& random, const RoscaPosition& at) {
  std::vector<std::string> ids;
  for (const auto& [id, member] : at.members)
    if (member.took_in == 0) ids.push_back(id);
  random.shuffle(ids);
  return ids;
}

RoscaAction some_round(Random& random, const Rosca& circle, const RoscaPosition& at) {
  const Money contribution = circle.terms().contribution;
  RoscaRound round{.round = static_cast<int>(at.rounds.size()) + 1};
  std::vector<std::string> ids = circle.terms().members;
  random.shuffle(ids);
  for (const std::string& id : ids) {
    if (!random.one_in(5)) continue;
    if (random.one_in(2)) round.missed.push_back({id, {}});
    else round.missed.push_back({id, kes(random.between(0, contribution.units() - 1))});
  }
  const auto waiting = without_pot(random, at);
  if (std::holds_alternative<RotationNeed>(circle.terms().rotation) && !waiting.empty()) round.taker = waiting[0];
  if (!std::holds_alternative<RotationAuction>(circle.terms().rotation)) return round;
  const std::int64_t whole = contribution.units() * static_cast<std::int64_t>(ids.size());
  for (const std::string& id : waiting)
    if (random.one_in(2)) round.bids.push_back({id, kes(random.between((whole + 1) / 2, whole))});
  return round;
}

RoscaAction some_action(Random& random, const Rosca& circle, Date on) {
  const RoscaPosition at = circle.position(on);
  const std::string id = a_member(random, circle);
  switch (random.number(0, 9)) {
    case 0:
    case 1: return RoscaDeposited{id, kes(random.between(1, 40'000))};
    case 2: return RoscaReturned{id, kes(random.between(1, 20'000))};
    case 3: return RoscaFunded{kes(random.between(1, 10'000))};
    case 4: {
      const Money owed = at.owed_by(id);
      return RoscaRepaid{id, kes(owed.is_zero() ? 1 : random.between(1, owed.units()))};
    }
    case 5:
      if (!circle.events().empty()) return CircleReversal{circle.events()[random.index(circle.events().size())].id};
      [[fallthrough]];
    default: return some_round(random, circle, at);
  }
}

void live(Random& random, Rosca& circle, int facts) {
  Date latest = day(1, 1);
  for (const RoscaEvent& event : circle.events()) latest = std::max(latest, event.on);
  for (int k = 0; k < facts; ++k) {
    const Date on = random.one_in(8) ? day(1, 1) + random.number(0, 60) : latest + random.number(0, 4);
    const std::size_t known = circle.events().size();
    try {
      record(circle, on, some_action(random, circle, on));
      latest = std::max(latest, on);
    } catch (const Error&) {
      CHECK(circle.events().size() == known);
    }
  }
}

Rosca some_circle(Random& random, int facts = 25) {
  Rosca circle(some_terms(random));
  live(random, circle, facts);
  return circle;
}

std::vector<RoscaEvent> standing(const Rosca& circle, Date as_of) {
  std::set<std::string> gone;
  for (const RoscaEvent& event : circle.events())
    if (const auto* reversal = std::get_if<CircleReversal>(&event.what); reversal && event.on <= as_of)
      gone.insert(reversal->of);
  std::vector<RoscaEvent> events;
  for (const RoscaEvent& event : circle.events())
    if (event.on <= as_of && !gone.contains(event.id) && !std::holds_alternative<CircleReversal>(event.what))
      events.push_back(event);
  return events;
}

// What came in and what went out, from the facts: pots, dividends and recoveries go out; the rest is in the box.
void check_box(const Rosca& circle, const RoscaPosition& position) {
  Money box = kes(0);
  for (const RoscaEvent& event : standing(circle, position.as_of)) {
    if (const auto* deposit = std::get_if<RoscaDeposited>(&event.what)) box += deposit->amount;
    if (const auto* returned = std::get_if<RoscaReturned>(&event.what)) box -= returned->amount;
    if (const auto* funded = std::get_if<RoscaFunded>(&event.what)) box += funded->amount;
    if (const auto* repaid = std::get_if<RoscaRepaid>(&event.what)) box += repaid->amount;
    if (const auto* round = std::get_if<RoscaRound>(&event.what)) {
      box += circle.terms().contribution * circle.terms().members.size();
      for (const RoscaMissed& missed : round->missed) box -= circle.terms().contribution - missed.paid.value_or(kes(0));
    }
  }
  for (const RoscaRoundReport& round : position.rounds) box -= round.pot - round.set_off + round.dividends;
  for (const auto& [id, member] : position.members) box -= member.recovered;
  CHECK(box == position.box());
}

void check_rounds(const Rosca& circle, const RoscaPosition& position) {
  const Money whole = circle.terms().contribution * circle.terms().members.size();
  std::set<std::string> takers;
  for (const RoscaRoundReport& round : position.rounds) {
    CHECK(takers.insert(round.taker).second);
    CHECK(round.pot + round.dividends + round.short_of == whole);
    CHECK(round.short_of == round.missed - round.covered);
    CHECK((round.set_off >= kes(0) && round.set_off <= round.pot));
    CHECK_FALSE(round.covered.is_negative());
  }
}

void check_members(const Rosca& circle, const RoscaPosition& position) {
  const auto held = static_cast<std::int64_t>(position.rounds.size());
  Money dividends = kes(0);
  for (const auto& [id, member] : position.members) {
    Money claims = kes(0);
    for (const Claim& claim : position.claims)
      if (claim.debtor == Party::person(static_cast<std::uint32_t>(member.place - 1))) {
        claims += kes(claim.amount);
        CHECK((claim.open >= 0 && claim.open <= claim.amount && claim.by != claim.debtor));
      }
    CHECK(member.paid + member.seized + member.missed_own_pot + claims == circle.terms().contribution * held);
    CHECK_FALSE(member.collateral.is_negative());
    dividends += member.dividends;
  }
  CHECK_FALSE(position.fund.is_negative());
  for (const RoscaRoundReport& round : position.rounds) dividends -= round.dividends;
  CHECK(dividends.is_zero());
}

}  // namespace

TEST_CASE("contributions are pots and dividends, every creditor has a claim, and the box adds up, on every day") {
  std::array<int, std::variant_size_v<RoscaAction>> kinds{};
  int complete = 0;
  for_all([&](Random& random) {
    const Rosca circle = some_circle(random);
    for (const RoscaEvent& event : circle.events()) ++kinds[event.what.index()];
    for (int k = 0; k <= 100; k += 9) {
      const RoscaPosition position = circle.position(day(1, 1) + k);
      check_box(circle, position);
      check_rounds(circle, position);
      check_members(circle, position);
    }
    complete += circle.position(day(12, 31)).rounds.size() == circle.terms().members.size();
  });
  for (const int count : kinds) CHECK(count > law_cases() / 10);
  CHECK(complete > law_cases() / 5);
}

TEST_CASE("each takes the pot once, whatever the rotation") {
  for_all([](Random& random) {
    RoscaTerms terms = some_terms(random);
    terms.collateral_factor.reset();
    Rosca circle(terms);
    for (std::size_t k = 1; k <= terms.members.size(); ++k) {
      RoscaRound round{.round = static_cast<int>(k)};
      const auto waiting = without_pot(random, circle.position(day(1, 1)));
      if (std::holds_alternative<RotationNeed>(terms.rotation)) round.taker = waiting[0];
      if (std::holds_alternative<RotationAuction>(terms.rotation) && random.one_in(2))
        round.bids.push_back({waiting[0], kes(random.between(1, terms.contribution.units()))});
      record(circle, day(1, 1), round);
    }
    const RoscaPosition end = circle.position(day(1, 1));
    Money in = kes(0);
    Money out = kes(0);
    std::set<int> rounds;
    for (const auto& [id, member] : end.members) {
      CHECK(rounds.insert(member.took_in).second);
      in += member.paid;
      out += member.pot + member.dividends;
    }
    CHECK(*rounds.begin() == 1);
    CHECK(in == out);
    CHECK(in == terms.contribution * terms.members.size() * terms.members.size());
  });
}

TEST_CASE("a replay of all facts is the rotating circle in memory, and the past has one answer for ever") {
  for_all([](Random& random) {
    Rosca circle = some_circle(random, 15);
    CHECK(replayed(circle).position(day(12, 31)) == circle.position(day(12, 31)));
    const auto known = static_cast<std::uint32_t>(circle.events().size());
    const Date on = day(1, 1) + random.number(0, 60);
    const RoscaPosition then = circle.position(on);
    live(random, circle, 10);
    CHECK(circle.position(on, known) == then);
  });
}

TEST_CASE("a fact of a rotating circle and its reversal leave nothing behind") {
  int compared = 0;
  for_all([&](Random& random) {
    Rosca circle = some_circle(random, 12);
    const Date on = day(1, 1) + random.number(0, 60);
    const RoscaPosition before = circle.position(day(12, 31));
    const RoscaAction action = some_action(random, circle, on);
    if (std::holds_alternative<CircleReversal>(action)) return;
    if (!refused([&] { return record(circle, on, action, "it"), 0; }).empty()) return;
    const Date later = on + random.number(0, 20);
    if (!refused([&] { return record(circle, later, CircleReversal{"it"}), 0; }).empty()) return;
    CHECK(circle.position(day(12, 31)) == before);
    ++compared;
  });
  CHECK(compared > law_cases() / 4);
}

TEST_CASE("the order of lines and bids changes nothing; a deposit entered late is as one in time") {
  int rounds = 0;
  for_all([&](Random& random) {
    Rosca circle = some_circle(random, 8);
    Rosca other = circle;
    const Date on = day(6, 1);
    const RoscaAction action = some_round(random, circle, circle.position(on));
    RoscaRound shuffled = std::get<RoscaRound>(action);
    random.shuffle(shuffled.missed);
    random.shuffle(shuffled.bids);
    const bool is_refused = !refused([&] { return record(circle, on, action), 0; }).empty();
    CHECK(!refused([&] { return record(other, on, shuffled), 0; }).empty() == is_refused);
    CHECK(circle.position(on) == other.position(on));
    rounds += !is_refused;

    Rosca in_time(circle.terms());
    Rosca late(circle.terms());
    const std::string id = a_member(random, circle);
    const Money amount = kes(random.between(1, 30'000));
    const RoscaAction first = some_round(random, in_time, in_time.position(day(1, 1)));
    record(in_time, day(1, 1), RoscaDeposited{id, amount});
    if (!refused([&] { return record(in_time, day(1, 2), first), 0; }).empty()) return;
    if (!refused([&] { return record(late, day(1, 2), first), 0; }).empty()) return;  // needs the deposit
    record(late, day(1, 1), RoscaDeposited{id, amount});
    CHECK(in_time.position(day(1, 2)) == late.position(day(1, 2)));
  });
  CHECK(rounds > law_cases() / 4);
}
