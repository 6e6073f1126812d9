// SPDX-License-Identifier: MIT
#include "group/claims_book.hpp"

#include <algorithm>
#include <map>

namespace solidarity::detail {

std::string estate_name(std::string_view member) { return "@estate:" + std::string(member); }

std::optional<Party> ClaimsBook::find(std::string_view name) const {
  if (name == fund_name) return Party::group_fund();
  if (name == insurer_name) return Party::insurer();
  const auto found = std::ranges::find(names_, name);
  if (found == names_.end()) return {};
  return Party::person(static_cast<std::uint32_t>(found - names_.begin()));
}

Party ClaimsBook::party(std::string_view name) {
  if (const auto known = find(name)) return *known;
  names_.emplace_back(name);
  return Party::person(static_cast<std::uint32_t>(names_.size() - 1));
}

std::string ClaimsBook::name(Party party) const {
  if (party == Party::group_fund()) return std::string(fund_name);
  if (party == Party::insurer()) return std::string(insurer_name);
  return names_[party.number()];
}

void ClaimsBook::record(Date on, decltype(ClaimFact::what) what) { ledger_.record({on, std::move(what)}); }

std::vector<Received> ClaimsBook::recover(Date on, Party debtor, std::int64_t units, const JointLiability& terms) {
  if (units == 0) return {};
  const ClaimsPosition before = position(on);
  record(on, ClaimsRecovered{debtor, units, terms.recovery_rule, terms.claim_interest_per_year});
  const ClaimsPosition after = position(on);
  std::map<Party, std::int64_t> sums;
  for (std::size_t k = 0; k < before.histories.size(); ++k) {
    const ClaimHistory& was = before.histories[k];
    const ClaimHistory& is = after.histories[k];
    const std::int64_t got = is.recovered - was.recovered + is.interest_paid - was.interest_paid;
    if (got > 0) sums[after.claims[k].by] += got;
  }
  std::vector<Received> received;
  for (const auto& [by, sum] : sums) received.push_back({by, sum});
  return received;
}

std::int64_t ClaimsBook::open_on(Party debtor, Date on) const {
  return is_empty() ? 0 : solidarity::payable(position(on).claims, debtor);
}

std::int64_t ClaimsBook::interest_due(Party debtor, Date on, const std::optional<Rate>& per_year) const {
  if (!per_year || is_empty()) return 0;
  const ClaimsPosition at = position(on);
  wide sum = 0;
  for (std::size_t k = 0; k < at.claims.size(); ++k)
    if (at.claims[k].debtor == debtor) sum += claim_interest_due(at.histories[k], *per_year);
  return checked_units(sum);
}

std::int64_t ClaimsBook::payable(Party debtor, Date on, const JointLiability& terms) const {
  return checked_units(wide{open_on(debtor, on)} + interest_due(debtor, on, terms.claim_interest_per_year));
}

std::vector<NamedClaim> ClaimsBook::named(Date on) const {
  std::vector<NamedClaim> all;
  for (const Claim& claim : position(on).claims)
    all.push_back({claim.on, name(claim.by), name(claim.debtor), claim.amount, claim.open});
  return all;
}

}  // namespace solidarity::detail
