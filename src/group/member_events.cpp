// SPDX-License-Identifier: MIT
#include "group/actions.hpp"
#include "group/meeting_day.hpp"
#include "group/obligations.hpp"

#include <solidarity/group/formation.hpp>

#include <algorithm>

namespace solidarity::detail {

std::string listed(const std::vector<std::string>& reasons) {
  std::string text;
  for (const std::string& reason : reasons) text += (text.empty() ? "" : "; ") + reason;
  return text;
}

std::vector<std::string> duties(const GroupState& state, const Person& person, Date on,
                                const std::function<bool(const std::string&)>& counts) {
  std::vector<std::string> loans;
  for (const auto& loan : state.loans())
    if (loan->joint && !loan->has_moved && loan->member != person.facts.id && counts(loan->member) &&
        person.is_member(loan->handed_out) && loan->loan.position(on).status == LoanStatus::active)
      loans.push_back(loan->id);
  return loans;
}

namespace {

void open_savings(const GroupState& state, Person& person, Date on) {
  SavingsTerms terms = state.terms().savings.value_or(SavingsTerms{.currency = state.currency(), .opened_on = on});
  terms.opened_on = on;
  person.savings.emplace(std::move(terms));
}

}  // namespace

// ---- Coming and going

namespace {

// Memberships of other groups are the host's to know; those of this one are here.
void check_joining(const GroupState& state, const Member& member, Date day) {
  std::vector<const Member*> members;
  for (const std::string& id : state.members(day)) members.push_back(&state.find(id)->facts);
  const Problems problems = joining_problems(state.terms().rules, member, members, {}, day);
  if (problems.empty()) return;
  std::vector<std::string> reasons;
  for (const Problem& problem : problems) reasons.push_back(problem.message);
  refuse(problems.front().code, "/member" + problems.front().field, listed(reasons));
}

}  // namespace

void apply(GroupState& state, MemberJoins& joins, const Happening& at) {
  const Person* known = state.find(joins.member.id);
  if (known && known->is_member(at.on))
    refuse(ErrorCode::duplicate, "/member/id", fmt::format("{} is a member already", quoted(joins.member.id)));
  if (known && known->state() == MemberState::dead)
    refuse(ErrorCode::invalid_state, "/member/id", fmt::format("{} is dead", quoted(joins.member.id)));
  check_joining(state, joins.member, at.on);
  Person& person = state.admit(joins.member);
  person.stays.push_back({.member = joins.member.id, .joined = at.on});
  if (!person.savings || person.savings->position(at.on).closed) open_savings(state, person, at.on);
}

namespace {

// What keeps somebody from leaving.
std::vector<std::string> obligations(const GroupState& state, const Person& person, const MemberLeaves& leaves,
                                     Date on) {
  std::vector<std::string> reasons;
  if (!leaves.buy_out) {
    for (const GroupLoan* loan : state.loans_of(person.facts.id)) {
      const Position position = loan->loan.position(on);
      if (!is_open(position.status)) continue;
      reasons.push_back(
          position.credit > 0 && position.outstanding.total() == 0
              ? fmt::format("loan {} has a credit of {}", quoted(loan->id), state.money(position.credit))
              : fmt::format("loan {} is open: {}", quoted(loan->id), state.money(position.outstanding.total())));
    }
    if (const std::int64_t owes = state.payable(person.facts.id, on); owes > 0)
      reasons.push_back(fmt::format("others claim {} of her", state.money(owes)));
    if (person.credit > 0)
      reasons.push_back(fmt::format("her credit of {} is to be returned", state.money(person.credit)));
    if (person.fines > 0) reasons.push_back(fmt::format("fines of {} are due", state.money(person.fines)));
  }
  if (person.savings && person.savings->position(on).held > 0)
    reasons.push_back(fmt::format("{} of her savings are held", state.money(person.savings->position(on).held)));
  if (const auto loans = duties(state, person, on, [](const std::string&) { return true; });
      !loans.empty() && leaves.duty_to.empty())
    reasons.push_back(fmt::format("she answers for {} until somebody takes it over", listed(loans)));
  return reasons;
}

// What she pays to buy herself out: her loans and claims on her and fines, less what is hers.
std::int64_t buy_out(GroupState& state, const std::string& member, const Happening& at) {
  wide paid = state.payable(member, at.on);
  (void)state.recover(member, state.payable(member, at.on), at.on);
  const std::int64_t fines = state.find(member)->fines;
  paid += wide{fines} - state.find(member)->credit;
  state.change_fund(Fund::social, fines, "/member");
  state.edit(member).fines = 0;
  state.edit(member).credit = 0;
  std::vector<std::string> open;
  for (const GroupLoan* loan : state.loans_of(member))
    if (is_open(loan->loan.position(at.on).status)) open.push_back(loan->id);
  for (const std::string& id : open) {
    GroupLoan& loan = state.edit_loan(id);
    const Position position = loan.loan.position(at.on);
    if (position.outstanding.total() > 0) {
      paid += loan.loan.payoff(at.on).total().units();
      loan.record(at.on, PayOff{}, at.id);
    }
    if (const std::int64_t credit = loan.loan.position(at.on).credit; credit > 0) {
      paid -= credit;
      loan.record(at.on, RefundCredit{state.money(credit)}, at.id);
    }
  }
  return checked_units(paid);
}

}  // namespace

namespace {

Money close_savings(GroupState& state, const std::string& member, const Happening& at) {
  if (!state.find(member)->savings) return state.money(0);
  Person& person = state.edit(member);
  record_savings(person, at.on, CloseSavings{}, at.id);
  return std::get<CloseSavings>(person.savings->events().back().what).paid.value_or(state.money(0));
}

// What changed hands is written down, and then stands.
void state_fact(std::optional<Money>& fact, Money amount, std::string_view field, const Happening& at) {
  if (fact && *fact != amount)
    refuse(at.is_new ? ErrorCode::out_of_range : ErrorCode::invalid_state, field,
           fmt::format("{}; it is {}", *fact, amount));
  fact = amount;
}

}  // namespace

void apply(GroupState& state, MemberLeaves& leaves, const Happening& at) {
  const Person& person = state.member_on(leaves.member, at.on, "/member");
  if (!leaves.duty_to.empty()) {
    (void)state.member_on(leaves.duty_to, at.on, "/duty_to");
    if (leaves.duty_to == leaves.member)
      refuse(ErrorCode::invalid_state, "/duty_to", "somebody who stays takes the duty over");
  }
  if (const auto reasons = obligations(state, person, leaves, at.on); !reasons.empty())
    refuse(ErrorCode::invalid_state, "/member",
           fmt::format("{} cannot leave: {}", quoted(leaves.member), listed(reasons)));
  state_fact(leaves.paid, state.money(leaves.buy_out ? buy_out(state, leaves.member, at) : 0), "/paid", at);
  state_fact(leaves.paid_out, close_savings(state, leaves.member, at), "/paid_out", at);
  state.remove_member(leaves.member, at.on, MembershipEnd::left);
}

void apply(GroupState& state, MemberExpelled& expelled, const Happening& at) {
  (void)state.member_on(expelled.member, at.on, "/member");
  if (state.terms().rules.quorum && !expelled.by)
    refuse(ErrorCode::invalid_state, "/by", "the rules have a quorum: members are expelled by resolution");
  if (expelled.by && !is_adopted(state, *expelled.by, at.on))
    refuse(ErrorCode::invalid_state, "/by",
           fmt::format("the resolution to expel {} was not adopted", quoted(expelled.member)));
  state.remove_member(expelled.member, at.on, MembershipEnd::expelled);
}

void apply(GroupState& state, MemberExcused& excused, const Happening& at) {
  (void)state.member_on(excused.member, at.on, "/member");
  if (excused.until && *excused.until < at.on)
    refuse(ErrorCode::out_of_range, "/until", fmt::format("{} is before {}", *excused.until, at.on));
  state.edit(excused.member).excuses.push_back({at.on, excused.until});
}

void apply(GroupState& state, NoticeGiven& notice, const Happening& at) {
  if (!state.person(notice.member, "/member").noticed_on) state.edit(notice.member).noticed_on = at.on;
}

// ---- Death

namespace {

std::int64_t pay_off_all(GroupState& state, const std::string& member, const Happening& at) {
  std::vector<std::string> open;
  for (const GroupLoan* loan : state.loans_of(member))
    if (loan->loan.position(at.on).outstanding.total() > 0) open.push_back(loan->id);
  wide paid = 0;
  for (const std::string& id : open) {
    GroupLoan& loan = state.edit_loan(id);
    paid += loan.loan.payoff(at.on).total().units();
    loan.record(at.on, PayOff{}, at.id);
  }
  return checked_units(paid);
}

void pass_to_estate(GroupState& state, const std::string& member, Date on) {
  const auto person = state.claims().find(member);
  if (!person) return;
  ClaimsBook& book = state.edit_claims();
  const Party estate = book.party(estate_name(member));
  const auto& interest = state.terms().liability.claim_interest_per_year;
  book.record(on, ClaimsTransferred{*person, estate, interest});
  book.record(on, DebtAssumed{*person, estate, interest});
}

}  // namespace

// Interest and penalties end with her: payoff(D) = savings + insurance + fund + written off + estate.
void apply(GroupState& state, MemberDies& dies, const Happening& at) {
  const Person& person = state.person(dies.member, "/member");
  if (person.state() == MemberState::dead)
    refuse(ErrorCode::duplicate, "/member", fmt::format("the death of {} is known", quoted(dies.member)));
  if (person.state() != MemberState::expelled) (void)state.member_on(dies.member, at.on, "/member");
  const std::int64_t savings = state.units_or_zero(dies.savings, "/savings");
  const std::int64_t fund = state.units_or_zero(dies.fund, "/fund");
  const wide given = wide{savings} + fund + state.units_or_zero(dies.insurance, "/insurance") +
                     state.units_or_zero(dies.written_off, "/written_off");
  const std::int64_t owed = pay_off_all(state, dies.member, at);
  if (given > owed)
    refuse(ErrorCode::out_of_range, "/insurance",
           fmt::format("{} for a debt of {}", state.money(checked_units(given)), state.money(owed)));
  draw_savings(state, dies.member, savings, at.on, at.id);
  state.change_fund(Fund::group, -fund, "/fund");
  Person& dead = state.edit(dies.member);
  dead.estate_owes = owed - static_cast<std::int64_t>(given);
  dead.kept_apart = 0;
  if (dead.is_member(at.on)) state.remove_member(dies.member, at.on, MembershipEnd::died);
  else dead.stays.back().how = MembershipEnd::died;
  pass_to_estate(state, dies.member, at.on);
}

void apply(GroupState& state, EstatePays& pays, const Happening& at) {
  const Person& person = state.person(pays.member, "/member");
  if (person.state() != MemberState::dead)
    refuse(ErrorCode::invalid_state, "/member", fmt::format("{} has no estate: she is alive", quoted(pays.member)));
  const std::int64_t units = state.above_zero(pays.amount, "/amount");
  const std::string estate = estate_name(pays.member);
  const std::int64_t payable = state.payable(estate, at.on);
  const DividedRecovery parts =
      divide_recovery(units, person.estate_owes, payable, state.terms().liability.recovery_order);
  if (parts.surplus > 0)
    refuse(ErrorCode::out_of_range, "/amount",
           fmt::format("{}; the estate owes {}", pays.amount, state.money(units - parts.surplus)));
  if (!pays.to_claimants) pays.to_claimants = state.money(parts.to_claimants);
  const std::int64_t to_claimants = state.units_or_zero(pays.to_claimants, "/to_claimants");
  if (to_claimants > std::min(units, payable) || units - to_claimants > person.estate_owes)
    refuse(ErrorCode::out_of_range, "/to_claimants",
           fmt::format("{} of {}; the estate owes {} to claimants and {} for loans", *pays.to_claimants, pays.amount,
                       state.money(payable), state.money(person.estate_owes)));
  (void)state.recover(estate, to_claimants, at.on);
  state.edit(pays.member).estate_owes -= units - to_claimants;
}

}  // namespace solidarity::detail
