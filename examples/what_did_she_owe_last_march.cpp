// SPDX-License-Identifier: MIT
// Two questions that sound alike. What did she owe at the end of March, as we know it today?
// And what did our books say at the end of March?
#include <solidarity/loan/loan.hpp>
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  Loan loan = Loan::disbursed({
      .principal = 40'000 * KES,
      .disbursed_on = 2026y / January / 31,
      .interest = {.method = InterestMethod::declining, .rate = 18_pct},
      .repayments = {.count = 4, .every = monthly},
  });
  loan.record({.on = 2026y / February / 28, .what = Repay{10'378 * KES}});
  loan.record({.on = 2026y / March / 31, .what = Repay{4'000 * KES}});
  const auto known_in_march = static_cast<std::uint32_t>(loan.events().size());

  // In May the agent's book comes in: she had paid 6378 more on the 30th of March, far from the branch.
  loan.record({.on = 2026y / March / 30, .what = Repay{6'378 * KES}, .actor = "agent 12", .reason = "agent's book"});

  const Date march = 2026y / March / 31;
  const auto owed = [&](const Position& at) {
    return fmt::format("{} owed, {} of it overdue", Money::of_units(at.outstanding.total(), KES),
                       Money::of_units(at.overdue.total(), KES));
  };
  fmt::print("at the end of March, as we know it:    {}\n", owed(loan.position(march)));
  fmt::print("at the end of March, as we knew it:    {}\n", owed(loan.position(march, known_in_march)));

  // The day after, what was not paid is overdue; in the one book, not in the other.
  const Date april = 2026y / April / 1;
  fmt::print("on the first of April, as we know it:  {}\n", owed(loan.position(april)));
  fmt::print("on the first of April, as we knew it:  {}\n\n", owed(loan.position(april, known_in_march)));

  // The late entry is sorted in by its day, and what came after it is applied again.
  for (const LoanTransaction& done : loan.transactions(april))
    fmt::print("{}  {:<8}  {:>12}  principal left {}\n", done.on, done.type, Money::of_units(done.amount, KES),
               Money::of_units(done.balance, KES));
}
