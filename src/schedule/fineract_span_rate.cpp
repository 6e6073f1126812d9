// SPDX-License-Identifier: MIT
#include "schedule/fineract_span_rate.hpp"

namespace solidarity::detail {
namespace {

int units_of_rate(const LoanTerms& terms, const NominalPeriod& step) {
  if (!std::holds_alternative<ByDay>(terms.interest.accrual)) return units_per_year(step.unit);
  const int days = FineractDays::of(terms.interest).year_days;
  return days == 0 ? 365 : days;  // an actual year has 365 days here, leap years too
}

int seed_day_of(const LoanTerms& terms) {
  if (std::holds_alternative<EveryMonthEnd>(terms.repayments.every)) return 31;
  return terms.repayments.first_due_on.value_or(terms.disbursed_on).day();
}

}  // namespace

FineractSpanRate::FineractSpanRate(const LoanTerms& terms, const FineractRounding& rounding)
    : rounding_(rounding),
      step_(nominal_period(terms)),
      days_(FineractDays::of(terms.interest)),
      by_day_(std::holds_alternative<ByDay>(terms.interest.accrual)),
      partial_(terms.interest.first_period == FirstPeriod::actual_ratio),
      count_(terms.repayments.count),
      seed_day_(seed_day_of(terms)),
      unit_rate_(rounding.over(
          rounding.over(fineract_annual_percent(terms, rounding.mode()), units_of_rate(terms, step_)), 100)) {}

std::int64_t FineractSpanRate::interest(std::int64_t balance, Period span, Period repayment) const {
  return interest(balance, length(span, repayment));
}

std::int64_t FineractSpanRate::flat_interest(std::int64_t principal, Period loan) const {
  if (by_day_) return interest(principal, {days_in(loan)});
  if (partial_) return interest(principal, units_in(loan));
  return interest(principal, {std::int64_t{step_.count} * count_});
}

// By day a month has 30 days here, whatever the day count.
Exact FineractSpanRate::nominal() const {
  if (!by_day_) return unit_rate_ * step_.count;
  const int days = step_.unit == PeriodUnit::month ? 30 : step_.unit == PeriodUnit::week ? 7 : 1;
  return unit_rate_ * (step_.count * days);
}

std::int64_t FineractSpanRate::interest(std::int64_t balance, Length length) const {
  return rounding_.money(balance * unit_rate_ * length.numerator, length.denominator);
}

FineractSpanRate::Length FineractSpanRate::length(Period span, Period repayment) const {
  if (by_day_) return {days_in(span)};
  const bool whole = span == repayment && !(partial_ && is_broken(repayment));
  return whole ? Length{step_.count} : units_in(span);
}

FineractSpanRate::Length FineractSpanRate::units_in(Period span) const {
  if (step_.unit == PeriodUnit::week) return {span.end - span.start, 7};
  if (step_.unit == PeriodUnit::day) return {span.end - span.start};
  const Months months = months_in(span);
  return {months.whole * months.month + months.days, months.month};
}

std::int64_t FineractSpanRate::days_in(Period span) const {
  if (!days_.thirty_day_months || step_.unit != PeriodUnit::month) return span.end - span.start;
  const Months months = months_in(span);
  return 30 * months.whole + months.days;
}

FineractSpanRate::Months FineractSpanRate::months_in(Period span) const {
  auto whole = static_cast<int>(month_number(span.end) - month_number(span.start));
  while (months_after(span.start, whole) > span.end) --whole;
  const Date last = months_after(span.start, whole);
  return {whole, span.end - last, days_in_month(last.year(), last.month())};
}

// A date that a short month pulled back returns to the seed day: 28 February is followed by 31 March.
Date FineractSpanRate::months_after(Date from, int months) const {
  const bool pulled_back = from.is_month_end() && from.day() < seed_day_;
  return Date::of_month_number(month_number(from) + months, pulled_back ? seed_day_ : from.day());
}

bool FineractSpanRate::is_broken(Period repayment) const {
  if (step_.unit == PeriodUnit::month) return months_after(repayment.start, step_.count) != repayment.end;
  return stepped(repayment.start, step_, 1) != repayment.end;
}

}  // namespace solidarity::detail
