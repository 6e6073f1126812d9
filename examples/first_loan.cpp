// SPDX-License-Identifier: MIT
// What does one member of a weekly circle pay, and where does each figure come from?
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  const LoanTerms terms{
      .principal = 12'000 * INR,
      .disbursed_on = 2026y / January / 5,
      .interest = {.method = InterestMethod::declining, .rate = 24_pct},
      .repayments = {.count = 8, .every = weekly},
      .rounding = ExactRounding{.installment_multiple = 1 * INR},
  };

  const Schedule schedule = amortize(terms);
  fmt::print("{}\n", schedule);

  // Walk a part of it.
  for (const Installment& row : schedule.due_by(2026y / January / 20)) fmt::print("{} pay {}\n", row.due, row.total());

  // Ask the last row for its reasons.
  fmt::print("\n{}", to_text(explain(terms, schedule, 8)));
}
