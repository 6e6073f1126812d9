// SPDX-License-Identifier: MIT
// What is late and what that costs (areas penalty and precision, and grace of running loans).
#include "loan_cases.hpp"

using namespace test;

namespace {

constexpr PenaltyPeriod each_day{1, PenaltyPeriod::Unit::day};
constexpr PenaltyPeriod each_week{1, PenaltyPeriod::Unit::week};

Loan late_loan(Penalty penalty) {
  LoanTerms terms = without_interest();
  terms.penalties.push_back(std::move(penalty));
  return Loan::disbursed(terms);
}

}  // namespace

TEST_CASE("PB-086: paying off within a grace asks for interest to the day, or to the rest") {
  LoanTerms terms = four_months();
  terms.grace.principal = 2;
  terms.interest.accrual = ByDay{DayCount::actual_365};
  terms.recalculation = Recalculation{.rest = Rest::day, .payoff_interest = PayoffInterest::to_date};
  const Payoff to_date = Loan::disbursed(terms).payoff(day(1, 25));
  terms.recalculation->payoff_interest = PayoffInterest::to_rest;
  const Payoff to_rest = Loan::disbursed(terms).payoff(day(1, 25));
  CHECK(to_date.parts.principal == 120'000);
  CHECK(to_date.parts.interest == 592);    // 1200.00 x 12 % x 15/365
  CHECK(to_rest.parts.interest == 1'223);  // and x 31/365
}

TEST_CASE("PB-087: every late row has days of grace of its own") {
  LoanTerms terms = without_interest();
  terms.repayments = {.count = 4, .every = weekly};
  terms.penalties.push_back({.name = "late", .amount = Money::parse("4.50", INR), .every = each_week, .grace_days = 7});
  const Loan loan = Loan::disbursed(terms);
  const std::vector<LoanRow> rows = loan.rows(day(1, 17) + 22);
  CHECK(rows[0].charged.penalties == 1'350);
  CHECK(rows[1].charged.penalties == 900);
  CHECK(rows[2].charged.penalties == 450);
  CHECK(rows[3].charged.penalties == 0);
}

TEST_CASE("PB-088: paid within the days of grace costs no penalty") {
  Loan loan = late_loan({.name = "late", .amount = 10 * INR, .every = each_day, .grace_days = 5});
  record(loan, day(2, 14), Repay{300 * INR});
  CHECK(loan.position(day(3, 10)).charged.penalties == 0);
  const Loan unpaid = late_loan({.name = "late", .amount = 10 * INR, .every = each_day, .grace_days = 5});
  CHECK(unpaid.position(day(2, 15)).charged.penalties == 0);
  CHECK(unpaid.position(day(2, 16)).charged.penalties == 6'000);
}

TEST_CASE("PB-136: a percentage of what is late is not taken of penalties, however often it is asked for") {
  const Loan loan =
      late_loan({.name = "late", .amount = 10_pct, .every = PenaltyPeriod{1, PenaltyPeriod::Unit::month}});
  CHECK(loan.rows(day(3, 10))[0].charged.penalties == 3'000);
  CHECK(loan.rows(day(3, 10))[0].charged.penalties == 3'000);
  CHECK(loan.rows(day(4, 10))[0].charged.penalties == 6'000);
}

TEST_CASE("PB-137: a fee that is waived is not overdue") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(1, 10), ChargeFee{"visit", 10 * INR, day(2, 10)}, "fee");
  record(loan, day(2, 12), WaiveCharge{"fee"});
  CHECK(loan.position(day(2, 13)).overdue == Components{.principal = 30'000});
}

TEST_CASE("PB-138: money that pays a fee leaves the penalty") {
  LoanTerms terms = without_interest();
  std::swap(terms.waterfall.order[0], terms.waterfall.order[1]);
  std::swap(terms.waterfall.order[5], terms.waterfall.order[6]);
  Loan loan = Loan::disbursed(terms);
  record(loan, day(1, 10), ChargeFee{"visit", 5 * INR, day(2, 10), ChargeKind::fee});
  record(loan, day(1, 10), ChargeFee{"late", 5 * INR, day(2, 10), ChargeKind::penalty});
  record(loan, day(2, 10), Repay{5 * INR});
  CHECK(loan.position(day(2, 10)).outstanding.fees == 0);
  CHECK(loan.position(day(2, 10)).outstanding.penalties == 500);
}

TEST_CASE("PB-140: a fee that is paid is not paid again with the rest of its row") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(1, 10), ChargeFee{"misc", 10 * INR, day(2, 10)});
  record(loan, day(2, 10), Repay{10 * INR}, "fee");
  record(loan, day(2, 10), Repay{300 * INR}, "row");
  CHECK(transaction(loan, "row", day(2, 10)).parts == Components{.principal = 30'000});
  CHECK(loan.position(day(2, 10)).paid.fees == 1'000);
}

TEST_CASE("PB-143: a charge-back of nothing is refused") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(2, 10), Repay{300 * INR}, "payment");
  CHECK(refusal_of(loan, day(2, 11), ChargeBack{0 * INR, "payment"}) ==
        "out_of_range: /amount: INR 0.00; an amount is above zero");
}

TEST_CASE("PB-144: a tolerance of nothing is a tolerance") {
  LoanTerms terms = without_interest();
  terms.arrears.tolerance = 0 * INR;
  const Loan loan = Loan::disbursed(terms);
  CHECK(loan.position(day(2, 12)).days_past_due == 2);
}

TEST_CASE("PB-145: a charge of the disbursement's day belongs to the first row and can be waived") {
  Loan loan = Loan::disbursed(without_interest());
  record(loan, day(1, 10), ChargeFee{"start", 10 * INR, day(1, 10)}, "fee");
  CHECK(loan.rows(day(1, 10))[0].charged.fees == 1'000);
  record(loan, day(1, 11), WaiveCharge{"fee"});
  CHECK(loan.position(day(1, 11)).outstanding.fees == 0);
}

TEST_CASE("PB-278: the days past due are the days of the penalty") {
  const Loan loan = late_loan({.name = "late",
                               .amount = 36.5_pct,
                               .every = PenaltyPeriod{4, PenaltyPeriod::Unit::day},
                               .per = PenaltyPeriod{1, PenaltyPeriod::Unit::year}});
  CHECK(loan.position(day(2, 14)).days_past_due == 4);
  CHECK(loan.position(day(2, 13)).charged.penalties == 0);
  CHECK(loan.position(day(2, 14)).charged.penalties == 120);  // 300.00 x 36.5 % x 4/365
}
