// SPDX-License-Identifier: MIT
#include <solidarity/liability/terms.hpp>

#include <algorithm>
#include <numeric>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"
#include "liability/calls.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::for_all;
using test::Random;

namespace {

using Units = std::vector<std::int64_t>;

std::vector<std::string> fields(const Problems& problems) {
  std::vector<std::string> all;
  for (const Problem& problem : problems) all.push_back(std::string(to_text(problem.code)) + " " + problem.field);
  return all;
}

JointLiability usual(LiabilityRegime regime = JointAndSeveral{}) {
  return {.regime = std::move(regime), .layers = {CoverLayer::own_savings(), CoverLayer::peers(CoverSource::cash)}};
}

LiabilityRegime some_regime(Random& random, std::uint32_t members) {
  switch (random.number(0, 4)) {
    case 0: return NoLiability{};
    case 1: return SeveralLiability{};
    case 2: return JointAndSeveral{};
    case 3: {
      SubGroups groups;
      for (std::uint32_t k = 0; k < members; ++k) groups.of.push_back(static_cast<std::uint32_t>(random.number(0, 3)));
      return groups;
    }
    default: {
      NamedPairs named;
      for (int k = random.number(0, 12); k > 0; --k)
        named.pairs.push_back(
            {static_cast<std::uint32_t>(random.index(members)), static_cast<std::uint32_t>(random.index(members))});
      return named;
    }
  }
}

}  // namespace

TEST_CASE("who answers for whom") {
  CHECK_FALSE(answers_for(NoLiability{}, 0, 1));
  CHECK(answers_for(SeveralLiability{}, 0, 1));
  CHECK(answers_for(JointAndSeveral{}, 0, 1));
  const SubGroups groups{{0, 0, 1, 1}};
  CHECK(answers_for(groups, 0, 1));
  CHECK_FALSE(answers_for(groups, 0, 2));
  const NamedPairs named{{{0, 1}, {0, 2}}};
  CHECK(answers_for(named, 0, 2));
  CHECK_FALSE(answers_for(named, 2, 0));
}

TEST_CASE("circles: sub-groups, and debtors with the same guarantors") {
  CHECK(circles(JointAndSeveral{}, 2) == std::vector<LiabilityCircle>{{{0, 1}, {0, 1}}});
  CHECK(circles(NoLiability{}, 2) == std::vector<LiabilityCircle>{{{0, 1}, {}}});
  CHECK(circles(SubGroups{{7, 3, 7}}, 3) == std::vector<LiabilityCircle>{{{0, 2}, {0, 2}}, {{1}, {1}}});
  CHECK(circles(NamedPairs{{{0, 1}, {0, 2}}}, 3) == std::vector<LiabilityCircle>{{{0}, {}}, {{1, 2}, {0}}});
}

TEST_CASE("every member is a debtor of one circle, and its peers are those who answer for her") {
  for_all([](Random& random) {
    const auto members = static_cast<std::uint32_t>(random.number(1, 20));
    const LiabilityRegime regime = some_regime(random, members);
    std::vector<int> seen(members);
    for (const LiabilityCircle& circle : circles(regime, members))
      for (const std::uint32_t debtor : circle.debtors) {
        ++seen[debtor];
        for (std::uint32_t k = 0; k < members; ++k) {
          REQUIRE_FALSE(answers_for(regime, debtor, debtor));
          if (k != debtor) REQUIRE(std::ranges::binary_search(circle.peers, k) == answers_for(regime, k, debtor));
        }
      }
    REQUIRE(std::ranges::all_of(seen, [](int times) { return times == 1; }));
  });
}

TEST_CASE("under any regime nobody pays outside her circle, and cover and what is uncovered are the shortfall") {
  for_all([](Random& random) {
    test::Circle group = test::some_group(random);
    const auto members = static_cast<std::uint32_t>(group.members.size());
    const LiabilityRegime regime = some_regime(random, members);
    group.terms.several = std::holds_alternative<SeveralLiability>(regime);
    group.circles = circles(regime, members);
    const auto outcome = test::outcome_of(group);
    Units covered(members);
    Units given(members);
    for (const CoverLine& line : outcome.lines) {
      covered[line.debtor] += line.units;
      if (line.kind != CoverLayerKind::peers) continue;
      REQUIRE(answers_for(regime, *line.by, line.debtor));
      given[*line.by] += line.units;
    }
    for (std::uint32_t k = 0; k < members; ++k) {
      REQUIRE(covered[k] + outcome.members[k].uncovered == outcome.members[k].shortfall);
      REQUIRE(outcome.members[k].uncovered >= 0);
      REQUIRE(given[k] == outcome.members[k].contributed);
      REQUIRE(given[k] <= std::min(group.members[k].cap_left, group.terms.cap_per_call));
    }
  });
}

TEST_CASE("one circle of all is no circle at all, and a circle without peers asks nobody") {
  for_all([](Random& random) {
    test::Circle group = test::some_group(random);
    const auto before = test::outcome_of(group);
    group.circles = circles(JointAndSeveral{}, group.members.size());
    REQUIRE(test::outcome_of(group).lines == before.lines);
    group.circles = circles(NoLiability{}, group.members.size());
    for (const CoverLine& line : test::outcome_of(group).lines) REQUIRE(line.kind != CoverLayerKind::peers);
  });
}

TEST_CASE("sub-groups that share no money are covered as if each were a group of its own") {
  for_all([](Random& random) {
    test::Circle group = test::some_group(random);
    group.layers = {CoverLayer::own_savings(), CoverLayer::peers(CoverSource::savings, CoverSource::cash)};
    group.turn = 0;
    const std::size_t half = group.members.size() / 2;
    SubGroups groups;
    for (std::size_t k = 0; k < group.members.size(); ++k) groups.of.push_back(k < half ? 4 : 1);
    test::Circle first = group;
    first.members.resize(half);
    const auto alone = test::outcome_of(first);
    group.circles = circles(groups, group.members.size());
    const auto together = test::outcome_of(group);
    for (std::size_t k = 0; k < half; ++k) {
      REQUIRE(together.members[k].contributed == alone.members[k].contributed);
      REQUIRE(together.members[k].uncovered == alone.members[k].uncovered);
    }
  });
}

TEST_CASE("a guarantor named for two pays for both, up to her cap, in proportion to what they lack") {
  test::Circle group = test::three();
  group.members[1].paid = 153'100;  // 1.00 short; 2 is 1532.00 short
  group.members[0].cap_left = 50'050;
  group.circles = circles(NamedPairs{{{0, 2}}}, 3);
  CHECK(test::outcome_of(group).members[1].uncovered == 100);
  group.circles = circles(NamedPairs{{{0, 1}, {0, 2}}}, 3);
  const auto outcome = test::outcome_of(group);
  CHECK(outcome.members[0].contributed == 50'050);
  CHECK(outcome.members[1].uncovered == 67);  // one circle: 500.50 divided by what each lacks
  CHECK(outcome.members[2].uncovered == 153'200 - 50'017);
}

TEST_CASE("under several liability nobody pays for a peer who cannot") {
  test::Circle group = test::three();
  group.members[0].cash_limit = 10'000;
  group.terms.several = true;
  const auto outcome = test::outcome_of(group);
  CHECK(outcome.members[0].contributed == 10'000);
  CHECK(outcome.members[1].contributed == 76'600);
  CHECK(outcome.members[2].uncovered == 66'600);
}

TEST_CASE("a call waits for the days and the notice of its trigger") {
  const Date on = Date::of(2026, 3, 10);
  CHECK(is_called({}, 0, std::nullopt, on));
  const CallTrigger trigger{.days_past_due = 30, .notice_days = 7};
  CHECK_FALSE(is_called(trigger, 29, on - 7, on));
  CHECK_FALSE(is_called(trigger, 30, on - 6, on));
  CHECK_FALSE(is_called(trigger, 30, std::nullopt, on));
  CHECK(is_called(trigger, 30, on - 7, on));
  CHECK(is_called(trigger, 31, on - 7, on + 1));
}

TEST_CASE("caps: absolute, in installments, own savings; what is left is the least of them") {
  const PeerRecord peer{.installment = 153'201, .savings = 40'000, .given_in_cycle = 100'000, .given_ever = 500'000};
  CHECK(cap_units(AbsoluteCap{70'000}, peer) == 70'000);
  CHECK(cap_units(InstallmentsCap{150_pct}, peer) == 229'801);
  CHECK(cap_units(OwnSavingsCap{}, peer) == 40'000);
  CHECK(cap_left({}, peer) == unlimited);
  CHECK(cap_left({.per_cycle = InstallmentsCap{150_pct}}, peer) == 129'801);
  CHECK(cap_left({.per_call = OwnSavingsCap{}, .per_cycle = InstallmentsCap{150_pct}}, peer) == 40'000);
  CHECK(cap_left({.per_member = AbsoluteCap{400'000}}, peer) == 0);
}

TEST_CASE("what the defaulter pays later goes to the lender, the claimants, or both") {
  using enum RecoveryOrder;
  CHECK(divide_recovery(100, 300, 100, lender_first) == DividedRecovery{100, 0, 0});
  CHECK(divide_recovery(350, 300, 100, lender_first) == DividedRecovery{300, 50, 0});
  CHECK(divide_recovery(150, 300, 100, claimants_first) == DividedRecovery{50, 100, 0});
  CHECK(divide_recovery(100, 300, 100, pro_rata) == DividedRecovery{75, 25, 0});
  CHECK(divide_recovery(1, 1, 1, pro_rata) == DividedRecovery{1, 0, 0});
  CHECK(divide_recovery(500, 300, 100, pro_rata) == DividedRecovery{300, 100, 100});
  CHECK(divide_recovery(500, 0, 0, pro_rata) == DividedRecovery{0, 0, 500});
  CHECK(test::refused([] { return divide_recovery(-1, 0, 0, lender_first); }) == "out_of_range");
}

TEST_CASE("the parts of a divided recovery add up, whatever the order") {
  for_all([](Random& random) {
    const auto any = [&] { return random.one_in(5) ? 0 : random.between(0, random.one_in(3) ? unlimited : 1'000); };
    const std::int64_t units = any();
    const std::int64_t owed = any();
    const std::int64_t claimed = any();
    const auto order = static_cast<RecoveryOrder>(random.number(1, 3));
    const DividedRecovery divided = divide_recovery(units, owed, claimed, order);
    REQUIRE((divided.to_lender >= 0 && divided.to_lender <= owed));
    REQUIRE((divided.to_claimants >= 0 && divided.to_claimants <= claimed));
    REQUIRE(divided.to_lender + divided.to_claimants == units - divided.surplus);
    if (divided.surplus > 0) REQUIRE((divided.to_lender == owed && divided.to_claimants == claimed));
    if (order == RecoveryOrder::lender_first && divided.to_claimants > 0) REQUIRE(divided.to_lender == owed);
    if (order == RecoveryOrder::claimants_first && divided.to_lender > 0) REQUIRE(divided.to_claimants == claimed);
  });
}

TEST_CASE("new loans are blocked while somebody is later than the terms allow") {
  CHECK_FALSE(blocks_new_loans({}, 400));
  CHECK_FALSE(blocks_new_loans({.blocks_new_loans_after_days = 30}, 30));
  CHECK(blocks_new_loans({.blocks_new_loans_after_days = 30}, 31));
}

TEST_CASE("contradictory liability terms are refused with their fields") {
  CHECK(validate(usual(), 5).empty());
  CHECK(fields(validate(usual(NoLiability{}), 5)) == std::vector<std::string>{"contradictory_terms /layers/1"});
  CHECK(fields(validate(usual(SubGroups{{0, 0}}), 5)) == std::vector<std::string>{"out_of_range /regime/of"});
  CHECK(fields(validate(usual(NamedPairs{{{0, 0}}}), 5)) == std::vector<std::string>{"invalid_state /regime/pairs/0"});
  CHECK(fields(validate(usual(NamedPairs{{{0, 1}, {1, 0}}}), 5)) ==
        std::vector<std::string>{"invalid_state /regime/pairs"});
  CHECK(fields(validate(usual(NamedPairs{{{0, 1}, {1, 2}, {2, 0}}}), 5)) ==
        std::vector<std::string>{"invalid_state /regime/pairs"});
  CHECK(validate(usual(NamedPairs{{{0, 1}, {0, 2}, {1, 2}}}), 5).empty());
  CHECK(fields(validate(usual(NamedPairs{{{0, 1}, {0, 1}}}), 5)) ==
        std::vector<std::string>{"duplicate /regime/pairs/1"});
  CHECK(fields(validate(usual(NamedPairs{{{0, 5}}}), 5)) == std::vector<std::string>{"not_found /regime/pairs/0"});
  JointLiability terms = usual();
  terms.share = Rate::of_ticks(-1);
  terms.trigger.notice_days = -1;
  terms.caps.per_cycle = AbsoluteCap{-1};
  CHECK(fields(validate(terms, 5)) == std::vector<std::string>{"out_of_range /share",
                                                               "out_of_range /trigger/notice_days",
                                                               "out_of_range /caps/per_cycle"});
}
