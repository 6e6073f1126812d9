// SPDX-License-Identifier: MIT
// Money too much, money forgiven, money lost (areas overpay, waiver, writeoff).
#include "loan_cases.hpp"

using namespace test;

namespace {

// The fees and penalties of the first row as charged on the disbursement's day.
Loan with_charges(Money fee, Money penalty) {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(1, 10), ChargeFee{"visit", fee, day(2, 10), ChargeKind::fee}, "fee");
  record(loan, day(1, 10), ChargeFee{"late", penalty, day(2, 10), ChargeKind::penalty}, "penalty");
  return loan;
}

}  // namespace

TEST_CASE("PB-114: the credit is what was paid less what was due and what was given back, through every replay") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 1), Repay{900 * INR}, "a");
  record(loan, day(2, 2), Repay{200 * INR, PaymentKind::merchant_issued_refund}, "b");
  record(loan, day(2, 3), Repay{250 * INR, PaymentKind::payout_refund}, "c");
  CHECK(credit(loan, day(2, 3)) == 150 * INR);
  record(loan, day(2, 4), RefundCredit{10 * INR});
  record(loan, day(1, 20), Repay{70 * INR}, "late-entry");
  CHECK(credit(loan, day(2, 4)) == 210 * INR);
  record(loan, day(2, 5), Reverse{"b"});
  CHECK(credit(loan, day(2, 5)) == 10 * INR);
  CHECK(refusal_of(loan, day(2, 5), Reverse{"late-entry"}).starts_with("invalid_state: "));  // it was paid out of that
}

TEST_CASE("PB-115: money in hand is taken once by a further disbursement") {
  LoanTerms terms = without_interest();
  terms.principal = 100 * INR;
  terms.multiple_disbursements = true;
  Loan loan = Loan::disbursed(terms);
  record(loan, day(1, 20), Repay{120 * INR});
  CHECK(credit(loan, day(1, 20)) == 20 * INR);
  record(loan, day(1, 25), Disburse{100 * INR});
  CHECK(outstanding(loan, day(1, 25)) == 80 * INR);
  CHECK(credit(loan, day(1, 25)) == 0 * INR);
}

TEST_CASE("PB-116: a charge-back on an overpaid loan takes the credit first and closes to zero") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 10), Repay{1'203 * INR}, "payment");
  record(loan, day(2, 12), ChargeBack{128 * INR, "payment"});
  CHECK(outstanding(loan, day(2, 12)) == 125 * INR);
  CHECK(credit(loan, day(2, 12)) == 0 * INR);
  record(loan, day(3, 10), Repay{125 * INR});
  CHECK(status(loan, day(3, 10)) == "closed");
  CHECK(outstanding(loan, day(6, 1)) == 0 * INR);
}

TEST_CASE("PB-117: a refund of credit reversed leaves the loan overpaid") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 10), Repay{1'250 * INR});
  record(loan, day(2, 11), RefundCredit{50 * INR}, "back");
  CHECK(status(loan, day(2, 11)) == "closed");
  record(loan, day(2, 12), Reverse{"back"});
  CHECK(status(loan, day(2, 12)) == "overpaid");
  CHECK(credit(loan, day(2, 12)) == 50 * INR);
}

TEST_CASE("PB-118: what a payment applies to fees and holds as credit is its amount") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(1, 10), ChargeFee{"visit", 30 * INR, day(1, 10)});
  record(loan, day(2, 10), Repay{1'300 * INR}, "payment");
  const LoanTransaction done = transaction(loan, "payment", day(2, 10));
  CHECK(done.parts.fees == 3'000);
  CHECK(done.parts.total() + done.unapplied == 130'000);
  CHECK(credit(loan, day(2, 10)) == 70 * INR);
}

TEST_CASE("PB-119: 150 for a due of 120 leaves 30 in hand, and the transaction says so") {
  LoanTerms terms = holding_credit(without_interest());
  terms.principal = 480 * INR;
  Loan loan = Loan::disbursed(terms);
  record(loan, day(2, 10), Repay{150 * INR}, "imported");
  CHECK(transaction(loan, "imported", day(2, 10)).unapplied == 3'000);
  CHECK(credit(loan, day(2, 10)) == 30 * INR);
}

TEST_CASE("PB-120: an excess is refunded once") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 10), Repay{1'250 * INR});
  record(loan, day(2, 11), RefundCredit{30 * INR});
  CHECK(refusal_of(loan, day(2, 11), RefundCredit{50 * INR}) ==
        "out_of_range: /amount: INR 50.00 is more than the credit; at most INR 20.00");
}

TEST_CASE("PB-122: a payment on nothing owed does not make the loan negative") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 10), Repay{1'200 * INR});
  CHECK(refusal_of(loan, day(2, 11), Repay{10 * INR}).starts_with("invalid_state: /type: repay on 2026-02-11"));
  CHECK(loan.position(day(2, 11)).outstanding == Components{});
  CHECK(credit(loan, day(2, 11)) == 0 * INR);
}

TEST_CASE("PB-123: waiving fees waives fees, not penalties") {
  Loan loan = with_charges(10 * INR, 25 * INR);
  record(loan, day(2, 10), Waive{Component::fee, {}});
  CHECK(loan.position(day(2, 10)).waived == Components{.fees = 1'000});
  CHECK(loan.position(day(2, 10)).outstanding.penalties == 2'500);
}

TEST_CASE("PB-124: a waiver pays nothing else and cannot exceed its component") {
  Loan loan = Loan::disbursed(four_months());
  const std::int64_t interest = loan.position(day(1, 10)).outstanding.interest;
  const Money one_more = Money::of_units(interest + 1, INR);
  CHECK(refusal_of(loan, day(1, 20), Waive{Component::interest, one_more}).starts_with("out_of_range: /amount: "));
  record(loan, day(1, 20), Waive{Component::interest, Money::of_units(interest, INR)});
  CHECK(loan.position(day(1, 20)).outstanding == Components{.principal = 120'000});
  CHECK(loan.position(day(1, 20)).paid == Components{});
  CHECK(credit(loan, day(1, 20)) == 0 * INR);
}

TEST_CASE("PB-125: a waiver and its reversal leave what was charged") {
  Loan loan = with_charges(10 * INR, 25 * INR);
  const Position before = loan.position(day(2, 11));
  record(loan, day(2, 10), WaiveCharge{"fee"}, "waiver");
  CHECK(loan.position(day(2, 10)).charged.fees == 1'000);
  record(loan, day(2, 11), Reverse{"waiver"});
  CHECK(loan.position(day(2, 11)) == before);
}

TEST_CASE("PB-126: a fee of a row to come is waived on the day of the waiver") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(1, 10), ChargeFee{"visit", 10 * INR, day(4, 10)}, "fee");
  record(loan, day(1, 20), WaiveCharge{"fee"}, "waiver");
  CHECK(transaction(loan, "waiver", day(1, 20)).on == day(1, 20));
  CHECK(loan.position(day(1, 20)).outstanding.fees == 0);
  CHECK(loan.position(day(1, 19)).outstanding.fees == 1'000);
}

TEST_CASE("PB-128: of a charge partly paid only the rest is waived") {
  LoanTerms terms = without_interest();
  Loan loan = Loan::disbursed(terms);
  record(loan, day(1, 10), ChargeFee{"visit", 10 * INR, day(2, 10)}, "fee");
  record(loan, day(2, 10), Repay{4 * INR});
  record(loan, day(2, 10), WaiveCharge{"fee"}, "waiver");
  const Position position = loan.position(day(2, 10));
  CHECK(position.charged.fees == 1'000);
  CHECK(position.paid.fees == 400);
  CHECK(position.waived.fees == 600);
  CHECK(position.outstanding.fees == 0);
}

TEST_CASE("PB-129: the principal owed counts what was given back and charged back") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 10), Repay{300 * INR}, "payment");
  record(loan, day(2, 11), Refund{20 * INR});
  record(loan, day(2, 12), ChargeBack{50 * INR, "payment"});
  CHECK(loan.position(day(2, 12)).outstanding.principal == 120'000 - 30'000 + 2'000 + 5'000);
}

TEST_CASE("PB-131: the exact balance can be written off") {
  LoanTerms terms = without_interest();
  terms.principal = Money::parse("1334.56", INR);
  Loan loan = Loan::disbursed(terms);
  record(loan, day(1, 20), Repay{100 * INR});
  record(loan, day(6, 1), WriteOff{Money::parse("1234.56", INR)});
  CHECK(status(loan, day(6, 1)) == "written_off");
}

TEST_CASE("PB-132: a write-off of interest alone is a write-off") {
  Loan loan = Loan::disbursed(four_months());
  record(loan, day(1, 10), Waive{Component::principal, 1'200 * INR});
  const std::int64_t interest = loan.position(day(6, 1)).outstanding.interest;
  record(loan, day(6, 1), WriteOff{});
  CHECK(loan.position(day(6, 1)).written_off == Components{.interest = interest});
}

TEST_CASE("PB-133: a write-off loses what is outstanding and leaves paid rows alone") {
  LoanTerms terms = four_months();
  terms.repayments.count = 10;
  Loan loan = Loan::disbursed(terms);
  for (int month = 2; month <= 4; ++month) {
    const LoanRow row = loan.rows(day(month, 10))[static_cast<std::size_t>(month) - 2];
    record(loan, day(month, 10), Repay{Money::of_units(row.outstanding().total(), INR)});
  }
  const std::vector<LoanRow> before = loan.rows(day(5, 20));
  const Components outstanding = loan.position(day(5, 20)).outstanding;
  record(loan, day(5, 20), WriteOff{});
  const std::vector<LoanRow> after = loan.rows(day(5, 20));
  for (std::size_t k = 0; k < 3; ++k) CHECK(after[k] == before[k]);
  CHECK(loan.position(day(5, 20)).written_off == outstanding);
}

TEST_CASE("PB-134: after a write-off nothing more is asked for") {
  LoanTerms terms = four_months();
  terms.penalties.push_back({.name = "late", .amount = 10 * INR, .every = PenaltyPeriod{1, PenaltyPeriod::Unit::week}});
  Loan loan = Loan::disbursed(terms);
  record(loan, day(2, 20), WriteOff{});
  const Position position = loan.position(day(12, 31));
  CHECK(position.outstanding == Components{});
  CHECK(position.days_past_due == 0);
  CHECK(!position.next_due);
  CHECK(refusal_of(loan, day(3, 1), Repay{10 * INR}) ==
        "invalid_state: /type: repay on 2026-03-01: the loan is written_off; allowed: recover, transfer, reverse");
}

TEST_CASE("PB-135: what closes the loan is principal, interest and penalty") {
  LoanTerms terms = four_months();
  terms.principal = 100 * INR;
  terms.interest = {.method = InterestMethod::flat, .rate = 5_pct, .per = RatePeriod::term};
  terms.repayments.count = 1;
  Loan loan = Loan::disbursed(terms);
  record(loan, day(2, 11), ChargeFee{"late", 2 * INR, day(2, 11), ChargeKind::penalty});
  CHECK(loan.payoff(day(2, 11)).total() == 107 * INR);
}
