// SPDX-License-Identifier: MIT
// A payment was booked on the wrong loan and found out a week later. What do the figures say, then and now?
#include <solidarity/loan/loan.hpp>
#include <solidarity/loan/statement.hpp>
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  Loan loan = Loan::disbursed({
      .principal = 6'000 * BDT,
      .disbursed_on = 2026y / June / 1,
      .interest = {.method = InterestMethod::flat, .rate = 12_pct},
      .repayments = {.count = 6, .every = weekly},
  });
  loan.record({.on = 2026y / June / 8, .what = Repay{1'014 * BDT}, .id = "receipt-71"});
  const Loan before = loan;

  loan.record({.on = 2026y / June / 15, .what = Repay{1'014 * BDT}, .id = "receipt-88"});
  loan.record({.on = 2026y / June / 22, .what = Reverse{"receipt-88"}, .reason = "was for Rahima, loan 2026-018"});

  // Nothing is edited and nothing is deleted: the passbook shows both.
  fmt::print("{}\n", passbook_text(statement_of(loan, 2026y / June / 22)));

  // From the day of the correction on it is as if the payment had never been; before, the answer stays what it was.
  const auto overdue = [](const Loan& of, Date day) { return Money::of_units(of.position(day).overdue.total(), BDT); };
  fmt::print("overdue on 2026-06-21, then: {}\n", overdue(loan, 2026y / June / 21));
  fmt::print("overdue on 2026-06-22, now:  {}\n", overdue(loan, 2026y / June / 22));
  fmt::print("without the mistake:         {}\n", overdue(before, 2026y / June / 22));

  // A mistake is corrected once; a reversal is not reversed: the payment is booked again.
  for (const char* what : {"receipt-88", "e4"}) {
    try {
      loan.record({.on = 2026y / June / 23, .what = Reverse{what}});
    } catch (const Error& error) {
      fmt::print("{}\n", error.what());
    }
  }
}
