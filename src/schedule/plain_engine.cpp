// SPDX-License-Identifier: MIT
#include "schedule/plain_engine.hpp"

#include "schedule/timeline.hpp"

#include <algorithm>
#include <variant>

namespace solidarity::detail {
namespace {

constexpr int longest_step = 3660;  // days; longer steps go to the full engine

bool has_plain_interest(const InterestTerms& interest) {
  return interest.method == InterestMethod::declining && interest.kind == RateKind::nominal && !interest.from &&
         interest.changes.empty() && !interest.capitalise_in_grace && interest.first_period == FirstPeriod::nominal &&
         !interest.first_period_years && interest.rate >= Rate::zero();
}

bool has_plain_calendar(const LoanTerms& terms) {
  return (terms.calendar.roll == Roll::none || terms.calendar.business_days.empty()) && terms.moratoria.empty();
}

bool has_no_extras(const LoanTerms& terms) {
  return terms.grace == Grace{} && !terms.negative_amortization && terms.further_tranches.empty() &&
         terms.down_payment.is_zero() && terms.fees.empty() && !terms.insurance && !terms.compulsory_savings;
}

bool is_plain_form(const Amortization& form) {
  const auto* level = std::get_if<EqualInstallments>(&form);
  return (level && !level->amount) || std::holds_alternative<EqualPrincipal>(form);
}

bool has_plain_rounding(const LoanTerms& terms) {
  const auto* policy = std::get_if<ExactRounding>(&terms.rounding);
  if (!policy || policy->currency_multiple || policy->residual != Residual::last) return false;
  const auto& multiple = policy->installment_multiple;
  return !multiple || (multiple->currency() == terms.principal.currency() && multiple->units() > 0);
}

// Days in the year of a count of actual days over a fixed year; 0 for the others.
int fixed_year(DayCount convention) {
  switch (convention) {
    case DayCount::actual_360: return 360;
    case DayCount::actual_364: return 364;
    case DayCount::actual_365: return 365;
    default: return 0;
  }
}

// A month that moves on by adding lengths, several times faster than finding each date anew.
class MonthCursor {
 public:
  explicit MonthCursor(const Civil& day)
      : year_(day.year), month_(day.month), first_(days_of({day.year, day.month, 1})) {}

  void advance(int months) {
    for (; months > 0; --months) {
      first_ += length_;
      if (++month_ > 12) month_ = 1, ++year_;
      length_ = days_in_month(year_, month_);
    }
  }
  // The day number of that day of the month, or of the last one.
  [[nodiscard]] std::int32_t day(int day) const { return first_ + std::min(day, length_) - 1; }

 private:
  int year_;
  int month_;
  int length_ = days_in_month(year_, month_);
  std::int32_t first_;  // its first day
};

}  // namespace

bool PlainPlan::take_frequency(const Repayments& repayments) {
  const auto take = [this](int count, int days) { every_ = count > 0 && count <= longest_step ? count * days : 0; };
  if (const auto* days = std::get_if<EveryDays>(&repayments.every)) take(days->count, 1);
  if (const auto* weeks = std::get_if<EveryWeeks>(&repayments.every)) take(weeks->count, 7);
  if (const auto* months = std::get_if<EveryMonths>(&repayments.every)) take(months->count, 1), by_month_ = true;
  return every_ > 0 && longest_period() <= longest_step;
}

bool PlainPlan::take_rate(const LoanTerms& terms) {
  const InterestTerms& interest = terms.interest;
  const bool of_installment = interest.per == RatePeriod::installment || interest.per == RatePeriod::term;
  const Fraction per_year = quoted_periods_per_year(interest);
  const wide ticks = wide{interest.rate.ticks()} * per_year.numerator;
  const wide one = wide{Rate::one} * per_year.denominator;
  if (const auto* by_day = std::get_if<ByDay>(&interest.accrual)) {
    const int year = fixed_year(by_day->day_count);
    if (year == 0 || of_installment) return false;
    by_day_ = true;
    unit_ = PeriodRate::unreduced(ticks, one * year);
    return unit_.has_shadow() && bears(longest_period());
  }
  const int year_days = std::get<ByPeriod>(interest.accrual).year_days;
  if (year_days != 0 && year_days != 360 && year_days != 364 && year_days != 365) return false;
  const PerYear periods = of_installment ? PerYear{interest.per == RatePeriod::term ? count_ : 1, 1}
                                         : periods_per_year(terms.repayments.every, year_days);
  unit_ = PeriodRate::unreduced(ticks * periods.denominator, one * periods.numerator);
  return unit_.has_shadow();
}

std::optional<PlainPlan> PlainPlan::of(const LoanTerms& terms) {
  if (!has_plain_rounding(terms) || !has_no_extras(terms) || !has_plain_interest(terms.interest) ||
      !has_plain_calendar(terms) || !is_plain_form(terms.amortization))
    return std::nullopt;
  PlainPlan plan(terms.principal.currency());
  plan.count_ = terms.repayments.count;
  if (plan.count_ < 1 || plan.count_ > max_installments) return std::nullopt;
  if (!plan.take_frequency(terms.repayments) || !plan.take_rate(terms)) return std::nullopt;
  plan.first_due_on_ = terms.repayments.first_due_on;
  const auto& policy = std::get<ExactRounding>(terms.rounding);
  plan.grid_ = {1, policy.mode};
  plan.installment_grid_ = {policy.installment_multiple ? policy.installment_multiple->units() : 1, policy.mode};
  plan.level_ = std::holds_alternative<EqualInstallments>(terms.amortization);
  if (!plan.by_day_ && plan.level_)
    for (int k = 1; k < plan.count_; ++k) plan.annuity_.prepend(plan.unit_.q, plan.unit_.slack);
  if (!plan.accepts({terms.principal, terms.disbursed_on})) return std::nullopt;
  return plan;
}

bool PlainPlan::accepts(const LoanStart& loan) const noexcept {
  if (loan.principal.currency() != currency_ || loan.principal.units() <= 0) return false;
  if (Date::of(2400, 12, 31) - first_due_on_.value_or(loan.disbursed_on) < count_ * longest_period()) return false;
  if (!first_due_on_) return true;
  return *first_due_on_ > loan.disbursed_on && bears(*first_due_on_ - loan.disbursed_on);
}

// Whether the shadow of the daily rate has room for so many days: less than 100 % in one period.
bool PlainPlan::bears(int days) const noexcept {
  return !by_day_ || unit_.is_zero() || static_cast<std::uint64_t>(days) <= ~std::uint64_t{0} / (unit_.q + 1);
}

void PlainPlan::lay_days(const LoanStart& loan, std::span<Installment> rows) const {
  Date due = first_due_on_.value_or(loan.disbursed_on + every_);
  Date before = loan.disbursed_on;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    rows[k] = {due, due - before, static_cast<std::uint16_t>(k + 1), currency_, {}, 0};
    before = due;
    if (k + 1 < rows.size()) due = due + every_;
  }
}

void PlainPlan::lay_months(const LoanStart& loan, std::span<Installment> rows) const {
  const detail::Civil anchor = first_due_on_.value_or(loan.disbursed_on).civil();
  MonthCursor month(anchor);
  if (!first_due_on_) month.advance(every_);
  Date before = loan.disbursed_on;
  for (std::size_t k = 0; k < rows.size(); ++k, month.advance(every_)) {
    const Date due = Date::of_day_number(month.day(anchor.day));
    rows[k] = {due, due - before, static_cast<std::uint16_t>(k + 1), currency_, {}, 0};
    before = due;
  }
}

inline PeriodRate PlainPlan::rate_of(const Installment& row) const noexcept {
  return by_day_ ? unit_.times(row.days) : unit_;
}

std::int64_t PlainPlan::level(std::int64_t principal, std::span<const Installment> rows) const {
  if (unit_.is_zero()) return installment_grid_.divide(principal, static_cast<wide>(rows.size()));
  Annuity annuity = annuity_;
  if (by_day_)
    for (std::size_t k = rows.size(); k-- > 1;) {
      const auto days = static_cast<std::uint64_t>(rows[k].days);
      annuity.prepend(unit_.q * days, unit_.slack * days);
    }
  const PeriodRate first = rate_of(rows[0]);
  if (const auto units = level_by_shadow(annuity, principal, first.q, first.slack, installment_grid_)) return *units;
  const Flow opening{principal, first};
  std::vector<PeriodRate> later;
  for (const Installment& row : rows.subspan(1)) later.push_back(rate_of(row));
  return solve_level({&opening, 1}, later, 0, installment_grid_);
}

inline std::int64_t PlainPlan::interest(std::int64_t balance, const Installment& row, ShadowRounding rounding) const {
  const std::uint64_t times = by_day_ ? static_cast<std::uint64_t>(row.days) : 1;
  const std::int64_t units = rounding.product(balance, unit_.q * times, unit_.slack * times);
  return units >= 0 ? units : rate_of(row).of_amount(balance, grid_);
}

std::optional<ErrorCode> PlainPlan::amortize(std::int64_t principal, std::span<Installment> rows) const {
  const std::size_t last = rows.size() - 1;
  const auto part = level_ ? level(principal, rows) : grid_.divide(principal, static_cast<wide>(rows.size()));
  if (part <= 0 || (level_ && part < installment_grid_.unit))
    return last == 0 && !level_ ? std::nullopt : std::optional(ErrorCode::installment_too_small);
  const ShadowRounding rounding(grid_.mode);
  std::int64_t balance = principal;
  for (std::size_t k = 0; k <= last; ++k) {
    Components& units = rows[k].units;
    units.interest = interest(balance, rows[k], rounding);
    if (level_ && k == 0 && !unit_.is_zero() && part <= units.interest) return ErrorCode::installment_too_small;
    units.principal = k == last ? balance : (level_ ? part - units.interest : part);
    if (units.principal < 0) return ErrorCode::installment_too_small;
    if (k != last && units.principal >= balance) return ErrorCode::residual_too_large;
    balance -= units.principal;
    rows[k].balance_units = balance;
  }
  const wide paid =
      level_ ? wide{rows[last].units.principal} + rows[last].units.interest : wide{rows[last].units.principal};
  if (last > 0 && (paid <= 0 || paid > 2 * wide{part})) return ErrorCode::residual_too_large;
  return std::nullopt;
}

Outcome PlainPlan::price(const LoanStart& loan, std::span<Installment> rows) const {
  const auto mine = rows.first(static_cast<std::size_t>(count_));
  by_month_ ? lay_months(loan, mine) : lay_days(loan, mine);
  const Money none = Money::zero(currency_);
  return {mine.size(), {loan.principal, none, none, none}, amortize(loan.principal.units(), mine)};
}

}  // namespace solidarity::detail
