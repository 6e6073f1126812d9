// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/product/loan_terms.hpp>
#include <solidarity/schedule/schedule.hpp>

#include <string>
#include <vector>

namespace solidarity {

// Where one figure of a row comes from, in words that a loan officer can check with a pocket calculator.
struct Explanation {
  std::string figure;    // "interest"
  std::string value;     // "41.73", as in the schedule
  std::string formula;   // "balance x rate of the period"
  std::string inputs;    // "9041.95 x 3/650 (24% per year, one nominal week) = 41.732076..."
  std::string rounding;  // "to 0.01, half_even"; empty where nothing is rounded
};

// The explanation of each figure of row `number` (from 1) of `schedule`, which is amortize(terms).
// Errors: out_of_range (no such row).
[[nodiscard]] std::vector<Explanation> explain(const LoanTerms& terms, const Schedule& schedule, int number);

// As paragraphs of at most 80 columns.
[[nodiscard]] std::string to_text(const std::vector<Explanation>& explanations);

}  // namespace solidarity
