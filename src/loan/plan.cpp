// SPDX-License-Identifier: MIT
#include "loan/plan.hpp"

#include "loan/rows_again.hpp"
#include "loan/servicing.hpp"

#include <solidarity/money/allocate.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <algorithm>
#include <numeric>
#include <optional>

namespace solidarity::detail {

Grid grid_of(const LoanTerms& terms) {
  const auto& policy = std::get<ExactRounding>(terms.rounding);
  return {policy.currency_multiple ? policy.currency_multiple->units() : 1, policy.mode};
}

Grid installment_grid_of(const LoanTerms& terms) {
  const auto& policy = std::get<ExactRounding>(terms.rounding);
  return {policy.installment_multiple ? policy.installment_multiple->units() : grid_of(terms).unit, policy.mode};
}

namespace {

// A list that sums to what was handed out, in the proportions agreed.
void fit_list(LoanTerms& terms) {
  auto* list = std::get_if<ListedPrincipal>(&terms.amortization);
  if (!list) return;
  wide lent = terms.principal.units();
  for (const Tranche& tranche : terms.further_tranches) lent += tranche.amount.units();
  wide listed = 0;
  std::vector<std::int64_t> weights;
  for (const Money& principal : list->principal) {
    listed += principal.units();
    weights.push_back(principal.units());
  }
  if (listed == lent || !terms.down_payment.is_zero()) return;
  std::vector<std::int64_t> parts(weights.size());
  allocate_into(checked_units(lent), weights, parts);
  for (std::size_t k = 0; k < parts.size(); ++k)
    list->principal[k] = Money::of_units(parts[k], terms.principal.currency());
}

}  // namespace

LoanTerms with_advances(LoanTerms terms, std::span<const Advanced> advances) {
  const Currency currency = terms.principal.currency();
  terms.principal = Money::of_units(advances.front().amount, currency);
  terms.disbursed_on = advances.front().on;
  terms.further_tranches.clear();
  for (const Advanced& advance : advances.subspan(1))
    terms.further_tranches.push_back({advance.on, Money::of_units(advance.amount, currency)});
  fit_list(terms);
  return terms;
}

Plan::Plan(const Account& account) : account_(&account) {
  const bool by_terms = std::ranges::any_of(
      account.facts, [](const RowFacts& row) { return row.plan == 0 && row.period != RowFacts::no_period; });
  timelines_.push_back(by_terms ? std::make_unique<Timeline>(account.terms, memory_) : nullptr);
  for (const auto& tail : account.tails)
    timelines_.push_back(std::make_unique<Timeline>(tail->terms, tail->after, memory_));
}

bool Plan::has(std::size_t row) const { return account_->facts[row].period != RowFacts::no_period; }

const LoanTerms& Plan::terms(std::size_t row) const {
  const std::uint16_t plan = account_->facts[row].plan;
  return plan == 0 ? account_->terms : account_->tails[plan - std::size_t{1}]->terms;
}

bool Plan::in_interest_grace(std::size_t row) const {
  if (!has(row)) return false;
  const auto grace = static_cast<std::size_t>(terms(row).grace.interest_payment);
  return index(row) < std::min(grace, timeline(row).rows().size() - 1);
}
bool Plan::defers(std::size_t row) const { return in_interest_grace(row) && !terms(row).interest.capitalise_in_grace; }
bool Plan::capitalises(std::size_t row) const {
  return in_interest_grace(row) && terms(row).interest.capitalise_in_grace;
}
bool Plan::repays_principal(std::size_t row) const {
  return !has(row) || index(row) >= static_cast<std::size_t>(terms(row).grace.principal);
}
bool Plan::bills_at_end(std::size_t row) const {
  const auto* bullet = std::get_if<Bullet>(&terms(row).amortization);
  return bullet != nullptr && bullet->interest_too;
}
bool Plan::follows_balance(std::size_t row) const {
  return has(row) && !is_flat(terms(row)) && !std::holds_alternative<SumOfDigits>(terms(row).amortization);
}

namespace {

// Renames rows: `to[k]` is the new index of row k.
void rename_rows(Account& account, std::span<const std::size_t> to) {
  const auto renamed = [&](std::uint16_t& number) {
    if (number > 0) number = static_cast<std::uint16_t>(to[number - std::size_t{1}] + 1);
  };
  for (Charge& charge : account.charges) renamed(charge.row);
  for (BalanceChange& change : account.changes) renamed(change.row);
}

void number_rows(Account& account) {
  for (std::size_t k = 0; k < account.dues.size(); ++k) account.dues[k].number = static_cast<std::uint16_t>(k + 1);
}

// The names of rows of `old` in the account, by due date and kind; what is gone keeps the place where it was.
void rename_from(Account& account, const Account& old) {
  std::vector<std::size_t> to(old.dues.size());
  for (std::size_t k = 0; k < old.dues.size(); ++k) {
    to[k] = std::min(k, account.dues.empty() ? 0 : account.dues.size() - 1);
    for (std::size_t j = 0; j < account.dues.size(); ++j)
      if (account.dues[j].on == old.dues[k].on && account.facts[j].kind == old.facts[k].kind) to[k] = j;
  }
  rename_rows(account, to);
}

// Interest that is flat is due in all: what the rows before the advance did not carry is spread over the others.
void spread_flat_interest(Account& account, Date on, std::int64_t planned) {
  std::int64_t before = 0;
  std::vector<std::size_t> rows;
  for (std::size_t k = 0; k < account.dues.size(); ++k) {
    if (account.facts[k].kind != RowKind::installment) continue;
    if (account.dues[k].on < on) before += account.facts[k].charged.interest;
    else if (account.facts[k].planned.interest > 0) rows.push_back(k);
  }
  if (rows.empty()) return;
  const std::int64_t rest = std::max<std::int64_t>(planned - before, 0);
  std::vector<std::int64_t> parts(rows.size());
  allocate_into(rest, std::vector<std::int64_t>(rows.size(), 1), parts);
  for (std::size_t j = 0; j < rows.size(); ++j) {
    RowFacts& row = account.facts[rows[j]];
    const std::int64_t settled = row.charged.interest - account.dues[rows[j]].open.interest;
    account.charge(rows[j], Component::interest, std::max(parts[j], settled) - row.charged.interest);
  }
}

// The start of the first row, where it is not the disbursement.
Date first_day_bearing_interest(const LoanTerms& terms) {
  if (terms.grace.all == 0) return terms.interest.from.value_or(terms.disbursed_on);
  std::pmr::monotonic_buffer_resource memory;
  return Timeline(terms, memory).rows().front().start;
}

void place_difference(Account& account, Date on, std::int64_t difference) {
  const RowsBefore before = rows_before_change(account, on);
  account.charge(before.rows.empty() ? account.dues.size() - 1 : before.rows.back(), Component::principal, difference);
  account.settle(on);
  if (before.rows.empty()) return;
  std::int64_t balance = 0;
  for (const std::size_t row : before.rows) balance += account.dues[row].open.principal;
  place_by_terms(account, on, before, balance);
}

// The rows before the advance may carry other principal than the plan of all advances gives them: by flat forms, or
// where a due date moved before the end of its period. The rows to come take the difference.
void place_what_is_missing(Account& account, Date on, std::int64_t planned) {
  std::int64_t charged = 0;
  for (const RowFacts& row : account.facts)
    if (row.kind == RowKind::installment || row.kind == RowKind::down_payment) charged += row.planned.principal;
  if (charged == planned) return;
  std::vector<std::int64_t> by_life;
  for (const RowFacts& row : account.facts) by_life.push_back(row.charged.principal - row.planned.principal);
  place_difference(account, on, planned - charged);
  for (std::size_t k = 0; k < account.facts.size(); ++k)
    account.facts[k].planned.principal = account.facts[k].charged.principal - by_life[k];
}

}  // namespace

void lay_plan(Account& account, Date on) {
  std::optional<Account> before;  // the first plan has nothing to keep
  if (account.advances.size() > 1) before = account;
  account.terms = with_advances(std::move(account.terms), account.advances);
  const Schedule plan = amortize(account.terms);
  take_plan(account, plan.rows(), on);
  std::uint16_t period = 0;
  for (std::size_t k = 0; k < account.dues.size(); ++k) {
    RowFacts& row = account.facts[k];
    if (row.kind != RowKind::installment) continue;
    row.period = period++;
    if (row.period == 0) row.from = first_day_bearing_interest(account.terms);
  }
  if (!before) return;
  const Account& old = *before;
  const std::int64_t planned_interest = total(plan, &Installment::interest).units();
  for (std::size_t k = 0; k < old.dues.size(); ++k)
    for (std::size_t j = 0; old.dues[k].on < on && j < account.dues.size(); ++j)
      if (account.dues[j].on == old.dues[k].on && account.facts[j].kind == old.facts[k].kind) {
        const std::uint16_t number = account.dues[j].number;
        account.dues[j] = old.dues[k];
        account.dues[j].number = number;
        account.facts[j] = old.facts[k];
      }
  rename_from(account, old);
  account.settle(on);
  if (is_flat(account.terms)) spread_flat_interest(account, on, planned_interest);
  account.settle(on);
  place_what_is_missing(account, on, total(plan, &Installment::principal).units());
  account.plan_changed = false;  // by nothing but advances: the next one is laid with all of them again
}

void sort_rows(Account& account) {
  const std::size_t count = account.dues.size();
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return account.dues[k].on; });
  const std::vector<Due> dues = account.dues;
  const std::vector<RowFacts> facts = account.facts;
  std::vector<std::size_t> to(count);
  for (std::size_t k = 0; k < count; ++k) {
    account.dues[k] = dues[order[k]];
    account.facts[k] = facts[order[k]];
    to[order[k]] = k;
  }
  rename_rows(account, to);
  number_rows(account);
}

void erase_row(Account& account, std::size_t row) {
  account.dues.erase(account.dues.begin() + static_cast<std::ptrdiff_t>(row));
  account.facts.erase(account.facts.begin() + static_cast<std::ptrdiff_t>(row));
  std::erase_if(account.changes, [&](const BalanceChange& change) { return change.row == row + 1; });
  for (Charge& charge : account.charges)
    if (charge.row == row + 1) charge.row = 0;  // its row is gone with what was open of it
  std::vector<std::size_t> to(account.dues.size() + 1);
  for (std::size_t k = 0; k < to.size(); ++k) to[k] = k > row ? k - 1 : k;
  rename_rows(account, to);
  number_rows(account);
}

void chain_balances(Account& account, std::size_t first) {
  std::int64_t owed = 0;
  for (std::size_t k = account.dues.size(); k-- > first;) {
    account.facts[k].balance = owed;
    owed += account.facts[k].charged.principal;
  }
}

}  // namespace solidarity::detail
