// SPDX-License-Identifier: MIT
// What was entered late or taken back (areas backdated, reversal, and ids used twice of concurrency).
#include "loan_cases.hpp"

using namespace test;

namespace {

LoanTerms with_daily_rest() {
  LoanTerms terms = four_months();
  terms.recalculation = Recalculation{.rest = Rest::day, .early = EarlyPrincipal::next};
  return terms;
}

}  // namespace

TEST_CASE("PB-090: what is replayed after a reversal comes in order of day and number") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(1, 20), Repay{10 * INR}, "z");
  record(loan, day(1, 20), Repay{20 * INR}, "a");
  record(loan, day(1, 15), Repay{30 * INR}, "m");
  record(loan, day(2, 1), Repay{40 * INR}, "b");
  record(loan, day(2, 1), Reverse{"m"}, "r");
  std::string order;
  for (const LoanTransaction& done : loan.transactions(day(2, 1)))
    if (done.type == "repay" && !done.reversed) order += done.id;
  CHECK(order == "zab");
  CHECK(loan.transactions(day(2, 1)) == replayed(loan).transactions(day(2, 1)));
}

TEST_CASE("PB-092: a replay of all facts is the loan in memory, also after a reversal in the middle") {
  Loan loan = Loan::disbursed(with_daily_rest());
  record(loan, day(1, 20), Repay{100 * INR}, "first");
  record(loan, day(2, 10), Repay{250 * INR}, "second");
  record(loan, day(3, 20), Reverse{"first"});
  CHECK(same(loan, replayed(loan), day(3, 20)));
  CHECK(same(loan, replayed(loan), day(6, 1)));
}

TEST_CASE("PB-093: a charge-back still belongs to its payment when an earlier one is entered late") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 10), Repay{300 * INR}, "payment");
  record(loan, day(2, 12), ChargeBack{300 * INR, "payment"}, "back");
  record(loan, day(1, 20), Repay{100 * INR}, "late-entry");
  CHECK(outstanding(loan, day(2, 12)) == 1'100 * INR);
  CHECK(refusal_of(loan, day(2, 13), Reverse{"payment"}).starts_with("invalid_state: "));
  CHECK(transaction(loan, "back", day(2, 12)).amount == 30'000);
}

TEST_CASE("PB-094: a tranche dated before the first one gives what it would have given in time") {
  LoanTerms terms = four_months(9.4822_pct);
  terms.principal = 150 * INR;
  terms.multiple_disbursements = true;
  Loan in_time(terms);
  record(in_time, day(1, 1), Disburse{50 * INR}, "b");
  record(in_time, day(1, 8), Disburse{100 * INR}, "a");
  Loan late(terms);
  record(late, day(1, 8), Disburse{100 * INR}, "a");
  record(late, day(1, 1), Disburse{50 * INR}, "b");
  CHECK(same(late, in_time, day(1, 8)));
  CHECK(same(late, in_time, day(3, 1)));
}

TEST_CASE("PB-098: a payment on one loan says nothing about another") {
  Loan a = Loan::disbursed(four_months());
  Loan b = Loan::disbursed(four_months());
  record(a, day(3, 10), Repay{100 * INR});
  record(b, day(3, 5), Repay{100 * INR});
  CHECK(b.events().size() == 2);
}

TEST_CASE("PB-099: a payment cancelled gives back the schedule that was before it") {
  Loan loan = Loan::disbursed(with_daily_rest());
  const Loan before = loan;
  record(loan, day(1, 20), Repay{200 * INR}, "payment");
  CHECK(loan.rows(day(1, 20)) != before.rows(day(1, 20)));
  record(loan, day(2, 20), Reverse{"payment"});
  CHECK(same(loan, before, day(2, 20)));
  CHECK(loan.accrued_interest(day(2, 20)) == before.accrued_interest(day(2, 20)));
}

TEST_CASE("PB-100: a payment posted again on a later day brings its penalties") {
  LoanTerms terms = without_interest();
  terms.penalties.push_back(
      {.name = "late", .amount = 10 * INR, .every = PenaltyPeriod{1, PenaltyPeriod::Unit::day}, .grace_days = 0});
  Loan moved = Loan::disbursed(terms);
  record(moved, day(2, 10), Repay{300 * INR}, "wrong-day");
  CHECK(moved.position(day(2, 20)).charged.penalties == 0);
  record(moved, day(2, 20), Reverse{"wrong-day"});
  record(moved, day(2, 14), Repay{340 * INR}, "right-day");
  Loan in_time = Loan::disbursed(terms);
  record(in_time, day(2, 14), Repay{340 * INR}, "right-day");
  CHECK(moved.position(day(2, 20)).charged.penalties == 4'000);
  CHECK(same(moved, in_time, day(2, 20)));
}

TEST_CASE("PB-104: a payment and its reversal leave the interest of a declining loan as it was") {
  LoanTerms terms = with_daily_rest();
  terms.recalculation->early = EarlyPrincipal::reduce_installment;
  Loan loan = Loan::disbursed(terms);
  const Loan before = loan;
  record(loan, day(1, 25), Repay{250 * INR}, "payment");
  record(loan, day(1, 25), Reverse{"payment"});
  CHECK(same(loan, before, day(1, 25)));
  CHECK(same(loan, before, day(5, 10)));
}

TEST_CASE("PB-105: a payment corrected is a payment of its own day, not a new late one") {
  Loan corrected = Loan::disbursed(with_daily_rest());
  record(corrected, day(2, 10), Repay{350 * INR}, "typo");
  record(corrected, day(2, 25), Reverse{"typo"});
  record(corrected, day(2, 10), Repay{305 * INR}, "right");
  Loan right = Loan::disbursed(with_daily_rest());
  record(right, day(2, 10), Repay{305 * INR}, "right");
  CHECK(same(corrected, right, day(2, 25)));
}

TEST_CASE("PB-106: after the second payment is reversed the first is the last one") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 10), Repay{300 * INR}, "first");
  record(loan, day(3, 10), Repay{300 * INR}, "second");
  record(loan, day(3, 11), Reverse{"second"});
  Date last = day(1, 10);
  for (const LoanTransaction& done : loan.transactions(day(3, 11)))
    if (done.type == "repay" && !done.reversed) last = done.on;
  CHECK(last == day(2, 10));
  CHECK(loan.rows(day(3, 11))[0].settled_on == day(2, 10));
  CHECK(!loan.rows(day(3, 11))[1].settled_on);
}

TEST_CASE("PB-108: a disbursement undone takes its own down payment with it") {
  LoanTerms terms = without_interest();
  terms.down_payment = 25_pct;
  terms.automatic_down_payment = true;
  terms.multiple_disbursements = true;
  Loan loan(terms);
  record(loan, day(1, 10), Disburse{1'200 * INR}, "first");
  record(loan, day(1, 20), Repay{50 * INR}, "between");
  const Loan before = loan;
  record(loan, day(1, 25), Disburse{400 * INR}, "second");
  CHECK(loan.position(day(1, 25)).paid.principal == 45'000);
  record(loan, day(1, 26), UndoDisbursement{});
  CHECK(same(loan, before, day(1, 26)));
  CHECK(loan.position(day(1, 26)).paid.principal == 35'000);
}

TEST_CASE("PB-109: a loan is active again when the payment that closed it is reversed") {
  LoanTerms terms = without_interest();
  terms.repayments.count = 1;
  Loan loan = Loan::disbursed(terms);
  record(loan, day(2, 10), Repay{1'200 * INR}, "all");
  CHECK(status(loan, day(2, 10)) == "closed");
  record(loan, day(2, 11), Reverse{"all"});
  CHECK(status(loan, day(2, 11)) == "active");
}

TEST_CASE("PB-111: a reversal gives the balance back once") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(1, 20), Repay{100 * INR}, "typo");
  record(loan, day(1, 21), Repay{60 * INR}, "right");
  record(loan, day(1, 22), Reverse{"typo"});
  CHECK(outstanding(loan, day(1, 22)) == 1'140 * INR);
  CHECK(transaction(loan, "right", day(1, 22)).balance == 114'000);
  CHECK(transaction(loan, "typo", day(1, 22)).reversed);
}

TEST_CASE("PB-112: an id stays on its one transaction through every replay") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 10), Repay{300 * INR}, "external-1");
  record(loan, day(1, 20), Repay{50 * INR}, "external-2");
  record(loan, day(2, 12), Reverse{"external-2"}, "external-3");
  int found = 0;
  for (const LoanTransaction& done : loan.transactions(day(2, 12))) found += done.id == "external-1" ? 1 : 0;
  CHECK(found == 1);
  CHECK(refusal_of(loan, day(2, 12), Repay{50 * INR}, "external-2") ==
        "idempotency_conflict: /id: \"external-2\" was recorded with another on");
}

TEST_CASE("PB-159: a payment sent twice under one id is one payment") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 10), Repay{300 * INR}, "click");
  record(loan, day(2, 10), Repay{300 * INR}, "click");
  CHECK(outstanding(loan, day(2, 10)) == 900 * INR);
  CHECK(loan.events().size() == 2);
}

TEST_CASE("PB-160: an id with another amount is another thing") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 10), Repay{300 * INR}, "key");
  CHECK(refusal_of(loan, day(2, 10), Repay{Money::parse("300.01", INR)}, "key")
            .starts_with("idempotency_conflict: /id: "));
  CHECK(outstanding(loan, day(2, 10)) == 900 * INR);
}
