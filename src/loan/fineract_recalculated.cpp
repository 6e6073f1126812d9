// SPDX-License-Identifier: MIT
// Interest recalculation of a cumulative loan: principal that is overdue bears interest in the row that runs, and money
// beyond a row makes that row larger and what follows smaller or shorter.
#include "loan/fineract_life.hpp"

#include "schedule/fineract_span_rate.hpp"

#include <solidarity/schedule/amortize.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace solidarity::detail {

bool FineractLife::is_replanned() const noexcept {
  return !progressive_ && agreed_.recalculation && agreed_.recalculation->rest != Rest::none && !charged_off_ &&
         agreed_.interest.method == InterestMethod::declining &&
         std::holds_alternative<EqualInstallments>(agreed_.amortization);
}

// One advance without a down payment: a plan of its own can be made from any row on.
bool FineractLife::grows() const noexcept {
  return is_replanned() && agreed_.recalculation->early != EarlyPrincipal::next && lent_.size() == 1 &&
         agreed_.down_payment.is_zero() && std::ranges::all_of(rows_, &FineractLine::is_regular) && moved_.empty() &&
         changes_.empty();
}

// The payments happen again over plans that know more and more of them.
void FineractLife::recalculate() {
  Recalculated known;
  for (std::size_t k = 0; grows() && k < rows_.size() && (k == 0 || rows_[k].from < *today_); ++k) {
    const std::int64_t beyond = booked_beyond(k);
    if (beyond > 0) known.grown.push_back({k, beyond});
    if (beyond > 0 || agreed_.recalculation->rest == Rest::day) live_again(known_so_far(known));
  }
  if (agreed_.recalculation->overdue_bears_interest) known.overdue = overdue_on(*today_);
  if (known.overdue) live_again(known_so_far(known));
}

// With what was paid before its time, where that counts from its day.
FineractLife::Recalculated FineractLife::known_so_far(Recalculated known) const {
  if (agreed_.recalculation->rest == Rest::day && grows())
    std::ranges::copy_if(booked_, std::back_inserter(known.early), [](const Booked& paid) { return !paid.is_final; });
  return known;
}

// Principal and interest paid by the due date of row k on rows after it.
std::int64_t FineractLife::booked_beyond(std::size_t k) const {
  wide units = 0;
  for (const Booked& paid : booked_)
    if (!paid.is_final && paid.row > k && paid.on <= rows_[k].due) units += paid.units;
  return checked_units(units);
}

// The running row on the day, when principal of rows before it was overdue then.
std::optional<FineractLife::Overdue> FineractLife::overdue_on(Date day) const {
  const auto running = std::ranges::find_if(
      rows_, [&](const FineractLine& row) { return row.is_regular() && row.from < day && day <= row.due; });
  if (running == rows_.end()) return {};
  const bool by_day = agreed_.recalculation->rest == Rest::day;
  const Date known = by_day ? day : running->from;
  wide units = 0;
  for (std::size_t k = 0; k < rows_.size() && rows_[k].due <= running->from; ++k) {
    units += rows_[k].charged.principal;
    for (const Booked& paid : booked_)
      if (paid.row == k && paid.component == Component::principal && (paid.on < known || (paid.on == known && !by_day)))
        units -= paid.units;
  }
  if (units <= 0) return {};
  return Overdue{static_cast<std::size_t>(running - rows_.begin()), checked_units(units), day};
}

// Rows again on what is known: each keeps its level, and its grace, until a row grows.
void FineractLife::plan_again(const Recalculated& known) {
  const std::size_t begin = known.grown.empty() && known.early.empty() && known.overdue ? known.overdue->row : 0;
  std::optional<std::int64_t> level;  // of the rows after one that grew
  std::int64_t balance = 0;
  for (const FineractLine& row : rows_)
    if (row.is_regular()) balance += row.charged.principal;
  std::int64_t before = balance;  // as it was planned
  std::int64_t deferred = 0;
  for (std::size_t k = 0; k < rows_.size(); ++k) {
    FineractLine& row = rows_[k];
    if (!row.is_regular()) continue;
    const bool last = std::none_of(rows_.begin() + static_cast<std::ptrdiff_t>(k) + 1, rows_.end(),
                                   [](const FineractLine& later) { return later.is_regular(); });
    const Components planned = row.charged;
    const std::int64_t planned_interest = recalculated_interest(k, before, {});
    const std::int64_t interest = k < begin ? planned_interest : recalculated_interest(k, balance, known);
    before -= planned.principal;
    deferred += interest;
    const bool waits = planned.interest == 0 && planned_interest > 0;
    if (k < begin) {
      balance -= planned.principal;
      if (!waits) deferred = 0;
      continue;
    }
    row.charged.interest = waits ? 0 : std::exchange(deferred, 0);
    const std::int64_t all = level.value_or(planned.principal + planned_interest);
    const bool in_grace = planned.principal == 0;
    row.charged.principal = last ? balance : in_grace ? 0 : std::clamp<std::int64_t>(all - interest, 0, balance);
    const auto grown = std::ranges::find(known.grown, k, &Grown::row);
    if (grown != known.grown.end())
      row.charged.principal = std::min(balance, checked_units(wide{row.charged.principal} + grown->units));
    balance -= row.charged.principal;
    if (balance == 0 && !last) {
      row.charged.interest += std::exchange(deferred, 0);
      return drop_rows_after(k);
    }
    if (grown != known.grown.end() && balance > 0 && agreed_.recalculation->early == EarlyPrincipal::reduce_installment)
      level = level_of(balance, k + 1);
  }
}

// Nothing is left to repay; rows that carry a charge stay.
void FineractLife::drop_rows_after(std::size_t k) {
  const auto rest = rows_.begin() + static_cast<std::ptrdiff_t>(k) + 1;
  for (auto row = rest; row != rows_.end(); ++row)
    if (row->is_regular()) row->charged.principal = row->charged.interest = 0;
  rows_.erase(std::remove_if(rest, rows_.end(), [](const FineractLine& row) { return row.charged == Components{}; }),
              rows_.end());
}

// The level that repays `balance` over the rows from k on; those in grace wait. A level that was agreed stays.
std::int64_t FineractLife::level_of(std::int64_t balance, std::size_t k) const {
  const auto& form = std::get<EqualInstallments>(agreed_.amortization);
  if (form.amount) return form.amount->units();
  while (k + 1 < rows_.size() && rows_[k].charged.principal == 0) ++k;
  LoanTerms terms = lent_terms();
  terms.principal = Money::of_units(balance, agreed_.principal.currency());
  terms.disbursed_on = rows_[k].from;
  terms.repayments = {
      .count = static_cast<int>(rows_.size() - k), .every = agreed_.repayments.every, .first_due_on = rows_[k].due};
  if (std::holds_alternative<OnDates>(agreed_.repayments.every)) {
    OnDates dates;
    for (std::size_t j = k; j < rows_.size(); ++j) dates.dates.push_back(rows_[j].due);
    terms.repayments.every = dates;
    terms.repayments.first_due_on.reset();
  }
  terms.grace = {};
  terms.interest.from.reset();
  terms.fees.clear();
  const Installment first = amortize(terms).front();
  return first.units.principal + first.units.interest;
}

// The terms with the rate of row k.
LoanTerms FineractLife::terms_of_row(std::size_t k) const {
  LoanTerms terms = lent_terms();
  for (const Changed& changed : changes_)
    if (changed.change.rate && changed.from <= rows_[k].due) terms.interest.rate = *changed.change.rate;
  return terms;
}

// What is handed out after the day and joins the installments.
std::int64_t FineractLife::lent_after(Date day) const {
  wide sum = 0;
  for (const Lent& lent : lent_)
    if (lent.on > day) sum += lent.amount - lent.down_payment;
  return checked_units(sum);
}

// By installment: on the balance, with all that is overdue. By day: cut where money came early. Advances cut it too;
// each part is rounded.
std::int64_t FineractLife::recalculated_interest(std::size_t k, std::int64_t balance, const Recalculated& known) const {
  const FineractLine& row = rows_[k];
  const auto nth = std::count_if(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(k),
                                 [](const FineractLine& earlier) { return earlier.is_regular(); });
  if (nth < agreed_.grace.interest_free) return 0;
  const Period whole{nth == 0 ? agreed_.interest.from.value_or(row.from) : row.from, row.due};
  const bool by_day = agreed_.recalculation->rest == Rest::day;
  const bool is_late = known.overdue && known.overdue->row == k;
  const Date late_until = is_late && by_day ? known.overdue->until : row.due;
  std::vector<Date> cuts{row.due, std::min(late_until, row.due)};
  const auto early = [&](const Booked& paid) {
    return by_day && paid.row >= k && row.from < paid.on && paid.on < row.due;
  };
  for (const Booked& paid : known.early)
    if (early(paid)) cuts.push_back(paid.on);
  for (const Lent& lent : lent_)
    if (whole.start < lent.on && lent.on < whole.end) cuts.push_back(lent.on);
  std::ranges::sort(cuts);
  const FineractSpanRate rate(terms_of_row(k), rounding_);
  wide interest = 0;
  Date at = whole.start;
  for (const Date cut : cuts) {
    if (cut <= at) continue;
    wide owed = wide{balance} - lent_after(at) + (is_late && at < late_until ? known.overdue->units : 0);
    for (const Booked& paid : known.early)
      if (early(paid) && paid.on <= at) owed -= paid.units;
    interest += rate.interest(checked_units(std::max<wide>(owed, 0)), {at, cut}, whole);
    at = cut;
  }
  return checked_units(interest);
}

}  // namespace solidarity::detail
