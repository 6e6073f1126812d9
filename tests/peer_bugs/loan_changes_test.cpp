// SPDX-License-Identifier: MIT
// Tranches, new terms and the states of a running loan (areas tranche, reschedule, state, and running loans of others).
#include "loan_cases.hpp"

#include <set>

using namespace test;

namespace {

LoanTerms in_tranches() {
  LoanTerms terms = without_interest();
  terms.multiple_disbursements = true;
  return terms;
}

std::string dues(const Loan& loan, Date on) {
  std::string text;
  for (const LoanRow& row : loan.rows(on)) text += (text.empty() ? "" : " ") + to_text(row.due);
  return text;
}

}  // namespace

TEST_CASE("PB-039: re-aging a loan without interest keeps its principal when a row falls due before the new ones") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 10), Repay{300 * INR});
  record(loan, day(3, 1), ReAge{3, day(3, 20), monthly});
  CHECK(loan.position(day(3, 1)).outstanding == Components{.principal = 90'000});
  CHECK(loan.position(day(3, 11)).overdue == Components{});
  std::int64_t re_aged = 0;
  for (const LoanRow& row : loan.rows(day(3, 11)))
    if (row.kind == RowKind::re_aged) re_aged += row.charged.principal;
  CHECK(re_aged == 90'000);
}

TEST_CASE("PB-074: moving the rows to come leaves paid ones on their days") {
  Loan loan = Loan::disbursed(four_months());
  const LoanRow first = loan.rows(day(2, 10))[0];
  record(loan, day(2, 10), Repay{Money::of_units(first.outstanding().total(), INR)});
  const LoanRow paid = loan.rows(day(2, 11))[0];
  record(loan, day(2, 11), Reschedule{.to = day(3, 12)});
  CHECK(loan.rows(day(2, 11))[0] == paid);
  CHECK(dues(loan, day(2, 11)) == "2026-02-10 2026-03-12 2026-04-12 2026-05-12");
}

TEST_CASE("PB-146: two disbursements of a day add up") {
  LoanTerms terms = in_tranches();
  terms.principal = 150 * INR;
  Loan loan(terms);
  record(loan, day(1, 10), Disburse{100 * INR});
  record(loan, day(1, 10), Disburse{50 * INR});
  CHECK(outstanding(loan, day(1, 10)) == 150 * INR);
}

TEST_CASE("PB-149: the last tranche undone leaves nothing of itself") {
  LoanTerms terms = four_months();
  terms.multiple_disbursements = true;
  Loan loan = Loan::disbursed(terms);
  const Loan before = loan;
  record(loan, day(2, 1), Disburse{600 * INR});
  CHECK(loan.rows(day(2, 1)) != before.rows(day(2, 1)));
  record(loan, day(2, 5), UndoDisbursement{});
  CHECK(same(loan, before, day(2, 5)));
}

TEST_CASE("PB-150: a disbursement of nothing is refused") {
  Loan loan(without_interest());
  CHECK(refusal_of(loan, day(1, 10), Disburse{0 * INR}) == "out_of_range: /amount: INR 0.00; an amount is above zero");
}

TEST_CASE("PB-151: each part of the money bears interest from its own day") {
  LoanTerms terms = four_months();
  terms.multiple_disbursements = true;
  terms.interest.accrual = ByDay{DayCount::actual_365};
  Loan loan(terms);
  record(loan, day(1, 10), Disburse{600 * INR});
  const Money before = loan.accrued_interest(day(1, 25));
  record(loan, day(1, 25), Disburse{600 * INR});
  CHECK(loan.accrued_interest(day(1, 24)) > 0 * INR);
  CHECK(before == Money::of_units(296, INR));  // 600.00 x 12 % x 15/365
  // 600.00 x 12 % x 31/365 and 600.00 x 12 % x 16/365, together 9.271...
  CHECK(loan.rows(day(1, 25))[0].charged.interest == 927);
}

TEST_CASE("PB-152: a disbursement on the day after the last accrual loses no day of interest") {
  LoanTerms terms = four_months();
  terms.multiple_disbursements = true;
  terms.interest.accrual = ByDay{DayCount::actual_365};
  Loan asked(terms);
  record(asked, day(1, 10), Disburse{600 * INR});
  static_cast<void>(asked.accrued_interest(day(1, 19)));
  record(asked, day(1, 20), Disburse{600 * INR});
  Loan unasked(terms);
  record(unasked, day(1, 10), Disburse{600 * INR});
  record(unasked, day(1, 20), Disburse{600 * INR});
  CHECK(asked.accrued_interest(day(2, 10)) == unasked.accrued_interest(day(2, 10)));
  // 600.00 x 12 % x 31/365 + 600.00 x 12 % x 21/365 = 10.257...
  CHECK(asked.accrued_interest(day(2, 10)) == Money::of_units(1'026, INR));
}

TEST_CASE("PB-153: a disbursement after the first due date is refused") {
  LoanTerms terms = without_interest();
  terms.repayments.first_due_on = day(2, 1);
  Loan loan(terms);
  const std::string refused = refusal_of(loan, day(2, 10), Disburse{1'200 * INR});
  CHECK(refused.find("2026-02-01") != std::string::npos);
  CHECK(refused.find("2026-02-10") != std::string::npos);
  CHECK(status(loan, day(2, 10)) == "applied");
}

TEST_CASE("PB-238: a loan closes when the charge after its last row is waived") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(5, 10), Repay{1'200 * INR});
  record(loan, day(5, 20), ChargeFee{"letter", 10 * INR, day(5, 20)}, "fee");
  CHECK(status(loan, day(5, 20)) == "active");
  CHECK(loan.rows(day(5, 20)).back().kind == RowKind::additional);
  record(loan, day(5, 21), WaiveCharge{"fee"});
  CHECK(status(loan, day(5, 21)) == "closed");
  CHECK(loan.rows(day(5, 21)).back().settled_on == day(5, 21));
}

TEST_CASE("PB-239: after a payoff no row is left open or late") {
  LoanTerms terms = four_months();
  terms.recalculation = Recalculation{.rest = Rest::day};
  Loan loan = Loan::disbursed(terms);
  record(loan, day(2, 1), PayOff{});
  CHECK(status(loan, day(2, 1)) == "closed");
  for (const LoanRow& row : loan.rows(day(12, 31))) {
    CHECK(row.outstanding() == Components{});
    CHECK(row.late_days == 0);
  }
}

TEST_CASE("PB-240: moving a row to the due date of another loses no row") {
  Loan loan = Loan::disbursed(four_months());
  record(loan, day(1, 20), Reschedule{.from = day(2, 10), .to = day(3, 10)});
  CHECK(dues(loan, day(1, 20)) == "2026-03-10 2026-04-10 2026-05-10 2026-06-10");
  CHECK(loan.position(day(1, 20)).outstanding.principal == 120'000);
}

TEST_CASE("PB-279: a payment and a reschedule of one day count in the order in which they came") {
  Loan paid_first = Loan::disbursed(four_months());
  record(paid_first, day(2, 10), Repay{Money::parse("307.54", INR)});
  record(paid_first, day(2, 10), Reschedule{.extra_installments = 2});
  CHECK(same(paid_first, replayed(paid_first), day(2, 10)));
  CHECK(paid_first.position(day(2, 10)).paid.total() == 30'754);
  Loan rescheduled_first = Loan::disbursed(four_months());
  record(rescheduled_first, day(2, 10), Reschedule{.extra_installments = 2});
  record(rescheduled_first, day(2, 10), Repay{Money::parse("307.54", INR)});
  CHECK(rescheduled_first.position(day(2, 10)).paid.total() == 30'754);
  CHECK(same(rescheduled_first, replayed(rescheduled_first), day(2, 10)));
  CHECK(rescheduled_first.position(day(2, 10)).outstanding.principal ==
        paid_first.position(day(2, 10)).outstanding.principal);
}

TEST_CASE("PB-280: money in advance and a moved due date keep the number and the order of rows") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(1, 20), Repay{450 * INR});
  record(loan, day(1, 21), Reschedule{.from = day(3, 10), .to = day(3, 25)});
  const std::vector<LoanRow> rows = loan.rows(day(1, 21));
  CHECK(rows.size() == 4);
  CHECK(dues(loan, day(1, 21)) == "2026-02-10 2026-03-25 2026-04-25 2026-05-25");
  CHECK(loan.position(day(1, 21)).paid.principal == 45'000);
}

TEST_CASE("PB-289: interest paid after the end of the loan breaks nothing that counts days") {
  LoanTerms terms = four_months();
  terms.recalculation = Recalculation{.rest = Rest::day, .overdue_bears_interest = true};
  Loan loan = Loan::disbursed(terms);
  record(loan, day(7, 1), Repay{100 * INR});
  CHECK(loan.accrued_interest(day(7, 2)) == Money::of_units(loan.position(day(7, 2)).charged.interest, INR));
  const Money rest = loan.payoff(day(7, 2)).total();
  record(loan, day(7, 2), Repay{rest, PaymentKind::cover_by_insurance});
  CHECK(status(loan, day(7, 2)) == "closed");
}
