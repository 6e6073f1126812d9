// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/disclosure/irr.hpp>

#include <cstdint>
#include <vector>

namespace solidarity {

// A loan in n equal installments with everything that changes its cost, to see what each term adds (CGAP Occasional Paper 1;
// MFTransparency).  Amounts are in one unit and unrounded; a priced product is disclosed from its own schedule instead.
struct CostCase {
  enum class Interest : std::uint8_t { declining = 1, flat };

  double loan;
  double rate_per_period;  // quoted, a fraction
  int count;
  double periods_per_year;
  Interest interest = Interest::declining;
  bool interest_up_front = false;  // all interest is deducted at the start, the installments repay the loan alone
  double fee_at_start = 0;         // deducted
  double fee_each = 0;             // with every installment
  double insurance_at_start = 0;
  double insurance_each = 0;
  double savings_at_start = 0;  // compulsory deposit, returned with the last installment
  double savings_each = 0;
  double savings_rate_per_period = 0;  // compounded
};

struct Cost {
  double installment;  // principal and interest
  double irr_per_period;
  double apr_percent;  // nominal
  double eir_percent;
  double transparency_index;       // the rate quoted (nominal, a year) / APR
  std::vector<RegularFlow> flows;  // of the borrower
};

// What the borrower pays.  Errors: no_rate, out_of_range (count < 1, w <= 0, rate below 0).
//   1000 in 4 months at 3 %: 36.0 / 42.6;  up front 3.24 a month, EIR 46.7;  3 % fee 4.29, 65.5;  flat 4.69, 73.4;
//   flat up front 5.32, 86.2;  flat and fee up front 6.83, 121.0
[[nodiscard]] Cost cost_of(const CostCase& terms);

// The four prices that MFTransparency asks for side by side.
struct CostSteps {
  double interest_percent;  // APR of interest alone
  double with_fees_percent;
  double with_fees_and_insurance_percent;
  double with_fees_insurance_and_savings_percent;  // also the compulsory deposit
};
[[nodiscard]] CostSteps cost_steps(const CostCase& terms);

// Expenses and income of a lender, each as a fraction of the average loan portfolio.
struct LendingCosts {
  double administrative_expenses;
  double loan_losses;
  double cost_of_funds;
  double capitalization;
  double investment_income = 0;
};

// The rate a lender must earn: R = (AE + LL + CF + K - II) / (1 - LL).  Errors: out_of_range (LL >= 1, not finite).
// Source: CGAP Occasional Paper 1, "Microcredit interest rates".
//   sustainable_rate({0.25, 0.02, 0.15, 0.10, 0.01})  ->  0.5204...
[[nodiscard]] double sustainable_rate(const LendingCosts& costs);

}  // namespace solidarity
