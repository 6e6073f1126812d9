// SPDX-License-Identifier: MIT
// "10 % flat" sounds cheap. What does it cost when it is said the way the law says it?
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  LoanTerms terms{
      .principal = 1'000 * BDT,
      .disbursed_on = 2026y / January / 5,
      .interest = {.method = InterestMethod::flat, .rate = 10_pct},
      .repayments = {.count = 52, .every = weekly},
  };

  fmt::print("{:<14} {:>11} {:>9} {:>8} {:>8}\n", "method", "installment", "interest", "APR", "EIR");
  for (const InterestMethod method : {InterestMethod::flat, InterestMethod::declining}) {
    terms.interest.method = method;
    const Schedule schedule = amortize(terms);
    const LoanCost cost = cost_of(terms, schedule);
    fmt::print("{:<14} {:>11} {:>9} {:>7}% {:>7}%\n", method == InterestMethod::flat ? "10% flat" : "10% declining",
               schedule.front().total(), decimal_text(total(schedule, &Installment::interest)),
               rounded_text(*cost.apr_percent, 2), rounded_text(*cost.eir_percent, 2));
  }

  const double exact = 52 * declining_from_flat(0.10 / 52, 52);
  fmt::print("\nThe declining rate with the same installments as 10% flat: {}% a year.\n",
             rounded_text(100 * exact, 2));
  fmt::print("The rule of thumb 2n/(n+1) says {}%.\n", rounded_text(100 * rule_of_thumb(0.10, 52), 2));
}
