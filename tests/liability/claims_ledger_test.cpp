// SPDX-License-Identifier: MIT
#include <solidarity/liability/claims_ledger.hpp>

#include <optional>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::for_all;
using test::Random;

namespace {

const Party meena = Party::person(0);
const Party rani = Party::person(1);
const Party sita = Party::person(2);
const Party estate = Party::person(9);

Date january(int day) { return Date::of(2026, 1, day); }

// Sita's shortfall of 1532.00 on the 12th, covered by Meena and Rani.
ClaimsLedger after_the_call() {
  ClaimsLedger ledger;
  ledger.record({january(12), ClaimsMade{{{meena, sita, 76'600}, {rani, sita, 76'600}}}});
  return ledger;
}

std::vector<std::int64_t> open(const ClaimsPosition& position) {
  std::vector<std::int64_t> units;
  for (const Claim& claim : position.claims) units.push_back(claim.open);
  return units;
}

using Units = std::vector<std::int64_t>;

// Eight persons, the fund and the insurer; all that may happen to claims.
Party some_party(Random& random) {
  const int k = random.number(0, 9);
  return k == 8 ? Party::group_fund() : k == 9 ? Party::insurer() : Party::person(static_cast<std::uint32_t>(k));
}
Party some_person(Random& random) { return Party::person(static_cast<std::uint32_t>(random.number(0, 7))); }

ClaimFact some_fact(Random& random, std::size_t known) {
  const Date on = january(1) + random.number(0, 40);
  const Party a = some_party(random);
  const Party b = some_person(random);
  const auto units = random.between(1, 3'000);
  switch (random.number(0, 9)) {
    case 0:
    case 1:
    case 2: return {on, ClaimsMade{{{a, b, units}, {some_party(random), some_person(random), units / 2 + 1}}}};
    case 3:
    case 4: {
      ClaimsRecovered paid{b, units, random.one_in(2) ? RecoveryRule::first_in : RecoveryRule::pro_rata};
      if (random.one_in(2)) paid.interest_per_year = 12_pct;
      return {on, paid};
    }
    case 5: return {on, ClaimWaived{a, b, random.one_in(2) ? 1 : units}};
    case 6: return {on, ClaimsSetOff{a, b}};
    case 7: return {on, ClaimsTransferred{a, some_party(random)}};
    case 8: return {on, DebtAssumed{b, some_person(random)}};
    default: return {on, ClaimFactReversed{known == 0 ? 0 : random.index(known)}};
  }
}

// A ledger of what was not refused.
ClaimsLedger some_ledger(Random& random) {
  ClaimsLedger ledger;
  for (int k = random.number(1, 40); k > 0; --k) {
    try {
      ledger.record(some_fact(random, ledger.facts().size()));
    } catch (const Error&) {
    }
  }
  return ledger;
}

bool same(const ClaimsPosition& a, const ClaimsPosition& b) {
  if (a.claims != b.claims || a.unapplied.size() != b.unapplied.size()) return false;
  for (std::size_t k = 0; k < a.histories.size(); ++k)
    if (a.histories[k].unit_days != b.histories[k].unit_days) return false;
  for (std::size_t k = 0; k < a.unapplied.size(); ++k)
    if (a.unapplied[k].units != b.unapplied[k].units) return false;
  return true;
}

}  // namespace

TEST_CASE("who paid what for whom, what came back and what is open, as of any day") {
  ClaimsLedger ledger = after_the_call();
  ledger.record({january(19), ClaimsRecovered{sita, 50'001}});
  CHECK(ledger.as_of(january(11)).claims.empty());
  CHECK(open(ledger.as_of(january(12))) == Units{76'600, 76'600});
  CHECK(open(ledger.as_of(january(18))) == Units{76'600, 76'600});
  CHECK(open(ledger.as_of(january(19))) == Units{51'599, 51'600});
  CHECK(ledger.as_of(january(19)).histories[0].recovered == 25'001);
  CHECK(open(ledger.as_of(january(31), 1)) == Units{76'600, 76'600});  // as known after the first fact
}

TEST_CASE("what exceeds the claims is handed back for the debtor's own debt") {
  ClaimsLedger ledger = after_the_call();
  ledger.record({january(19), ClaimsRecovered{sita, 200'000}});
  const auto position = ledger.as_of(january(19));
  CHECK(open(position) == Units{0, 0});
  REQUIRE(position.unapplied.size() == 1);
  CHECK(position.unapplied[0].units == 200'000 - 153'200);
}

TEST_CASE("a waiver takes what is open and not more") {
  ClaimsLedger ledger = after_the_call();
  CHECK(test::refused([&] {
          return ledger.record({january(13), ClaimWaived{meena, sita, 76'601}});
        }) == "out_of_range");
  CHECK(ledger.facts().size() == 1);
  ledger.record({january(13), ClaimWaived{meena, sita, 600}});
  const auto position = ledger.as_of(january(13));
  CHECK(open(position) == Units{76'000, 76'600});
  CHECK(position.histories[0].waived == 600);
}

TEST_CASE("two who owe each other set off the smaller sum") {
  ClaimsLedger ledger = after_the_call();
  ledger.record({january(15), ClaimsMade{{{sita, meena, 10'000}}}});
  CHECK(test::refused([&] { return ledger.record({january(15), ClaimsSetOff{rani, sita}}); }) == "invalid_state");
  ledger.record({january(16), ClaimsSetOff{meena, sita}});
  CHECK(open(ledger.as_of(january(16))) == Units{66'600, 76'600, 0});
}

TEST_CASE("the claims of a dead holder pass to her estate, and keep their day") {
  ClaimsLedger ledger = after_the_call();
  ledger.record({january(14), ClaimsRecovered{sita, 10'000}});
  ledger.record({january(20), ClaimsTransferred{meena, estate}});
  const auto position = ledger.as_of(january(20));
  CHECK(open(position) == Units{0, 71'600, 71'600});
  CHECK(position.claims[2] == Claim{january(12), estate, sita, 71'600, 71'600});
  CHECK(position.histories[0].transferred == 71'600);
  CHECK(receivable(ledger.as_of(january(19)).claims, meena) == 71'600);  // history stays visible
  CHECK(receivable(position.claims, meena) == 0);
}

TEST_CASE("an insurer who pays out a claimant holds her claim; who takes over a debt owes it") {
  ClaimsLedger ledger = after_the_call();
  ledger.record({january(20), ClaimsTransferred{rani, Party::insurer()}});
  ledger.record({january(21), DebtAssumed{sita, estate}});
  const auto position = ledger.as_of(january(21));
  CHECK(receivable(position.claims, Party::insurer()) == 76'600);
  CHECK(payable(position.claims, sita) == 0);
  CHECK(payable(position.claims, estate) == 153'200);
  CHECK(test::refused([&] { return ledger.record({january(22), DebtAssumed{estate, meena}}); }) == "invalid_state");
}

TEST_CASE("a meeting reversed a week later restores every claim, and shows what stood until then") {
  ClaimsLedger ledger = after_the_call();
  const auto before = ledger.as_of(january(31));
  const auto call = ledger.record({january(19), ClaimsMade{{{meena, rani, 500}}}});
  const auto paid = ledger.record({january(19), ClaimsRecovered{sita, 9'999}});
  ledger.record({january(26), ClaimFactReversed{call}});
  ledger.record({january(26), ClaimFactReversed{paid}});
  CHECK(open(ledger.as_of(january(25))) == Units{71'600, 71'601, 500});
  CHECK(same(ledger.as_of(january(31)), before));
}

TEST_CASE("a reversal is refused when it cannot be") {
  ClaimsLedger ledger = after_the_call();
  ledger.record({january(13), ClaimWaived{meena, sita, 600}});
  const auto refused = [&](ClaimFact fact) { return test::refused([&] { return ledger.record(fact); }); };
  CHECK(refused({january(14), ClaimFactReversed{7}}) == "not_found");
  CHECK(refused({january(12), ClaimFactReversed{1}}) == "out_of_range");
  CHECK(refused({january(14), ClaimFactReversed{0}}) == "out_of_range");  // the waiver would have nothing to waive
  ledger.record({january(14), ClaimFactReversed{1}});
  CHECK(refused({january(15), ClaimFactReversed{1}}) == "duplicate");
  CHECK(refused({january(15), ClaimFactReversed{2}}) == "invalid_state");
  CHECK(ledger.facts().size() == 3);
}

TEST_CASE("a fact entered late counts from its day, and not when a later one could not be") {
  ClaimsLedger ledger = after_the_call();
  ledger.record({january(20), ClaimWaived{meena, sita, 76'600}});
  CHECK(test::refused([&] { return ledger.record({january(15), ClaimsRecovered{sita, 2}}); }) == "invalid_state");
  ledger.record({january(21), ClaimsRecovered{sita, 2}});
  CHECK(open(ledger.as_of(january(21))) == Units{0, 76'598});
}

TEST_CASE("claims refuse amounts that are not above zero and claims on oneself") {
  ClaimsLedger ledger;
  const auto refused = [&](ClaimFact fact) { return test::refused([&] { return ledger.record(fact); }); };
  CHECK(refused({january(1), ClaimsMade{{{meena, sita, 0}}}}) == "out_of_range");
  CHECK(refused({january(1), ClaimsMade{{{sita, sita, 1}}}}) == "invalid_state");
  CHECK(refused({january(1), ClaimsRecovered{sita, -1}}) == "out_of_range");
  CHECK(refused({january(1), ClaimWaived{meena, sita, 1}}) == "out_of_range");
  CHECK(refused({january(1), ClaimsTransferred{meena, meena}}) == "invalid_state");
  CHECK(ledger.facts().empty());
}

TEST_CASE("interest on a claim is simple, by the days that it was open") {
  ClaimsLedger ledger = after_the_call();
  CHECK(claim_interest(ledger.as_of(january(12)).histories[0], 12_pct) == 0);
  CHECK(claim_interest(ledger.as_of(january(12) + 28).histories[0], 12_pct) ==
        705);  // 766.00 * 28 * 0.12 / 365 = 7.0514
  ledger.record({january(22), ClaimsRecovered{sita, 2 * 36'600}});
  const auto history = ledger.as_of(january(12) + 28).histories[0];
  CHECK(history.unit_days == 76'600 * 10 + 40'000 * 18);
  CHECK(claim_interest(history, 12_pct) == 489);  // 4.8855
}

TEST_CASE("interest on claims is paid before the claims themselves") {
  ClaimsLedger ledger = after_the_call();
  ledger.record({january(12) + 28, ClaimsRecovered{sita, 1'411 + 2'000, RecoveryRule::first_in, 12_pct}});
  const auto position = ledger.as_of(january(12) + 28);
  CHECK(position.histories[0].interest_paid == 705);
  CHECK(position.histories[1].interest_paid == 705);
  CHECK(open(position) == Units{75'599, 75'600});  // 34.11 - 14.10 = 20.01
  CHECK(claim_interest_due(position.histories[0], 12_pct) == 0);
  ledger.record({january(12) + 56, ClaimsRecovered{sita, 801, RecoveryRule::pro_rata, 12_pct}});
  const auto later = ledger.as_of(january(12) + 56);
  CHECK(later.histories[0].interest_paid == 705 + 401);  // 6.96 is due on each: 8.01 in equal parts, the odd unit first
  CHECK(later.histories[1].interest_paid == 705 + 400);
  CHECK(open(later) == open(position));
  CHECK(test::refused([&] {
          return ledger.record({january(31), ClaimsRecovered{sita, 1, RecoveryRule::pro_rata, Rate::of_ticks(-1)}});
        }) == "out_of_range");
}

TEST_CASE("G4: claims and what is owed on them net to zero at every instant, and every claim adds up") {
  for_all([](Random& random) {
    const ClaimsLedger ledger = some_ledger(random);
    for (int day = -1; day <= 42; day += 3) {
      const auto position = ledger.as_of(january(1) + day);
      std::int64_t net =
          net_position(position.claims, Party::group_fund()) + net_position(position.claims, Party::insurer());
      for (std::uint32_t k = 0; k < 8; ++k) net += net_position(position.claims, Party::person(k));
      REQUIRE(net == 0);
      for (std::size_t k = 0; k < position.claims.size(); ++k) {
        const Claim& claim = position.claims[k];
        const ClaimHistory& history = position.histories[k];
        REQUIRE(claim.open >= 0);
        REQUIRE(claim.by != claim.debtor);
        REQUIRE(claim.amount ==
                claim.open + history.recovered + history.waived + history.set_off + history.transferred);
        REQUIRE(history.unit_days >= 0);
        REQUIRE(history.interest_paid <= claim_interest(history, 12_pct));
      }
    }
  });
}

TEST_CASE("reversing the last fact on its day restores the position of every day") {
  for_all([](Random& random) {
    ClaimsLedger ledger = some_ledger(random);
    ClaimFact fact = some_fact(random, 0);
    if (std::holds_alternative<ClaimFactReversed>(fact.what)) return;
    const ClaimsLedger before = ledger;
    std::optional<std::size_t> number;
    try {
      number = ledger.record(fact);
    } catch (const Error&) {
      REQUIRE(ledger.facts().size() == before.facts().size());
      return;
    }
    ledger.record({fact.on, ClaimFactReversed{*number}});
    for (int day = 0; day <= 42; day += 2)
      REQUIRE(same(ledger.as_of(january(1) + day), before.as_of(january(1) + day)));
  });
}

TEST_CASE("the latest position is what replaying every fact gives") {
  for_all([](Random& random) {
    const ClaimsLedger ledger = some_ledger(random);
    ClaimsLedger again;  // the same facts with one more at the end, known before it: replayed from the first
    for (const ClaimFact& fact : ledger.facts()) again.record(fact);
    again.record({january(1) + 60, ClaimsMade{{{meena, sita, 1}}}});
    for (int day = 38; day <= 50; day += 4)
      REQUIRE(same(ledger.as_of(january(1) + day), again.as_of(january(1) + day, ledger.facts().size())));
  });
}

TEST_CASE("a later fact never changes an earlier day, nor what was known before") {
  for_all([](Random& random) {
    ClaimsLedger ledger = some_ledger(random);
    const ClaimsLedger before = ledger;
    const ClaimFact fact = some_fact(random, ledger.facts().size());
    try {
      ledger.record(fact);
    } catch (const Error&) {
      return;
    }
    REQUIRE(same(ledger.as_of(fact.on - 1), before.as_of(fact.on - 1)));
    REQUIRE(same(ledger.as_of(january(42 - 11), before.facts().size()), before.as_of(january(42 - 11))));
  });
}
