// SPDX-License-Identifier: MIT
// What the groups of the laws agree on: every regime, layer, split, cap, trigger and order of recovery.
#include <fmt/format.h>

#include <algorithm>

#include "group_play.hpp"

namespace test {

using namespace solidarity;

namespace {

std::vector<CoverLayer> some_layers(Random& random) {
  using L = CoverLayer;
  using enum CoverSource;
  static const std::vector<std::vector<L>> usual{
      {L::peers(cash)},
      {L::own_savings(), L::peers(savings, cash)},
      {L::own_savings(), L::own_collateral(), L::group_fund(), L::peers(savings), L::peers(cash), L::insurer()},
      {L::peers(savings, cash), L::group_fund(), L::insurer()},
      {L::own_collateral(), L::insurer(), L::peers(cash, savings)},
      {L::group_fund(), L::peers(cash)},
      {L::own_savings(), L::group_fund()},
      {}};
  return random.any_of(usual);
}

bool has_peers(const std::vector<CoverLayer>& layers) {
  return std::ranges::any_of(layers, [](const CoverLayer& layer) { return layer.is_peers(); });
}

// People of the regimes that name them. Guarantees go from a later name to an earlier one: never in a circle.
void add_regime(Random& random, GroupTerms& terms, const std::vector<std::string>& names) {
  if (!has_peers(terms.liability.layers) && random.one_in(2)) return;
  switch (random.number(0, 7)) {
    case 0: terms.liability.regime = SeveralLiability{}; return;
    case 1: {
      terms.liability.regime = SubGroups{};
      terms.sub_groups.resize(2);
      for (const std::string& name : names) terms.sub_groups[random.index(2)].push_back(name);
      std::erase_if(terms.sub_groups, [](const auto& group) { return group.empty(); });
      return;
    }
    case 2: {
      terms.liability.regime = NamedPairs{};
      for (std::size_t k = 1; k < names.size(); ++k)
        for (std::size_t j = 0; j < k; ++j)
          if (k == 1 || random.one_in(2)) terms.guarantees.push_back({names[k], names[j]});
      return;
    }
    default: terms.liability.regime = JointAndSeveral{};
  }
}

LiabilityCap some_cap(Random& random) {
  switch (random.number(0, 2)) {
    case 0: return AbsoluteCap{random.one_in(3) ? 0 : random.number(1, 3'000)};
    case 1: return InstallmentsCap{Rate::of_ticks(Rate::one / 100 * random.number(0, 300))};
    default: return OwnSavingsCap{};
  }
}

void add_numbers(Random& random, GroupTerms& terms, const std::vector<std::string>& names) {
  JointLiability& liability = terms.liability;
  if (random.one_in(2)) liability.share = Rate::of_ticks(Rate::one / 1000 * random.number(0, 1000));
  liability.split = static_cast<CoverSplit>(random.number(1, 5));
  if (liability.split == CoverSplit::by_weights)
    for (const std::string& name : names) terms.weights.push_back({name, random.number(0, 4)});
  if (random.one_in(4)) liability.tolerance = random.number(1, 5);
  if (random.one_in(4)) liability.trigger.days_past_due = random.number(1, 14);
  if (random.one_in(6)) liability.trigger.notice_days = random.number(1, 4);
  if (random.one_in(4)) liability.caps.per_call = some_cap(random);
  if (random.one_in(4)) liability.caps.per_cycle = some_cap(random);
  if (random.one_in(4)) liability.caps.per_member = some_cap(random);
  liability.recovery_order = static_cast<RecoveryOrder>(random.number(1, 3));
  liability.recovery_rule = static_cast<RecoveryRule>(random.number(1, 2));
  if (random.one_in(3)) liability.claim_interest_per_year = Rate::of_ticks(Rate::one / 100 * random.number(0, 40));
}

}  // namespace

std::vector<std::string> some_names(Random& random, const Lives& lives) {
  const int size = random.one_in(20) ? random.number(8, 50) : random.number(2, 7);
  std::vector<std::string> names;
  for (int k = 0; k < size; ++k) names.push_back(fmt::format("{}m{:02}", lives.prefix, k));
  return names;
}

GroupTerms some_group_terms(Random& random, const std::vector<std::string>& names) {
  GroupTerms terms{
      .id = names.front() + "s",
      .rules = {.kind = GroupKind::solidarity_group, .currency = random.one_in(8) ? iso4217::UGX : iso4217::INR}};
  GroupRules& rules = terms.rules;
  const auto money = [&](int least, int most) { return Money::of_units(random.number(least, most), rules.currency); };
  if (random.one_in(4)) rules.max_size = static_cast<int>(names.size());
  if (random.one_in(2)) rules.absence_fine = money(1, 200);
  if (random.one_in(2)) rules.lateness_fine = money(1, 100);
  if (random.one_in(3)) rules.savings_per_meeting = money(1, 300);
  if (random.one_in(6)) rules.savings_of_principal = Rate::of_ticks(Rate::one / 100 * random.number(1, 5));
  if (random.one_in(6)) rules.quorum = Rate::of_ticks(Rate::one / 2);
  rules.excess_becomes_savings = random.one_in(2);
  terms.liability.layers = some_layers(random);
  if (has_peers(terms.liability.layers)) terms.liability.regime = JointAndSeveral{};
  add_regime(random, terms, names);
  add_numbers(random, terms, names);
  return terms;
}

}  // namespace test
