// SPDX-License-Identifier: MIT
#include "transcripts/group_terms_reader.hpp"

#include "transcripts/named.hpp"

#include <numeric>
#include <optional>
#include <utility>

namespace transcripts {

using namespace solidarity;

namespace {

const Named<CoverLayer, 8> layers{
    {{"own savings", CoverLayer::own_savings()},
     {"own collateral", CoverLayer::own_collateral()},
     {"group fund", CoverLayer::group_fund()},
     {"insurer", CoverLayer::insurer()},
     {"peers in savings then cash", CoverLayer::peers(CoverSource::savings, CoverSource::cash)},
     {"peers in cash then savings", CoverLayer::peers(CoverSource::cash, CoverSource::savings)},
     {"peers in savings", CoverLayer::peers(CoverSource::savings)},
     {"peers in cash", CoverLayer::peers(CoverSource::cash)}}};

GroupRules no_rules(Currency currency) { return {.kind = GroupKind::solidarity_group, .currency = currency}; }

GroupRules preset(const std::string& name, Currency currency) {
  if (name == "grameen") return rules::grameen(currency);
  if (name == "vsla") return rules::vsla(currency);
  if (name == "mifos_group") return rules::mifos_group(currency);
  if (name == "nabard_jlg") return rules::nabard_jlg();
  if (name == "nabard_shg") return rules::nabard_shg();
  if (name == "india_2022") return rules::india_2022();
  throw StoryError("no rules have the name '" + name + "'");
}

// ---- Who answers for whom, and for how much

// "Asha, Meena / Rani, Sita"
std::vector<std::vector<std::string>> read_sub_groups(Words& words) {
  std::vector<std::vector<std::string>> groups;
  do groups.push_back(words.names({"/"}));
  while (words.take("/"));
  return groups;
}

// "Meena 2.5, Rani 1": what counts is the proportion, so that parts of a weight are made whole.
std::vector<MemberWeight> read_weights(Words& words) {
  std::vector<MemberWeight> weights;
  std::int64_t common = Rate::one_percent;  // divides all
  while (!words.done()) {
    std::string name = words.word();
    weights.push_back({std::move(name), Rate::parse(words.word()).ticks()});
    common = std::gcd(common, weights.back().weight);
  }
  for (MemberWeight& each : weights) each.weight /= common;
  return weights;
}

void read_split(Words& words, GroupTerms& terms) {
  terms.liability.split = one_of(words, Named<CoverSplit, 5>{{{"equally", CoverSplit::equal},
                                                              {"by principal", CoverSplit::by_principal},
                                                              {"by outstanding", CoverSplit::by_outstanding},
                                                              {"by savings", CoverSplit::by_savings},
                                                              {"by weights", CoverSplit::by_weights}}});
  if (terms.liability.split == CoverSplit::by_weights) terms.weights = read_weights(words);
}

LiabilityCap read_cap(Words& words, Currency currency) {
  if (words.take("her savings")) return OwnSavingsCap{};
  const std::string amount = words.word();
  if (!words.take("installments") && !words.take("installment"))
    return AbsoluteCap{Money::parse(amount, currency).units()};
  return InstallmentsCap{Rate::of_ticks(100 * Rate::parse(amount).ticks())};
}

std::optional<LiabilityCap>& read_scope(Words& words, LiabilityCaps& caps) {
  if (words.take("in a call")) return caps.per_call;
  if (words.take("in a cycle")) return caps.per_cycle;
  words.must("ever");
  return caps.per_member;
}

// "500 in a call", "2 installments ever": one of each.
void read_caps(Words& words, Currency currency, LiabilityCaps& caps) {
  const LiabilityCap cap = read_cap(words, currency);
  std::optional<LiabilityCap>& scope = read_scope(words, caps);
  if (scope) throw StoryError("a second cap of this kind");
  scope = cap;
}

bool read_regime(Words& words, GroupTerms& terms) {
  LiabilityRegime& regime = terms.liability.regime;
  if (words.take("everybody answers for everybody")) regime = JointAndSeveral{};
  else if (words.take("each for her part")) regime = SeveralLiability{};
  else if (words.take("nobody answers")) regime = NoLiability{};
  else if (words.take("each gives at most")) read_caps(words, terms.rules.currency, terms.liability.caps);
  else return false;
  return true;
}

// "Meena answers for Sita": begins with a name, and is read last.
bool read_guarantee(Words& words, GroupTerms& terms) {
  const std::string guarantor = words.word();
  words.must("answers for");
  terms.liability.regime = NamedPairs{};
  terms.guarantees.push_back({guarantor, words.word()});
  return true;
}

// ---- The call and the claims

bool read_trigger(Words& words, CallTrigger& trigger) {
  if (words.take("called after")) {
    trigger.days_past_due = words.number();
    if (!words.take("day")) words.must("days");
    words.must("past due");
  } else if (words.take("notice")) {
    trigger.notice_days = words.number();
    if (!words.take("day")) words.must("days");
  } else {
    return false;
  }
  return true;
}

bool read_claims(Words& words, JointLiability& liability) {
  if (words.take("recovery")) {
    liability.recovery_order =
        one_of(words, Named<RecoveryOrder, 3>{{{"lender first", RecoveryOrder::lender_first},
                                               {"claimants first", RecoveryOrder::claimants_first},
                                               {"pro rata", RecoveryOrder::pro_rata}}});
  } else if (words.take("claims bear")) {
    liability.claim_interest_per_year = words.percent();
    words.must("a year");
  } else if (words.take("claims")) {
    liability.recovery_rule = one_of(
        words, Named<RecoveryRule, 2>{{{"first in", RecoveryRule::first_in}, {"pro rata", RecoveryRule::pro_rata}}});
  } else {
    return false;
  }
  return true;
}

bool read_call(Words& words, GroupTerms& terms) {
  JointLiability& liability = terms.liability;
  if (words.take("no layers")) {
    liability.layers.clear();
  } else if (words.take("layers")) {
    while (!words.done()) liability.layers.push_back(one_of(words, layers));
  } else if (words.take("share")) {
    liability.share = words.percent();
  } else if (words.take("split")) {
    read_split(words, terms);
  } else if (words.take("tolerance")) {
    liability.tolerance = words.money(terms.rules.currency).units();
  } else if (words.take("sub-groups")) {
    liability.regime = SubGroups{};
    terms.sub_groups = read_sub_groups(words);
  } else {
    return false;
  }
  return true;
}

// ---- Meetings

void read_compulsory_savings(Words& words, GroupRules& rules) {
  if (!words.next_is_percent()) {
    rules.savings_per_meeting = words.money(rules.currency);
    return;
  }
  rules.savings_of_principal = words.percent();
  words.must("of the loan");
}

void read_fine(Words& words, GroupRules& rules) {
  const Money amount = words.money(rules.currency);
  if (words.take("for absence")) {
    rules.absence_fine = amount;
  } else {
    words.must("for lateness");
    rules.lateness_fine = amount;
  }
}

void read_preset(Words& words, GroupRules& rules) {
  if (rules != no_rules(rules.currency)) throw StoryError("'rules' comes before what differs from them");
  rules = preset(words.word(), rules.currency);
}

bool read_rule(Words& words, GroupRules& rules) {
  if (words.take("rules")) read_preset(words, rules);
  else if (words.take("fine")) read_fine(words, rules);
  else if (words.take("compulsory savings")) read_compulsory_savings(words, rules);
  else if (words.take("excess becomes savings")) rules.excess_becomes_savings = true;
  else if (words.take("quorum")) rules.quorum = words.percent();
  else return false;
  return true;
}

}  // namespace

GroupTerms read_group(Words& words) {
  const Currency currency = Currency::of(words.word());
  return {.id = "group",
          .rules = no_rules(currency),
          .liability = {.regime = JointAndSeveral{}, .layers = {}},
          .savings = SavingsTerms{.currency = currency, .opened_on = Date::parse("2000-01-01")}};
}

bool read_group_term(Words& words, GroupTerms& terms) {
  return read_rule(words, terms.rules) || read_claims(words, terms.liability) ||
         read_trigger(words, terms.liability.trigger) || read_call(words, terms) || read_regime(words, terms) ||
         read_guarantee(words, terms);
}

}  // namespace transcripts
