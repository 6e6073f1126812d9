// SPDX-License-Identifier: MIT
#include "schedule/fineract_terms.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

// What a rate of the whole term makes of one day, week or month: eight decimals.
Exact percent_of_unit(const LoanTerms& terms, int units, Rounding mode) {
  return divided(Exact::percentage(terms.interest.rate), Exact(terms.repayments.count) * units, Decimals{8, mode});
}

void check_advance(const Tranche& tranche, std::size_t index, Date maturity) {
  if (tranche.on < maturity) return;
  refuse(ErrorCode::out_of_range, fmt::format("/tranches/{}/on", index),
         fmt::format("{} is not before the last due date {}; no row would repay it", tranche.on, maturity));
}

Advance with_down_payment(const LoanTerms& terms, const FineractRounding& rounding, Date on, Money amount) {
  const std::int64_t share = rounding.installment(amount.units() * Exact::fraction(terms.down_payment));
  return {on, amount.units(), std::min(share, amount.units())};
}

}  // namespace

FineractDays FineractDays::of(const InterestTerms& interest) {
  const auto* by_day = std::get_if<ByDay>(&interest.accrual);
  if (!by_day) return {true, 360};
  switch (by_day->day_count) {
    case DayCount::thirty_360: return {true, 360};
    case DayCount::thirty_365: return {true, 365};
    case DayCount::actual_360: return {false, 360};
    case DayCount::actual_364: return {false, 364};
    case DayCount::actual_365: return {false, 365};
    case DayCount::actual_actual_isda: return {false, 0};
    default: break;
  }
  refuse_in_fineract(true, "/interest/day_count",
                     "it counts 30/360, 30/365, actual/360, actual/364, actual/365 and actual/actual");
  return {true, 360};
}

Exact fineract_annual_percent(const LoanTerms& terms, Rounding mode) {
  const NominalPeriod period = nominal_period(terms);
  const int units = units_per_year(period.unit);
  const Exact percent = Exact::percentage(terms.interest.rate);
  if (terms.interest.per == RatePeriod::term) return percent_of_unit(terms, period.count, mode) * units;
  if (terms.interest.per == RatePeriod::installment)
    return divided(percent * units, period.count, Significant{60, mode});
  return percent * quotes_per_year(terms.interest.per);
}

FineractPeriods::FineractPeriods(const LoanTerms& terms)
    : terms_(&terms), sequence_(terms.repayments.every, terms.disbursed_on, terms.repayments.first_due_on) {}

Date FineractPeriods::due(int number) const {
  return terms_->calendar.business_days.rolled(sequence_.at(number), terms_->calendar.roll);
}

Date FineractPeriods::start() const {
  return terms_->repayments.first_due_on ? std::min(terms_->disbursed_on, sequence_.step_before(1))
                                         : terms_->disbursed_on;
}

Period FineractPeriods::at(int k) const {
  const Period period{k == 0 ? start() : due(k), due(k + 1)};
  const Date before = std::max(period.start, terms_->disbursed_on);
  if (period.end > before) return period;
  refuse(ErrorCode::out_of_range, "/calendar",
         fmt::format("the due date {} moves to {}, not after {}; use another roll or fewer holidays",
                     sequence_.at(k + 1), period.end, before));
}

std::vector<Advance> fineract_advances(const LoanTerms& terms, const FineractRounding& rounding, Date maturity) {
  std::vector<Advance> advances{with_down_payment(terms, rounding, terms.disbursed_on, terms.principal)};
  for (const Tranche& tranche : terms.further_tranches) {
    check_advance(tranche, advances.size(), maturity);
    advances.push_back(with_down_payment(terms, rounding, tranche.on, tranche.amount));
  }
  std::ranges::stable_sort(advances, {}, &Advance::on);
  return advances;
}

void refuse_in_fineract(bool given, std::string_view field, std::string_view why) {
  if (given)
    refuse(ErrorCode::contradictory_terms, field,
           fmt::format("{} contradicts /rounding/preset: in Fineract {}", field, why));
}

void check_fineract_terms(const LoanTerms& terms) {
  const InterestTerms& interest = terms.interest;
  refuse_in_fineract(interest.kind == RateKind::effective, "/interest/rate_kind", "rates are nominal");
  refuse_in_fineract(!interest.changes.empty(), "/interest/rate_changes", "a schedule is planned at one rate");
  refuse_in_fineract(interest.capitalise_in_grace, "/interest/capitalise", "interest never joins the balance");
  refuse_in_fineract(terms.grace.all > 0, "/grace/all", "no installment is skipped; give first_due_on");
  refuse_in_fineract(!terms.moratoria.empty(), "/moratoria", "holidays move due dates; give them in calendar");
  refuse_in_fineract(std::ranges::any_of(terms.fees, &Fee::financed), "/fees", "no fee is lent");
  refuse_in_fineract(terms.insurance.has_value(), "/insurance", "insurance is a fee; give it in fees");
  refuse_in_fineract(!terms.penalties.empty(), "/penalties", "what lateness costs is a charge: assess_penalty");
  refuse_in_fineract(!terms.early_fees.empty(), "/early_fee", "early repayment costs nothing");
  refuse_in_fineract(terms.rebate.value_or(Rebate::none) != Rebate::none, "/rebate",
                     "interest is recalculated, or owed as planned");
}

}  // namespace solidarity::detail
