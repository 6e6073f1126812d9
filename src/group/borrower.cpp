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

BorrowerFacts borrower_facts(const GroupState& state, std::string_view member, std::string_view product, Date on) {
  BorrowerFacts facts;
  const JointLiability& liability = state.terms().liability;
  for (const auto& shared : state.people()) {
    const Person& person = *shared;
    const MemberPosition at = state.position_of(person, on);
    facts.group_worst_days = std::max(facts.group_worst_days, at.days_past_due);
    facts.group_exposure = checked_units(wide{facts.group_exposure} + at.outstanding);
    facts.record.group_on_time = facts.record.group_on_time + on_time(state, person, on);
    for (const Membership& stay : person.stays)
      facts.group_since = facts.group_since ? std::min(*facts.group_since, stay.joined) : stay.joined;
    const bool has_defaulted = std::ranges::any_of(
        outcomes(state, person, on), [](const LoanOutcome& outcome) { return outcome.defaulted_on.has_value(); });
    facts.group_has_defaulted |= has_defaulted;
    if (person.is_member(on)) ++facts.group_size;
    if (person.facts.id != member) {
      facts.others_with_product += person.is_member(on) && state.has_open_loan(person, product, on) ? 1 : 0;
      continue;
    }
    if (person.is_member(on)) facts.member_since = person.stays.back().joined;
    facts.born_on = person.facts.born_on;
    facts.trained_on = person.facts.trained_on;
    facts.household_income_a_year = person.facts.household_income_a_year;
    facts.obligations_a_month = person.facts.obligations_a_month;
    if (facts.obligations_a_month && state.terms().rules.obligations_cap)  // and what her loans here ask for
      for (const GroupLoan* loan : state.loans_of(member))
        *facts.obligations_a_month += largest_month(loan->loan.rows(on), state.currency(), on);
    facts.record.cycle = progress_on(outcomes(state, person, on), liability.consequences, on);
    facts.record.on_time = on_time(state, person, on);
    facts.record.attendance = person.attendance;
    facts.record.savings = std::max<std::int64_t>(0, at.savings);
    facts.days_past_due = at.days_past_due;
    facts.exposure = at.outstanding;
    for (const GroupLoan* loan : state.loans_of(member))
      facts.open_loans += is_open(loan->loan.position(on).status) ? 1 : 0;
    facts.has_defaulted = has_defaulted;
    facts.is_excluded = person.was_expelled();
  }
  if (state.terms().rules.staggering) {
    const auto all = turns(state, on);
    const auto turn = std::ranges::find(all, member, &StaggeredTurn::id);
    facts.is_released = turn != all.end() && turn->state == TurnState::may_borrow;
  }
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
