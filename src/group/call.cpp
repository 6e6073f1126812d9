// SPDX-License-Identifier: MIT
#include "group/meeting_day.hpp"

#include <solidarity/liability/call.hpp>

#include <algorithm>
#include <span>
#include <tuple>

namespace solidarity::detail {
namespace {

// Everybody whom a call concerns, in order of id.
class Assembly {
 public:
  Assembly(const GroupState& state, const Meeting& meeting, Date on) : state_(state), meeting_(meeting), on_(on) {
    for (const auto& shared : state.people()) {
      const Owed owed = state.owed(*shared, on);
      if (!shared->is_member(on) && !owed.oldest_joint) continue;
      people_.push_back(&*shared);
      owed_.push_back(owed);
    }
  }

  [[nodiscard]] Called call() const;

 private:
  [[nodiscard]] CallMember seen(std::size_t k) const;
  [[nodiscard]] std::int64_t savings(const Person& person) const;
  [[nodiscard]] std::int64_t next_installment(const Person& person) const;
  [[nodiscard]] std::int64_t cash_limit(const std::string& id) const;
  [[nodiscard]] std::int64_t collateral(const std::string& id) const;
  [[nodiscard]] std::int64_t cap_of(const Person& person, std::int64_t savings) const;
  [[nodiscard]] bool falls_short(std::size_t k) const { return owed_[k].joint > people_[k]->kept_apart; }
  [[nodiscard]] bool stands_by(std::size_t peer, std::size_t debtor) const;
  [[nodiscard]] bool answers_for(const std::string& peer, const std::string& debtor) const;
  [[nodiscard]] std::vector<LiabilityCircle> circles(std::span<const std::uint32_t> peers) const;
  [[nodiscard]] std::vector<MemberLine> outside_share(const CallTerms& terms, const std::vector<CallMember>& members,
                                                      const std::vector<CoverLine>& lines) const;
  [[nodiscard]] std::string id(std::size_t k) const { return people_[k]->facts.id; }

  const GroupState& state_;
  const Meeting& meeting_;
  Date on_;
  std::vector<const Person*> people_;
  std::vector<Owed> owed_;
};

std::int64_t Assembly::savings(const Person& person) const {
  if (!person.savings || !state_.terms().rules.liens_allowed) return 0;
  return std::max<std::int64_t>(0, person.savings->position(on_).available);
}

// What the first row due on or after the day charges, of all her active loans.
std::int64_t Assembly::next_installment(const Person& person) const {
  wide charged = 0;
  for (const GroupLoan* loan : state_.loans_of(person.facts.id)) {
    if (loan->loan.position(on_).status != LoanStatus::active) continue;
    const auto rows = loan->loan.rows(on_);
    const auto next = std::ranges::find_if(rows, [&](const LoanRow& row) { return row.due >= on_; });
    if (next != rows.end()) charged += next->charged.total();
  }
  return checked_units(charged);
}

std::int64_t Assembly::cash_limit(const std::string& id) const {
  const auto line = std::ranges::find(meeting_.cash_limits, id, &MemberLine::member);
  if (line != meeting_.cash_limits.end()) return state_.units(line->amount, "/cash_limits");
  return state_.units_or_zero(meeting_.cash_limit, "/cash_limit");
}

std::int64_t Assembly::collateral(const std::string& id) const {
  const auto line = std::ranges::find(meeting_.collateral, id, &MemberLine::member);
  return line == meeting_.collateral.end() ? 0 : state_.units(line->amount, "/collateral");
}

std::int64_t Assembly::cap_of(const Person& person, std::int64_t savings) const {
  const LiabilityCaps& caps = state_.terms().liability.caps;
  const auto counts_installments = [](const std::optional<LiabilityCap>& cap) {
    return cap && std::holds_alternative<InstallmentsCap>(*cap);
  };
  const bool by_installments =
      counts_installments(caps.per_call) || counts_installments(caps.per_cycle) || counts_installments(caps.per_member);
  return cap_left(caps, {.installment = by_installments ? next_installment(person) : 0,
                         .savings = savings,
                         .given_in_cycle = person.given_in_cycle,
                         .given_ever = person.given_ever});
}

CallMember Assembly::seen(std::size_t k) const {
  const Person& person = *people_[k];
  const JointLiability& liability = state_.terms().liability;
  const Owed& owed = owed_[k];
  const std::int64_t savings = this->savings(person);
  const auto weight = std::ranges::find(state_.terms().weights, person.facts.id, &MemberWeight::member);
  return {.due = owed.joint - std::min(owed.joint, person.kept_apart),
          .paid = 0,
          .savings = savings,
          .collateral = collateral(person.facts.id),
          .cash_limit = cash_limit(person.facts.id),
          .cap_left = cap_of(person, savings),
          .principal = owed.principal,
          .outstanding = owed.outstanding_principal,
          .weight = weight == state_.terms().weights.end() ? 0 : weight->weight,
          .excused = !person.is_member(on_) || person.is_excused(on_),
          .not_called = !is_called(liability.trigger, owed.days_past_due, person.noticed_on, on_)};
}

// ---- Who answers for whom

bool Assembly::answers_for(const std::string& peer, const std::string& debtor) const {
  const GroupTerms& terms = state_.terms();
  if (std::holds_alternative<NoLiability>(terms.liability.regime)) return false;
  if (std::holds_alternative<NamedPairs>(terms.liability.regime))
    return std::ranges::find(terms.guarantees, NamedGuarantee{peer, debtor}) != terms.guarantees.end();
  if (!std::holds_alternative<SubGroups>(terms.liability.regime)) return true;
  return std::ranges::any_of(terms.sub_groups, [&](const std::vector<std::string>& group) {
    return std::ranges::find(group, peer) != group.end() && std::ranges::find(group, debtor) != group.end();
  });
}

// She was there when the debtor's oldest open loan was handed out.
bool Assembly::stands_by(std::size_t peer, std::size_t debtor) const {
  const Date joined = people_[peer]->stays.back().joined;
  const auto since = owed_[debtor].oldest_joint;
  return (!since || joined <= *since) && answers_for(id(peer), id(debtor));
}

// Debtors for whom the same peers are left to answer share a circle; those who are not short stand in the first.
std::vector<LiabilityCircle> Assembly::circles(std::span<const std::uint32_t> peers) const {
  std::vector<LiabilityCircle> all;
  std::vector<std::uint32_t> others;
  for (std::uint32_t x = 0; x < people_.size(); ++x) {
    if (!falls_short(x)) {
      others.push_back(x);
      continue;
    }
    std::vector<std::uint32_t> answering;
    for (const std::uint32_t k : peers)
      if (stands_by(k, x)) answering.push_back(k);
    const auto at = std::ranges::find(all, answering, &LiabilityCircle::peers);
    if (at != all.end()) at->debtors.push_back(x);
    else all.push_back({{x}, std::move(answering)});
  }
  all.front().debtors.insert(all.front().debtors.end(), others.begin(), others.end());
  std::ranges::sort(all.front().debtors);
  return all;
}

// ---- The call

// Of each debtor what peers do not answer for, however often they are called.
std::vector<MemberLine> Assembly::outside_share(const CallTerms& terms, const std::vector<CallMember>& members,
                                                const std::vector<CoverLine>& lines) const {
  const auto is_peers = [](const CoverLayer& layer) { return layer.is_peers(); };
  const auto first = std::ranges::find_if(terms.layers, is_peers) - terms.layers.begin();
  std::vector<MemberLine> outside;
  if (static_cast<std::size_t>(first) == terms.layers.size()) return outside;
  for (std::uint32_t x = 0; x < members.size(); ++x) {
    std::int64_t left = members[x].due;
    std::int64_t own = 0;    // her own money
    std::int64_t later = 0;  // from fund and insurer
    for (const CoverLine& line : lines) {
      if (line.debtor != x) continue;
      if (line.by == line.debtor) own += line.units;
      if (line.layer < static_cast<std::uint32_t>(first)) left -= line.units;
      else if (line.kind != CoverLayerKind::peers) later += line.units;
    }
    if (members[x].due - own <= terms.tolerance || members[x].not_called) continue;
    const std::int64_t share = multiply_divide(left, terms.share.ticks(), Rate::one, Rounding::floor);
    if (left - share > later) outside.push_back({id(x), state_.money(left - share - later)});
  }
  return outside;
}

Called Assembly::call() const {
  std::vector<CallMember> members;
  for (std::size_t k = 0; k < people_.size(); ++k) members.push_back(seen(k));
  if (std::ranges::none_of(members, [](const CallMember& member) { return member.due > 0; })) return {};
  const CallTerms terms = call_terms(state_.terms().liability);
  CoverCall call{.terms = terms,
                 .members = members,
                 .group_fund = state_.fund(Fund::group),
                 .insurer_limit = state_.units_or_zero(meeting_.insurer_limit, "/insurer_limit"),
                 .turn = state_.meetings % members.size()};
  CallWorkspace workspace(members.size());
  const auto circles = this->circles(peers_of(call, workspace));
  call.circles = circles;
  std::vector<CoverLine> lines;
  (void)cover_shortfalls(call, workspace, [&](const CoverLine& line) { lines.push_back(line); });
  // Circles come one after the other; in the books each layer is in order of debtor, peer and source.
  std::ranges::stable_sort(lines, {},
                           [](const CoverLine& line) { return std::tuple(line.layer, line.debtor, line.by); });
  Called called{.covers = {}, .outside_share = outside_share(terms, members, lines)};
  for (const CoverLine& line : lines)
    called.covers.push_back({.debtor = id(line.debtor),
                             .kind = line.kind,
                             .layer = line.layer,
                             .by = line.by ? id(*line.by) : "",
                             .source = line.source,
                             .amount = state_.money(line.units)});
  return called;
}

}  // namespace

Called call_peers(const GroupState& state, const Meeting& meeting, Date on) {
  return Assembly(state, meeting, on).call();
}

}  // namespace solidarity::detail
