// SPDX-License-Identifier: MIT
#include <algorithm>

#include "catch.hpp"
#include "circle/circles.hpp"

using namespace test;

namespace {

const std::vector<std::string> four{"amina", "beth", "chep", "dalia"};

Rosca rosca_of(Rotation rotation, std::vector<std::string> members = four) {
  return Rosca(
      {.opened_on = day(1, 1), .contribution = 100 * KES, .members = std::move(members), .rotation = rotation});
}
Rosca with_covers(std::vector<RoscaCover> covers) {
  return Rosca({.opened_on = day(1, 1), .contribution = 100 * KES, .members = four, .covers = std::move(covers)});
}

// Round k in month k, everybody paying.
void hold(Rosca& circle, int round) { record(circle, day(round, 3), RoscaRound{.round = round}); }

std::string takers(const Rosca& circle) {
  std::string names;
  for (const auto& round : circle.position(day(12, 31)).rounds) names += round.taker + ' ';
  return names;
}

}  // namespace

// rosca_collateral of the vectors: ola-893/ajo-contract, test_collateral.cairo and the worked example of the source.
TEST_CASE("the published collateral: 1 of 1") {
  const RoscaSecurity ajo = rosca_security(10, 1, 50 * KES, 60_pct);
  CHECK(ajo.debt == 450 * KES);
  CHECK(ajo.collateral == 270 * KES);
  CHECK(ajo.guarantor == 6);
  CHECK(ajo.guarantor_collateral == 120 * KES);
  CHECK(ajo.recoverable() == 740 * KES);
  CHECK(ajo.coverage_percent() == 164);
  // What is there after the first round, and what may be seized of it: never more than the debt.
  CHECK(rosca_security(10, 1, 50 * KES, 60_pct, 1).recoverable() == 490 * KES);
  CHECK(rosca_security(10, 1, 50 * KES, 60_pct, 1).coverage_percent() == 108);
  CHECK(ajo.seizable() == 450 * KES);
}

// rosca_guarantor_position of the vectors: test_default_handling.cairo.
TEST_CASE("the published guarantors: 1 of 1") {
  const std::vector<std::pair<int, int>> map{{1, 6}, {3, 8}, {6, 1}, {8, 3}, {10, 5}};
  for (const auto& [position, guarantor] : map) CHECK(rosca_guarantor(10, position) == guarantor);
}

TEST_CASE("security of any circle: the last owes nothing, each guards exactly one other") {
  for (int members = 2; members <= 60; ++members) {
    std::vector<int> guards;
    for (int position = 1; position <= members; ++position) {
      const RoscaSecurity security = rosca_security(members, position, 7 * KES, 33_pct);
      CHECK(security.debt == kes(700 * (members - position)));
      CHECK(security.collateral == kes(700 * (members - position) * 33 / 100));
      CHECK(security.guarantor != position);
      CHECK(security.guarantor == (position - 1 + members / 2) % members + 1);
      CHECK(security.seizable() <= security.debt);
      CHECK(security.coverage_percent().has_value() == (position < members));
      guards.push_back(security.guarantor);
    }
    std::ranges::sort(guards);
    CHECK(std::ranges::adjacent_find(guards) == guards.end());
  }
  CHECK(rosca_collateral(3, 1, kes(5), 33_pct) == kes(3));  // 3.3
  CHECK(rosca_collateral(3, 1, kes(5), 33_pct, Rounding::up) == kes(4));
}

TEST_CASE("security that cannot be is refused") {
  CHECK(refusal([] { return rosca_guarantor(1, 1); }) == "out_of_range: /members: 1; a circle has 2 or more");
  CHECK(refusal([] { return rosca_debt(0, 1, 1 * KES); }) == "out_of_range: /members: 0; a circle has 2 or more");
  CHECK(refusal([] { return rosca_debt(5, 0, 1 * KES); }) == "out_of_range: /position: 0 of 5 members");
  CHECK(refusal([] { return rosca_debt(5, 6, 1 * KES); }) == "out_of_range: /position: 6 of 5 members");
  CHECK(refusal([] { return rosca_debt(5, 5, 0 * KES); }) ==
        "out_of_range: /contribution: KES 0.00; a contribution is above zero");
  CHECK(refused([] { return rosca_debt(9, 1, kes(std::int64_t{1} << 62)); }) == "overflow");
  CHECK(refusal([] { return rosca_collateral(5, 1, 1 * KES, Rate::parse("-1")); }) ==
        "out_of_range: /factor: -1%; a factor is zero or more");
  CHECK(refusal([] { return rosca_security(5, 1, 1 * KES, 1_pct, 6); }) == "out_of_range: /rounds_paid: 6 of 5 rounds");
}

// The orders were computed by a program of its own from the words in rosca_security.hpp.
TEST_CASE("a lottery is the same on every machine") {
  using Order = std::vector<std::size_t>;
  CHECK(lottery_order(5, 2026) == Order{3, 0, 2, 4, 1});
  CHECK(lottery_order(10, 0) == Order{6, 3, 2, 9, 8, 1, 4, 7, 0, 5});
  CHECK(lottery_order(12, ~std::uint64_t{0}) == Order{3, 2, 4, 11, 7, 9, 5, 10, 0, 1, 6, 8});
  CHECK(lottery_order(3, 42) == Order{0, 2, 1});
  CHECK(lottery_order(1, 7) == Order{0});
  CHECK(lottery_order(0, 7).empty());
  // In whatever order the members are listed.
  const Rosca a = rosca_of(RotationLottery{7}, {"amina", "beth", "chep", "dalia"});
  const Rosca b = rosca_of(RotationLottery{7}, {"dalia", "chep", "amina", "beth"});
  CHECK(rosca_order(a.terms()) == rosca_order(b.terms()));
}

TEST_CASE("each place of a lottery is equally likely") {
  std::vector<std::vector<int>> seen(5, std::vector<int>(5));
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    const auto order = lottery_order(5, seed);
    for (std::size_t place = 0; place < 5; ++place) ++seen[place][order[place]];
  }
  for (const auto& place : seen)
    for (const int count : place) CHECK((count > 3'700 && count < 4'300));  // 4,000 expected, deviation 57
}

TEST_CASE("in a fixed order each has the whole pot in her turn") {
  Rosca circle = rosca_of(RotationFixed{});
  for (int round = 1; round <= 4; ++round) hold(circle, round);
  CHECK(takers(circle) == "amina beth chep dalia ");
  const RoscaPosition end = circle.position(day(4, 3));
  for (const std::string& id : four) {
    CHECK(end.members.at(id).paid == 400 * KES);
    CHECK(end.members.at(id).pot == 400 * KES);
  }
  CHECK(end.box() == 0 * KES);
  CHECK(refused_on(circle, day(5, 3), RoscaRound{.round = 5}) ==
        "invalid_state: /round: all 4 rounds are held; each had the pot once");
}

TEST_CASE("by auction the smallest pot asked wins, and the rest is divided among all by turn") {
  Rosca circle = rosca_of(RotationAuction{});
  const auto bid = [&](int round, std::vector<RoscaBid> bids) {
    record(circle, day(round, 3), RoscaRound{.round = round, .bids = std::move(bids)});
    return circle.position(day(round, 3)).rounds.back();
  };
  const RoscaRoundReport first = bid(1, {{"chep", kes(35'000)}, {"dalia", kes(34'998)}});
  CHECK(first.taker == "dalia");
  CHECK(first.pot == kes(34'998));
  CHECK(first.dividends == kes(5'002));
  CHECK(circle.position(day(1, 3)).members.at("amina").dividends == kes(1'251));  // the odd units by turn
  CHECK(circle.position(day(1, 3)).members.at("beth").dividends == kes(1'251));
  CHECK(circle.position(day(1, 3)).members.at("dalia").dividends == kes(1'250));
  CHECK(bid(2, {{"amina", kes(38'999)}, {"chep", kes(38'999)}}).taker == "chep");       // beth's turn, then chep's
  CHECK(circle.position(day(2, 3)).members.at("amina").dividends == kes(1'251 + 250));  // the odd unit is beth's
  CHECK(bid(3, {}).taker == "amina");  // chep's turn: she, then dalia, had it
  CHECK(bid(4, {}).pot == 400 * KES);
  CHECK(takers(circle) == "dalia chep amina beth ");
}

TEST_CASE("bids and takers that cannot be are refused") {
  Rosca auction = rosca_of(RotationAuction{});
  const auto refusal_of = [&](std::vector<RoscaBid> bids) {
    return refused_on(auction, day(2, 3), RoscaRound{.round = 2, .bids = std::move(bids)});
  };
  record(auction, day(1, 3), RoscaRound{.round = 1, .bids = {{"beth", 300 * KES}}});
  CHECK(refusal_of({{"beth", 300 * KES}}) == "invalid_state: /bids/0/member: \"beth\" had the pot in round 1");
  CHECK(refusal_of({{"amina", kes(40'001)}}) == "out_of_range: /bids/0/pot: KES 400.01; the whole pot is KES 400.00");
  CHECK(refusal_of({{"amina", 0 * KES}}) == "out_of_range: /bids/0/pot: KES 0.00; the amount is above zero");
  CHECK(refusal_of({{"amina", 1 * KES}, {"amina", 2 * KES}}) == "duplicate: /bids/1/member: a second bid of \"amina\"");
  CHECK(refusal_of({{"nobody", 1 * KES}}) == "not_found: /bids/0/member: no member \"nobody\" in this circle");
  CHECK(refused_on(auction, day(2, 3), RoscaRound{.round = 2, .taker = "amina"}) ==
        "invalid_state: /taker: the taker is named in a rotation by need only; leave it out");
  CHECK(refused_on(auction, day(2, 3), RoscaRound{.round = 3}) == "out_of_range: /round: 3; the next round is 2");
  CHECK(
      refused_on(auction, day(2, 3), RoscaRound{.round = 2, .missed = {{"chep", {}}}, .bids = {{"amina", 50 * KES}}}) ==
      "out_of_range: /missed: KES 100.00 is missing and the discount is KES 350.00 of KES 400.00; cover what is "
      "missing, "
      "or ask for a larger pot");

  Rosca need = rosca_of(RotationNeed{});
  record(need, day(1, 3), RoscaRound{.round = 1, .taker = "chep"});
  CHECK(refused_on(need, day(2, 3), RoscaRound{.round = 2, .taker = "chep"}) ==
        "invalid_state: /taker: \"chep\" had the pot in round 1");
  CHECK(refused_on(need, day(2, 3), RoscaRound{.round = 2}) == "not_found: /taker: no member \"\" in this circle");
  CHECK(refused_on(need, day(2, 3), RoscaRound{.round = 2, .bids = {{"amina", 1 * KES}}, .taker = "amina"}) ==
        "invalid_state: /bids: bids are for a rotation by auction");
}

TEST_CASE("what is missed comes from her collateral, her guarantor's, the fund, and then the pot is smaller") {
  Rosca circle = rosca_of(RotationFixed{});
  record(circle, day(1, 1), RoscaDeposited{"amina", 30 * KES});
  record(circle, day(1, 1), RoscaDeposited{"chep", 25 * KES});  // amina's guarantor: places 1 and 3
  record(circle, day(1, 1), RoscaFunded{20 * KES});
  hold(circle, 1);
  record(circle, day(2, 3), RoscaRound{.round = 2, .missed = {{"amina", 10 * KES}}});
  const RoscaPosition position = circle.position(day(2, 3));
  const RoscaRoundReport& round = position.rounds.back();
  CHECK(round.missed == 90 * KES);
  CHECK(round.covered == 75 * KES);
  CHECK(round.short_of == 15 * KES);
  CHECK(round.pot == 385 * KES);
  CHECK(position.box() == 0 * KES);
  CHECK(position.members.at("amina").seized == 30 * KES);
  CHECK(position.owed_by("amina") == 60 * KES);
  CHECK(position.claimed_by("chep") == 25 * KES);
  CHECK(position.claimed_by("beth") == 15 * KES);
  // 45 later: of one day, persons before the fund; 25 and 15 go to chep and beth, 5 to the fund.
  record(circle, day(2, 10), RoscaRepaid{"amina", 45 * KES});
  CHECK(circle.position(day(2, 10)).members.at("chep").recovered == 25 * KES);
  CHECK(circle.position(day(2, 10)).members.at("beth").recovered == 15 * KES);
  CHECK(circle.position(day(2, 10)).fund == 5 * KES);
  CHECK(refused_on(circle, day(2, 11), RoscaRepaid{"amina", kes(1'501)}) ==
        "out_of_range: /amount: KES 15.01; she owes KES 15.00");
}

TEST_CASE("A1: a default seizes what is missing, not all there is") {
  Rosca circle = with_covers({RoscaCover::own_collateral, RoscaCover::guarantor});
  record(circle, day(1, 1), RoscaDeposited{"amina", 1'000 * KES});
  record(circle, day(1, 1), RoscaDeposited{"chep", 1'000 * KES});
  hold(circle, 1);
  record(circle, day(2, 3), RoscaRound{.round = 2, .missed = {{"amina", {}}}});
  CHECK(circle.position(day(2, 3)).members.at("amina").collateral == 900 * KES);
  CHECK(circle.position(day(2, 3)).members.at("chep").collateral == 1'000 * KES);
}

TEST_CASE("G1: whoever pays for a member becomes her creditor, to the unit") {
  Rosca circle = with_covers({RoscaCover::guarantor});
  record(circle, day(1, 1), RoscaDeposited{"chep", 60 * KES});
  hold(circle, 1);
  record(circle, day(2, 3), RoscaRound{.round = 2, .missed = {{"amina", {}}}});
  const RoscaPosition position = circle.position(day(2, 3));
  CHECK(position.owed_by("amina") == 100 * KES);
  CHECK(position.claimed_by("chep") == 60 * KES);
  CHECK(position.claimed_by("beth") == 40 * KES);
}

TEST_CASE("who owes others pays them from her pot; what she misses of her own round makes her own pot smaller") {
  Rosca circle = with_covers({});
  record(circle, day(1, 3), RoscaRound{.round = 1, .missed = {{"beth", {}}}});
  CHECK(circle.position(day(1, 3)).rounds[0].pot == 300 * KES);
  record(circle, day(2, 3), RoscaRound{.round = 2, .missed = {{"beth", 40 * KES}}});
  const RoscaPosition position = circle.position(day(2, 3));
  CHECK(position.rounds[1].pot == 340 * KES);
  CHECK(position.rounds[1].set_off == 100 * KES);
  CHECK(position.members.at("amina").recovered == 100 * KES);
  CHECK(position.members.at("beth").missed_own_pot == 60 * KES);
  CHECK(position.owed_by("beth") == 0 * KES);
}

TEST_CASE("no cover stands in for the taker's own contribution") {
  Rosca circle = rosca_of(RotationFixed{});
  record(circle, day(1, 1), RoscaDeposited{"amina", 100 * KES});
  record(circle, day(1, 1), RoscaFunded{100 * KES});
  record(circle, day(1, 3), RoscaRound{.round = 1, .missed = {{"amina", {}}}});
  CHECK(circle.position(day(1, 3)).box() == 200 * KES);
  CHECK(circle.position(day(1, 3)).rounds[0].pot == 300 * KES);
  CHECK(circle.position(day(1, 3)).claims.empty());
}

TEST_CASE("who takes the pot has her collateral there; it is free after the last round") {
  RoscaTerms terms = rosca_of(RotationFixed{}).terms();
  terms.collateral_factor = 60_pct;
  Rosca circle(terms);
  record(circle, day(1, 1), RoscaDeposited{"amina", 100 * KES});
  CHECK(
      refused_on(circle, day(1, 3), RoscaRound{.round = 1}) ==
      "invalid_state: /round: \"amina\" has KES 100.00 of collateral; who takes the pot of round 1 has KES 180.00; she "
      "deposits KES 80.00 first");
  record(circle, day(1, 2), RoscaDeposited{"amina", 80 * KES});
  record(circle, day(1, 2), RoscaDeposited{"beth", 120 * KES});
  record(circle, day(1, 2), RoscaDeposited{"chep", 60 * KES});
  for (int round = 1; round <= 3; ++round) hold(circle, round);
  CHECK(refused_on(circle, day(3, 4), RoscaReturned{"amina", 1 * KES}) ==
        "invalid_state: /on: round 3 of 4 is held; collateral is free after the last");
  record(circle, day(4, 3), RoscaRound{.round = 4, .missed = {{"chep", {}}}});  // 60 of her own, 40 of amina's
  CHECK(refused_on(circle, day(4, 4), RoscaReturned{"amina", kes(14'001)}) ==
        "out_of_range: /amount: KES 140.01; of KES 140.00 of collateral KES 140.00 is free, she owes KES 0.00");
  record(circle, day(4, 4), RoscaReturned{"amina", 140 * KES});
  record(circle, day(4, 4), RoscaDeposited{"chep", 50 * KES});
  CHECK(refused_on(circle, day(4, 5), RoscaReturned{"chep", 11 * KES}) ==
        "out_of_range: /amount: KES 11.00; of KES 50.00 of collateral KES 10.00 is free, she owes KES 40.00");
  CHECK(circle.position(day(4, 5)).box() == 170 * KES);
}

TEST_CASE("missed contributions that cannot be are refused") {
  Rosca circle = rosca_of(RotationFixed{});
  const auto refusal_of = [&](std::vector<RoscaMissed> missed) {
    return refused_on(circle, day(1, 3), RoscaRound{.round = 1, .missed = std::move(missed)});
  };
  CHECK(refusal_of({{"nobody", {}}}) == "not_found: /missed/0/member: no member \"nobody\" in this circle");
  CHECK(refusal_of({{"beth", {}}, {"beth", {}}}) == "duplicate: /missed/1/member: a second line for \"beth\"");
  CHECK(refusal_of({{"beth", 100 * KES}}) ==
        "out_of_range: /missed/0/paid: KES 100.00; who missed paid zero or more, and less than KES 100.00");
  CHECK(refusal_of({{"beth", kes(-1)}}).starts_with("out_of_range: /missed/0/paid: KES -0.01"));
  CHECK(refusal_of({{"beth", 1 * INR}}) == "currency_mismatch: /missed/0/paid: INR 1.00 in a circle of KES");
  CHECK(refused_on(circle, day(1, 3), RoscaDeposited{"beth", 0 * KES}) ==
        "out_of_range: /amount: KES 0.00; the amount is above zero");
  CHECK(refused_on(circle, day(1, 3), RoscaFunded{1 * INR}) ==
        "currency_mismatch: /amount: INR 1.00 in a circle of KES");
  constexpr std::int64_t large = std::int64_t{1} << 62;
  record(circle, day(1, 2), RoscaFunded{kes(large)});
  CHECK(refused_on(circle, day(1, 3), RoscaDeposited{"beth", kes(large)}).starts_with("overflow: "));
}

TEST_CASE("a round reversed can be held again; a later one must still be possible") {
  Rosca circle = rosca_of(RotationFixed{});
  record(circle, day(1, 3), RoscaRound{.round = 1}, "r1");
  record(circle, day(2, 3), RoscaRound{.round = 2}, "r2");
  CHECK(refused_on(circle, day(2, 4), CircleReversal{"r1"}) ==
        "invalid_state: /on: \"r2\" on 2026-02-03 could not be any more: out_of_range: /round: 2; the next round is 1");
  record(circle, day(2, 4), CircleReversal{"r2"});
  record(circle, day(2, 4), RoscaRound{.round = 2, .missed = {{"dalia", {}}}});
  CHECK(circle.position(day(2, 3)).rounds[1].pot == 400 * KES);
  CHECK(circle.position(day(2, 4)).rounds[1].pot == 300 * KES);
}

TEST_CASE("words of a rotating circle") {
  CHECK(fmt::format("{}", RoscaCover::own_collateral) == "own_collateral");
  CHECK(to_text(RoscaCover::guarantor) == "guarantor");
  CHECK(to_text(RoscaCover::fund) == "fund");
  CHECK(to_text(RoscaAction{RoscaDeposited{"a", 1 * KES}}) == "deposited");
  CHECK(to_text(RoscaAction{RoscaRound{.round = 1}}) == "round");
  CHECK(to_text(RoscaAction{CircleReversal{"a"}}) == "reversal");
}

TEST_CASE("terms by which no rotating circle can be kept are refused, each with its field") {
  const auto problem = [](auto change) {
    RoscaTerms terms{.opened_on = day(1, 1), .contribution = 100 * KES, .members = four};
    change(terms);
    const Problems problems = validate(terms);
    REQUIRE(problems.size() == 1);
    CHECK(refused([&] { return Rosca(terms); }) == to_text(problems.front().code));
    return Error(problems.front()).what() + std::string();
  };
  CHECK(problem([](RoscaTerms& t) { t.members.clear(); }) ==
        "limit_exceeded: /members: 0 members; a circle has 2 to 1000");
  CHECK(problem([](RoscaTerms& t) { t.members = {"a"}; }) ==
        "limit_exceeded: /members: 1 members; a circle has 2 to 1000");
  CHECK(problem([](RoscaTerms& t) { t.members[3] = "beth"; }) == "duplicate: /members/3: \"beth\" is a member already");
  CHECK(problem([](RoscaTerms& t) { t.members[0] = "@"; }).starts_with("out_of_range: /members/0: \"@\""));
  CHECK(problem([](RoscaTerms& t) { t.contribution = 0 * KES; }) ==
        "out_of_range: /contribution: KES 0.00; it is above zero");
  CHECK(problem([](RoscaTerms& t) {
          t.contribution = kes(std::int64_t{1} << 60);
        }).starts_with("overflow: /contribution: "));
  CHECK(problem([](RoscaTerms& t) { t.collateral_factor = Rate::parse("-1"); }) ==
        "out_of_range: /collateral_factor: -1%; a factor is zero or more");
  CHECK(problem([](RoscaTerms& t) {
          t.covers = {RoscaCover::fund, RoscaCover::fund};
        }) == "duplicate: /covers/1: a cover stands in the order once");
  CHECK(problem([](RoscaTerms& t) { t.covers = {RoscaCover{}}; }) == "out_of_range: /covers/0: 0; it is 1 to 3");
  RoscaTerms many{.opened_on = day(1, 1), .contribution = 1 * KES, .members = {}};
  for (int k = 0; k <= 1000; ++k) many.members.push_back(fmt::format("m{}", k));
  CHECK(refused([&] { return Rosca(many); }) == "limit_exceeded");
}
