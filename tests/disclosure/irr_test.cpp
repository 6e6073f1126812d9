// SPDX-License-Identifier: MIT
#include "catch.hpp"

#include <solidarity/disclosure/apr.hpp>
#include <solidarity/disclosure/decimal.hpp>
#include <solidarity/disclosure/irr.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace solidarity;
using namespace solidarity::literals;
using test::WithinAbs;
using test::WithinRel;

using Amounts = std::vector<double>;
using Dated = std::vector<DatedFlow>;

ErrorCode code_of(auto&& function) {
  try {
    function();
  } catch (const Error& error) {
    return error.code();
  }
  return ErrorCode{};
}

}  // namespace

TEST_CASE("PB-270: a small fast loss has a rate and no overflow") {
  const auto result = xirr(Dated{{2022y / January / 24, -10000}, {2022y / January / 28, 9800}});
  CHECK_THAT(result.rate, WithinAbs(-0.841737, 5e-7));
  CHECK_FALSE(result.ambiguous());
}

TEST_CASE("PB-272: a loss within six days has a rate") {
  CHECK_THAT(xirr(Dated{{2021y / August / 3, -99995}, {2021y / August / 9, 97642}}).rate, WithinAbs(-0.765099, 5e-7));
}

TEST_CASE("PB-273: less paid back within a month has a rate") {
  CHECK_THAT(xirr(Dated{{2021y / November / 24, 5560000}, {2021y / December / 24, -5109483}}).rate,
             WithinAbs(-0.6423076, 5e-8));
}

TEST_CASE(
    "PB-274: the borrower's signs give the lender's rate") {  // the peer's eight dates are not published: five of its amounts, a year apart
  Dated borrower{{2020y / January / 1, 98429064}};
  for (int k = 1; k <= 5; ++k) borrower.push_back({add_months(2020y / January / 1, 12 * k), -31930662});
  auto lender = borrower;
  for (auto& flow : lender) flow.amount = -flow.amount;
  CHECK_THAT(xirr(borrower).rate, WithinAbs(0.1865, 5e-3));
  CHECK(xirr(borrower).rate == xirr(lender).rate);
}

TEST_CASE("PB-275: a loss of a quarter over monthly deposits is found below zero") {
  Dated flows;
  for (int k = 0; k < 6; ++k) flows.push_back({add_months(2020y / January / 1, k), -1000});
  flows.push_back({2020y / July / 1, 4500});
  CHECK_THAT(xirr(flows).rate, WithinAbs(-0.63, 0.02));
}

TEST_CASE("every root is found and ambiguity is reported") {
  const auto two = irr(Amounts{-1600, 10000, -10000});
  REQUIRE(two.roots.size() == 2);
  CHECK_THAT(two.roots[0].rate, WithinRel(0.25, 1e-14));
  CHECK_THAT(two.roots[1].rate, WithinRel(4.0, 1e-14));
  CHECK(two.rate == two.roots[0].rate);
  CHECK(two.ambiguous());
  CHECK(two.sign_changes == 2);
  const auto nearest = irr(Amounts{-100, 100, 0, -7});
  CHECK_THAT(nearest.rate, WithinAbs(-0.08329966618, 1e-10));
  CHECK(nearest.roots.size() == 2);
}

TEST_CASE("roots that touch, triple roots and roots a millionth apart are told apart") {
  const auto touching = irr(Amounts{-100, 220, -121});
  REQUIRE(touching.roots.size() == 1);
  CHECK(touching.roots[0].touching);
  CHECK_THAT(touching.rate, WithinRel(0.1, 1e-14));
  const auto triple = irr(Amounts{-1000, 3300, -3630, 1331});
  REQUIRE(triple.roots.size() == 1);
  CHECK_FALSE(triple.roots[0].touching);
  CHECK_THAT(triple.rate, WithinRel(0.1, 1e-14));
  const auto close = irr(Amounts{-1e11, 2.2e11, -120999999999});
  REQUIRE(close.roots.size() == 2);
  CHECK_THAT(close.roots[1].rate - close.roots[0].rate, WithinRel(6.32455e-6, 1e-4));
  CHECK(code_of([] { (void)irr(Amounts{-1e11, 2.2e11, -121000000001}); }) == ErrorCode::no_rate);
}

TEST_CASE("rates at the edges keep their digits") {
  CHECK(irr(Amounts{-100, 50, 50}).rate == 0);
  CHECK_THAT(irr(Amounts{-1e12, 1, 1e12}).rate, WithinRel(5e-13, 1e-11));
  const auto lost = xirr(Dated{{2021y / November / 24, 55600}, {2021y / November / 25, -1}});
  CHECK(lost.rate > -1);
  CHECK_THAT(lost.log_growth, WithinRel(-365 * std::log(55600), 1e-14));
  CHECK(code_of([] {
          (void)xirr(Dated{{2021y / November / 24, 1}, {2021y / November / 25, -55600}});
        }) == ErrorCode::overflow);
  // A deposit on the day before gives a second root above 1.8e308: counted, and the loan still has its rate.
  const auto loan =
      xirr(Dated{{2021y / November / 24, -100}, {2021y / November / 25, 1000}, {2022y / November / 25, -1000}});
  CHECK_THAT(loan.rate, WithinAbs(0.11114676516, 1e-10));
  CHECK(loan.beyond == 1);
  CHECK(loan.ambiguous());
}

TEST_CASE("flows without a rate are refused with the reason") {
  CHECK(code_of([] { (void)irr(Amounts{}); }) == ErrorCode::no_rate);
  CHECK(code_of([] { (void)irr(Amounts{0, 0}); }) == ErrorCode::no_rate);
  CHECK(code_of([] { (void)irr(Amounts{1, 2, 3}); }) == ErrorCode::no_rate);
  CHECK(code_of([] { (void)irr(Amounts{-100, 219, -121}); }) == ErrorCode::no_rate);
  CHECK(code_of([] {
          (void)xirr(Dated{{2026y / January / 5, 100}, {2026y / January / 5, -100}});
        }) == ErrorCode::no_rate);
  CHECK(code_of([] { (void)irr(Amounts{-1, std::numeric_limits<double>::quiet_NaN()}); }) == ErrorCode::out_of_range);
  CHECK(code_of([] { (void)irr(std::vector<RegularFlow>{{0, -1}, {1, 1, 0}}); }) == ErrorCode::out_of_range);
  CHECK(code_of([] { (void)irr(std::vector<RegularFlow>{{0, -1}, {1, 1, 2147483647}}); }) == ErrorCode::limit_exceeded);
  CHECK_THROWS_WITH(irr(Amounts{1, 2}), test::ContainsSubstring("same sign"));
}

TEST_CASE("amounts as texts become whole numbers of one unit") {
  const std::vector<std::string> texts{"-1000.00", "86.5", "0.125"};
  CHECK(whole_amounts(texts) == Amounts{-1000000, 86500, 125});
  const std::vector<std::string> wide{"1", "0.12345678901234567890"};
  CHECK(whole_amounts(wide) == Amounts{1, 0.12345678901234567890});
  CHECK(flow_on(2026y / January / 5, 12 * INR).amount == 1200);
}

TEST_CASE("a time may be fractional or negative, and the value at the rate is zero") {
  const std::vector<RegularFlow> flows{{-0.5, -40}, {0, 1000}, {0.25, -90, 12}};
  const auto result = irr(flows);
  CHECK(std::abs(present_value(flows, result.rate)) < 1e-9);
  const Dated dated{{2026y / January / 5, 1000}, {2025y / December / 20, -40}, {2026y / July / 5, -1000}};
  CHECK(std::abs(present_value(dated, xirr(dated).rate)) < 1e-9);
  CHECK(code_of([&] { (void)present_value(flows, -1); }) == ErrorCode::out_of_range);
}

TEST_CASE("nominal and effective rates convert into each other") {
  CHECK(nominal_apr_percent(0.03, 12) == 36);
  CHECK_THAT(eir_percent(0.03, 12), WithinAbs(42.5760886846, 1e-9));
  CHECK_THAT(effective_rate(0.0525, 4), WithinAbs(0.0535426673707580, 1e-15));
  CHECK_THAT(nominal_rate(effective_rate(0.24, 52), 52), WithinRel(0.24, 1e-14));
  CHECK_THAT(converted_rate(converted_rate(0.03, 12, 52), 52, 12), WithinRel(0.03, 1e-14));
  CHECK(open_end_apr_percent(5.25, 150, 12) == 42);
  CHECK(code_of([] { (void)eir_percent(-1, 12); }) == ErrorCode::out_of_range);
  CHECK(code_of([] { (void)eir_percent(1, 0); }) == ErrorCode::out_of_range);
  CHECK(code_of([] { (void)eir_percent(1e300, 12); }) == ErrorCode::overflow);
}

TEST_CASE("decimals are read strictly, kept to 34 digits and written without an exponent") {
  CHECK(to_text(Decimal::parse("0.008333333333333333333333333333333333")) == "0.008333333333333333333333333333333333");
  CHECK(Decimal::parse("1.50") == Decimal::parse("1.5"));
  CHECK(Decimal::parse("-0") == Decimal(0));
  CHECK(to_text(Decimal(-1200)) == "-1200");
  CHECK(to_text(Decimal::parse("1000000")) == "1000000");
  for (const char* text :
       {"", "-", "+1", "1e3", ".5", "5.", "012", "0x1F", " 1", "1 ", "1,000", "NaN", "1.2.3", "--1"}) {
    INFO(text);
    CHECK(code_of([&] { (void)Decimal::parse(text); }) == ErrorCode::invalid_amount);
  }
  CHECK(code_of([] { (void)Decimal::parse("1.2345678901234567890123456789012345"); }) == ErrorCode::out_of_range);
  CHECK(code_of([] { (void)Decimal::parse("1" + std::string(300, '0')); }) == ErrorCode::out_of_range);
}

TEST_CASE("rates are written with their digits and rounded half up") {
  CHECK(number_text(17.07172381234567) == "17.0717238123");
  CHECK(number_text(0) == "0");
  CHECK(number_text(-0.0) == "0");
  CHECK(number_text(1.5e-9) == "0.0000000015");
  CHECK(number_text(123456789012345.0) == "123456789012000");
  CHECK(rounded_text(6.041228, 1) == "6.0");
  CHECK(rounded_text(13.185, 2) == "13.19");
  CHECK(rounded_text(6.45, 1) == "6.5");
  CHECK(rounded_text(9.96, 1) == "10.0");
  CHECK(rounded_text(99.5, 0) == "100");
  CHECK(rounded_text(-0.04, 1) == "0.0");
  CHECK(rounded_text(-6.45, 1) == "-6.5");
}

#if defined(CATCH_CONFIG_ENABLE_BENCHMARKING) || CATCH_VERSION_MAJOR >= 3
TEST_CASE("XIRR of 60 flows", "[.][bench]") {
  Dated flows{{2020y / January / 15, 100'000'000}};
  for (int k = 1; k < 60; ++k) flows.push_back({add_months(2020y / January / 15, k), -2'077'700});
  BENCHMARK("xirr(60)") { return xirr(flows).rate; };
}
#endif
