// SPDX-License-Identifier: MIT
// Rates of nothing and rates too high for the installment (zero-rate, high-rate, negative-amort), and rates of return.
#include <solidarity/disclosure/irr.hpp>
#include <solidarity/disclosure/tvm.hpp>

#include "catch.hpp"
#include "refusal.hpp"
#include "schedule/terms.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::four_months;

namespace {

double evaluated(std::string_view function, const tvm::Arguments& arguments) {
  return std::stod(tvm::evaluate(function, arguments).value);
}

LoanTerms at_twenty_percent_a_month(Money installment) {
  return {
      .principal = 1'000 * USD,
      .disbursed_on = 2024y / January / 1,
      .interest = {.method = InterestMethod::declining, .rate = 240_pct},
      .repayments = {.count = 12, .every = monthly},
      .amortization = EqualInstallments{installment},
  };
}

}  // namespace

TEST_CASE("PB-032: the payment at no interest is the principal over the periods") {
  CHECK(evaluated("pmt", {{{"rate", "0"}, {"nper", "120"}, {"pv", "1200"}}, {}, {}}) == -10);
}

TEST_CASE("PB-033: the periods at no interest are principal over payment, and close to that near no interest") {
  CHECK(evaluated("nper", {{{"rate", "0"}, {"pmt", "-10"}, {"pv", "100"}}, {}, {}}) == 10);
  CHECK_THAT(evaluated("nper", {{{"rate", "0.000000001"}, {"pmt", "-10"}, {"pv", "100"}}, {}, {}}),
             test::WithinAbs(10, 1e-6));
}

TEST_CASE("PB-035: a loan at 0 % is a loan; only a rate below it is refused") {
  CHECK(test::totals(amortize(four_months(0_pct))) == "300.00 300.00 300.00 300.00");
  CHECK(test::refused([] { return amortize(four_months(Rate::of_ticks(-1))); }) == "out_of_range");
}

TEST_CASE("PB-036: at 0 % principal falls due each period all the same") {
  LoanTerms terms = four_months(0_pct);
  terms.principal = 900 * INR;
  terms.repayments.count = 3;
  const Schedule schedule = amortize(terms);
  CHECK(test::totals(schedule) == "300.00 300.00 300.00");
  CHECK(schedule.due_by(2026y / March / 10).size() == 2);
}

TEST_CASE("PB-038: at next to no interest the balance falls in a straight line") {
  LoanTerms terms = four_months(Rate::of_ticks(1));
  CHECK(test::balances(amortize(terms)) == "900.00 600.00 300.00 0.00");
}

TEST_CASE("PB-040: an installment below its interest is refused, never added to the debt in silence") {
  CHECK(test::refused([] { return amortize(at_twenty_percent_a_month(150 * USD)); }) == "installment_too_small");
  CHECK(test::refused([] { return amortize(at_twenty_percent_a_month(200 * USD)); }) == "installment_too_small");
  CHECK(amortize(at_twenty_percent_a_month(201 * USD)).front().principal() == 1 * USD);
}

TEST_CASE("PB-041: the balance grows only where the product says so") {
  LoanTerms terms = four_months(240_pct);
  terms.amortization = StepInstallments{100_pct, 1};  // the first installment is 142.94, its interest 240.00
  CHECK(test::refusal([&] { return amortize(terms); }).find("it must exceed the interest") != std::string::npos);
  terms.negative_amortization = true;
  CHECK(amortize(terms).front().total() == Money::parse("142.94", INR));
  CHECK(amortize(terms).front().balance() == Money::parse("1297.06", INR));
}

TEST_CASE("PB-270, PB-272, PB-273, PB-274, PB-275: the rates of return are in tests/disclosure/irr_test.cpp") {
  const DatedFlow lost[] = {{Date(2022y / January / 24), -10'000}, {Date(2022y / January / 28), 9'800}};
  CHECK_THAT(xirr(lost).rate, test::WithinAbs(-0.841737, 1e-6));
}
