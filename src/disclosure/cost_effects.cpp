// SPDX-License-Identifier: MIT
#include <solidarity/disclosure/cost_effects.hpp>

#include <solidarity/disclosure/apr.hpp>

#include <fmt/format.h>

#include <cmath>

namespace solidarity {
namespace {

double level_installment(const CostCase& terms) {
  const double r = terms.rate_per_period;
  if (terms.interest == CostCase::Interest::flat) return terms.loan * (1.0 / terms.count + r);
  if (r == 0) return terms.loan / terms.count;
  return terms.loan * r / -std::expm1(-terms.count * std::log1p(r));
}

// The deposits with their interest when the last installment is paid.
double savings_returned(const CostCase& terms) {
  double balance = terms.savings_at_start;
  for (int k = 0; k < terms.count; ++k) balance += balance * terms.savings_rate_per_period + terms.savings_each;
  return balance;
}

void check(const CostCase& terms) {
  if (terms.count < 1 || terms.count > 100'000)
    refuse(ErrorCode::out_of_range, "/count", fmt::format("{} installments; a loan has 1 to 100000", terms.count));
  if (!(terms.loan > 0)) refuse(ErrorCode::out_of_range, "/loan", "the loan must be above zero");
  if (!(terms.rate_per_period >= 0)) refuse(ErrorCode::out_of_range, "/rate_per_period", "a rate is not below zero");
  if (!(terms.savings_rate_per_period > -1))
    refuse(ErrorCode::out_of_range, "/savings_rate_per_period", "a rate must be above -1");
}

}  // namespace

Cost cost_of(const CostCase& terms) {
  check(terms);
  const double level = level_installment(terms);
  const double interest = level * terms.count - terms.loan;
  const double installment = terms.interest_up_front ? terms.loan / terms.count : level;
  const double deducted =
      terms.fee_at_start + terms.insurance_at_start + terms.savings_at_start + (terms.interest_up_front ? interest : 0);
  const double each = installment + terms.fee_each + terms.insurance_each + terms.savings_each;
  Cost cost{installment, 0, 0, 0, 0, {{0, terms.loan - deducted}, {1, -each, terms.count}}};
  if (const double returned = savings_returned(terms); returned != 0)
    cost.flows.push_back({static_cast<double>(terms.count), returned});
  cost.irr_per_period = irr(cost.flows).rate;
  cost.apr_percent = nominal_apr_percent(cost.irr_per_period, terms.periods_per_year);
  cost.eir_percent = eir_percent(cost.irr_per_period, terms.periods_per_year);
  const double quoted = nominal_apr_percent(terms.rate_per_period, terms.periods_per_year);
  cost.transparency_index = cost.apr_percent == 0 ? 1 : quoted / cost.apr_percent;
  return cost;
}

CostSteps cost_steps(const CostCase& terms) {
  auto step = terms;
  step.fee_at_start = step.fee_each = step.insurance_at_start = step.insurance_each = step.savings_at_start =
      step.savings_each = 0;
  CostSteps steps{};
  steps.interest_percent = cost_of(step).apr_percent;
  step.fee_at_start = terms.fee_at_start;
  step.fee_each = terms.fee_each;
  steps.with_fees_percent = cost_of(step).apr_percent;
  step.insurance_at_start = terms.insurance_at_start;
  step.insurance_each = terms.insurance_each;
  steps.with_fees_and_insurance_percent = cost_of(step).apr_percent;
  steps.with_fees_insurance_and_savings_percent = cost_of(terms).apr_percent;
  return steps;
}

double sustainable_rate(const LendingCosts& costs) {
  if (!(costs.loan_losses < 1))
    refuse(ErrorCode::out_of_range, "/loan_losses", "loan losses must be below the whole portfolio");
  const double rate = (costs.administrative_expenses + costs.loan_losses + costs.cost_of_funds + costs.capitalization -
                       costs.investment_income) /
                      (1 - costs.loan_losses);
  if (!std::isfinite(rate)) refuse(ErrorCode::out_of_range, "a share of the portfolio is not a finite number");
  return rate;
}

}  // namespace solidarity
