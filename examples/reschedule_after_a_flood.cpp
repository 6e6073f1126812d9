// SPDX-License-Identifier: MIT
// The river takes the harvest: for a season nobody can pay. What changes, and what does not?
#include <solidarity/loan/loan.hpp>
#include <solidarity/loan/statement.hpp>
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

namespace {

void print(const Loan& loan, Date day) {
  Money total = 0 * INR;
  for (const LoanRow& row : loan.rows(day)) {
    const Money due = Money::of_units(row.charged.total(), INR);
    total += due;
    fmt::print("{:>4}  {}  {:>12}{}\n", row.number, row.due, due, row.settled_on ? "  paid" : "");
  }
  fmt::print("      together    {:>12}\n\n", total);
}

}  // namespace

int main() {
  Loan loan = Loan::disbursed({
      .principal = 30'000 * INR,
      .disbursed_on = 2026y / April / 15,
      .interest = {.method = InterestMethod::declining, .rate = 24_pct},
      .repayments = {.count = 6, .every = monthly},
      .rounding = ExactRounding{.installment_multiple = 1 * INR},
  });
  for (const LoanRow& row : loan.rows(2026y / June / 15))
    if (row.due <= Date(2026y / June / 15))
      loan.record({.on = row.due, .what = Repay{Money::of_units(row.charged.total(), INR)}});

  const Date flood = 2026y / July / 3;
  fmt::print("as agreed\n");
  print(loan, flood);

  // The next installment waits until October, the rest follow monthly, and there are two more of them.
  loan.record({.on = flood,
               .what = Reschedule{.to = 2026y / October / 15, .extra_installments = 2},
               .reason = "flood of July 2026, board decision 14"});
  fmt::print("after the flood\n");
  print(loan, flood);

  const Position now = loan.position(flood);
  fmt::print("principal owed {}, rescheduled: {}\n", Money::of_units(now.outstanding.principal, INR),
             now.rescheduled ? "yes" : "no");
}
