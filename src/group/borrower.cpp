// SPDX-License-Identifier: MIT
#include "group/borrower.hpp"

#include "group/obligations.hpp"

#include <solidarity/schedule/amortize.hpp>

#include <algorithm>

namespace solidarity::detail {
namespace {

// A row that fell due counts as on time when it was settled by its day.
Tally on_time(const GroupState& state, const Person& person, Date on) {
  Tally tally;
  for (const GroupLoan* loan : state.loans_of(person.facts.id))
    for (const LoanRow& row : loan->loan.rows(on)) {
      if (row.due > on || row.charged.total() == 0) continue;
      ++tally.all;
      if (row.settled_on && *row.settled_on <= row.due) ++tally.good;
    }
  return tally;
}

bool was_late(const GroupState& state, const Person& person, Date on) {
  return std::ranges::any_of(state.loans_of(person.facts.id), [&](const GroupLoan* loan) {
    return loan->handed_out >= state.round_since.value_or(loan->handed_out) &&
           std::ranges::any_of(loan->loan.rows(on), [](const LoanRow& row) { return row.late_days > 0; });
  });
}

std::optional<Date> closed_on(const Loan& loan, Date on) {
  if (loan.position(on).status != LoanStatus::closed) return {};
  std::optional<Date> last;
  for (const LoanRow& row : loan.rows(on))
    if (row.settled_on) last = last ? std::max(*last, *row.settled_on) : *row.settled_on;
  return last;
}

std::vector<LoanOutcome> outcomes(const GroupState& state, const Person& person, Date on) {
  std::vector<LoanOutcome> all;
  for (const GroupLoan* loan : state.loans_of(person.facts.id)) {
    LoanOutcome outcome{.closed_on = closed_on(loan->loan, on), .defaulted_on = loan->covered_on};
    if (loan->loan.position(on).status == LoanStatus::written_off) outcome.defaulted_on = loan->loan.events().back().on;
    all.push_back(outcome);
  }
  return all;
}

Tally operator+(const Tally& a, const Tally& b) { return {a.good + b.good, a.all + b.all}; }

}  // namespace

std::vector<StaggeredTurn> turns(const GroupState& state, Date on) {
  const GroupRules& rules = state.terms().rules;
  std::vector<std::string> order = state.lending_order;
  if (order.empty()) order = state.members_by_joining(on);
  std::vector<StaggeredMember> members;
  for (const std::string& id : order) {
    const Person* person = state.find(id);
    if (!person || !person->is_member(on)) continue;
    members.push_back({.id = id,
                       .borrowed_at = person->borrowed_at,
                       .past_due = state.position_of(*person, on).days_past_due > 0,
                       .was_late = was_late(state, *person, on)});
  }
  return staggered_turns(*rules.staggering, members, state.sheets, state.terms().liability.consequences);
}

namespace {

bool has_defaulted(const GroupState& state, const Person& person, Date on) {
  return std::ranges::any_of(outcomes(state, person, on),
                             [](const LoanOutcome& outcome) { return outcome.defaulted_on.has_value(); });
}

// What one person, a member or not any more, adds to the facts about the group.
void count_in(BorrowerFacts& facts, const GroupState& state, const Person& person, Date on) {
  const MemberPosition at = state.position_of(person, on);
  facts.group_worst_days = std::max(facts.group_worst_days, at.days_past_due);
  facts.group_exposure = checked_units(wide{facts.group_exposure} + at.outstanding);
  facts.record.group_on_time = facts.record.group_on_time + on_time(state, person, on);
  for (const Membership& stay : person.stays)
    facts.group_since = facts.group_since ? std::min(*facts.group_since, stay.joined) : stay.joined;
  facts.group_has_defaulted |= has_defaulted(state, person, on);
  facts.group_size += person.is_member(on) ? 1 : 0;
}

// What she owes elsewhere a month, and what her loans here ask for.
std::optional<Money> obligations(const GroupState& state, const Person& person, Date on) {
  std::optional<Money> all = person.facts.obligations_a_month;
  if (all && state.terms().rules.obligations_cap)
    for (const GroupLoan* loan : state.loans_of(person.facts.id))
      *all += largest_month(loan->loan.rows(on), state.currency(), on);
  return all;
}

void describe(BorrowerFacts& facts, const GroupState& state, const Person& person, Date on) {
  const MemberPosition at = state.position_of(person, on);
  if (person.is_member(on)) facts.member_since = person.stays.back().joined;
  facts.born_on = person.facts.born_on;
  facts.trained_on = person.facts.trained_on;
  facts.household_income_a_year = person.facts.household_income_a_year;
  facts.obligations_a_month = obligations(state, person, on);
  facts.record.cycle = progress_on(outcomes(state, person, on), state.terms().liability.consequences, on);
  facts.record.on_time = on_time(state, person, on);
  facts.record.attendance = person.attendance;
  facts.record.savings = std::max<std::int64_t>(0, at.savings);
  facts.days_past_due = at.days_past_due;
  facts.exposure = at.outstanding;
  for (const GroupLoan* loan : state.loans_of(person.facts.id))
    facts.open_loans += loan->loan.position(on).status == LoanStatus::active ? 1 : 0;
  facts.has_defaulted = has_defaulted(state, person, on);
  facts.is_excluded = person.was_expelled();
}

bool may_borrow_now(const GroupState& state, std::string_view member, Date on) {
  const auto all = turns(state, on);
  const auto turn = std::ranges::find(all, member, &StaggeredTurn::id);
  return turn != all.end() && turn->state == TurnState::may_borrow;
}

}  // namespace

BorrowerFacts borrower_facts(const GroupState& state, std::string_view member, std::string_view product, Date on) {
  BorrowerFacts facts;
  for (const auto& person : state.people()) {
    count_in(facts, state, *person, on);
    if (person->facts.id == member) describe(facts, state, *person, on);
    else if (person->is_member(on) && state.has_open_loan(*person, product, on)) ++facts.others_with_product;
  }
  if (state.terms().rules.staggering) facts.is_released = may_borrow_now(state, member, on);
  return facts;
}

void check_eligible(const GroupState& state, const LoanGrant& grant, Date on) {
  const GroupTerms& terms = state.terms();
  LoanRequest request{.amount = grant.terms.principal, .product = grant.product};
  if (terms.rules.obligations_cap) request.installment_a_month = largest_month(amortize(grant.terms));
  const auto reasons = eligibility(terms.rules, terms.liability.consequences,
                                   borrower_facts(state, grant.member, grant.product, on), request, on);
  if (reasons.empty()) return;
  std::vector<std::string> texts;
  for (const Reason& reason : reasons) texts.push_back(to_text(reason));
  refuse(code_of(reasons.front().kind), "/member",
         fmt::format("{} may not borrow {}: {}", quoted(grant.member), grant.terms.principal, listed(texts)));
}

}  // namespace solidarity::detail
