// SPDX-License-Identifier: MIT
#include "loan/exact_servicing.hpp"

#include "loan/accrual.hpp"
#include "loan/payoff.hpp"
#include "loan/penalties.hpp"
#include "loan/prepayment.hpp"
#include "loan/rescheduling.hpp"

#include <algorithm>

namespace solidarity::detail {
namespace {

// The first due date after `after` up to `day`.
std::optional<Date> next_due_date(const Account& account, Date after, Date day) {
  const std::size_t row = account.rows_by(after);
  if (row == account.dues.size() || account.dues[row].on > day) return {};
  return account.dues[row].on;
}

// Principal that fell due since the last look and is not paid bears interest from its due date on.
bool grows_by_overdue(const Account& account, Date day) {
  if (!overdue_bears_interest(account)) return false;
  for (std::size_t row = account.rows_before(account.advanced_to);
       row < account.dues.size() && account.dues[row].on < day; ++row)
    if (account.dues[row].open.principal > 0) return true;
  return false;
}

void use_credit_when_due(Account& account, Date on) {
  if (account.credit == 0 || account.outstanding == Components{}) return;
  const std::int64_t held = account.credit;
  const Applied applied = pay_what_is_due(account, on, held, account.waterfall_of(PaymentKind::repayment));
  if (applied.unapplied == held) return;
  account.credit = applied.unapplied;
  account.transactions.push_back({.id = {},
                                  .type = "apply_credit",
                                  .on = on,
                                  .amount = held - applied.unapplied,
                                  .parts = applied.parts,
                                  .unapplied = 0,
                                  .balance = account.outstanding.principal});
  if (rest_of(account) == Rest::none) return;
  note_departures(account, on);
  recompute_interest(account, on, on);
}

// Everything that the start of the day brings: interest, penalties, then held money where something falls due.
void start_day(Account& account, Date day, bool is_due_date) {
  if (overdue_bears_interest(account)) recompute_interest(account, account.advanced_to, day);
  assess_penalties(account, day);
  account.advanced_to = day;
  if (is_due_date) use_credit_when_due(account, day);
}

}  // namespace

bool ExactServicing::has_work(const Account& account, Date day) const {
  if (account.credit > 0 && next_due_date(account, account.advanced_to, day)) return true;
  return may_be_penalized(account, day) || grows_by_overdue(account, day);
}

void ExactServicing::advance(Account& account, Date day) const {
  while (const auto due = next_due_date(account, account.advanced_to, day)) start_day(account, *due, true);
  if (day > account.advanced_to) start_day(account, day, false);
}

bool ExactServicing::pays_in_place(const Account& account) const { return rest_of(account) == Rest::none; }

void ExactServicing::after_event(Account& account, Date on) const {
  if (account.suspended_on && !account.suspension_noted) note_suspension(account, on);
  if (rest_of(account) == Rest::none || !account.is_disbursed()) return;
  note_departures(account, on);
  recompute_interest(account, on, on);
}

// A change of the plan by anything but an advance is not in the terms: then an advance is spread over the rows to come.
void ExactServicing::plan_again(Account& account, Date on) const {
  const bool is_list = std::holds_alternative<ListedPrincipal>(account.terms.amortization);
  if (account.advances.size() > 1 && (account.plan_changed || is_list))
    return add_later_advance(account, on, account.advances.back().amount);
  lay_plan(account, on);
}

Applied ExactServicing::pay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall) const {
  const auto& recalculation = account.terms.recalculation;
  const bool is_settled = !account.facts.empty() && account.facts.back().interest_fixed;  // it pays off what is asked
  if (recalculation && recalculation->rest != Rest::none && recalculation->early != EarlyPrincipal::next && !is_settled)
    return pay_with_effect(account, on, units, waterfall, recalculation->early);
  return Servicing::pay(account, on, units, waterfall);
}

Applied ExactServicing::prepay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall,
                               EarlyPrincipal effect) const {
  return prepay_with_effect(account, on, units, waterfall, effect);
}

Payoff ExactServicing::payoff(const Account& account, Date on) const { return quote_payoff(account, on); }

void ExactServicing::settle_for_payoff(Account& account, const Payoff& payoff) const {
  settle_rows_for_payoff(account, payoff);
}

void ExactServicing::reschedule(Account& account, const Reschedule& change, Date on) const {
  reschedule_rows(account, change, on);
}

void ExactServicing::re_age(Account& account, const ReAge& change, Date on) const { re_age_rows(account, change, on); }

void ExactServicing::re_amortize(Account& account, Date on) const { re_amortize_rows(account, on); }

void ExactServicing::grant_moratorium(Account& account, const GrantMoratorium& change, Date on) const {
  move_rows_out_of(account, change, on);
}

void ExactServicing::charge_back(Account& account, std::int64_t units, Date on) const {
  Servicing::charge_back(account, units, on);
  account.changes.push_back({on, units, 0});
}

std::int64_t ExactServicing::accrued_interest(const Account& account, Date as_of) const {
  return interest_accrued(account, as_of);
}

const Servicing& exact_servicing() noexcept {
  static const ExactServicing rules;
  return rules;
}

}  // namespace solidarity::detail
