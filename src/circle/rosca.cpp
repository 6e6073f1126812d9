// SPDX-License-Identifier: MIT
#include <solidarity/circle/rosca.hpp>

#include "circle/fact_book.hpp"
#include "circle/rosca_round.hpp"

#include <solidarity/core/overloaded.hpp>

namespace solidarity {

template class detail::FactBook<detail::RoscaFold>;

namespace {

Party party(const RoscaMember& member) { return Party::person(static_cast<std::uint32_t>(member.place - 1)); }

Money owed(const RoscaPosition& position, const RoscaMember& member) {
  return Money::of_units(payable(position.claims, party(member)), position.fund.currency());
}

// Nothing is free before the last round; then what exceeds her debts.
void give_back(RoscaPosition& position, const RoscaTerms& terms, const RoscaReturned& returned) {
  RoscaMember& member = detail::member_of(position.members, "/member", returned.member);
  detail::require_above_zero("/amount", returned.amount, terms.contribution.currency());
  if (position.rounds.size() < terms.members.size())
    refuse(ErrorCode::invalid_state, "/on",
           fmt::format("round {} of {} is held; collateral is free after the last", position.rounds.size(),
                       terms.members.size()));
  const Money debt = owed(position, member);
  const Money free = std::max(member.collateral - debt, debt - debt);
  if (returned.amount > free)
    refuse(
        ErrorCode::out_of_range, "/amount",
        fmt::format("{}; of {} of collateral {} is free, she owes {}", returned.amount, member.collateral, free, debt));
  member.collateral -= returned.amount;
}

void repay_later(RoscaPosition& position, const RoscaRepaid& repaid) {
  const RoscaMember& member = detail::member_of(position.members, "/member", repaid.member);
  detail::require_above_zero("/amount", repaid.amount, position.fund.currency());
  const Money debt = owed(position, member);
  if (repaid.amount > debt)
    refuse(ErrorCode::out_of_range, "/amount", fmt::format("{}; she owes {}", repaid.amount, debt));
  detail::repay(position, member.place, repaid.amount.units());
}

}  // namespace

Money RoscaPosition::box() const {
  Money all = fund;
  for (const auto& [id, member] : members) all += member.collateral;
  return all;
}

Money RoscaPosition::owed_by(const std::string& id) const {
  return owed(*this, detail::member_of(members, "/member", id));
}

Money RoscaPosition::claimed_by(const std::string& id) const {
  return Money::of_units(receivable(claims, party(detail::member_of(members, "/member", id))), fund.currency());
}

namespace detail {

RoscaPosition RoscaFold::begin(const RoscaTerms& terms) {
  const Money nothing = Money::zero(terms.contribution.currency());
  RoscaPosition position{.as_of = terms.opened_on, .fund = nothing};
  const std::vector<std::string> order = rosca_order(terms);
  for (std::size_t k = 0; k < order.size(); ++k)
    position.members.emplace(order[k], RoscaMember{static_cast<int>(k) + 1, 0, nothing, nothing, nothing, nothing,
                                                   nothing, nothing, nothing});
  return position;
}

void RoscaFold::apply(RoscaPosition& position, const RoscaTerms& terms, const RoscaEvent& event) {
  const Currency currency = terms.contribution.currency();
  std::visit(overloaded{
                 [&](const RoscaDeposited& deposit) {
                   RoscaMember& member = member_of(position.members, "/member", deposit.member);
                   require_above_zero("/amount", deposit.amount, currency);
                   member.collateral += deposit.amount;
                   (void)position.box();
                 },
                 [&](const RoscaReturned& returned) { give_back(position, terms, returned); },
                 [&](const RoscaFunded& funded) {
                   require_above_zero("/amount", funded.amount, currency);
                   position.fund += funded.amount;
                   (void)position.box();
                 },
                 [&](const RoscaRound& round) { hold(position, terms, event.on, round); },
                 [&](const RoscaRepaid& repaid) { repay_later(position, repaid); },
                 [](const CircleReversal&) {},  // not in a fold
             },
             event.what);
}

}  // namespace detail
}  // namespace solidarity
