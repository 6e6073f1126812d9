// SPDX-License-Identifier: MIT
#include <solidarity/circle/vsla.hpp>

#include "circle/fact_book.hpp"
#include "circle/vsla_actions.hpp"

#include <solidarity/core/overloaded.hpp>

#include <algorithm>

namespace solidarity {

template class detail::FactBook<detail::VslaFold>;

std::int64_t VslaPosition::shares() const {
  wide all = 0;
  for (const auto& [id, member] : members) all += member.shares;
  return detail::checked_units(all);
}

Money VslaPosition::lent() const {
  Money all = Money::zero(share_price.currency());
  for (const auto& [id, member] : members)
    if (member.loan) all += member.loan->principal;
  return all;
}

Money VslaPosition::value_of_a_share() const {
  const std::int64_t all = shares();
  return all == 0 ? share_price : scaled(fund(), 1, all, Rounding::floor);
}

const VslaMember& VslaPosition::member(const std::string& id) const {
  return detail::member_of(members, "/member", id);
}

namespace detail {
namespace {

Money& cash_of(VslaPosition& position, VslaFund fund) {
  return fund == VslaFund::social_fund ? position.social_fund : position.loan_fund;
}

// What her shares are worth when she leaves, rounded down.
Money leaving_value(const VslaPosition& position, const VslaTerms& terms, const VslaMember& member) {
  if (member.shares == 0) return Money::zero(position.share_price.currency());
  const Money current = scaled(position.fund(), member.shares, position.shares(), Rounding::floor);
  return terms.leaving == LeavingValue::current ? current : std::min(current, position.share_price * member.shares);
}

// What she pays for the shares that she buys on joining, rounded up.
Money joining_price(const VslaPosition& position, const VslaTerms& terms, std::int64_t shares) {
  const Money price = position.share_price * shares;
  if (terms.joining == JoiningPrice::price || position.shares() == 0) return price;
  return std::max(price, scaled(position.fund(), shares, position.shares(), Rounding::ceiling));
}

void join(VslaPosition& position, const VslaTerms& terms, Date on, const VslaJoined& joined) {
  const auto& [id, shares] = joined;
  require_member_id("/member", id);
  std::int64_t most = 0;
  for (const auto& [other, member] : position.members) most = std::max(most, member.shares);
  if (shares < 0 || shares > most)
    refuse(ErrorCode::out_of_range, "/shares",
           fmt::format("{}; who joins buys at most as many as one of the others holds, {}", shares, most));
  const Money paid = joining_price(position, terms, shares);
  const VslaMember fresh{.joined = on, .shares = shares, .fines = Money::zero(position.share_price.currency())};
  if (!position.members.try_emplace(id, fresh).second)
    refuse(ErrorCode::duplicate, "/member", fmt::format("{} is a member already", quoted(id)));
  position.loan_fund += paid;
}

void leave(VslaPosition& position, const VslaTerms& terms, const std::string& id) {
  const VslaMember& member = member_of(position.members, "/member", id);
  const Money value = leaving_value(position, terms, member);
  if (member.owed() > value)
    refuse(ErrorCode::invalid_state, "/member",
           fmt::format("{} owes {} and her shares are worth {}; she pays {} first", quoted(id), member.owed(), value,
                       member.owed() - value));
  const Money out = value - owed_to_loan_fund(member, terms);
  require_cash("/member", "loan fund", position.loan_fund, out);
  position.loan_fund -= out;
  position.social_fund += owed_to_social_fund(member, terms);
  position.members.erase(id);
}

void forgive(VslaPosition& position, const VslaTerms& terms, const VslaForgiven& forgiven) {
  VslaMember& member = member_of(position.members, "/member", forgiven.member);
  require_above_zero("/amount", forgiven.amount, position.share_price.currency());
  if (forgiven.amount > member.owed())
    refuse(ErrorCode::out_of_range, "/amount", fmt::format("{}; she owes {}", forgiven.amount, member.owed()));
  const Money of_loan_fund = std::min(forgiven.amount, owed_to_loan_fund(member, terms));
  take_off(member, terms, of_loan_fund);
  member.fines -= forgiven.amount - of_loan_fund;
}

[[noreturn]] void refuse_lines(Problems problems) {
  Problem& first = problems.front();
  for (std::size_t k = 1; k < problems.size(); ++k)
    first.message +=
        fmt::format("{}{} ({})", k == 1 ? "; also refused: " : ", ", problems[k].field, to_text(problems[k].code));
  throw Error(std::move(first));
}

}  // namespace

void require_cash(std::string_view field, std::string_view fund, Money cash, Money wanted) {
  if (wanted > cash)
    refuse(ErrorCode::out_of_range, field, fmt::format("{}; there is {} in the {}", wanted, cash, fund));
}

Money owed_to_loan_fund(const VslaMember& member, const VslaTerms& terms) {
  return member.owed() - owed_to_social_fund(member, terms);
}

Money owed_to_social_fund(const VslaMember& member, const VslaTerms& terms) {
  return terms.fines == VslaFund::social_fund ? member.fines : Money::zero(member.fines.currency());
}

void take_off(VslaMember& member, const VslaTerms& terms, Money amount) {
  if (member.loan) {
    const Money charge = std::min(amount, member.loan->charge);
    const Money principal = std::min(amount - charge, member.loan->principal);
    member.loan->charge -= charge;
    member.loan->principal -= principal;
    amount -= charge + principal;
    if (member.loan->owed().is_zero()) member.loan.reset();
  }
  if (terms.fines == VslaFund::loan_fund) member.fines -= amount;
}

VslaPosition VslaFold::begin(const VslaTerms& terms) {
  const Money nothing = Money::zero(terms.share_price.currency());
  return {.as_of = terms.opened_on, .share_price = terms.share_price, .loan_fund = nothing, .social_fund = nothing};
}

void VslaFold::advance(VslaPosition& position, const VslaTerms& terms, Date day) {
  position.as_of = day;
  if (terms.charged == ServiceCharge::once || terms.charge.is_zero()) return;
  for (auto& [id, member] : position.members) {
    if (!member.loan) continue;
    VslaLoan& loan = *member.loan;
    while (!loan.principal.is_zero() && month_number(day) > month_number(loan.on) + loan.months_charged &&
           add_months(loan.on, loan.months_charged + 1) <= day) {
      const Money base = terms.charged == ServiceCharge::monthly_on_lent ? loan.lent : loan.principal;
      loan.charge += scaled(base, terms.charge.ticks(), Rate::one, Rounding::half_up);
      ++loan.months_charged;
    }
  }
}

void VslaFold::apply(VslaPosition& position, const VslaTerms& terms, const VslaEvent& event) {
  const Currency currency = terms.share_price.currency();
  std::visit(overloaded{
                 [&](const VslaJoined& joined) { join(position, terms, event.on, joined); },
                 [&](const VslaLeft& left) { leave(position, terms, left.member); },
                 [&](const VslaMeeting& meeting) {
                   Problems problems = hold(position, terms, event.on, meeting);
                   if (!problems.empty()) refuse_lines(std::move(problems));
                 },
                 [&](const VslaForgiven& forgiven) { forgive(position, terms, forgiven); },
                 [&](const VslaIncome& income) {
                   require_above_zero("/amount", income.amount, currency);
                   cash_of(position, income.fund) += income.amount;
                 },
                 [&](const VslaExpense& expense) {
                   require_above_zero("/amount", expense.amount, currency);
                   Money& cash = cash_of(position, expense.fund);
                   require_cash("/amount", expense.fund == VslaFund::social_fund ? "social fund" : "loan fund", cash,
                                expense.amount);
                   cash -= expense.amount;
                 },
                 [&](const VslaShareOut& how) { share_out(position, terms, event.on, how); },
                 [](const CircleReversal&) {},  // not in a fold
             },
             event.what);
}

}  // namespace detail

Problems Vsla::problems(Date on, const VslaMeeting& meeting) const {
  VslaPosition tried = position(on);
  return detail::hold(tried, terms(), on, meeting);
}

VslaShareOutReport Vsla::share_out(Date on, const VslaShareOut& how) const {
  VslaPosition tried = position(on);
  detail::share_out(tried, terms(), on, how);
  return tried.share_outs.back();
}

}  // namespace solidarity
