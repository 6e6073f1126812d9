// SPDX-License-Identifier: MIT
#include "loan/payoff.hpp"

#include "loan/accrual.hpp"
#include "loan/prepayment.hpp"

#include <algorithm>
#include <array>

namespace solidarity::detail {
namespace {

constexpr std::array charges{Component::penalty, Component::fee, Component::insurance};

// What of the interest to come is asked for.
enum class Asked : std::uint8_t { all, to_date, to_rest, by_digits };

Asked asked_of(const Account& account) {
  const LoanTerms& terms = account.terms;
  const Rebate usual = is_flat(terms) ? Rebate::none : Rebate::actuarial;
  if (rest_of(account) == Rest::none) {
    if (terms.rebate.value_or(usual) == Rebate::none) return Asked::all;
    return terms.rebate == Rebate::rule_of_78 ? Asked::by_digits : Asked::to_date;
  }
  return terms.recalculation->payoff_interest == PayoffInterest::to_rest ? Asked::to_rest : Asked::to_date;
}

// I k (k + 1) / (n (n + 1)) is not earned: k of the n rows begin on the day or later.
std::int64_t unearned_by_digits(const Account& account, Date on) {
  std::int64_t rows = 0;
  std::int64_t to_begin = 0;
  std::int64_t interest = 0;
  for (std::size_t row = 0; row < account.dues.size(); ++row) {
    interest += account.facts[row].charged.interest;
    if (account.facts[row].kind != RowKind::installment) continue;
    ++rows;
    if (account.facts[row].from >= on) ++to_begin;
  }
  if (rows == 0) return 0;
  return grid_of(account.terms).divide(wide{interest} * to_begin * (to_begin + 1), wide{rows} * (rows + 1));
}

// Interest owed, row after row; what is owed in all goes to the earliest rows.
void ask_by_digits(const Account& account, Date on, std::vector<Components>& owed) {
  std::int64_t due = 0;
  for (std::size_t row = 0; row < account.rows_by(on); ++row) due += account.dues[row].open.interest;
  std::int64_t left = std::max(due, account.outstanding.interest - unearned_by_digits(account, on));
  for (std::size_t row = 0; row < account.dues.size(); ++row) {
    owed[row].interest = std::min(left, account.dues[row].open.interest);
    left -= owed[row].interest;
  }
}

std::int64_t interest_asked(const Account& account, std::size_t row, Date on, Asked asked, std::int64_t accrued) {
  const std::int64_t open = account.dues[row].open.interest;
  if (asked == Asked::all || account.dues[row].on <= on) return open;
  if (asked == Asked::to_rest && account.facts[row].from < on) return open;
  const std::int64_t settled = account.facts[row].charged.interest - open;
  return std::clamp<std::int64_t>(accrued - settled, 0, open);
}

// Of a row to come: only what was charged in life for a day that has come.
std::int64_t charges_come(const Account& account, std::size_t row, Component component, Date on) {
  const auto kind = component == Component::penalty     ? ChargeKind::penalty
                    : component == Component::insurance ? ChargeKind::insurance
                                                        : ChargeKind::fee;
  std::int64_t come = 0;
  for (const Charge& charge : account.charges)
    if (charge.row == row + 1 && charge.kind == kind && charge.due <= on) come += charge.amount - charge.waived;
  return std::min(come, part(account.dues[row].open, component));
}

}  // namespace

std::vector<Components> owed_at_payoff(const Account& account, Date on) {
  const Asked asked = asked_of(account);
  std::vector<Components> owed(account.dues.size());
  const std::vector<std::int64_t> accrued = accrued_by_row(account, on);
  for (std::size_t row = 0; row < account.dues.size(); ++row) {
    owed[row].principal = account.dues[row].open.principal;
    owed[row].interest = interest_asked(account, row, on, asked, accrued[row]);
    for (const Component component : charges)
      part(owed[row], component) = account.dues[row].on <= on ? part(account.dues[row].open, component)
                                                              : charges_come(account, row, component, on);
  }
  if (asked == Asked::by_digits) ask_by_digits(account, on, owed);
  const std::int64_t unborn = capital_not_earned(account, on);
  for (std::size_t row = account.dues.size(), left = static_cast<std::size_t>(unborn); row-- > 0 && left > 0;) {
    const std::int64_t taken = std::min(static_cast<std::int64_t>(left), owed[row].principal);
    owed[row].principal -= taken;
    left -= static_cast<std::size_t>(taken);
  }
  return owed;
}

Payoff quote_payoff(const Account& account, Date on) {
  Payoff quote{.on = on, .currency = account.currency(), .parts = {}};
  if (!account.is_disbursed() || account.outstanding == Components{}) return quote;
  for (const Components& owed : owed_at_payoff(account, on)) quote.parts += owed;
  quote.early_fee = early_fee(account, on, true, 0);
  quote.rebate = account.outstanding.interest - quote.parts.interest;
  quote.credit = std::min(account.credit, checked_units(wide{quote.parts.total()} + quote.early_fee));
  return quote;
}

void settle_rows_for_payoff(Account& account, const Payoff& quote) {
  if (account.outstanding == Components{}) return;
  const std::vector<Components> owed = owed_at_payoff(account, quote.on);
  for (std::size_t row = 0; row < account.dues.size(); ++row) {
    for (const Component component :
         {Component::penalty, Component::fee, Component::insurance, Component::interest, Component::principal})
      account.charge(row, component, part(owed[row], component) - part(account.dues[row].open, component));
    account.facts[row].interest_fixed = true;
    if (account.dues[row].on > quote.on && owed[row].principal > 0)
      account.changes.push_back({quote.on, owed[row].principal, static_cast<std::uint16_t>(row + 1), true});
  }
  if (quote.early_fee > 0) account.charge(row_for_early_fee(account, quote.on), Component::fee, quote.early_fee);
  account.plan_changed = true;
  account.settle(quote.on);
}

}  // namespace solidarity::detail
