// SPDX-License-Identifier: MIT
#include <solidarity/core/overloaded.hpp>
#include <solidarity/core/wide.hpp>
#include <solidarity/liability/terms.hpp>
#include <solidarity/money/allocate.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>

namespace solidarity {
namespace {

std::vector<std::uint32_t> peers_for(const LiabilityRegime& regime, std::uint32_t debtor, std::size_t members) {
  std::vector<std::uint32_t> peers;
  for (std::uint32_t k = 0; k < members; ++k)
    if (answers_for(regime, k, debtor)) peers.push_back(k);
  return peers;
}

LiabilityCircle circle_of_all(std::size_t members, bool with_peers) {
  LiabilityCircle circle;
  for (std::uint32_t k = 0; k < members; ++k) circle.debtors.push_back(k);
  if (with_peers) circle.peers = circle.debtors;
  return circle;
}

std::vector<LiabilityCircle> circles_of(const SubGroups& groups, std::size_t members) {
  std::vector<LiabilityCircle> all;
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t k = 0; k < members; ++k) {
    const auto at = std::ranges::find(numbers, groups.of[k]) - numbers.begin();
    if (static_cast<std::size_t>(at) == numbers.size()) {
      numbers.push_back(groups.of[k]);
      all.emplace_back();
    }
    LiabilityCircle& circle = all[static_cast<std::size_t>(at)];
    circle.debtors.push_back(k);
    circle.peers.push_back(k);
  }
  return all;
}

// Debtors with the same guarantors share a circle.
std::vector<LiabilityCircle> circles_of(const NamedPairs& named, std::size_t members) {
  std::vector<LiabilityCircle> all;
  for (std::uint32_t k = 0; k < members; ++k) {
    auto peers = peers_for(named, k, members);
    const auto at = std::ranges::find(all, peers, &LiabilityCircle::peers);
    if (at != all.end()) at->debtors.push_back(k);
    else all.push_back({{k}, std::move(peers)});
  }
  return all;
}

// ---- Guarantees in a circle: members are taken away while somebody guarantees for none of those left.
bool has_circle(const std::vector<Guarantee>& pairs, std::size_t members) {
  std::vector<std::vector<std::uint32_t>> guarantors(members);
  std::vector<std::size_t> guarantees(members);
  for (const Guarantee& pair : pairs) {
    guarantors[pair.debtor].push_back(pair.guarantor);
    ++guarantees[pair.guarantor];
  }
  std::vector<std::uint32_t> free;
  for (std::uint32_t k = 0; k < members; ++k)
    if (guarantees[k] == 0) free.push_back(k);
  std::size_t taken = 0;
  while (!free.empty()) {
    const std::uint32_t k = free.back();
    free.pop_back();
    ++taken;
    for (const std::uint32_t guarantor : guarantors[k])
      if (--guarantees[guarantor] == 0) free.push_back(guarantor);
  }
  return taken < members;
}

void check_pairs(Problems& problems, const std::vector<Guarantee>& pairs, std::size_t members) {
  bool all_known = true;
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const Guarantee& pair = pairs[k];
    const auto refuse_pair = [&](ErrorCode code, std::string_view rule) {
      problems.push_back({code, fmt::format("/regime/pairs/{}", k),
                          fmt::format("{} guarantees for {}; {}", pair.guarantor, pair.debtor, rule)});
    };
    if (pair.guarantor >= members || pair.debtor >= members) {
      all_known = false;
      refuse_pair(ErrorCode::not_found, fmt::format("members are 0 to {}", members - 1));
    } else if (pair.guarantor == pair.debtor) {
      refuse_pair(ErrorCode::invalid_state, "nobody guarantees for herself");
    } else if (std::find(pairs.begin(), pairs.begin() + static_cast<std::ptrdiff_t>(k), pair) !=
               pairs.begin() + static_cast<std::ptrdiff_t>(k)) {
      refuse_pair(ErrorCode::duplicate, "each pair is named once");
    }
  }
  if (all_known && problems.empty() && has_circle(pairs, members))
    problems.push_back({ErrorCode::invalid_state, "/regime/pairs",
                        "the guarantees run in a circle; whoever guarantees would be guaranteed by her own debtor"});
}

void check_regime(Problems& problems, const JointLiability& terms, std::size_t members) {
  if (const auto* named = std::get_if<NamedPairs>(&terms.regime)) check_pairs(problems, named->pairs, members);
  if (const auto* groups = std::get_if<SubGroups>(&terms.regime); groups != nullptr && groups->of.size() != members)
    problems.push_back({ErrorCode::out_of_range, "/regime/of",
                        fmt::format("sub-groups of {} members; there are {}", groups->of.size(), members)});
  if (std::holds_alternative<NoLiability>(terms.regime))
    for (std::size_t k = 0; k < terms.layers.size(); ++k)
      if (terms.layers[k].is_peers())
        problems.push_back({ErrorCode::contradictory_terms, fmt::format("/layers/{}", k),
                            "a layer of peers, and /regime says that nobody answers for others"});
}

void check_not_negative(Problems& problems, std::string_view field, std::int64_t value) {
  if (value < 0)
    problems.push_back({ErrorCode::out_of_range, std::string(field), fmt::format("{}; it is zero or more", value)});
}

void check_cap(Problems& problems, std::string_view field, const std::optional<LiabilityCap>& cap) {
  if (!cap) return;
  if (const auto* absolute = std::get_if<AbsoluteCap>(&*cap)) check_not_negative(problems, field, absolute->units);
  if (const auto* multiple = std::get_if<InstallmentsCap>(&*cap))
    check_not_negative(problems, field, multiple->multiple.ticks());
}

}  // namespace

bool answers_for(const LiabilityRegime& regime, std::uint32_t peer, std::uint32_t debtor) {
  if (peer == debtor) return false;
  return std::visit(overloaded{[](const NoLiability&) { return false; }, [](const SeveralLiability&) { return true; },
                               [](const JointAndSeveral&) { return true; },
                               [&](const SubGroups& groups) { return groups.of[peer] == groups.of[debtor]; },
                               [&](const NamedPairs& named) {
                                 return std::ranges::find(named.pairs, Guarantee{peer, debtor}) != named.pairs.end();
                               }},
                    regime);
}

std::vector<LiabilityCircle> circles(const LiabilityRegime& regime, std::size_t members) {
  return std::visit(overloaded{[&](const NoLiability&) { return std::vector{circle_of_all(members, false)}; },
                               [&](const SeveralLiability&) { return std::vector{circle_of_all(members, true)}; },
                               [&](const JointAndSeveral&) { return std::vector{circle_of_all(members, true)}; },
                               [&](const SubGroups& groups) { return circles_of(groups, members); },
                               [&](const NamedPairs& named) { return circles_of(named, members); }},
                    regime);
}

bool is_called(const CallTrigger& trigger, int days_past_due, std::optional<Date> noticed_on, Date on) {
  if (days_past_due < trigger.days_past_due) return false;
  return trigger.notice_days == 0 || (noticed_on && on - *noticed_on >= trigger.notice_days);
}

std::int64_t cap_units(const LiabilityCap& cap, const PeerRecord& peer) {
  return std::visit(overloaded{[](const AbsoluteCap& absolute) { return absolute.units; },
                               [&](const InstallmentsCap& installments) {
                                 return multiply_divide(peer.installment, installments.multiple.ticks(), Rate::one,
                                                        Rounding::floor);
                               },
                               [&](const OwnSavingsCap&) { return peer.savings; }},
                    cap);
}

std::int64_t cap_left(const LiabilityCaps& caps, const PeerRecord& peer) {
  std::int64_t left = unlimited;
  const auto limit = [&](const std::optional<LiabilityCap>& cap, std::int64_t given) {
    if (cap) left = std::min(left, std::max<std::int64_t>(0, cap_units(*cap, peer) - given));
  };
  limit(caps.per_call, 0);
  limit(caps.per_cycle, peer.given_in_cycle);
  limit(caps.per_member, peer.given_ever);
  return left;
}

std::string_view to_text(RecoveryOrder order) noexcept {
  switch (order) {
    case RecoveryOrder::lender_first: return "lender_first";
    case RecoveryOrder::claimants_first: return "claimants_first";
    case RecoveryOrder::pro_rata: return "pro_rata";
  }
  return "?";
}

DividedRecovery divide_recovery(std::int64_t units, std::int64_t owed, std::int64_t claimed, RecoveryOrder order) {
  if ((units | owed | claimed) < 0)
    refuse(ErrorCode::out_of_range,
           fmt::format("{} minor units on {} owed and {} claimed; all are zero or more", units, owed, claimed));
  DividedRecovery divided;
  const wide both = wide{owed} + claimed;
  const std::int64_t given = both < units ? static_cast<std::int64_t>(both) : units;
  divided.surplus = units - given;
  switch (order) {
    case RecoveryOrder::lender_first: divided.to_lender = std::min(given, owed); break;
    case RecoveryOrder::claimants_first: divided.to_lender = given - std::min(given, claimed); break;
    case RecoveryOrder::pro_rata:
      if (given > 0) {
        std::array<std::int64_t, 2> parts{};
        allocate_into(given, std::array{owed, claimed}, parts);
        divided.to_lender = parts[0];
      }
  }
  divided.to_claimants = given - divided.to_lender;
  return divided;
}

bool blocks_new_loans(const Consequences& consequences, int worst_days) {
  return consequences.blocks_new_loans_after_days && worst_days > *consequences.blocks_new_loans_after_days;
}

CallTerms call_terms(const JointLiability& terms) {
  return {.layers = terms.layers,
          .share = terms.share,
          .split = terms.split,
          .tolerance = terms.tolerance,
          .several = std::holds_alternative<SeveralLiability>(terms.regime)};
}

Problems validate(const JointLiability& terms, std::size_t members) {
  Problems problems = validate(call_terms(terms));
  check_regime(problems, terms, members);
  check_not_negative(problems, "/trigger/days_past_due", terms.trigger.days_past_due);
  check_not_negative(problems, "/trigger/notice_days", terms.trigger.notice_days);
  check_cap(problems, "/caps/per_call", terms.caps.per_call);
  check_cap(problems, "/caps/per_cycle", terms.caps.per_cycle);
  check_cap(problems, "/caps/per_member", terms.caps.per_member);
  if (terms.claim_interest_per_year)
    check_not_negative(problems, "/claim_interest_per_year", terms.claim_interest_per_year->ticks());
  return problems;
}

}  // namespace solidarity
