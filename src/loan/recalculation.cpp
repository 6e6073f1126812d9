// SPDX-License-Identifier: MIT
#include "loan/recalculation.hpp"

#include "schedule/charges.hpp"

#include <algorithm>
#include <utility>

namespace solidarity::detail {

Rest rest_of(const Account& account) noexcept {
  const auto& recalculation = account.terms.recalculation;
  return recalculation ? recalculation->rest : Rest::none;
}

bool overdue_bears_interest(const Account& account) noexcept {
  return rest_of(account) != Rest::none && account.terms.recalculation->overdue_bears_interest;
}

BearingBalance::BearingBalance(const Account& account, const Plan& plan, Date now, std::span<const std::size_t> placing)
    : account_(account), plan_(plan) {
  for (const Advanced& advance : account.advances) movements_.push_back({advance.on, advance.amount});
  if (!account.advances.empty())
    movements_.push_back({account.advances.front().on, financed_fees(account.terms, grid_of(account.terms))});
  std::vector<std::int64_t> left(account.dues.size());
  for (std::size_t row = 0; row < left.size(); ++row) left[row] = account.facts[row].charged.principal;
  for (const std::size_t row : placing) left[row] -= account.dues[row].open.principal;
  for (const BalanceChange& change : account.changes) add_change(change, left);
  for (std::size_t row = 0; row < left.size(); ++row) {
    const bool is_overdue = overdue_bears_interest(account) && account.dues[row].on < now;
    if (!is_overdue && left[row] != 0) movements_.push_back({plan.end(row), -left[row]});
  }
  std::ranges::stable_sort(movements_, {}, &Movement::on);
}

// What moved on another day than planned; what is left of a row goes on the day on which the row ends.
void BearingBalance::add_change(const BalanceChange& change, std::vector<std::int64_t>& left) {
  if (change.row == 0) return movements_.push_back({change.on, change.amount});
  if (rest_of(account_) == Rest::none && !change.as_plan) return;
  const std::size_t row = change.row - std::size_t{1};
  left[row] -= change.amount;
  movements_.push_back({departure(row, change.on), -change.amount});
}

Date BearingBalance::departure(std::size_t row, Date on) const {
  const Date end = plan_.end(row);
  if (on > account_.dues[row].on) return overdue_bears_interest(account_) ? counts_from(on) : end;
  return std::min(rest_of(account_) == Rest::none ? on : counts_from(on), end);
}

void BearingBalance::add(Date on, std::int64_t amount) {
  if (amount == 0) return;
  const auto at = std::upper_bound(movements_.begin() + static_cast<std::ptrdiff_t>(next_), movements_.end(), on,
                                   [](Date day, const Movement& movement) { return day < movement.on; });
  movements_.insert(at, {on, amount});
}

Date BearingBalance::counts_from(Date day) const {
  if (rest_of(account_) != Rest::installment) return day;
  for (std::size_t row = 0; row < account_.dues.size(); ++row)
    if (plan_.has(row) && plan_.end(row) >= day) return plan_.end(row);
  return day;
}

const std::vector<Flow>& BearingBalance::flows(std::size_t row) {
  const Row& period = plan_.period(row);
  for (; next_ < movements_.size() && movements_[next_].on <= period.start; ++next_)
    balance_ += movements_[next_].amount;
  const Timeline& timeline = plan_.timeline(row);
  flows_.clear();
  flows_.push_back({balance_, timeline.rate(plan_.index(row))});
  for (std::size_t k = next_; k < movements_.size() && movements_[k].on < period.end; ++k)
    flows_.push_back({movements_[k].amount, timeline.rate_from(plan_.index(row), movements_[k].on)});
  return flows_;
}

std::int64_t BearingBalance::interest(std::size_t row) {
  (void)flows(row);
  const Grid grid = grid_of(account_.terms);
  if (plan_.bills_at_end(row)) {
    const std::int64_t before = all_.empty() ? 0 : rounded_interest(all_, grid);
    all_.insert(all_.end(), flows_.begin(), flows_.end());
    return rounded_interest(all_, grid) - before;
  }
  const std::int64_t own = rounded_interest(flows_, grid);
  if (plan_.capitalises(row)) add(plan_.end(row), own);
  return own;
}

std::int64_t Billing::billed(std::size_t row, std::int64_t own) {
  const bool waits = plan_.bills_at_end(row) && plan_.index(row) + 1 < plan_.timeline(row).rows().size();
  if (plan_.capitalises(row)) return 0;
  deferred_ += own;
  if (plan_.defers(row) || waits) return 0;
  return std::exchange(deferred_, 0);
}

void set_charged(Account& account, std::size_t row, Component component, std::int64_t units) {
  const std::int64_t charged = part(account.facts[row].charged, component);
  const std::int64_t settled = charged - part(account.dues[row].open, component);
  const std::int64_t change = std::max(units, settled) - charged;
  if (change != 0) account.charge(row, component, change);
}

void note_departures(Account& account, Date on) {
  std::vector<std::int64_t> noted(account.dues.size() + 1, 0);
  for (const BalanceChange& change : account.changes) noted[change.row] += change.amount;
  for (std::size_t row = 0; row < account.dues.size(); ++row) {
    const std::int64_t settled = account.facts[row].charged.principal - account.dues[row].open.principal;
    if (settled == noted[row + 1]) continue;
    account.changes.push_back({on, settled - noted[row + 1], static_cast<std::uint16_t>(row + 1)});
  }
}

void recompute_interest(Account& account, Date since, Date now) {
  if (rest_of(account) == Rest::none || !account.is_disbursed()) return;
  const Plan plan(account);
  BearingBalance balance(account, plan, now);
  Billing billing(plan);
  for (std::size_t row = 0; row < account.dues.size(); ++row) {
    if (!plan.follows_balance(row)) continue;
    const std::int64_t billed = billing.billed(row, balance.interest(row));
    if (account.facts[row].interest_fixed || plan.end(row) < since) continue;
    set_charged(account, row, Component::interest, billed);
  }
  account.settle(now);
}

}  // namespace solidarity::detail
