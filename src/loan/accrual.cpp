// SPDX-License-Identifier: MIT
#include "loan/accrual.hpp"

#include "loan/recalculation.hpp"

#include <solidarity/loan/day_close.hpp>

#include <algorithm>
#include <utility>

namespace solidarity::detail {
namespace {

// What of `units`, earned evenly from `from` to `to`, is earned at the end of `as_of`.
std::int64_t earned(const Account& account, std::int64_t units, Date from, Date to, Date as_of) {
  return solidarity::accrued_interest(units, from, to, as_of, amount_grid(account.terms.rounding));
}

bool has_interest_grace(const Account& account) {
  const auto defers = [](const LoanTerms& terms) {
    const auto* bullet = std::get_if<Bullet>(&terms.amortization);
    return terms.grace.interest_payment > 0 || (bullet != nullptr && bullet->interest_too);
  };
  return defers(account.terms) ||
         std::ranges::any_of(account.tails, [&](const auto& tail) { return defers(tail->terms); });
}

// From when the interest that each row bills is earned: it may be that of rows before it.
std::vector<Date> starts_of_earning(const Account& account) {
  std::vector<Date> starts;
  for (const RowFacts& row : account.facts) starts.push_back(row.from);
  if (!has_interest_grace(account)) return starts;
  const Plan plan(account);
  std::optional<Date> waiting;
  for (std::size_t row = 0; row < starts.size(); ++row) {
    if (!plan.has(row)) continue;
    const bool waits =
        plan.defers(row) || (plan.bills_at_end(row) && plan.index(row) + 1 < plan.timeline(row).rows().size());
    if (waits && !waiting) waiting = starts[row];
    if (!waits && waiting) starts[row] = *std::exchange(waiting, std::nullopt);
  }
  return starts;
}

}  // namespace

std::vector<std::int64_t> accrued_by_row(const Account& account, Date as_of) {
  const std::vector<Date> starts = starts_of_earning(account);
  std::vector<std::int64_t> accrued(account.dues.size());
  for (std::size_t row = 0; row < accrued.size(); ++row) {
    const std::int64_t interest = account.facts[row].charged.interest;
    accrued[row] = account.facts[row].interest_fixed
                       ? interest
                       : earned(account, interest, starts[row], account.dues[row].on, as_of);
  }
  return accrued;
}

std::int64_t capital_not_earned(const Account& account, Date as_of) {
  if (!account.terms.interest.capitalise_in_grace || !has_interest_grace(account)) return 0;
  const Plan plan(account);
  BearingBalance balance(account, plan, as_of);
  std::int64_t to_come = 0;
  for (std::size_t row = 0; row < account.dues.size(); ++row) {
    if (!plan.follows_balance(row)) continue;
    const std::int64_t own = balance.interest(row);
    if (!plan.capitalises(row)) continue;
    const Row& period = plan.period(row);
    to_come += own - earned(account, own, period.start, period.end, as_of);
  }
  return to_come;
}

// The end of accrual for the books.
std::int64_t interest_accrued(const Account& account, Date as_of) {
  if (!account.is_disbursed()) return 0;
  if (account.is_written_off) return account.charged.interest - account.waived.interest - account.written_off.interest;
  if (account.charged_off) as_of = std::min(as_of, *account.charged_off);
  std::int64_t all = 0;
  for (const std::int64_t units : accrued_by_row(account, as_of)) all += units;
  if (!account.suspended_on || as_of <= *account.suspended_on) return all;
  const std::int64_t paid =
      account.charged.interest - account.outstanding.interest - account.waived.interest - account.written_off.interest;
  const std::int64_t brought_back = std::max<std::int64_t>(paid - account.paid_at_suspension, 0);
  return std::min(all, account.accrued_at_suspension + brought_back);
}

void note_suspension(Account& account, Date on) {
  if (account.suspended_on != on || account.suspension_noted) return;
  account.suspension_noted = true;
  account.accrued_at_suspension = 0;
  for (const std::int64_t units : accrued_by_row(account, on)) account.accrued_at_suspension += units;
  account.paid_at_suspension =
      account.charged.interest - account.outstanding.interest - account.waived.interest - account.written_off.interest;
}

}  // namespace solidarity::detail
