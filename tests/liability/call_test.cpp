// SPDX-License-Identifier: MIT
#include "liability/calls.hpp"

#include <limits>
#include <vector>

#include "catch.hpp"
#include "laws/allocations.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::Circle;
using test::outcome_of;
using test::three;
using enum CoverSource;

namespace {

CoverLine from_peer(std::uint32_t peer, std::uint32_t debtor, std::int64_t units, CoverSource source = cash,
                    std::uint32_t layer = 0) {
  return {layer, CoverLayerKind::peers, debtor, peer, source, units};
}

using Lines = std::vector<CoverLine>;

}  // namespace

TEST_CASE("two peers give half each for a third who pays nothing") {
  const auto outcome = outcome_of(three());
  CHECK(outcome.lines == Lines{from_peer(0, 2, 76'600), from_peer(1, 2, 76'600)});
  CHECK(outcome.members[2].uncovered == 0);
}

TEST_CASE("what one peer cannot give the other gives") {
  Circle group = three();
  group.members[0].cash_limit = 50'000;
  CHECK(outcome_of(group).lines == Lines{from_peer(0, 2, 50'000), from_peer(1, 2, 103'200)});
}

TEST_CASE("half a share leaves half uncovered, and the odd unit is rounded away from the peers") {
  Circle group = three();
  group.terms.share = 50_pct;
  auto outcome = outcome_of(group);
  CHECK(outcome.lines == Lines{from_peer(0, 2, 38'300), from_peer(1, 2, 38'300)});
  CHECK(outcome.members[2].uncovered == 76'600);
  group.members[2].paid = 153'197;  // 3 short: floor(1.5) = 1
  CHECK(outcome_of(group).lines == Lines{from_peer(0, 2, 1)});
}

TEST_CASE("the odd unit goes around with the turn") {
  Circle group = three();
  group.members[2].paid = 153'199;
  for (std::size_t turn = 0; turn < 6; ++turn) {
    group.turn = turn;
    CHECK(outcome_of(group).lines ==
          Lines{from_peer(turn % 3 == 1 ? 1 : 0, 2, 1)});  // a turn of the debtor goes on to the first
  }
}

TEST_CASE("whose money goes to the first defaulter goes around with the turn too") {
  Circle group{.members = {{}, {}, {.due = 1, .paid = 0}, {.due = 1, .paid = 0}}, .layers = {CoverLayer::peers(cash)}};
  CHECK(outcome_of(group).lines == Lines{from_peer(0, 2, 1), from_peer(1, 3, 1)});
  group.turn = 1;
  CHECK(outcome_of(group).lines == Lines{from_peer(1, 2, 1), from_peer(0, 3, 1)});
  group.turn = 3;  // a turn of the debtor goes on to the first
  CHECK(outcome_of(group).lines == Lines{from_peer(0, 2, 1), from_peer(1, 3, 1)});
}

TEST_CASE("a split weighs by principal, outstanding, given weights, or savings as they were before the call") {
  Circle group{.members = {{.savings = 3, .principal = 1, .outstanding = 2, .weight = 4},
                           {.savings = 1, .principal = 3, .outstanding = 2, .weight = 1},
                           {.due = 1'004, .paid = 0}},
               .layers = {CoverLayer::peers(savings), CoverLayer::peers(cash)}};
  const auto cash_of = [&](CoverSplit split) {
    group.terms.split = split;
    const Lines lines = outcome_of(group).lines;
    REQUIRE(lines.size() == 4);  // all savings, then cash
    return std::vector<std::int64_t>{lines[2].units, lines[3].units};
  };
  CHECK(cash_of(CoverSplit::equal) == std::vector<std::int64_t>{500, 500});
  CHECK(cash_of(CoverSplit::by_principal) == std::vector<std::int64_t>{250, 750});
  CHECK(cash_of(CoverSplit::by_outstanding) == std::vector<std::int64_t>{500, 500});
  CHECK(cash_of(CoverSplit::by_savings) == std::vector<std::int64_t>{750, 250});  // nothing of them is left by now
  CHECK(cash_of(CoverSplit::by_weights) == std::vector<std::int64_t>{800, 200});
}

TEST_CASE("the share is taken when the first layer of peers is reached, of what the fund has left") {
  Circle group = three();
  group.terms.share = 50_pct;
  group.fund = 53'200;
  group.layers = {CoverLayer::group_fund(), CoverLayer::peers(savings), CoverLayer::peers(cash), CoverLayer::insurer()};
  group.members[0].savings = 10'000;
  group.insurer = 1'000'000;
  const auto outcome = outcome_of(group);
  CHECK(outcome.lines == Lines{{0, CoverLayerKind::group_fund, 2, std::nullopt, std::nullopt, 53'200},
                               from_peer(0, 2, 10'000, savings, 1),
                               from_peer(0, 2, 20'000, cash, 2),  // two layers do not net against each other
                               from_peer(1, 2, 20'000, cash, 2),
                               {3, CoverLayerKind::insurer, 2, std::nullopt, std::nullopt, 50'000}});
  CHECK(outcome.fund_used == 53'200);
  CHECK(outcome.insurer_used == 50'000);
}

TEST_CASE("two who default on each other do not cover each other") {
  const Circle group{.members = {{.due = 100, .paid = 0, .savings = 500}, {.due = 100, .paid = 0, .savings = 500}},
                     .layers = {CoverLayer::peers(savings, cash)}};
  const auto outcome = outcome_of(group);
  CHECK(outcome.lines.empty());
  CHECK(outcome.members[0].uncovered == 100);
  CHECK(outcome.members[1].uncovered == 100);
}

TEST_CASE("coins within the tolerance are not called, and their debtor is a peer all the same") {
  Circle group = three();
  group.members[0].paid = 153'195;
  group.terms.tolerance = 5;
  const auto outcome = outcome_of(group);
  CHECK(outcome.lines == Lines{from_peer(0, 2, 76'600), from_peer(1, 2, 76'600)});
  CHECK(outcome.members[0].uncovered == 5);
  group.terms.tolerance = 4;
  CHECK(outcome_of(group).lines == Lines{from_peer(1, 0, 5), from_peer(1, 2, 153'200)});
}

TEST_CASE("a debtor's own money goes first and leaves less of it for others") {
  Circle group = three();
  group.layers = {CoverLayer::own_savings(), CoverLayer::own_collateral(), CoverLayer::peers(savings)};
  group.members[0] = {.due = 100, .paid = 0, .savings = 150};
  group.members[2].savings = 100'000;
  group.members[2].collateral = 53'100;
  const auto outcome = outcome_of(group);
  CHECK(outcome.lines == Lines{{0, CoverLayerKind::own_savings, 0, 0U, std::nullopt, 100},
                               {0, CoverLayerKind::own_savings, 2, 2U, std::nullopt, 100'000},
                               {1, CoverLayerKind::own_collateral, 2, 2U, std::nullopt, 53'100},
                               from_peer(0, 2, 50, savings, 2)});
  CHECK(outcome.members[2].uncovered == 50);
}

TEST_CASE("zeros for all mean alike under a named field, and nobody under given weights") {
  Circle group = three();
  group.terms.split = CoverSplit::by_principal;
  auto outcome = outcome_of(group);
  CHECK(outcome.all_weights_zero);
  CHECK(outcome.lines.size() == 2);
  group.terms.split = CoverSplit::by_weights;
  outcome = outcome_of(group);
  CHECK(outcome.all_weights_zero);
  CHECK(outcome.lines.empty());
  group.members[2].not_called = true;  // nothing is asked of anybody
  CHECK_FALSE(outcome_of(group).all_weights_zero);
}

TEST_CASE("everyone defaults: nobody is asked, and the shortfalls stay") {
  Circle group = three();
  for (CallMember& member : group.members) member.paid = 0;
  const auto outcome = outcome_of(group);
  CHECK(outcome.lines.empty());
  CHECK_FALSE(outcome.all_weights_zero);
  for (const CallStanding& standing : outcome.members) CHECK(standing.uncovered == 153'200);
}

TEST_CASE("peers are those who are not short and not excused") {
  Circle group = three();
  group.members[1].excused = true;
  CallWorkspace workspace(3);
  const auto peers = peers_of(group.call(), workspace);
  CHECK(std::vector<std::uint32_t>(peers.begin(), peers.end()) == std::vector<std::uint32_t>{0});
}

TEST_CASE("a call allocates nothing") {
  Circle group = three();
  group.layers = {CoverLayer::own_savings(), CoverLayer::group_fund(), CoverLayer::peers(savings, cash),
                  CoverLayer::insurer()};
  group.members.resize(300, group.members[0]);
  for (std::size_t k = 0; k < 300; ++k) {
    if (k % 7 == 0) group.members[k].paid = 1'000;
    group.members[k].cash_limit = static_cast<std::int64_t>(997 * k);
  }
  group.fund = 12'345;
  CallWorkspace workspace(300);
  const CoverCall call = group.call();
  std::int64_t sum = 0;
  const auto before = test::allocations();
  const CallResult result = cover_shortfalls(call, workspace, [&](const CoverLine& line) { sum += line.units; });
  CHECK(test::allocations() == before);
  CHECK(sum > 0);
  CHECK(result.members.size() == 300);
}

TEST_CASE("a call refuses contradictory terms, negative amounts and too small a workspace, and has given nothing") {
  CallWorkspace workspace(3);
  const auto refused = [&](const Circle& group) {
    int lines = 0;
    const auto code =
        test::refused([&] { return cover_shortfalls(group.call(), workspace, [&](const CoverLine&) { ++lines; }); });
    CHECK(lines == 0);
    return code;
  };
  Circle group = three();
  group.terms.share = 101_pct;
  CHECK(refused(group) == "out_of_range");
  group = three();
  group.layers = {CoverLayer::group_fund(), CoverLayer::own_savings()};
  CHECK(refused(group) == "contradictory_terms");
  group.layers = {CoverLayer::peers(cash), CoverLayer::peers(savings, cash)};
  CHECK(refused(group) == "contradictory_terms");
  group = three();
  group.members[1].savings = -1;
  CHECK(refused(group) == "out_of_range");
  group = three();
  group.fund = -1;
  CHECK(refused(group) == "out_of_range");
  group = three();
  group.members.resize(4);
  CHECK(refused(group) == "out_of_range");
  CHECK(test::refused([] { return CoverLayer::peers(cash, cash); }) == "out_of_range");
}

TEST_CASE("amounts near the largest are covered exactly, or refused") {
  constexpr std::int64_t huge = std::int64_t{1} << 62;
  Circle group{.members = {{.due = huge, .paid = 0}, {.savings = huge / 2}, {.savings = huge, .cash_limit = huge}},
               .layers = {CoverLayer::peers(savings, cash)}};
  group.terms.split = CoverSplit::by_savings;
  const auto outcome = outcome_of(group);
  CHECK(outcome.members[0].uncovered == 0);
  CHECK(outcome.members[1].contributed + outcome.members[2].contributed == huge);
  CHECK(outcome.members[1].contributed == huge / 3);  // 2^62 = 1 mod 3: the odd unit goes to the remainder 2/3
  group.members.push_back({.due = huge, .paid = 0});
  CallWorkspace workspace(4);
  CHECK(test::refused([&] { return cover_shortfalls(group.call(), workspace); }) == "overflow");
}

TEST_CASE("ten thousand members, a hundred of whom do not pay") {
  Circle group{.members = std::vector<CallMember>(10'000, {.due = 100, .paid = 100, .savings = 3}),
               .layers = {CoverLayer::peers(savings, cash)}};
  for (std::size_t k = 0; k < 10'000; k += 100) group.members[k] = {.due = 1'000, .paid = 0};
  group.terms.cap_per_call = 11;
  CallWorkspace workspace(10'000);
  std::int64_t sum = 0;
  const CallResult result =
      cover_shortfalls(group.call(), workspace, [&](const CoverLine& line) { sum += line.units; });
  CHECK(sum == 100'000);
  for (const CallStanding& standing : result.members) REQUIRE(standing.contributed <= 11);
}
