// SPDX-License-Identifier: MIT
// 2 % a month on the poster. What is it with the fee, the insurance and the savings that nobody may refuse?
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

void show(const char* what, const LoanTerms& terms) {
  const LoanCost cost = cost_of(terms, amortize(terms));
  fmt::print("{:<34} {:>7}%  {:>7}%  {:>9}\n", what, rounded_text(*cost.apr_percent, 2),
             rounded_text(*cost.eir_percent, 2), decimal_text(cost.total_cost));
}

int main() {
  LoanTerms terms{
      .principal = 10'000 * PHP,
      .disbursed_on = 2026y / January / 5,
      .interest = {.method = InterestMethod::declining, .rate = 2_pct, .per = RatePeriod::month},
      .repayments = {.count = 6, .every = monthly},
  };

  fmt::print("{:<34} {:>8}  {:>8}  {:>9}\n", "10,000 PHP over 6 months", "APR", "EIR", "cost");
  show("interest alone", terms);

  terms.fees.push_back({.name = "service", .at = AtDisbursement{}, .amount = PercentOf{2_pct, ChargeBase::principal}});
  show("+ 2% service fee, deducted", terms);

  terms.insurance = InsuranceTerms{.premium = 0.5_pct};
  show("+ 5 per mille insurance on balance", terms);

  terms.compulsory_savings = CompulsorySavings{.percent = 10_pct, .interest_per_year = 2_pct};
  show("+ 10% savings, held at 2% a year", terms);
}
