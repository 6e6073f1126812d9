// SPDX-License-Identifier: MIT
// The rows of a living Fineract loan: what is planned, down payments, charges, and the row after the last one.
#include "loan/fineract_life.hpp"

#include <solidarity/schedule/amortize.hpp>

#include <algorithm>

namespace solidarity::detail {
namespace {

FineractRounding rounding_of(const LoanTerms& terms) {
  const Currency currency = terms.principal.currency();
  if (const auto* progressive = std::get_if<FineractProgressive>(&terms.rounding))
    return FineractRounding(*progressive, currency);
  return FineractRounding(std::get<FineractCumulative>(terms.rounding), currency);
}

// The dates after `from` keep their step; dates that were listed keep their distance.
void move_dates(std::vector<Period>& periods, std::size_t k, Date to, const Frequency& every) {
  const int days = to - periods[k].end;
  const bool listed = std::holds_alternative<OnDates>(every);
  const DateSequence sequence(listed ? Frequency{EveryDays{1}} : every, periods[k].start, to);
  for (std::size_t j = k; j < periods.size(); ++j) {
    if (j > k) periods[j].start = periods[j - 1].end;
    periods[j].end = listed ? periods[j].end + days : sequence.at(static_cast<int>(j - k) + 1);
  }
}

}  // namespace

// ---------------------------------------------------------------- one row

Components FineractLine::open() const noexcept { return charged - paid - waived - written_off; }

void FineractLine::charge(Component component, std::int64_t units, Date on) {
  std::int64_t& sum = part(charged, component);
  sum = checked_units(wide{sum} + units);
  settle(on);
}

void FineractLine::pay(Component component, std::int64_t units, Date on) {
  part(paid, component) += units;
  if (on < due) paid_in_advance += units;
  if (on > due) paid_late += units;
  settle(on);
}

void FineractLine::settle(Date on) {
  if (open() != Components{}) settled_on.reset();
  else if (!settled_on) settled_on = on;
}

// ---------------------------------------------------------------- planning

FineractLife::FineractLife(LoanTerms agreed, std::vector<LoanTransaction> before)
    : agreed_(std::move(agreed)),
      progressive_(std::holds_alternative<FineractProgressive>(agreed_.rounding)),
      rounding_(rounding_of(agreed_)),
      before_(std::move(before)) {}

LoanTerms FineractLife::lent_terms() const {
  LoanTerms terms = agreed_;
  const Currency currency = terms.principal.currency();
  terms.principal = Money::of_units(lent_.front().amount, currency);
  terms.disbursed_on = lent_.front().on;
  terms.further_tranches.clear();
  for (std::size_t k = 1; k < lent_.size(); ++k)
    terms.further_tranches.push_back({lent_[k].on, Money::of_units(lent_[k].amount, currency)});
  return terms;
}

std::vector<Period> FineractLife::periods(const LoanTerms& terms) const {
  const FineractPeriods planned(terms);
  std::vector<Period> all;
  all.reserve(static_cast<std::size_t>(terms.repayments.count));
  for (int k = 0; k < terms.repayments.count; ++k) all.push_back(planned.at(k));
  for (const Moved& moved : moved_) {
    const auto at = std::ranges::find_if(all, [&](const Period& period) { return period.end >= moved.from; });
    if (at == all.end()) continue;
    move_dates(all, static_cast<std::size_t>(at - all.begin()), moved.to, terms.repayments.every);
  }
  return all;
}

void FineractLife::plan() {
  rows_.clear();
  interest_.reset();
  overdue_to_.reset();
  overdue_ = 0;
  if (progressive_) plan_progressive();
  else plan_cumulative();
}

// All that was lent and charged is known before the first payment happens again.
void FineractLife::plan_cumulative() {
  LoanTerms terms = lent_terms();
  const std::vector<Lent> late = take_late(terms);
  if (!moved_.empty()) {
    OnDates dates;
    for (const Period& period : periods(terms)) dates.dates.push_back(period.end);
    terms.repayments.every = dates;
    terms.repayments.first_due_on.reset();
  }
  const Schedule schedule = amortize(terms);
  for (const Installment& row : schedule) {
    const bool down = row.days == 0 && !agreed_.down_payment.is_zero();
    rows_.push_back({.from = row.due - row.days,
                     .due = row.due,
                     .kind = down ? RowKind::down_payment : RowKind::installment,
                     .charged = row.units});
  }
  plan_changes();
  add_late(late);
  for (LifeCharge& charge : charges_) charge_row(charge, charge.due);
}

// Takes out what is lent on the last due date or later: the installments planned do not repay it.
std::vector<FineractLife::Lent> FineractLife::take_late(LoanTerms& terms) const {
  const Date maturity = periods(terms).back().end;
  std::erase_if(terms.further_tranches, [&](const Tranche& tranche) { return tranche.on >= maturity; });
  std::vector<Lent> late;
  for (const Lent& lent : lent_)
    if (lent.on >= maturity) late.push_back(lent);
  return late;
}

// It is repaid at the end of the first period after it.
void FineractLife::add_late(const std::vector<Lent>& late) {
  for (const Lent& lent : late) {
    if (lent.down_payment > 0) add_down_payment(lent);
    const Date last = std::ranges::max(rows_, {}, &FineractLine::due).due;
    const bool listed = std::holds_alternative<OnDates>(agreed_.repayments.every);
    const DateSequence days(listed ? Frequency{EveryMonths{1}} : agreed_.repayments.every, last, {});
    int k = 1;
    while (days.at(k) <= lent.on) ++k;
    if (rows_.back().is_regular() && rows_.back().due > lent.on) k = 0;
    if (k > 0) rows_.push_back({.from = k == 1 ? last : days.at(k - 1), .due = days.at(k)});
    rows_.back().charge(Component::principal, lent.amount - lent.down_payment, lent.on);
  }
}

// Empty rows: every advance fills them.
void FineractLife::plan_progressive() {
  const LoanTerms terms = lent_terms();
  const std::vector<Period> all = periods(terms);
  for (std::size_t k = 0; k < all.size(); ++k) rows_.push_back({.from = all[k].start, .due = all[k].end, .period = k});
  if (!agreed_.interest.rate.is_zero()) interest_.emplace(terms, rounding_, all);
}

void FineractLife::charge_row(LifeCharge& charge, Date on) {
  FineractLine& row = row_of(charge.due);
  if (charge.percent > Rate::zero())
    charge.amount = rounding_.money((row.charged.principal + row.charged.interest) * Exact::fraction(charge.percent));
  row.charge(charge.component, charge.amount, on);
}

// The charges of the terms, as the plan of the first advance has them.
void FineractLife::charge_terms() {
  if (agreed_.fees.empty()) return;
  const Schedule planned = amortize(lent_terms());
  for (const Installment& row : planned) {
    if (row.days == 0) continue;
    FineractLine& line = row_of(row.due);
    line.charge(Component::fee, row.units.fees, lent_.front().on);
    line.charge(Component::penalty, row.units.penalties, lent_.front().on);
  }
}

// ---------------------------------------------------------------- money handed out

std::int64_t FineractLife::down_payment_of(std::int64_t amount) const {
  if (agreed_.down_payment.is_zero()) return 0;
  return std::min(rounding_.installment(amount * Exact::fraction(agreed_.down_payment)), amount);
}

void FineractLife::lend(const Lent& lent) {
  const auto last = std::ranges::find_if(rows_.rbegin(), rows_.rend(), &FineractLine::is_regular);
  if (last == rows_.rend() || last->due <= lent.on) {
    add_additional(lent.on).charge(Component::principal, lent.amount, lent.on);
    return;
  }
  if (lent.down_payment > 0) add_down_payment(lent);
  if (lent_.size() == 1) charge_terms();
  if (interest_) {
    interest_->advance(lent.on, lent.amount - lent.down_payment);
    take_model();
  } else {
    raise_principal(lent);
  }
}

void FineractLife::add_down_payment(const Lent& lent) {
  const auto after = std::ranges::upper_bound(rows_, lent.on, {}, &FineractLine::due);
  rows_.insert(
      after,
      {.from = lent.on, .due = lent.on, .kind = RowKind::down_payment, .charged = {.principal = lent.down_payment}});
}

// Without interest every row to come takes an equal part, rounded with what it has; the last takes the rest.
void FineractLife::raise_principal(const Lent& lent) {
  std::vector<FineractLine*> open;
  for (FineractLine& row : rows_)
    if (row.is_regular() && row.due > lent.on) open.push_back(&row);
  std::int64_t left = lent.amount - lent.down_payment;
  const std::int64_t each = rounding_.money(left, static_cast<int>(open.size()));
  for (FineractLine* row : open) {
    const std::int64_t before = row->charged.principal;
    const std::int64_t raised = rounding_.installment(before + each);
    row->charge(Component::principal, raised - before, lent.on);
    left -= raised - before;
  }
  open.back()->charge(Component::principal, left, lent.on);
}

void FineractLife::take_model() {
  for (FineractLine& row : rows_) {
    if (!row.is_regular()) continue;
    const FineractInterest::Repayment& planned = interest_->repayments()[row.period];
    const Components settled = row.paid + row.waived + row.written_off;
    row.charged.principal = std::max(checked_units(wide{planned.principal} + row.credited), settled.principal);
    row.charged.interest = std::max(planned.interest, settled.interest);
    if (row.open() != Components{}) row.settled_on.reset();
  }
}

// ---------------------------------------------------------------- after the last row

FineractLine* FineractLife::additional() {
  const auto row = std::ranges::find(rows_, RowKind::additional, &FineractLine::kind);
  return row == rows_.end() ? nullptr : &*row;
}

// One row, due on the latest of the days that need it.
FineractLine& FineractLife::add_additional(Date due) {
  if (FineractLine* row = additional()) {
    row->due = std::max(row->due, due);
    return *row;
  }
  const Date from = rows_.back().due;
  rows_.push_back({.from = from, .due = due, .kind = RowKind::additional});
  return rows_.back();
}

// The first row due on the day or after it that is no down payment.
FineractLine& FineractLife::row_of(Date due) {
  for (FineractLine& row : rows_)
    if (row.kind != RowKind::down_payment && row.due >= due) return row;
  return add_additional(due);
}

}  // namespace solidarity::detail
