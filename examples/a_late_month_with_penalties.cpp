// SPDX-License-Identifier: MIT
// February is not paid. When does the penalty begin, how does it grow, where does it stop, and who is paid first?
#include <solidarity/loan/loan.hpp>
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  LoanTerms terms{
      .principal = 9'000 * GHS,
      .disbursed_on = 2026y / January / 10,
      .interest = {.method = InterestMethod::flat, .rate = 2_pct, .per = RatePeriod::month},
      .repayments = {.count = 3, .every = monthly},
  };
  // A tenth of a percent of what is overdue each day, forgiven for five days, never more than 3% of the installment.
  terms.penalties = {{.name = "late payment",
                      .amount = 0.1_pct,
                      .of = PenaltyBase::overdue_total,
                      .every = PenaltyPeriod{1, PenaltyPeriod::Unit::day},
                      .grace_days = 5,
                      .cap_percent = 3_pct}};
  terms.arrears.grace_days = 5;
  Loan loan = Loan::disbursed(terms);

  const auto show = [&](Date day) {
    const Position now = loan.position(day);
    fmt::print("{}  {:>2} days past due  overdue {}  of it penalties {}\n", day, now.days_past_due,
               Money::of_units(now.overdue.total(), GHS), Money::of_units(now.outstanding.penalties, GHS));
  };
  for (const Date day : {2026y / February / 10, 2026y / February / 15, 2026y / February / 16, 2026y / February / 17,
                         2026y / March / 1, 2026y / March / 9})
    show(day);

  // She comes with 3000: the waterfall pays the penalty first, then interest, then principal.
  loan.record({.on = 2026y / March / 9, .what = Repay{3'000 * GHS}});
  const LoanTransaction payment = loan.transactions(2026y / March / 9).back();
  fmt::print("\n3000 pays: penalties {}, interest {}, principal {}\n", Money::of_units(payment.parts.penalties, GHS),
             Money::of_units(payment.parts.interest, GHS), Money::of_units(payment.parts.principal, GHS));

  // The branch forgives the penalties that are left, if any; then what is overdue?
  if (loan.position(2026y / March / 9).outstanding.penalties > 0)
    loan.record({.on = 2026y / March / 9, .what = Waive{.component = Component::penalty}});
  show(2026y / March / 9);
}
