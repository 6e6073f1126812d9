// SPDX-License-Identifier: MIT
#include <solidarity/group/incentives.hpp>
#include <solidarity/liability/terms.hpp>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::INR;
using test::Random;

namespace {

const Date day = 2026y / January / 5;
const Consequences keeps{};
const Consequences loses{.loses_cycle = true};

std::vector<LoanOutcome> some_loans(Random& random) {
  std::vector<LoanOutcome> loans(static_cast<std::size_t>(random.number(0, 6)));
  for (LoanOutcome& loan : loans) {
    if (!random.one_in(4)) loan.closed_on = day + random.number(0, 30);
    if (random.one_in(4)) loan.defaulted_on = day + random.number(0, 30);
  }
  return loans;
}

}  // namespace

TEST_CASE("a cycle is the number of closed loans, from 0") {
  const std::vector<LoanOutcome> loans{
      {.closed_on = day}, {.closed_on = day + 100, .defaulted_on = day + 90}, {.closed_on = day + 200}, {}};
  CHECK(cycle_on({}, day) == 0);
  CHECK(cycle_on(loans, day - 1) == 0);
  CHECK(cycle_on(loans, day) == 1);
  CHECK(cycle_on(loans, day + 100) == 2);
  CHECK(cycle_on(loans, day + 9000) == 3);
}

TEST_CASE("where a default loses the cycle, counting begins again after it") {
  const std::vector<LoanOutcome> loans{
      {.closed_on = day}, {.closed_on = day + 100, .defaulted_on = day + 90}, {.closed_on = day + 200}};
  CHECK(progress_on(loans, keeps, day + 200) == 3);
  CHECK(progress_on(loans, loses, day + 89) == 1);
  CHECK(progress_on(loans, loses, day + 90) == 0);
  CHECK(progress_on(loans, loses, day + 100) == 0);  // the loan that defaulted never counts
  CHECK(progress_on(loans, loses, day + 200) == 1);
  CHECK(progress_on(std::vector<LoanOutcome>{{.closed_on = day}, {.defaulted_on = day}}, loses, day) == 0);
}

TEST_CASE("G12, law: the cycle is a number from 0 that never falls") {
  test::for_all([](Random& random) {
    auto loans = some_loans(random);
    int before = 0;
    for (int k = -1; k <= 31; ++k) {
      const int cycle = cycle_on(loans, day + k);
      REQUIRE(cycle >= before);
      REQUIRE(progress_on(loans, keeps, day + k) == cycle);
      REQUIRE(progress_on(loans, loses, day + k) >= 0);
      REQUIRE(progress_on(loans, loses, day + k) <= cycle);
      before = cycle;
    }
    auto more = loans;
    more.push_back({.closed_on = day + random.number(0, 30)});
    random.shuffle(more);
    REQUIRE(cycle_on(more, day + 31) == cycle_on(loans, day + 31) + 1);
  });
}

TEST_CASE("a member graduates after enough cycles with enough on time") {
  GroupRules rules{.kind = GroupKind::solidarity_group, .currency = INR};
  CHECK_FALSE(graduates(rules, {.cycle = 99}));
  rules.graduation = Graduation{.cycles = 3, .on_time = 95_pct};
  CHECK_FALSE(graduates(rules, {.cycle = 2, .on_time = {20, 20}}));
  CHECK(graduates(rules, {.cycle = 3, .on_time = {19, 20}}));
  CHECK_FALSE(graduates(rules, {.cycle = 3, .on_time = {18, 19}}));
  CHECK(graduates(rules, {.cycle = 4, .on_time = {20, 20}}));
}

TEST_CASE("a tally reaches a share exactly or not") {
  CHECK(reaches({3, 4}, 75_pct));
  CHECK_FALSE(reaches({2, 3}, Rate::parse("66.666666666667")));
  CHECK(reaches({2, 3}, Rate::parse("66.666666666666")));
  CHECK(reaches({0, 0}, 100_pct));
  CHECK(reaches({unlimited, unlimited}, 100_pct));
  CHECK(test::refused([] { return reaches({5, 4}, 50_pct); }) == "out_of_range");
  CHECK(test::refused([] { return reaches({-1, 4}, 50_pct); }) == "out_of_range");
}

TEST_CASE("a period in which nobody was late gives each a part of her interest back") {
  const auto rebates = [](bool late, Rounding rounding = Rounding::half_up) {
    return punctuality_rebates(10_pct, std::vector<PunctualityRecord>{{125, false}, {84, late}, {0, false}}, rounding);
  };
  CHECK(rebates(false) == std::vector<std::int64_t>{13, 8, 0});
  CHECK(rebates(false, Rounding::half_even) == std::vector<std::int64_t>{12, 8, 0});
  CHECK(rebates(true) == std::vector<std::int64_t>{0, 0, 0});
  CHECK(punctuality_rebates(10_pct, {}).empty());
  CHECK(test::refused([] { return punctuality_rebates(101_pct, {}); }) == "out_of_range");
  CHECK(test::refused([] {
          return punctuality_rebates(10_pct, std::vector<PunctualityRecord>{{-1, false}});
        }) == "out_of_range");
}

TEST_CASE("law: a rebate is between nothing and the interest, and one who is late costs everybody hers") {
  test::for_all([](Random& random) {
    std::vector<PunctualityRecord> members(1 + random.index(8));
    for (PunctualityRecord& member : members) member.interest_paid = random.some_units();
    const Rate part = Rate::of_ticks(random.between(0, Rate::one));
    const Rounding rounding = random.rounding();
    const auto rebates = punctuality_rebates(part, members, rounding);
    for (std::size_t k = 0; k < members.size(); ++k) {
      REQUIRE(rebates[k] >= 0);
      REQUIRE(rebates[k] <= members[k].interest_paid);
      REQUIRE(rebates[k] == multiply_divide(members[k].interest_paid, part.ticks(), Rate::one, rounding));
    }
    members[random.index(members.size())].was_late = true;
    for (const std::int64_t rebate : punctuality_rebates(part, members, rounding)) REQUIRE(rebate == 0);
  });
}
