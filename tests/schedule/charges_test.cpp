// SPDX-License-Identifier: MIT
// Fees, premiums and what is deducted, on INR 1200.00 at 12 % over four months.
#include "catch.hpp"
#include "refusal.hpp"
#include "terms.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::four_months;

namespace {

LoanTerms with(std::vector<Fee> fees) {
  LoanTerms terms = four_months();
  terms.fees = std::move(fees);
  return terms;
}

constexpr Date a_day = 2026y / March / 1;

}  // namespace

TEST_CASE("a fee of each installment, one of a day, and one deducted at disbursement") {
  const Schedule schedule = amortize(
      with({{.name = "meeting", .at = AtInstallment{}, .amount = 5 * INR},
            {.name = "visit", .at = a_day, .amount = 7 * INR},
            {.name = "processing", .at = AtDisbursement{}, .amount = PercentOf{2_pct, ChargeBase::principal}}}));
  CHECK(test::column(schedule, &Installment::fees) == "5.00 12.00 5.00 5.00");
  CHECK(test::totals(schedule) == "312.54 319.54 312.54 312.52");
  CHECK(schedule.disbursement().fees == 24 * INR);
  CHECK(schedule.disbursement().net() == 1'176 * INR);
}

TEST_CASE("a percentage of every installment is of the whole loan, or of that installment, within its bounds") {
  const Schedule schedule =
      amortize(with({{.name = "of the loan", .at = AtInstallment{}, .amount = PercentOf{1_pct, ChargeBase::principal}},
                     {.name = "of the row",
                      .at = AtInstallment{},
                      .amount = PercentOf{1_pct, ChargeBase::installment},
                      .min = Money::parse("3.10", INR)}}));
  CHECK(test::column(schedule, &Installment::fees) == "15.10 15.10 15.10 15.10");
  const Schedule bounded = amortize(with({{.name = "of the row",
                                           .at = AtInstallment{},
                                           .amount = PercentOf{1_pct, ChargeBase::installment},
                                           .max = 3 * INR}}));
  CHECK(test::column(bounded, &Installment::fees) == "3.00 3.00 3.00 3.00");
}

TEST_CASE("a percentage of the interest, and of principal and interest") {
  CHECK(test::column(
            amortize(with({{.name = "a", .at = AtInstallment{}, .amount = PercentOf{10_pct, ChargeBase::interest}}})),
            &Installment::fees) == "3.01 3.01 3.01 3.01");  // a tenth of 30.14
  CHECK(
      test::column(
          amortize(with(
              {{.name = "a", .at = AtInstallment{}, .amount = PercentOf{1_pct, ChargeBase::principal_and_interest}}})),
          &Installment::fees) == "12.30 12.30 12.30 12.30");  // 1 % of 1230.14
}

TEST_CASE("a financed fee is lent with the principal and paid back with it") {
  const Schedule schedule = amortize(with({{.name = "processing",
                                            .at = AtDisbursement{},
                                            .amount = PercentOf{2_pct, ChargeBase::principal},
                                            .financed = true}}));
  CHECK(test::totals(schedule) == "313.69 313.69 313.69 313.69");
  CHECK(total(schedule, &Installment::principal) == 1'224 * INR);
  CHECK(schedule.disbursement().fees == 0 * INR);
  CHECK(schedule.disbursement().net() == 1'200 * INR);
}

TEST_CASE("a charge of the first day stands in row 1, of a due date in its row, after the last it is refused") {
  const auto charged = [](Date on) {
    return test::column(amortize(with({{.name = "a", .at = on, .amount = 7 * INR}})), &Installment::fees);
  };
  CHECK(charged(2026y / January / 10) == "7.00 0.00 0.00 0.00");
  CHECK(charged(2026y / February / 10) == "7.00 0.00 0.00 0.00");
  CHECK(charged(2026y / February / 11) == "0.00 7.00 0.00 0.00");
  CHECK(charged(2026y / May / 10) == "0.00 0.00 0.00 7.00");
  CHECK(test::refusal([&] { return charged(2026y / May / 11); }) ==
        "out_of_range: /fees: the fee dated 2026-05-11 comes after the last due date 2026-05-10");
}

TEST_CASE("penalties and insurance have their own columns") {
  const Schedule schedule =
      amortize(with({{.name = "a", .at = a_day, .amount = 7 * INR, .kind = ChargeKind::penalty},
                     {.name = "b", .at = a_day, .amount = 8 * INR, .kind = ChargeKind::insurance}}));
  CHECK(test::column(schedule, &Installment::penalties) == "0.00 7.00 0.00 0.00");
  CHECK(test::column(schedule, &Installment::insurance) == "0.00 8.00 0.00 0.00");
  CHECK(test::column(schedule, &Installment::fees) == "0.00 0.00 0.00 0.00");
}

TEST_CASE("a premium of two per mille is of the opening balance, of the principal, or taken once") {
  LoanTerms terms = four_months();
  terms.insurance = InsuranceTerms{0.2_pct};
  CHECK(test::column(amortize(terms), &Installment::insurance) == "2.40 1.81 1.21 0.61");
  terms.insurance->of = InsuranceTerms::Base::principal;
  CHECK(test::column(amortize(terms), &Installment::insurance) == "2.40 2.40 2.40 2.40");
  terms.insurance->single = true;
  const Schedule schedule = amortize(terms);
  CHECK(test::column(schedule, &Installment::insurance) == "0.00 0.00 0.00 0.00");
  CHECK(schedule.disbursement().insurance == Money::parse("2.40", INR));
}

TEST_CASE("a down payment bears neither fee nor premium") {
  LoanTerms terms = with({{.name = "meeting", .at = AtInstallment{}, .amount = 5 * INR}});
  terms.insurance = InsuranceTerms{0.2_pct};
  terms.down_payment = 25_pct;
  const Schedule schedule = amortize(terms);
  CHECK(test::column(schedule, &Installment::fees) == "0.00 5.00 5.00 5.00 5.00");
  CHECK(test::column(schedule, &Installment::insurance) == "0.00 1.80 1.36 0.91 0.46");
}

TEST_CASE("compulsory savings never stand in a row") {
  LoanTerms terms = four_months();
  terms.compulsory_savings = CompulsorySavings{.percent = 10_pct, .at_installment = true};
  CHECK(amortize(terms) == amortize(four_months()));
}

TEST_CASE("something of the first advance must be left to hand out") {
  CHECK(test::refusal([] { return amortize(with({{.name = "a", .at = AtDisbursement{}, .amount = 1'200 * INR}})); }) ==
        "out_of_range: /fees: INR 1200.00 is deducted from the first advance of INR 1200.00; something must be left to "
        "hand out");
}
