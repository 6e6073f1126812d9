// SPDX-License-Identifier: MIT
// A branch moves from Apache Fineract. Do its borrowers see the same installments, to the cent?
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  LoanTerms terms{
      .principal = 5'000 * EUR,
      .disbursed_on = 2024y / January / 1,
      .interest = {.method = InterestMethod::declining, .rate = 9.4822_pct, .accrual = ByDay{DayCount::actual_365}},
      .repayments = {.count = 12, .every = monthly},
      .rounding = FineractCumulative{},
  };
  const Schedule theirs = amortize(terms);
  fmt::print("Fineract, cumulative generator:\n{}\n", theirs);

  terms.rounding = ExactRounding{};
  const Schedule ours = amortize(terms);
  fmt::print("The exact level installment:\n{}\n", ours);

  // There the installment is solved for equal months, and the real days come due in the last row.
  fmt::print("last row: {} there, {} here\n", theirs.back().total(), ours.back().total());
}
