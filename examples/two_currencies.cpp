// SPDX-License-Identifier: MIT
// One product in currencies with two, zero and three digits: what changes, and what never mixes?
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  for (const Money principal : {250 * USD, 900'000 * UGX, 75 * KWD}) {
    const LoanTerms terms{
        .principal = principal,
        .disbursed_on = 2026y / January / 31,
        .interest = {.method = InterestMethod::declining, .rate = 30_pct},
        .repayments = {.count = 4, .every = monthly},
    };
    fmt::print("{}\n{}\n", principal, amortize(terms));
  }

  // 100.00 among three, and who gets the odd cent.
  for (const Money part : allocate(100 * USD, {1, 1, 1})) fmt::print("{}  ", part);
  fmt::print("\n\n");

  try {
    (void)(1 * USD + 1 * UGX);
  } catch (const Error& error) {
    fmt::print("{}\n", error.what());
  }
}
