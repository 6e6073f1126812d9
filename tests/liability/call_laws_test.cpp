// SPDX-License-Identifier: MIT
// Laws of the call (G1-G6 of the invariants): 2 to 50 members, nobody to everybody short, caps of zero, tiny and huge.
#include "liability/calls.hpp"

#include <solidarity/core/wide.hpp>
#include <solidarity/liability/claims.hpp>

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

#include "catch.hpp"

using namespace solidarity;
using test::Circle;
using test::for_all;
using test::Outcome;
using test::outcome_of;
using test::Random;
using test::some_group;

namespace {

std::int64_t own_money(const Circle& group, const Outcome& outcome, std::size_t x) {
  std::int64_t sum = 0;
  for (const CoverLine& line : outcome.lines)
    if (line.debtor == x && group.layers[line.layer].is_own()) sum += line.units;
  return sum;
}

bool is_defaulter(const Circle& group, const Outcome& outcome, std::size_t x) {
  return outcome.members[x].shortfall - own_money(group, outcome, x) > group.terms.tolerance;
}

template <class Counts>
std::int64_t sum_of(const Outcome& outcome, Counts counts) {
  std::int64_t sum = 0;
  for (const CoverLine& line : outcome.lines)
    if (counts(line)) sum += line.units;
  return sum;
}

bool is_peers(const CoverLine& line) { return line.kind == CoverLayerKind::peers; }

}  // namespace

TEST_CASE("G1: cover and what is uncovered are the shortfall") {
  for_all([](Random& random) {
    const Circle group = some_group(random);
    const Outcome outcome = outcome_of(group);
    for (std::size_t x = 0; x < group.members.size(); ++x) {
      const CallMember& m = group.members[x];
      REQUIRE(outcome.members[x].shortfall == std::max<std::int64_t>(0, m.due - m.paid));
      REQUIRE(outcome.members[x].uncovered >= 0);
      REQUIRE(sum_of(outcome, [&](const CoverLine& line) { return line.debtor == x; }) + outcome.members[x].uncovered ==
              outcome.members[x].shortfall);
    }
  });
}

TEST_CASE("G1: peers give at most the share of what the layers before them left") {
  for_all([](Random& random) {
    const Circle group = some_group(random);
    const Outcome outcome = outcome_of(group);
    const auto first = static_cast<std::size_t>(
        std::ranges::find_if(group.layers, [](const CoverLayer& l) { return l.is_peers(); }) - group.layers.begin());
    for (std::size_t x = 0; x < group.members.size(); ++x) {
      const auto before =
          sum_of(outcome, [&](const CoverLine& line) { return line.debtor == x && line.layer < first; });
      const auto given = sum_of(outcome, [&](const CoverLine& line) { return line.debtor == x && is_peers(line); });
      REQUIRE(given <= static_cast<std::int64_t>(wide{outcome.members[x].shortfall - before} *
                                                 group.terms.share.ticks() / Rate::one));
      if (group.members[x].not_called) REQUIRE(given == 0);
    }
  });
}

TEST_CASE("G2: nobody gives more than her caps and her money, the fund and the insurer neither") {
  for_all([](Random& random) {
    const Circle group = some_group(random);
    const Outcome outcome = outcome_of(group);
    for (std::size_t j = 0; j < group.members.size(); ++j) {
      const CallMember& m = group.members[j];
      const CallStanding& after = outcome.members[j];
      const auto from = [&](CoverSource source) {
        return sum_of(outcome,
                      [&](const CoverLine& line) { return is_peers(line) && line.by == j && line.source == source; });
      };
      const auto own = sum_of(
          outcome, [&](const CoverLine& line) { return line.kind == CoverLayerKind::own_savings && line.by == j; });
      REQUIRE(after.contributed == from(CoverSource::savings) + from(CoverSource::cash));
      REQUIRE(after.contributed <= std::min(m.cap_left, group.terms.cap_per_call));
      REQUIRE(after.savings == m.savings - own - from(CoverSource::savings));
      REQUIRE(after.savings >= 0);
      REQUIRE(from(CoverSource::cash) <= m.cash_limit);
      if (m.excused) REQUIRE(after.contributed == 0);
    }
    const auto from_kind = [&](CoverLayerKind kind) {
      return sum_of(outcome, [&](const CoverLine& line) { return line.kind == kind; });
    };
    REQUIRE(outcome.fund_used == from_kind(CoverLayerKind::group_fund));
    REQUIRE(outcome.fund_used <= group.fund);
    REQUIRE(outcome.insurer_used == from_kind(CoverLayerKind::insurer));
    REQUIRE(outcome.insurer_used <= group.insurer);
  });
}

TEST_CASE("G2: with an equal split in one layer, who gives less than another has given all that she may") {
  for_all([](Random& random) {
    Circle group = some_group(random);
    group.layers = {CoverLayer::own_savings(), CoverLayer::peers(CoverSource::savings, CoverSource::cash)};
    group.terms.split = CoverSplit::equal;
    const Outcome outcome = outcome_of(group);
    std::int64_t most = 0;
    for (const CallStanding& standing : outcome.members) most = std::max(most, standing.contributed);
    for (std::size_t j = 0; j < group.members.size(); ++j) {
      const CallMember& m = group.members[j];
      if (m.excused || is_defaulter(group, outcome, j)) continue;
      const CallStanding& after = outcome.members[j];
      const std::int64_t cap = std::min(m.cap_left, group.terms.cap_per_call);
      const bool gave_all = after.contributed == cap || (after.savings == 0 && after.cash == 0);
      REQUIRE((gave_all || after.contributed + 1 >= most));
    }
  });
}

TEST_CASE("G3: nobody contributes to herself, and no defaulter to anybody") {
  for_all([](Random& random) {
    const Circle group = some_group(random);
    const Outcome outcome = outcome_of(group);
    for (const CoverLine& line : outcome.lines) {
      REQUIRE(line.units > 0);
      if (!is_peers(line)) continue;
      REQUIRE(line.by != line.debtor);
      REQUIRE_FALSE(is_defaulter(group, outcome, *line.by));
      REQUIRE(is_defaulter(group, outcome, line.debtor));
    }
  });
}

TEST_CASE("G3: nothing is left uncovered while a layer that sees it could give") {
  for_all([](Random& random) {
    Circle group = some_group(random);
    group.layers = {CoverLayer::own_savings(), CoverLayer::peers(CoverSource::cash), CoverLayer::group_fund()};
    group.terms.split = CoverSplit::equal;
    group.terms.share = Rate::of_ticks(Rate::one);
    const Outcome outcome = outcome_of(group);
    bool is_left = false;
    for (std::size_t x = 0; x < group.members.size(); ++x)
      is_left = is_left || (is_defaulter(group, outcome, x) && outcome.members[x].uncovered > 0);
    if (is_left) REQUIRE(outcome.fund_used == group.fund);
  });
}

TEST_CASE("G4: the claims of a call are what everybody gave, and net to zero") {
  for_all([](Random& random) {
    const Circle group = some_group(random);
    const Outcome outcome = outcome_of(group);
    std::vector<Claim> claims;
    append_claims(claims, outcome.lines, Date::of(2026, 1, 12));
    const auto given = sum_of(outcome, [](const CoverLine& line) { return line.by != line.debtor; });
    std::int64_t net = net_position(claims, Party::group_fund()) + net_position(claims, Party::insurer());
    std::int64_t claimed = 0;
    for (std::uint32_t k = 0; k < group.members.size(); ++k) {
      net += net_position(claims, Party::person(k));
      claimed += payable(claims, Party::person(k));
      REQUIRE(receivable(claims, Party::person(k)) == outcome.members[k].contributed);
    }
    REQUIRE(net == 0);
    REQUIRE(claimed == given);
    REQUIRE(receivable(claims, Party::group_fund()) == outcome.fund_used);
  });
}

TEST_CASE("G5: what a call gives depends on the members, not on lines of people who take no part") {
  for_all([](Random& random) {
    Circle group = some_group(random);
    group.turn = 0;
    const Outcome before = outcome_of(group);
    const std::size_t size = group.members.size();
    for (int k = 0; k < 3; ++k) group.members.push_back({.excused = true});  // owe nothing, answer for nobody
    const Outcome after = outcome_of(group);
    REQUIRE(before.lines == after.lines);
    REQUIRE(group.members.size() == size + 3);
  });
}

TEST_CASE("G5: rotating the members and the turn with them changes nothing but the order of for whom") {
  for_all([](Random& random) {
    Circle group = some_group(random);
    const std::size_t size = group.members.size();
    group.turn %= size;
    // One defaulter, so that the order in which defaulters are served does not matter.
    const std::size_t debtor = random.index(size);
    for (std::size_t k = 0; k < size; ++k)
      if (k != debtor) group.members[k].paid = std::max(group.members[k].paid, group.members[k].due);
    const Outcome before = outcome_of(group);
    const std::size_t by = random.index(size);
    Circle rotated = group;
    std::rotate(rotated.members.begin(), rotated.members.begin() + static_cast<std::ptrdiff_t>(by),
                rotated.members.end());
    rotated.turn = (group.turn + size - by) % size;
    const Outcome after = outcome_of(rotated);
    for (std::size_t k = 0; k < size; ++k) {
      const CallStanding& a = before.members[k];
      const CallStanding& b = after.members[(k + size - by) % size];
      REQUIRE(a.contributed == b.contributed);
      REQUIRE(a.uncovered == b.uncovered);
    }
  });
}

TEST_CASE("G6: the lender never receives more than is due") {
  for_all([](Random& random) {
    const Circle group = some_group(random);
    const Outcome outcome = outcome_of(group);
    for (std::size_t x = 0; x < group.members.size(); ++x) {
      const CallMember& m = group.members[x];
      const auto cover = sum_of(outcome, [&](const CoverLine& line) { return line.debtor == x; });
      if (m.paid <= m.due) REQUIRE(m.paid + cover <= m.due);
      else REQUIRE(cover == 0);
    }
  });
}

TEST_CASE("lines come by layer, debtor, by and source, each once") {
  for_all([](Random& random) {
    const Circle group = some_group(random);
    const Outcome outcome = outcome_of(group);
    const auto place = [&](const CoverLine& line) {
      const auto sources = group.layers[line.layer].sources();
      const auto source = line.source ? std::ranges::find(sources, *line.source) - sources.begin() : 0;
      return std::tuple(line.layer, line.debtor, line.by.value_or(0), source);
    };
    for (std::size_t k = 1; k < outcome.lines.size(); ++k)
      REQUIRE(place(outcome.lines[k - 1]) < place(outcome.lines[k]));
  });
}

TEST_CASE("a workspace that was used before gives the same answer") {
  for_all([](Random& random) {
    CallWorkspace workspace(50);
    const Circle first = some_group(random);
    const Circle second = some_group(random);
    std::vector<CoverLine> again;
    static_cast<void>(cover_shortfalls(first.call(), workspace));
    static_cast<void>(
        cover_shortfalls(second.call(), workspace, [&](const CoverLine& line) { again.push_back(line); }));
    REQUIRE(again == outcome_of(second).lines);
  });
}
