// SPDX-License-Identifier: MIT
// Principal that was due and is not paid bears interest where interest is recalculated: to the day, or for whole
// periods.
#include "loan/fineract_life.hpp"

#include <algorithm>

namespace solidarity::detail {

bool FineractLife::bears_overdue_interest() const noexcept {
  return (is_recalculated() && agreed_.recalculation->overdue_bears_interest && !charged_off_) || is_replanned();
}

// The period that has `day` in it asks for interest on all principal that is overdue until then; the periods before it,
// whose own principal is overdue too, already hold what was overdue before them.
void FineractLife::advance(Date day) {
  if (!bears_overdue_interest() || is_settled_) return;
  if (is_replanned()) {
    today_ = day;
    replay();
    return;
  }
  const FineractLine* running = nullptr;
  const FineractLine* last = nullptr;
  for (const FineractLine& row : rows_) {
    if (!row.is_regular()) continue;
    last = &row;
    if (row.from < day && day <= row.due) running = &row;
  }
  std::int64_t overdue = 0;
  std::int64_t all = 0;
  for (const FineractLine& row : rows_) {
    if (!row.is_regular() || row.due >= day || row.open() == Components{}) continue;
    if (overdue > 0) correct_overdue({row.from, row.due}, day, overdue, all);
    overdue = row.open().principal;
    all = checked_units(wide{all} + overdue);
  }
  if (all == 0 || (running == nullptr && (last == nullptr || last->due < day))) return;
  const FineractLine& now = running ? *running : *last;
  correct_overdue({now.from, now.due}, day, overdue, all);
}

// A payoff leaves nothing that could bear interest for the rest of the period.
void FineractLife::end_overdue(Date on) {
  if (!is_recalculated() || !overdue_to_ || *overdue_to_ <= on || overdue_ == 0) return;
  interest_->correct(on, -overdue_);
  interest_->correct(*overdue_to_, overdue_);
  overdue_ = 0;
  take_model();
}

void FineractLife::correct_overdue(Period period, Date day, std::int64_t overdue, std::int64_t all) {
  const bool by_day = agreed_.recalculation->rest == Rest::day;
  const bool is_running = period.start < day && day <= period.end;
  if (by_day) {
    if (overdue_to_ == day) return;
    interest_->correct(overdue_to_ && *overdue_to_ >= period.start ? *overdue_to_ : period.start, overdue);
  } else {
    if (overdue_to_ && period.start <= *overdue_to_) return;
    interest_->correct(period.start, overdue);
    overdue_to_ = period.start;
  }
  if (is_running) {
    const Date until = by_day ? day : period.end;
    interest_->correct(until, -all);
    overdue_to_ = until;
    overdue_ = all;
  }
  take_model();
}

}  // namespace solidarity::detail
