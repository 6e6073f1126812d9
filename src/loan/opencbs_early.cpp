// SPDX-License-Identifier: MIT
#include "loan/opencbs_early.hpp"

#include "loan/opencbs_grid.hpp"
#include "loan/opencbs_plan.hpp"

#include <algorithm>

namespace solidarity::detail {
namespace {

bool is_at(const EarlyFee& fee, EarlyFee::When when) { return fee.when == EarlyFee::When::both || fee.when == when; }

struct Ahead {
  std::int64_t principal = 0;
  std::int64_t interest = 0;
};

Ahead open_ahead(const Account& account, std::size_t first) {
  Ahead ahead;
  for (std::size_t k = first; k < account.dues.size(); ++k) {
    ahead.principal += account.dues[k].open.principal;
    ahead.interest += account.dues[k].open.interest;
  }
  return ahead;
}

std::int64_t base_of(const EarlyFee& fee, const Ahead& ahead, std::int64_t prepaid) {
  switch (fee.of) {
    case EarlyFeeBase::remaining_principal: return ahead.principal;
    case EarlyFeeBase::remaining_interest: return ahead.interest;
    case EarlyFeeBase::prepaid: break;
  }
  return prepaid;
}

std::int64_t fees_of(const Account& account, const Ahead& ahead, std::int64_t prepaid, EarlyFee::When when) {
  const OpenCbsGrid grid(account.terms);
  std::int64_t sum = 0;
  for (const EarlyFee& fee : account.terms.early_fees) {
    if (!is_at(fee, when)) continue;
    if (const auto* amount = std::get_if<Money>(&fee.amount)) sum += amount->units();
    else sum += grid.rounded(base_of(fee, ahead, prepaid), std::get<Rate>(fee.amount).ticks(), Rate::one);
  }
  return sum;
}

// Books on interest as it accrues: the days of the running row that are over. On cash: nothing before it is due.
std::int64_t earned(const Account& account, std::size_t first, Date on) {
  if (!opencbs_policy(account).accrual || first == account.dues.size()) return 0;
  const RowFacts& row = account.facts[first];
  const int days = on - row.from;
  if (days <= 0) return 0;
  const OpenCbsGrid grid(account.terms);
  const std::int64_t accrued = grid.rounded(row.charged.interest, days, std::max(account.dues[first].on - row.from, 1),
                                            opencbs_mode(account.terms));
  const std::int64_t settled = row.charged.interest - account.dues[first].open.interest;
  return std::clamp<std::int64_t>(accrued - settled, 0, account.dues[first].open.interest);
}

// The row that holds what was repaid early on that day: no installment asked for it.
std::size_t row_of_early_principal(Account& account, Date on) {
  for (std::size_t k = account.rows_before(on); k < account.dues.size() && account.dues[k].on == on; ++k)
    if (account.facts[k].kind == RowKind::additional) return k;
  const std::size_t k = account.add_row(on, RowKind::additional);
  account.facts[k].from = on;
  return k;
}

void pay_part(Account& account, std::size_t k, Component component, std::int64_t units, Applied& applied) {
  part(applied.parts, component) += account.pay(k, component, units);
}

void reprice_ahead(Account& account, std::size_t first, std::int64_t principal) {
  const auto count = static_cast<int>(account.dues.size() - first);
  const int grace = std::clamp(account.terms.grace.principal - installments_before(account, first), 0, count - 1);
  const auto rows =
      priced_after_early(account, {.first = first, .count = count, .principal = principal, .grace = grace});
  for (std::size_t k = first; k < account.dues.size(); ++k) {
    const Components paid = account.facts[k].charged - account.dues[k].open;
    const PlannedRow& planned = rows[k - first];
    charge_row(account, k, {planned.principal + paid.principal, std::max(planned.interest, paid.interest)});
  }
  balance_rows(account, first);
}

}  // namespace

bool keeps_installments(const Account& account) noexcept {
  return !account.terms.recalculation || account.terms.recalculation->early == EarlyPrincipal::next;
}

Leaving leaving_on(const Account& account, Date on) {
  const std::size_t first = account.rows_by(on);
  const Ahead ahead = open_ahead(account, first);
  return {.first = first,
          .principal = ahead.principal,
          .interest = earned(account, first, on),
          .fee = ahead.principal == 0 ? 0 : fees_of(account, ahead, ahead.principal, EarlyFee::When::payoff)};
}

void gather(Account& account, const Leaving& leaving, Date on) {
  if (leaving.first == account.dues.size()) return;
  for (std::size_t k = leaving.first; k < account.dues.size(); ++k) {
    const Components open = account.dues[k].open;
    account.charge(k, Component::principal, -open.principal);
    account.charge(k, Component::interest, -open.interest);
  }
  account.charge(leaving.first, Component::principal, leaving.principal);
  account.charge(leaving.first, Component::interest, leaving.interest);
  account.charge(leaving.first, Component::fee, leaving.fee);
  balance_rows(account, leaving.first);
  account.settle(on);
}

std::int64_t fee_of_part(const Account& account, std::int64_t units, Date on) {
  const Ahead ahead = open_ahead(account, account.rows_by(on));
  return std::min(units, fees_of(account, ahead, units, EarlyFee::When::prepayment));
}

Applied reduce_balance(Account& account, Date on, std::int64_t units) {
  Applied applied;
  const std::int64_t owed = open_ahead(account, account.rows_by(on)).principal;
  const std::int64_t fee = fee_of_part(account, units, on);
  const std::int64_t principal = units - fee;
  const std::size_t row = row_of_early_principal(account, on);
  if (principal > 0) reprice_ahead(account, account.rows_by(on), owed - principal);
  account.charge(row, Component::fee, fee);
  account.charge(row, Component::principal, principal);
  account.facts[row].balance = owed - principal;
  pay_part(account, row, Component::fee, fee, applied);
  pay_part(account, row, Component::principal, principal, applied);
  account.book_payment(on, applied);
  account.settle(on);
  return applied;
}

}  // namespace solidarity::detail
