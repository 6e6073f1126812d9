// SPDX-License-Identifier: MIT
// Calls for the tests: a group with its terms, generated or by hand, and what a call on it did.
#pragma once

#include <solidarity/liability/call.hpp>

#include <algorithm>
#include <vector>

#include "generators.hpp"

namespace test {

using namespace solidarity;

struct Circle {
  std::vector<CallMember> members;
  std::vector<CoverLayer> layers;
  CallTerms terms = {};
  std::int64_t fund = 0;
  std::int64_t insurer = 0;
  std::size_t turn = 0;
  std::vector<LiabilityCircle> circles = {};

  [[nodiscard]] CoverCall call() const {
    CoverCall call{.terms = terms, .members = members};
    call.group_fund = fund;
    call.insurer_limit = insurer;
    call.turn = turn;
    call.circles = circles;
    call.terms.layers = layers;
    return call;
  }
};

struct Outcome {
  std::vector<CoverLine> lines;
  std::vector<CallStanding> members;
  std::int64_t fund_used = 0;
  std::int64_t insurer_used = 0;
  bool all_weights_zero = false;
};

inline Outcome outcome_of(const Circle& group) {
  CallWorkspace workspace(group.members.size());
  Outcome outcome;
  const CallResult result =
      cover_shortfalls(group.call(), workspace, [&](const CoverLine& line) { outcome.lines.push_back(line); });
  outcome.members.assign(result.members.begin(), result.members.end());
  outcome.fund_used = result.fund_used;
  outcome.insurer_used = result.insurer_used;
  outcome.all_weights_zero = result.all_weights_zero;
  return outcome;
}

// The worked example of docs/liability.md: three members due 1532.00, the last pays nothing.
inline Circle three() {
  return {
      .members = {{.due = 153'200, .paid = 153'200}, {.due = 153'200, .paid = 153'200}, {.due = 153'200, .paid = 0}},
      .layers = {CoverLayer::peers(CoverSource::cash)}};
}

// 0, a few units, an everyday amount, or something huge.
inline std::int64_t some_cap(Random& random) {
  switch (random.number(0, 4)) {
    case 0: return 0;
    case 1: return random.number(1, 3);
    case 2: return random.number(1, 20'000);
    case 3: return random.between(1, std::int64_t{1} << 50);
    default: return unlimited;
  }
}

inline std::vector<CoverLayer> some_layers(Random& random) {
  using L = CoverLayer;
  using enum CoverSource;
  static const std::vector<std::vector<L>> usual{
      {L::own_savings(), L::own_collateral(), L::group_fund(), L::peers(savings), L::peers(cash), L::insurer()},
      {L::peers(cash)},
      {L::own_savings(), L::peers(cash, savings)},
      {L::own_collateral(), L::insurer(), L::peers(savings, cash)},
      {L::peers(savings), L::group_fund(), L::peers(cash)},
      {L::insurer(), L::group_fund(), L::peers(savings, cash)},
      {L::own_savings(), L::group_fund()},
      {}};
  return random.any_of(usual);
}

inline CallMember some_member(Random& random, std::uint64_t one_in_defaults) {
  CallMember member{.due = random.number(0, 20'000)};
  member.paid = random.one_in(one_in_defaults) ? random.between(0, member.due) : member.due + random.number(0, 1) * 7;
  if (random.one_in(2)) member.savings = random.number(0, 9'000);
  if (random.one_in(3)) member.collateral = random.number(0, 9'000);
  member.cash_limit = some_cap(random);
  if (random.one_in(3)) member.cap_left = some_cap(random);
  member.principal = random.number(0, 3) * 100'000;
  member.outstanding = random.number(0, 5) * 33'333;
  member.weight = random.number(0, 4);
  member.excused = random.one_in(8);
  member.not_called = random.one_in(8);
  return member;
}

// 2 to 50 members, nobody to everybody short.
inline Circle some_group(Random& random) {
  Circle group{.members = {}, .layers = some_layers(random)};
  const std::uint64_t one_in = random.one_in(6) ? 1 : static_cast<std::uint64_t>(random.number(1, 12));
  for (int k = random.number(2, 50); k > 0; --k) group.members.push_back(some_member(random, one_in));
  group.terms.split = static_cast<CoverSplit>(random.number(1, 5));
  if (random.one_in(10))
    for (CallMember& member : group.members) member.principal = member.outstanding = member.weight = 0;
  if (random.one_in(2)) group.terms.share = Rate::of_ticks(Rate::one / 1000 * random.number(0, 1000));
  if (random.one_in(3)) group.terms.tolerance = random.number(0, 50);
  if (random.one_in(3)) group.terms.cap_per_call = some_cap(random);
  group.fund = random.number(0, 30'000);
  group.insurer = random.number(0, 30'000);
  group.turn = static_cast<std::size_t>(random.number(0, 100));
  return group;
}

}  // namespace test
