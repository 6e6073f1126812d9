// SPDX-License-Identifier: MIT
#include <solidarity/liability/claims.hpp>

#include <algorithm>
#include <numeric>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using test::for_all;
using test::Random;

namespace {

using Parts = std::vector<AppliedToClaim>;

const Party meena = Party::person(0);
const Party rani = Party::person(1);
const Party sita = Party::person(2);
const Date june = Date::of(2026, 6, 1);
const Date july = Date::of(2026, 7, 1);

Claim claim(Party by, std::int64_t units, Date on = june) { return {on, by, sita, units, units}; }

std::vector<Claim> some_claims(Random& random) {
  std::vector<Claim> claims;
  for (int k = random.number(0, 40); k > 0; --k) {
    const int kind = random.number(0, 9);
    const auto by = kind == 0   ? Party::group_fund()
                    : kind == 1 ? Party::insurer()
                                : Party::person(static_cast<std::uint32_t>(kind));
    const auto debtor = Party::person(static_cast<std::uint32_t>(random.number(10, 12)));
    const auto amount = random.between(1, 5'000);
    const auto open = random.one_in(4) ? 0 : random.between(0, amount);
    claims.push_back({june + random.number(0, 3), by, debtor, amount, open});
  }
  return claims;
}

}  // namespace

TEST_CASE("the first in are repaid first, persons of a day before the fund before the insurer") {
  const std::vector<Claim> claims{claim(meena, 100, july), claim(Party::insurer(), 10), claim(Party::group_fund(), 20),
                                  claim(rani, 30), claim(meena, 30)};
  const auto recovered = recovery(claims, sita, 95, RecoveryRule::first_in);
  CHECK(recovered.applied == Parts{{3, 30}, {4, 30}, {2, 20}, {1, 10}, {0, 5}});
  CHECK(recovered.unapplied == 0);
}

TEST_CASE("pro rata goes over all ranks at once and is listed by rank") {
  const std::vector<Claim> claims{claim(meena, 100, july), claim(Party::group_fund(), 100), claim(rani, 200)};
  const auto recovered = recovery(claims, sita, 41, RecoveryRule::pro_rata);
  CHECK(recovered.applied == Parts{{2, 21}, {1, 10}, {0, 10}});  // 10.25, 10.25, 20.5
}

TEST_CASE("one unit for seven peers goes to the first of equal claims") {
  const std::vector<Claim> claims(7, claim(rani, 10));
  CHECK(recovery(claims, sita, 1, RecoveryRule::first_in).applied == Parts{{0, 1}});
}

TEST_CASE("what exceeds the claims is unapplied") {
  const std::vector<Claim> claims{claim(meena, 100)};
  const auto recovered = recovery(claims, sita, 150, RecoveryRule::pro_rata);
  CHECK(recovered.applied == Parts{{0, 100}});
  CHECK(recovered.unapplied == 50);
  CHECK(recovery(claims, rani, 150, RecoveryRule::first_in).unapplied == 150);
  CHECK(test::refused([&] { return recovery(claims, sita, -1, RecoveryRule::first_in); }) == "out_of_range");
}

TEST_CASE("G4: what is recovered and what is unapplied are what was paid, and no claim gets more than is open") {
  for_all([](Random& random) {
    auto claims = some_claims(random);
    const auto before = claims;
    const Party debtor = Party::person(static_cast<std::uint32_t>(random.number(10, 12)));
    const auto units = random.between(0, 60'000);
    const auto rule = random.one_in(2) ? RecoveryRule::first_in : RecoveryRule::pro_rata;
    const auto recovered = recovery(claims, debtor, units, rule);
    settle(claims, recovered);
    std::int64_t applied = 0;
    for (const AppliedToClaim& one : recovered.applied) {
      REQUIRE(one.units > 0);
      REQUIRE(claims[one.claim].debtor == debtor);
      REQUIRE(claims[one.claim].open >= 0);
      applied += one.units;
    }
    REQUIRE(applied + recovered.unapplied == units);
    REQUIRE(payable(claims, debtor) == payable(before, debtor) - applied);
    if (recovered.unapplied > 0) REQUIRE(payable(claims, debtor) == 0);
  });
}

TEST_CASE("G4: first in leaves nothing open in a rank before one that receives") {
  for_all([](Random& random) {
    auto claims = some_claims(random);
    const Party debtor = Party::person(10);
    const auto recovered = recovery(claims, debtor, random.between(0, 30'000), RecoveryRule::first_in);
    settle(claims, recovered);
    const auto kind = [](Party by) { return by.is_person() ? 0 : by == Party::group_fund() ? 1 : 2; };
    for (const AppliedToClaim& one : recovered.applied)
      for (const Claim& other : claims)
        if (other.debtor == debtor &&
            std::pair(other.on, kind(other.by)) < std::pair(claims[one.claim].on, kind(claims[one.claim].by)))
          REQUIRE(other.open == 0);
  });
}

TEST_CASE("a call's lines become one claim for each giver and debtor in a layer") {
  const std::vector<CoverLine> lines{{0, CoverLayerKind::own_savings, 2, 2U, std::nullopt, 7},
                                     {1, CoverLayerKind::peers, 1, 0U, CoverSource::savings, 5},
                                     {1, CoverLayerKind::peers, 1, 0U, CoverSource::cash, 6},
                                     {1, CoverLayerKind::peers, 2, 0U, CoverSource::savings, 1},
                                     {1, CoverLayerKind::peers, 2, 3U, CoverSource::cash, 9},
                                     {2, CoverLayerKind::peers, 2, 0U, CoverSource::cash, 2},
                                     {3, CoverLayerKind::insurer, 2, std::nullopt, std::nullopt, 4}};
  std::vector<Claim> claims{claim(meena, 50)};
  append_claims(claims, lines, july, std::vector<std::uint32_t>{40, 30, 20, 10});
  const auto person = [](std::uint32_t number) { return Party::person(number); };
  CHECK(claims == std::vector<Claim>{claim(meena, 50),
                                     {july, person(40), person(30), 11, 11},
                                     {july, person(40), person(20), 1, 1},
                                     {july, person(10), person(20), 9, 9},
                                     {july, person(40), person(20), 2, 2},
                                     {july, Party::insurer(), person(20), 4, 4}});
}
