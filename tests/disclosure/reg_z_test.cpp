// SPDX-License-Identifier: MIT
// The worked examples of 12 CFR 1026, appendix J (c), from their dates.
#include "catch.hpp"

#include <solidarity/disclosure/decimal.hpp>
#include <solidarity/disclosure/reg_z.hpp>

#include <cmath>
#include <string_view>
#include <vector>

namespace {

using namespace solidarity;
using namespace solidarity::literals;
using Flows = std::vector<DatedFlow>;
using Span = UnitPeriod::Span;

void pay_monthly(Flows& flows, double amount, Date first, int count, int every = 1) {
  for (int k = 0; k < count; ++k) flows.push_back({add_months(first, every * k), -amount});
}
void pay_every(Flows& flows, double amount, Date first, int count, int days) {
  for (int k = 0; k < count; ++k) flows.push_back({first + days * k, -amount});
}

void check(const Flows& flows, UnitPeriod unit, std::string_view apr) {
  CHECK(to_text(reg_z_unit_period(flows)) == to_text(unit));
  CHECK(rounded_text(reg_z_apr(flows).apr_percent, 2) == apr);
}

}  // namespace

TEST_CASE("appendix J (c)(1): single advance, regular payments") {
  Flows i{{1978y / January / 10, 5000}};
  pay_monthly(i, 230, 1978y / February / 10, 24);
  check(i, {Span::month}, "9.69");
  Flows ii{{1978y / February / 10, 6000}};
  pay_monthly(ii, 200, 1978y / April / 1, 36);
  check(ii, {Span::month}, "11.82");
  Flows iii{{1978y / February / 23, 5000}};
  for (int k = 0; k < 12; ++k) {
    iii.push_back({add_months(1978y / March / 1, k), -219.17});
    iii.push_back({add_months(1978y / March / 16, k), -219.17});
  }
  check(iii, {Span::semimonth}, "10.34");
  Flows iv{{1978y / May / 23, 10000}};
  pay_monthly(iv, 385, 1978y / October / 1, 40, 3);
  check(iv, {Span::month, 3}, "8.97");
  Flows v{{1978y / March / 20, 500}};
  pay_every(v, 17.60, 1978y / April / 21, 30, 7);
  check(v, {Span::week}, "14.96");
}

TEST_CASE("appendix J (c)(2) to (c)(4): irregular first and final payments") {
  Flows two{{1978y / March / 18, 400}, {1978y / April / 20, -39.50}};
  pay_every(two, 38.31, 1978y / May / 18, 11, 28);
  check(two, {Span::week, 4}, "28.50");
  Flows four{{1978y / January / 10, 8000}, {1978y / March / 1, -449.36}};
  pay_monthly(four, 465, 1978y / May / 1, 18, 2);
  four.push_back({1981y / May / 1, -200});
  check(four, {Span::month, 2}, "7.30");
}

TEST_CASE("appendix J (c)(5): single advance, single payment") {
  check({{1978y / January / 3, 1000}, {1978y / September / 15, -1080}}, {Span::day, 255}, "11.45");
  check({{1978y / July / 15, 1000}, {1979y / January / 15, -1044}}, {Span::month, 6}, "8.80");
  check({{1978y / January / 17, 1000}, {1979y / July / 17, -1135.19}}, {Span::year}, "8.76");
  check({{1978y / January / 3, 1000}, {1980y / January / 3, -1240}}, {Span::year}, "11.36");
}

TEST_CASE("appendix J (c)(6): skipped payments") {
  Flows i{{1978y / January / 20, 2135}};
  pay_every(i, 100, 1978y / February / 15, 9, 28);
  pay_every(i, 100, Date(1978y / January / 20) + 292, 6, 28);
  pay_every(i, 100, Date(1978y / January / 20) + 474, 6, 28);
  pay_every(i, 100, Date(1978y / January / 20) + 656, 3, 28);
  check(i, {Span::week, 4}, "12.00");
  Flows ii{{1978y / March / 3, 7350}, {1979y / March / 15, -2000}, {1980y / February / 1, -1000}};
  pay_monthly(ii, 1000, 1978y / September / 15, 3);
  pay_monthly(ii, 750, 1979y / September / 15, 3);
  check(ii, {Span::month}, "10.22");
}

TEST_CASE("appendix J (c)(7): three advances") {
  Flows flows{{1979y / April / 10, 20000}, {1979y / June / 12, 20000}, {1979y / September / 18, 20000}};
  pay_monthly(flows, 612.36, 1979y / December / 10, 240);
  check(flows, {Span::month}, "10.25");
}

TEST_CASE("the sign convention and the order of the flows do not matter") {
  Flows flows{{1978y / February / 10, 6000}};
  pay_monthly(flows, 200, 1978y / April / 1, 36);
  const double apr = reg_z_apr(flows).apr_percent;
  Flows lender(flows.rbegin(), flows.rend());
  for (auto& flow : lender) flow.amount = -flow.amount;
  CHECK(reg_z_apr(lender).apr_percent == apr);
}

TEST_CASE("months of a series at month end run from last day to last day") {
  CHECK(reg_z_interval(2026y / January / 31, 2026y / February / 28, {Span::month}).whole == 1);
  CHECK(reg_z_interval(2026y / February / 28, 2026y / March / 31, {Span::month}).odd == 0);
  CHECK(reg_z_interval(2026y / January / 30, 2026y / February / 28, {Span::month}).whole == 1);
  Flows flows{{2026y / January / 31, 1000}};
  for (int k = 1; k <= 12; ++k) flows.push_back({month_end(2026y / January / 31, k), -90});
  const auto transaction = reg_z_transaction(flows);
  CHECK(transaction.unit_periods_per_year == 12);
  for (std::size_t k = 0; k < 12; ++k) {
    CHECK(transaction.payments[k].t == static_cast<int>(k) + 1);
    CHECK(transaction.payments[k].f == 0);
  }
}

TEST_CASE("the unit-period is the most frequent common period, the smaller of two, or the average") {
  Flows tie{{2026y / January / 5, 1000}};  // 7, 7, 14, 14 days
  for (const int days : {7, 14, 28, 42}) tie.push_back({Date(2026y / January / 5) + days, -260});
  CHECK(reg_z_unit_period(tie) == UnitPeriod{Span::week});
  Flows none{{2026y / January / 10, 1000}, {2026y / March / 10, -500}, {2026y / August / 10, -600}};  // 2 and 5 months
  CHECK(reg_z_unit_period(none) == UnitPeriod{Span::month, 3});
  Flows february{{2026y / February / 15, 1000}};
  pay_monthly(february, 90, 2026y / March / 15, 12);
  CHECK(reg_z_unit_period(february) == UnitPeriod{Span::month});
  Flows yearly{{2026y / January / 1, 1000}};
  pay_monthly(yearly, 600, 2028y / January / 1, 3, 24);
  CHECK(reg_z_unit_period(yearly) == UnitPeriod{Span::year});
}

TEST_CASE("unit-periods are read and refused") {
  CHECK(parse_unit_period("1/2 month") == UnitPeriod{Span::semimonth});
  CHECK(parse_unit_period("12 month") == UnitPeriod{Span::year});
  CHECK(parse_unit_period("4 weeks") == UnitPeriod{Span::week, 4});
  for (const char* text : {"", "fortnight", "0 month", "-1 month", "53 week", "13 month", "x month", "2 year"})
    CHECK_THROWS_AS(parse_unit_period(text), Error);
  CHECK_THROWS_AS(reg_z_interval(2026y / March / 1, 2026y / February / 1, {Span::month}), Error);
  CHECK_THROWS_AS(reg_z_apr(Flows{{2026y / March / 1, 1}, {2026y / April / 1, 1}}), Error);
  CHECK_THROWS_AS(reg_z_apr(RegZTransaction{{{100}}, {{-110, 1}}, 12}), Error);
  CHECK_THROWS_AS(reg_z_apr(RegZTransaction{{{100}}, {{110, 1, 1.0}}, 12}), Error);
  CHECK_THROWS_AS(reg_z_apr(RegZTransaction{{{100}}, {{110, 1}}, 0}), Error);
}

TEST_CASE("interleaved advances may have two rates, and both are found") {
  const RegZTransaction t{{{1600, 0}, {10000, 2, 0.5}}, {{10000, 1}}, 12};
  const auto result = reg_z_apr(t);
  CHECK(result.roots.size() == 2);
  for (const double apr : result.roots) {
    const double i = apr / 1200;
    CHECK(std::abs(1600 - 10000 / (1 + i) + 10000 / ((1 + i) * (1 + i) * (1 + i / 2))) < 1e-8);
  }
}
