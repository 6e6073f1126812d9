// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/disclosure/cash_flow.hpp>
#include <solidarity/product/loan_terms.hpp>
#include <solidarity/schedule/schedule.hpp>

#include <optional>
#include <vector>

namespace solidarity {

// What the borrower hands over and receives, with everything that is not in a row: deductions and compulsory savings.
struct BorrowerFlows {
  std::vector<DatedFlow> dated;      // minor units; received above zero, paid below, in order of day
  std::vector<RegularFlow> regular;  // the same at 0, 1, 2, ...; empty when the periods are not all alike
  double periods_per_year = 0;       // of the regular flows
  Money total_cost;                  // all paid less all received
};

// Regular: interest by period, everything advanced on one day, a first period of one step, no moratorium, no listed dates.
[[nodiscard]] BorrowerFlows borrower_flows(const LoanTerms& terms, const Schedule& schedule);

// What a loan costs.
struct LoanCost {
  std::optional<double> irr_per_period = {};  // a fraction; regular flows only
  std::optional<double> apr_percent =
      {};  // nominal: w x the rate per period, or 12 ((1 + x)^(1/12) - 1) for dated flows
  std::optional<double> eir_percent = {};  // compounded
  Money total_cost;
  bool ambiguous = false;  // more than one rate fits the flows
};

// Rates are absent when the flows have none (a loan that hands out nothing).
// Source: docs/pricing.md, section 9; CGAP, "Calculating Effective Interest Rates on Microcredit Loans".
//   20,000 at 15 %, 24 months, 400 deducted  ->  APR 17.07 %, EIR 18.47 %
[[nodiscard]] LoanCost cost_of(const LoanTerms& terms, const Schedule& schedule);

}  // namespace solidarity
