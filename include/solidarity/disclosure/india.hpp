// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/disclosure/irr.hpp>

#include <span>

namespace solidarity {

// A loan as India's key facts statement (RBI circular of 15 April 2024) describes it.
struct KeyFacts {
  double sanctioned;
  double charges;      // all charges deducted or paid at the start, third-party ones included
  double installment;  // the equated periodic installment
  int count;
  double periods_per_year = 12;
};

struct KeyFactsResult {
  double apr_percent;  // nominal: w x the rate per period on the net amount disbursed
  double eir_percent;  // compounded: not what the circular calls APR
  double irr_per_period;
  double net_disbursed;
  double interest;    // installments - sanctioned
  double total_paid;  // installments, as annex B's row 9 counts: net disbursed + charges + interest
};

// Errors: no_rate, out_of_range (count < 1, charges >= sanctioned, w <= 0).
//   20,000 in 24 monthly installments of 969.73, charges 400  ->  APR 17.07 %, EIR 18.47 %    (annex B)
[[nodiscard]] KeyFactsResult kfs_apr(const KeyFacts& facts);

// The same rate for any regular flows of the borrower: nominal, w x the rate per period.
[[nodiscard]] double kfs_apr_percent(std::span<const RegularFlow> flows, double periods_per_year = 12);

// For dated flows: 12 ((1 + x)^(1/12) - 1), x the annual rate on the days shown (actual/365).
[[nodiscard]] double kfs_apr_percent(std::span<const DatedFlow> flows);

}  // namespace solidarity
