// SPDX-License-Identifier: MIT
// A borrower brings 6000 before its time. What does it change: the installments, their number, or nothing?
// And what does she pay to be done with the loan?
#include <solidarity/loan/loan.hpp>
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

namespace {

// What is still to be paid after `day`.
void print_what_remains(const Loan& loan, Date day) {
  int count = 0;
  Money total = 0 * KES;
  Money first = 0 * KES;
  for (const LoanRow& row : loan.rows(day)) {
    const Money open = Money::of_units(row.outstanding().total(), KES);
    if (open.is_zero()) continue;
    if (count++ == 0) first = open;
    total += open;
  }
  fmt::print("{} installments, the next {}, together {}\n", count, first, total);
}

}  // namespace

int main() {
  LoanTerms terms{
      .principal = 24'000 * KES,
      .disbursed_on = 2026y / January / 15,
      .interest = {.method = InterestMethod::declining, .rate = 18_pct},
      .repayments = {.count = 12, .every = monthly},
  };
  terms.recalculation = Recalculation{.rest = Rest::day};
  terms.early_fees = {{.amount = 1_pct}};  // of the principal that a payoff brings before its time

  Loan loan = Loan::disbursed(terms);
  for (const LoanRow& row : loan.rows(2026y / March / 15))
    if (row.due <= Date(2026y / March / 15))
      loan.record({.on = row.due, .what = Repay{Money::of_units(row.charged.total(), KES)}});

  const Date day = 2026y / April / 1;
  fmt::print("before         ");
  print_what_remains(loan, day);

  const std::pair<const char*, EarlyPrincipal> effects[] = {{"keep schedule  ", EarlyPrincipal::next},
                                                            {"smaller        ", EarlyPrincipal::reduce_installment},
                                                            {"fewer          ", EarlyPrincipal::reduce_term}};
  for (const auto& [name, effect] : effects) {
    Loan tried = loan;  // a value: trying it out costs a copy
    tried.record({.on = day, .what = Prepay{6'000 * KES, effect}});
    fmt::print("{}", name);
    print_what_remains(tried, day);
  }

  // Or all of it, today.
  const Payoff quote = loan.payoff(day);
  fmt::print("\nto close on {}: {} (fee {})\n", day, quote.total(), Money::of_units(quote.early_fee, KES));
  loan.record({.on = day, .what = PayOff{}});
  fmt::print("then the loan is {} and {} is owed\n", to_text(loan.position(day).status), loan.payoff(day).total());
}
