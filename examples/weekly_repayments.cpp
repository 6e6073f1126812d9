// SPDX-License-Identifier: MIT
// A member pays week by week: once too little, once late, once more than was due. Where does she stand in February?
#include <solidarity/loan/statement.hpp>
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  Loan loan = Loan::disbursed({
      .principal = 12'000 * INR,
      .disbursed_on = 2026y / January / 5,
      .interest = {.method = InterestMethod::declining, .rate = 24_pct},
      .repayments = {.count = 8, .every = weekly},
      .rounding = ExactRounding{.installment_multiple = 1 * INR},
  });

  const std::pair<Date, Money> paid[] = {
      {2026y / January / 12, 1'531 * INR}, {2026y / January / 19, 1'000 * INR},  // 531 short
      {2026y / January / 22, 531 * INR},                                         // brought three days later
      {2026y / January / 26, 1'531 * INR}, {2026y / February / 2, 2'000 * INR},  // 469 of the week after
  };
  for (const auto& [on, amount] : paid) {
    const Money overdue = Money::of_units(loan.position(on).overdue.total(), INR);
    loan.record({.on = on, .what = Repay{amount}});
    fmt::print("{}  comes with {:>11}  overdue until then {:>10}\n", on, amount, overdue);
  }

  // The page she takes home.
  fmt::print("\n{}", to_text(statement_of(loan, 2026y / February / 7, {.borrower = "Asha Devi", .loan = "2026-017"})));
}
