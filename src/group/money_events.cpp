// SPDX-License-Identifier: MIT
#include "group/actions.hpp"
#include "group/borrower.hpp"
#include "group/meeting_day.hpp"

#include <solidarity/money/allocate.hpp>

#include <algorithm>

namespace solidarity::detail {

// ---- Loans

// Money that no loan can take is hers.
void add_credit(GroupState& state, const std::string& member, std::int64_t units) {
  if (units == 0) return;
  Person& person = state.edit(member);
  person.credit = checked_units(wide{person.credit} + units);
}

void apply(GroupState& state, CreditReturned& returned, const Happening&) {
  const Person& person = state.person(returned.member, "/member");
  const std::int64_t units = state.above_zero(returned.amount, "/amount");
  if (units > person.credit)
    refuse(
        ErrorCode::out_of_range, "/amount",
        fmt::format("{}; {} has a credit of {}", returned.amount, quoted(returned.member), state.money(person.credit)));
  state.edit(returned.member).credit -= units;
}

namespace {

// What one loan gets of a payment: what it has overdue and due, then what it may take in advance.
struct LoanPart {
  std::string loan;
  std::int64_t units;
  std::int64_t more;
};

std::vector<LoanPart> parts_of_payment(const GroupState& state, const Person& payer, std::int64_t& units,
                                       bool joint_only, Date on) {
  std::vector<LoanPart> parts;
  for (const GroupLoan* loan : state.loans_of(payer.facts.id)) {
    const Position position = loan->loan.position(on);
    if (position.status != LoanStatus::active || (joint_only && !loan->joint)) continue;
    const std::int64_t asked = checked_units(wide{position.overdue.total()} + position.due.total());
    const std::int64_t part = std::min(units, asked);
    parts.push_back({loan->id, part, position.outstanding.total() - part});
    units -= part;
  }
  for (LoanPart& part : parts) {
    const std::int64_t more = std::min(units, part.more);
    part.units += more;
    units -= more;
  }
  return parts;
}

}  // namespace

void pay_loans(GroupState& state, const Person& payer, std::int64_t units, PaymentKind kind, bool joint_only,
               const Happening& at) {
  if (units == 0) return;
  const std::string member = payer.facts.id;
  const std::vector<LoanPart> parts = parts_of_payment(state, payer, units, joint_only, at.on);
  if (parts.empty() && at.is_new)
    refuse(ErrorCode::out_of_range, "/amount",
           fmt::format("{} for loans; {} has none with a debt, and owes her claimants {}", state.money(units),
                       quoted(member), state.money(state.payable(member, at.on))));
  for (const LoanPart& part : parts)
    if (part.units > 0) state.edit_loan(part.loan).record(at.on, Repay{state.money(part.units), kind}, at.id);
  add_credit(state, member, units);
}

namespace {

bool is_loan_id(std::string_view text) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == ':' || c == '-';
  };
  return !text.empty() && text.size() <= 128 && std::ranges::all_of(text, is_letter);
}

}  // namespace

void grant_loan(GroupState& state, const LoanGrant& grant, const Happening& at) {
  const Date on = at.on;
  if (grant.terms.disbursed_on != on)
    refuse(ErrorCode::out_of_range, "/terms/disbursed_on",
           fmt::format("{}; a loan granted on {} is handed out on that day", grant.terms.disbursed_on, on));
  (void)state.above_zero(grant.terms.principal, "/terms/principal");
  if (const Problems problems = check_loan(state.terms().rules, grant.terms); !problems.empty())
    refuse(problems.front().code, "/terms" + problems.front().field, problems.front().message);
  if (state.knows_loan(grant.id))
    refuse(ErrorCode::duplicate, "/id", fmt::format("there is a loan {} already", quoted(grant.id)));
  if (!is_loan_id(grant.id))
    refuse(ErrorCode::out_of_range, "/id",
           fmt::format("{}; an id is 1 to 128 of A-Z a-z 0-9 . _ : -", quoted(grant.id)));
  if (!grant.member.empty()) {
    (void)state.member_on(grant.member, on, "/member");
    if (at.is_new) check_eligible(state, grant, on);
    Person& person = state.edit(grant.member);
    person.given_in_cycle = 0;
    person.borrowed_at = state.sheets;
  }
  GroupLoan loan{.id = grant.id,
                 .member = grant.member,
                 .joint = grant.joint && !grant.member.empty(),
                 .product = grant.product,
                 .handed_out = on,
                 .loan = Loan(grant.terms)};
  loan.record(on, Disburse{grant.terms.principal}, at.id);
  for (const Tranche& tranche : grant.terms.further_tranches) loan.record(tranche.on, Disburse{tranche.amount}, at.id);
  state.add_loan(std::move(loan));
}

void apply(GroupState& state, LoanGranted& granted, const Happening& at) { grant_loan(state, granted.grant, at); }

namespace {

// What was paid is a fact: when a correction of the past makes another sum of the payoff, less is a payment, and what is
// more is her credit.
void apply(GroupState& state, const GroupLoan& loan, PayOff& pay_off, const Happening& at) {
  const bool is_active = loan.loan.position(at.on).status == LoanStatus::active;
  const Money owed = is_active ? loan.loan.payoff(at.on).total() : state.money(0);
  if (at.is_new && !pay_off.amount) pay_off.amount = owed;
  const Money paid = pay_off.amount.value_or(owed);
  const bool is_all = at.is_new || paid >= owed;
  const LoanAction what = is_all ? LoanAction(PayOff{at.is_new ? paid : owed}) : LoanAction(Repay{paid});
  const std::string member = loan.member;
  if (is_active) state.edit_loan(loan.id).loan.record({.on = at.on, .what = what, .id = at.id});
  if (!at.is_new && paid > owed && !member.empty()) add_credit(state, member, (paid - owed).units());
}

}  // namespace

// Money from the borrower comes by meetings, where it is divided; what was reversed here was reversed as an event.
void apply(GroupState& state, LoanChanged& changed, const Happening& at) {
  const GroupLoan& loan = state.loan(changed.loan, "/loan");
  if (!loan.member.empty() && state.find(loan.member)->state() == MemberState::dead)
    refuse(ErrorCode::invalid_state, "/loan",
           fmt::format("{} was paid off at the death of {}; what is left is her estate's", quoted(loan.id),
                       quoted(loan.member)));
  if (std::holds_alternative<Repay>(changed.what) || std::holds_alternative<Reverse>(changed.what))
    refuse(ErrorCode::unsupported, "/what",
           fmt::format("{} of one loan: a payment is a line of a meeting, a mistake is reversed as the group's event",
                       to_text(changed.what)));
  if (auto* pay_off = std::get_if<PayOff>(&changed.what);
      pay_off && (!at.is_new || loan.loan.position(at.on).status == LoanStatus::active))
    return apply(state, loan, *pay_off, at);
  state.edit_loan(loan.id).loan.record({.on = at.on, .what = changed.what, .id = at.id});
}

void apply(GroupState& state, LendingOrder& order, const Happening& at) {
  std::vector<std::string> seen;
  for (const std::string& id : order.members) {
    (void)state.member_on(id, at.on, "/members");
    if (std::ranges::find(seen, id) != seen.end())
      refuse(ErrorCode::duplicate, "/members", fmt::format("{} is named twice", quoted(id)));
    seen.push_back(id);
  }
  state.lending_order = order.members;
  state.round_since = at.on;
  for (const std::string& id : state.members(at.on)) state.edit(id).borrowed_at.reset();
}

void apply(GroupState& state, GroupRepays& repays, const Happening& at) {
  const GroupLoan& loan = state.loan(repays.loan, "/loan");
  if (!loan.member.empty())
    refuse(ErrorCode::invalid_state, "/loan",
           fmt::format("{} is a loan of {}; the group repays its own", quoted(loan.id), quoted(loan.member)));
  const std::int64_t units = state.above_zero(repays.amount, "/amount");
  state.change_fund(Fund::group, -units, "/amount");
  state.edit_loan(repays.loan).record(at.on, Repay{repays.amount}, at.id);
}

// ---- Savings

void record_savings(Person& person, Date on, SavingsAction what, const std::string& event) {
  if (!person.savings)
    refuse(ErrorCode::invalid_state, "/member", fmt::format("{} has no savings here", quoted(person.facts.id)));
  const std::size_t number = person.savings->events().size() + 1;
  person.savings->record({.on = on, .what = std::move(what), .id = fmt::format("{}.s{}", event, number)});
}

void draw_savings(GroupState& state, std::string_view member, std::int64_t units, Date on, const std::string& event) {
  if (units == 0) return;
  Person& person = state.edit(member);
  record_savings(person, on, PlaceHold{state.money(units)}, event);
  record_savings(person, on, CaptureHold{person.savings->events().back().id}, event);
}

void apply(GroupState& state, SavingsChanged& changed, const Happening& at) {
  if (!state.person(changed.member, "/member").savings)
    refuse(ErrorCode::invalid_state, "/member", fmt::format("{} has no savings here", quoted(changed.member)));
  if (std::holds_alternative<ReverseSavings>(changed.what))
    refuse(ErrorCode::unsupported, "/what", "a mistake is reversed as the group's event");
  if (std::holds_alternative<PlaceHold>(changed.what) && !state.terms().rules.liens_allowed)
    refuse(ErrorCode::invalid_state, "/what", "the rules of the group allow no lien on deposits");
  state.edit(changed.member).savings->record({.on = at.on, .what = changed.what, .id = at.id});
}

// ---- Claims

namespace {

// Somebody with claims, or known otherwise.
Party holder(GroupState& state, const std::string& name, std::string_view field) {
  if (const auto known = state.claims().find(name)) return *known;
  (void)state.person(name, field);
  return state.edit_claims().party(name);
}

}  // namespace

void apply(GroupState& state, ClaimForgiven& forgiven, const Happening& at) {
  const Party by = holder(state, forgiven.by, "/by");
  const Party debtor = holder(state, forgiven.debtor, "/debtor");
  state.edit_claims().record(at.on, ClaimWaived{by, debtor, state.above_zero(forgiven.amount, "/amount")});
}

void apply(GroupState& state, ClaimsOffset& offset, const Happening& at) {
  const Party a = holder(state, offset.a, "/a");
  const Party b = holder(state, offset.b, "/b");
  state.edit_claims().record(at.on, ClaimsSetOff{a, b});
}

// ---- Funds

void apply(GroupState& state, FundReceives& receives, const Happening&) {
  state.change_fund(receives.fund, state.above_zero(receives.amount, "/amount"), "/amount");
}

void apply(GroupState& state, FundPays& pays, const Happening&) {
  state.change_fund(pays.fund, -state.above_zero(pays.amount, "/amount"), "/amount");
}

namespace {

std::vector<SharePart> parts_of(const GroupState& state, ShareOutBy by, Date on) {
  const std::vector<std::string> members = state.members(on);
  std::vector<std::int64_t> weights;
  for (const std::string& id : members) {
    const auto& savings = state.find(id)->savings;
    weights.push_back(by == ShareOutBy::equal ? 1
                      : savings               ? std::max<std::int64_t>(0, savings->position(on).balance)
                                              : 0);
  }
  std::vector<std::int64_t> parts(members.size());
  allocate_into(state.fund(Fund::group), weights, parts);
  std::vector<SharePart> all;
  for (std::size_t k = 0; k < members.size(); ++k) {
    const std::int64_t fines = std::min(parts[k], state.find(members[k])->fines);
    const std::int64_t claims = std::min(parts[k] - fines, state.payable(members[k], on));
    all.push_back({members[k], state.money(parts[k]), state.money(fines), state.money(claims)});
  }
  return all;
}

}  // namespace

void apply(GroupState& state, ShareOut& share_out, const Happening& at) {
  if (at.is_new && share_out.parts.empty()) {
    if (state.fund(Fund::group) == 0) refuse(ErrorCode::out_of_range, "/by", "the group fund is empty");
    share_out.parts = parts_of(state, share_out.by, at.on);
  }
  for (const SharePart& part : share_out.parts) {
    (void)state.member_on(part.member, at.on, "/parts");
    const std::int64_t fines = state.units_or_zero(part.to_fines, "/parts");
    const std::int64_t claims = state.units_or_zero(part.to_claimants, "/parts");
    if (wide{fines} + claims > state.units(part.part, "/parts") || fines > state.find(part.member)->fines ||
        claims > state.payable(part.member, at.on))
      refuse(
          ErrorCode::out_of_range, "/parts",
          fmt::format("{} of {} for what {} owes", part.to_fines + part.to_claimants, part.part, quoted(part.member)));
    state.change_fund(Fund::group, -part.part.units(), "/parts");
    state.change_fund(Fund::social, fines, "/parts");
    if (fines > 0) state.edit(part.member).fines -= fines;
    (void)state.recover(part.member, claims, at.on);
  }
}

}  // namespace solidarity::detail
