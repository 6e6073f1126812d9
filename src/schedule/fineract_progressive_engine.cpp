// SPDX-License-Identifier: MIT
#include "schedule/engine.hpp"
#include "schedule/fineract_progressive.hpp"
#include "schedule/fineract_rows.hpp"

#include <algorithm>

namespace solidarity::detail {
namespace {

int year_length(int year) { return is_leap(year) ? 366 : 365; }

// A factor below 10^-37 stands for the smallest rate that this form has.
PeriodRate rate_of(const Exact& factor) {
  constexpr int most_decimals = 37;
  const bool tiny = factor.decimals() > most_decimals;
  const auto numerator = tiny ? wide{factor.is_zero() ? 0 : 1} : static_cast<wide>(factor.coefficient());
  return PeriodRate::of(numerator, static_cast<wide>(power_of_ten(std::min(factor.decimals(), most_decimals))));
}

// How far the last EMI lies from the one before it.
std::int64_t gap(std::span<const FineractProgressiveModel::Repayment> open) {
  return open.back().emi - open[open.size() - 2].emi;
}

void check_progressive_terms(const LoanTerms& terms) {
  const auto* level = std::get_if<EqualInstallments>(&terms.amortization);
  const bool flat = terms.interest.method == InterestMethod::flat && !terms.interest.rate.is_zero();
  const bool later = terms.interest.from && *terms.interest.from != terms.disbursed_on;
  const Grace& grace = terms.grace;
  const bool any_grace = grace.principal > 0 || grace.interest_payment > 0 || grace.interest_free > 0;
  check_fineract_terms(terms);
  refuse_in_fineract(flat, "/interest/method", "progressive interest is declining");
  refuse_in_fineract(later, "/interest/from", "progressive interest runs from the first advance");
  refuse_in_fineract(level == nullptr, "/amortization", "progressive installments are equal");
  refuse_in_fineract(level != nullptr && level->amount, "/installment_amount",
                     "the progressive installment is computed");
  refuse_in_fineract(any_grace, "/grace", "progressive loans have no grace");
}

// Rounding to a multiple may leave an installment below its interest, or the balance below zero before the end.
std::optional<ErrorCode> refusal(std::span<const FineractProgressiveModel::Repayment> repayments) {
  for (const auto& repayment : repayments) {
    if (repayment.principal < 0) return ErrorCode::installment_too_small;
    if (repayment.balance < 0) return ErrorCode::residual_too_large;
  }
  return std::nullopt;
}

std::vector<FineractRow> rows_of(std::span<const FineractProgressiveModel::Repayment> repayments) {
  std::vector<FineractRow> rows;
  for (const auto& repayment : repayments) rows.push_back({repayment.period, repayment.principal, repayment.interest});
  return rows;
}

}  // namespace

// ---------------------------------------------------------------- rate factor

FineractRateFactor::FineractRateFactor(const LoanTerms& terms, const FineractRounding& rounding)
    : rounding_(rounding),
      step_(nominal_period(terms)),
      days_(FineractDays::of(terms.interest)),
      rate_(rounding.over(fineract_annual_percent(terms, rounding.mode()), 100)) {}

Exact FineractRateFactor::of(Period part, Period whole) const {
  const bool actual_year = days_.year_days == 0;
  if (actual_year && part.start.year() != part.end.year()) return across_years(part);
  const int year = actual_year ? year_length(part.start.year()) : days_.year_days;
  const Exact nominal = rounding_.over(unit_days(part.start) * step_.count, year);
  const Exact of_days = rounding_.times(rounding_.times(rate_, nominal), part.end - part.start);
  return rounding_.over(of_days, whole.end - whole.start);
}

// The days up to 31 December over the length of their year, those from there on over that of the next.
// A quirk of the peer: the days are all there, and yet the number of days, weeks or months of a period multiplies them.
Exact FineractRateFactor::across_years(Period part) const {
  Exact years = 0;
  Date at = part.start;
  for (int year = part.start.year(); year <= part.end.year(); ++year) {
    const Date end = year == part.end.year() ? part.end : Date::of(year, 12, 31);
    years = rounding_.plus(years, rounding_.over(end - at, year_length(year)));
    at = end;
  }
  return rounding_.times(rate_, rounding_.times(step_.count, years));
}

int FineractRateFactor::unit_days(Date from) const {
  if (step_.unit == PeriodUnit::day) return 1;
  if (step_.unit == PeriodUnit::week) return 7;
  return days_.thirty_day_months ? 30 : days_in_month(from.year(), from.month());
}

// ---------------------------------------------------------------- level amount

void FineractAnnuity::add_period(const Exact& factor) {
  const Exact growth = rounding_->plus(1, factor);
  growth_ = rounding_->times(growth_, growth);
  sum_ = rounding_->plus(1, rounding_->times(sum_, growth));
}

std::int64_t FineractAnnuity::level(std::int64_t balance) const {
  return rounding_->money(rounding_->over(rounding_->times(growth_, balance), sum_));
}

// ---------------------------------------------------------------- model

FineractProgressiveModel::FineractProgressiveModel(const LoanTerms& terms, const FineractRounding& rounding,
                                                   const FineractPeriods& periods)
    : rounding_(rounding),
      factor_(terms, rounding),
      free_of_interest_(terms.interest.rate.is_zero()),
      scale_(terms.principal.currency().scale()) {
  for (int k = 0; k < terms.repayments.count; ++k) {
    const Period period = periods.at(k);
    repayments_.push_back({.period = period, .parts = {part(period, period)}, .factor = factor_.of(period, period)});
  }
}

void FineractProgressiveModel::advance(Date on, std::int64_t amount) {
  const std::span<Repayment> open = ending_after(on);
  put(open.front(), on, amount);
  std::int64_t owed = owed_before(open);
  for (const Part& part : open.front().parts) owed = checked_units(wide{owed} + part.advanced);
  repay(open, level(open, owed));
  if (!free_of_interest_) smooth(open);
}

std::int64_t FineractProgressiveModel::owed_before(std::span<const Repayment> open) const {
  return open.size() == repayments_.size() ? 0 : (open.data() - 1)->balance;
}

FineractProgressiveModel::Part FineractProgressiveModel::part(Period period, Period whole) const {
  const Exact factor = factor_.of(period, whole);
  return {.period = period, .factor = factor, .rate = rate_of(factor)};
}

// The periods that an advance on `day` touches; on a due date the next one.
std::span<FineractProgressiveModel::Repayment> FineractProgressiveModel::ending_after(Date day) {
  const auto first = std::ranges::upper_bound(repayments_, day, {}, [](const Repayment& r) { return r.period.end; });
  return {first, repayments_.end()};
}

void FineractProgressiveModel::put(Repayment& repayment, Date on, std::int64_t amount) {
  cut(repayment, on);
  const auto later =
      std::ranges::upper_bound(repayment.parts, on, {}, [](const Part& part) { return part.period.start; });
  Part& part = later == repayment.parts.begin() ? *later : *(later - 1);
  part.advanced = checked_units(wide{part.advanced} + amount);
}

// Cuts the part that has `on` inside it.
void FineractProgressiveModel::cut(Repayment& repayment, Date on) {
  const auto inside = [on](const Part& part) { return part.period.start < on && on < part.period.end; };
  const auto part = std::ranges::find_if(repayment.parts, inside);
  if (part == repayment.parts.end()) return;
  const Part later = this->part({on, part->period.end}, repayment.period);
  const std::int64_t advanced = part->advanced;
  *part = this->part({part->period.start, on}, repayment.period);
  part->advanced = advanced;
  repayment.parts.insert(part + 1, later);
  repayment.factor = 0;
  for (const Part& each : repayment.parts) repayment.factor = rounding_.plus(repayment.factor, each.factor);
}

std::int64_t FineractProgressiveModel::level(std::span<const Repayment> open, std::int64_t balance) const {
  if (free_of_interest_) return rounding_.installment(rounding_.money(balance, open.size()));
  FineractAnnuity annuity(rounding_);
  for (const Repayment& repayment : open) annuity.add_period(repayment.factor);
  return rounding_.installment(annuity.level(balance));
}

// The same EMI in all open periods; the last takes what is left.
void FineractProgressiveModel::repay(std::span<Repayment> open, std::int64_t emi) {
  for (Repayment& repayment : open) repayment.emi = emi;
  run(open);
  Repayment& last = open.back();
  last.emi = checked_units(wide{last.emi} + last.balance);
  last.principal = checked_units(wide{last.principal} + last.balance);
  last.balance = 0;
}

// Spreads the gap of the last EMI once over all, if that makes it smaller.
void FineractProgressiveModel::smooth(std::span<Repayment> open) {
  if (open.size() < 2 || !is_uneven(open)) return;
  const std::int64_t emi = open.front().emi;
  const std::int64_t before = gap(open);
  repay(open, rounding_.installment(emi + rounding_.money(before, open.size())));
  if (std::abs(gap(open)) >= std::abs(before)) repay(open, emi);
}

// More than half as many hundredths as there are periods.
bool FineractProgressiveModel::is_uneven(std::span<const Repayment> open) const {
  return wide{std::abs(gap(open))} * 100 > wide{scale_} * static_cast<wide>(open.size() / 2);
}

void FineractProgressiveModel::run(std::span<Repayment> open) {
  std::int64_t balance = owed_before(open);
  for (Repayment& repayment : open) {
    run(repayment, balance);
    balance = repayment.balance;
  }
}

void FineractProgressiveModel::run(Repayment& repayment, std::int64_t opening) {
  std::int64_t balance = opening;
  repayment.interest = 0;
  for (Part& part : repayment.parts) {
    balance = checked_units(wide{balance} + part.advanced);
    part.interest = rounding_.money(balance, part.rate);
    repayment.interest = checked_units(wide{repayment.interest} + part.interest);
  }
  repayment.principal = checked_units(wide{repayment.emi} - repayment.interest);
  repayment.balance = checked_units(wide{balance} - repayment.principal);
}

// ---------------------------------------------------------------- engine

Outcome price_as_fineract_progressive(const LoanTerms& terms, const FineractProgressive& policy,
                                      std::span<Installment> rows) {
  check_progressive_terms(terms);
  const FineractRounding rounding(policy, terms.principal.currency());
  const FineractPeriods periods(terms);
  const auto advances = fineract_advances(terms, rounding, periods.maturity());
  FineractProgressiveModel model(terms, rounding, periods);
  for (const Advance& advance : advances) model.advance(advance.on, advance.net());
  Outcome outcome =
      write_fineract_rows(terms, rounding, advances, rows_of(model.repayments()), FineractOrder::row_first, rows);
  outcome.refused = refusal(model.repayments());
  return outcome;
}

}  // namespace solidarity::detail
