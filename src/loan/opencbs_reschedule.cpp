// SPDX-License-Identifier: MIT
#include "loan/opencbs_grid.hpp"
#include "loan/opencbs_plan.hpp"
#include "loan/opencbs_servicing.hpp"

#include <solidarity/calendar/date_sequence.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

// The first installment that changes: the oldest that is open, or the first open one due on or after `from`.
std::size_t first_changed(const Account& account, const Reschedule& change) {
  for (std::size_t k = account.first_open; k < account.dues.size(); ++k)
    if (account.facts[k].kind == RowKind::installment && account.facts[k].open_total > 0 &&
        (!change.from || account.dues[k].on >= *change.from))
      return k;
  return none;
}

void check(const Account& account, const Reschedule& change, std::size_t first, Date on) {
  if (first == none) refuse(ErrorCode::out_of_range, "/from", "no installment is open from there on");
  if (change.capitalise_arrears)
    refuse(ErrorCode::contradictory_terms, "/capitalise_arrears", "the preset opencbs leaves arrears in their rows");
  if (change.grace_interest_payment != 0)
    refuse(ErrorCode::contradictory_terms, "/grace_interest_payment", "the preset opencbs defers no interest");
  if (change.extra_installments < 0 || change.extra_installments > max_installments)
    refuse(ErrorCode::out_of_range, "/extra_installments", fmt::format("{}", change.extra_installments));
  if (change.to && (*change.to <= account.facts[first].from || *change.to < on))
    refuse(ErrorCode::out_of_range, "/to",
           fmt::format("{}; after {} and not before the change itself", *change.to, account.facts[first].from));
}

// The days on which installments fall due before they are moved off holidays.
class DueDays {
 public:
  DueDays(const Account& account, std::size_t first, std::optional<Date> to)
      : every_(account.terms.repayments.every), rule_(account.terms.calendar) {
    if (to) start(*to - 1, *to, 0);
    else agreed(account, first);
  }
  [[nodiscard]] Date at(int installment) const {
    return rule_.business_days.rolled(sequence_->at(installment + 1 - origin_), rule_.roll);
  }

 private:
  void start(Date from, std::optional<Date> first, int origin) {
    if (std::holds_alternative<OnDates>(every_))
      refuse(ErrorCode::contradictory_terms, "/to", "installments on listed dates cannot be moved by steps");
    sequence_.emplace(every_, from, first);
    origin_ = origin;
  }
  // As the schedule does: a first due date that is only the moved date of one period is no anchor.
  void agreed(const Account& account, std::size_t first) {
    const LoanTerms& terms = account.terms;
    const int moved = installments_before(account, account.first_row);  // by a reschedule before this one
    const int before = installments_before(account, first);
    std::optional<Date> anchor = terms.repayments.first_due_on;
    if (moved > 0) return start(*anchor - 1, anchor, moved - before);
    const Date nominal = DateSequence(every_, terms.disbursed_on, {}).at(1);
    if (anchor && *anchor == rule_.business_days.rolled(nominal, rule_.roll)) anchor.reset();
    start(terms.disbursed_on, anchor, -before);
  }

  Frequency every_;
  DueDateRule rule_;
  std::optional<DateSequence> sequence_;
  int origin_ = 0;
};

struct Owed {
  std::int64_t principal = 0;
  std::int64_t paid_interest = 0;
  bool is_paid_in_part = false;
};

// What the rows to come hold before they change; what was waived of their interest goes with it.
Owed take_out(Account& account, std::size_t first) {
  Owed owed;
  for (std::size_t k = first; k < account.dues.size(); ++k) {
    RowFacts& row = account.facts[k];
    const Components& open = account.dues[k].open;
    const Components paid = account.paid(k);
    owed.principal += open.principal;
    owed.paid_interest += paid.interest;
    owed.is_paid_in_part |= row.charged.principal > open.principal;
    row.waived.interest = row.written_off.interest = 0;
    row.charged.interest = paid.interest + open.interest;
  }
  return owed;
}

// A row that is paid in part: the others have equal parts, and it takes what that leaves.
void level_principal(std::vector<PlannedRow>& rows, const OpenCbsGrid& grid, std::int64_t principal) {
  const auto count = static_cast<std::int64_t>(rows.size());
  const std::int64_t each = grid.rounded(principal, 1, count);
  for (PlannedRow& row : rows) row.principal = each;
  rows.front().principal = principal - each * (count - 1);
}

void bear_interest_again(std::vector<PlannedRow>& rows, const LoanTerms& terms, std::int64_t principal) {
  std::int64_t balance = principal;
  for (PlannedRow& row : rows) {
    row.interest = opencbs_interest(terms, balance, 1, 1);
    balance -= row.principal;
  }
}

bool is_annuity(const LoanTerms& terms) {
  return terms.interest.method == InterestMethod::declining &&
         std::holds_alternative<EqualInstallments>(terms.amortization);
}

std::vector<PlannedRow> rows_again(const Account& account, const Repricing& again, const Owed& owed,
                                   std::int64_t flat) {
  std::vector<PlannedRow> rows = priced_again(account, again);
  const OpenCbsGrid grid(account.terms);
  const bool weighted = std::holds_alternative<WeightedPrincipal>(account.terms.amortization);
  if (owed.is_paid_in_part && again.grace == 0 && !is_annuity(account.terms) && !weighted) {
    level_principal(rows, grid, owed.principal);
    bear_interest_again(rows, account.terms, owed.principal);
  }
  if (account.terms.interest.method == InterestMethod::flat && !weighted)
    for (PlannedRow& row : rows) row.interest = opencbs_interest(account.terms, flat, 1, 1);
  return rows;
}

// The interest of the row that moved, for the days of its longer period.
std::int64_t stretched(const Account& account, std::size_t first, const Owed& owed, std::int64_t flat, Date to) {
  const bool is_flat = account.terms.interest.method == InterestMethod::flat;
  const Date from = account.facts[first].from;
  return opencbs_interest(account.terms, is_flat ? flat : owed.principal, to - from,
                          std::max(account.dues[first].on - from, 1));
}

void lay_dates(Account& account, const Reschedule& change, std::size_t first, int count) {
  const bool moves = change.to.has_value();
  const auto old = static_cast<int>(account.dues.size() - first);
  if (!moves && count == old) return;
  const DueDays days(account, first, change.to);
  for (int j = 0; j < count; ++j) {
    if (j >= old) account.add_row(days.at(j), RowKind::installment);
    else if (moves) account.dues[first + static_cast<std::size_t>(j)].on = days.at(j);
  }
  for (std::size_t k = first + 1; k < account.dues.size(); ++k) account.facts[k].from = account.dues[k - 1].on;
  if (!moves) return;
  account.terms.repayments.first_due_on = change.to;
  account.first_row = first;
}

// Principal that was paid stays in its row; interest that was paid fills the rows from the first one on. Nothing paid is
// given back: the last row bears at least what no other could take.
void put_in(Account& account, std::size_t first, const std::vector<PlannedRow>& rows, std::int64_t paid_interest) {
  for (std::size_t k = first; k < account.dues.size(); ++k) {
    PlannedRow row = rows[k - first];
    row.principal += account.facts[k].charged.principal - account.dues[k].open.principal;
    if (k + 1 == account.dues.size()) row.interest = std::max(row.interest, paid_interest);
    charge_row(account, k, row);
    const std::int64_t paid = std::min(paid_interest, row.interest);
    account.dues[k].open.interest = row.interest - paid;
    paid_interest -= paid;
  }
}

}  // namespace

void OpenCbsServicing::reschedule(Account& account, const Reschedule& change, Date on) const {
  const std::size_t first = first_changed(account, change);
  check(account, change, first, on);
  const std::int64_t flat = flat_base(account);
  if (change.rate) account.terms.interest.rate = *change.rate;
  const Owed owed = take_out(account, first);
  const int count = static_cast<int>(account.dues.size() - first) + change.extra_installments;
  const int agreed_grace = account.terms.grace.principal - installments_before(account, first);
  const int grace = change.grace_principal > 0 ? change.grace_principal : std::max(agreed_grace, 0);
  if (grace >= count) refuse(ErrorCode::out_of_range, "/grace_principal", fmt::format("{} of {} rows", grace, count));
  auto rows = rows_again(account, {first, count, owed.principal, grace}, owed, flat);
  if (change.to && change.interest_in_shift) rows.front().interest = stretched(account, first, owed, flat, *change.to);
  lay_dates(account, change, first, count);
  put_in(account, first, rows, owed.paid_interest);
  balance_rows(account, first);
  account.settle(on);
}

}  // namespace solidarity::detail
