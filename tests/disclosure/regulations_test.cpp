// SPDX-License-Identifier: MIT
#include "catch.hpp"

#include <solidarity/disclosure/cost_effects.hpp>
#include <solidarity/disclosure/decimal.hpp>
#include <solidarity/disclosure/eu_apr.hpp>
#include <solidarity/disclosure/flat_equivalent.hpp>
#include <solidarity/disclosure/india.hpp>

#include <cmath>
#include <vector>

namespace {

using namespace solidarity;
using namespace solidarity::literals;
using test::WithinAbs;
using test::WithinRel;

using Flows = std::vector<DatedFlow>;

Flows mortgage(Date agreed, Date first, double payment, int count, int every = 1) {
  Flows flows{{agreed, 200000}, {agreed, -4000}};
  for (int k = 0; k < count; ++k) flows.push_back({add_months(first, every * k), -payment});
  return flows;
}

CostCase cgap() { return {.loan = 1000, .rate_per_period = 0.03, .count = 4, .periods_per_year = 12}; }

void check_cost(const CostCase& terms, double period_percent, double eir) {
  const auto cost = cost_of(terms);
  CHECK_THAT(100 * cost.irr_per_period, WithinAbs(period_percent, 0.0051));
  CHECK_THAT(cost.eir_percent, WithinAbs(eir, 0.051));
}

}  // namespace

TEST_CASE("EU: the Commission's examples from their dates, the period found by the rule") {
  const auto one = eu_aprc(mortgage(2012y / January / 12, 2012y / February / 15, 1433.57, 240));
  CHECK_THAT(one.aprc_percent, WithinAbs(6.434185, 2e-5));
  CHECK(one.period == EuPeriod::month);
  CHECK_THAT(eu_aprc(mortgage(2013y / January / 12, 2013y / February / 15, 1433.56, 240)).aprc_percent,
             WithinAbs(6.434111, 2e-5));
  const auto yearly = eu_aprc(mortgage(2012y / January / 12, 2012y / February / 15, 16541.86, 20, 12));
  CHECK_THAT(yearly.aprc_percent, WithinAbs(6.282070, 2e-5));
  CHECK(yearly.period == EuPeriod::year);
  CHECK_THAT(eu_aprc(mortgage(2015y / February / 15, 2015y / March / 1, 1429.01, 240)).aprc_percent,
             WithinAbs(6.435937, 2e-5));
  CHECK_THAT(eu_aprc(mortgage(2012y / March / 12, 2012y / May / 1, 1437.54, 240)).aprc_percent,
             WithinAbs(6.432478, 2e-5));
}

TEST_CASE("EU: weeks are 52 to a year, a fee before the first drawdown lies before time zero") {
  Flows weekly{{2026y / January / 5, 1000}};
  for (int k = 1; k <= 26; ++k) weekly.push_back({Date(2026y / January / 5) + 7 * k, -40});
  const auto result = eu_aprc(weekly);
  CHECK(result.period == EuPeriod::week);
  const std::vector<RegularFlow> regular{{0, 1000}, {1, -40, 26}};
  CHECK_THAT(result.aprc_percent, WithinRel(eu_aprc(regular, 52).aprc_percent, 1e-12));
  auto early = mortgage(2013y / January / 12, 2013y / February / 12, 1432.86, 240);
  const double without = eu_aprc(early).aprc_percent;
  early[1].on = 2012y / December / 12;
  const auto with = eu_aprc(early);
  CHECK(with.aprc_percent > without);
  for (auto& flow : early) flow.amount = -flow.amount;
  CHECK(eu_aprc(early).aprc_percent == with.aprc_percent);
}

TEST_CASE("EU: month ends, whole years and refusals") {
  const auto feb = eu_interval(2026y / January / 31, 2026y / February / 28, EuPeriod::month);
  CHECK(feb.whole == 1);
  CHECK(feb.days == 0);
  CHECK(eu_interval(2012y / February / 29, 2013y / February / 28, EuPeriod::year).whole == 1);
  CHECK(eu_interval(2026y / January / 5, 2026y / January / 30, EuPeriod::week).days == 4);
  CHECK_THROWS_AS(eu_interval(2026y / March / 1, 2026y / February / 1, EuPeriod::month), Error);
  CHECK_THROWS_AS(eu_aprc(Flows{{2026y / March / 1, 1}}), Error);
  CHECK_THROWS_AS(parse_eu_period("quarter"), Error);
}

TEST_CASE("India: annex B of the key facts statement") {
  const auto kfs = kfs_apr({.sanctioned = 20000, .charges = 400, .installment = 969.73, .count = 24});
  CHECK(rounded_text(kfs.apr_percent, 2) == "17.07");
  CHECK(rounded_text(kfs.eir_percent, 2) == "18.47");
  CHECK(rounded_text(kfs.interest, 0) == "3274");
  CHECK(rounded_text(kfs.total_paid, 0) == "23274");
  CHECK(kfs.net_disbursed == 19600);
  const std::vector<RegularFlow> weekly{{0, 9800}, {1, -220, 50}};
  CHECK_THAT(kfs_apr_percent(weekly, 52), WithinRel(5200 * irr(weekly).rate, 1e-14));
  CHECK_THROWS_AS(kfs_apr({100, 100, 10, 12}), Error);
  CHECK_THROWS_AS(kfs_apr({100, 0, 10, 0}), Error);
}

TEST_CASE("CGAP: what each term adds to 3 % a month") {
  check_cost(cgap(), 3.00, 42.6);
  auto up_front = cgap();
  up_front.interest_up_front = true;
  check_cost(up_front, 3.24, 46.7);
  auto fee = cgap();
  fee.fee_at_start = 30;
  check_cost(fee, 4.29, 65.5);
  auto flat = cgap();
  flat.interest = CostCase::Interest::flat;
  check_cost(flat, 4.69, 73.4);
  flat.interest_up_front = true;
  check_cost(flat, 5.32, 86.2);
  flat.fee_at_start = 30;
  check_cost(flat, 6.83, 121.0);
}

TEST_CASE("compulsory savings and insurance raise the cost, and the index falls") {
  auto terms = cgap();
  terms.count = 12;
  terms.fee_at_start = 20;
  terms.insurance_each = 2;
  terms.savings_at_start = 150;
  const auto steps = cost_steps(terms);
  CHECK_THAT(steps.interest_percent, WithinAbs(36, 1e-9));
  CHECK(steps.with_fees_percent > steps.interest_percent);
  CHECK(steps.with_fees_and_insurance_percent > steps.with_fees_percent);
  CHECK(steps.with_fees_insurance_and_savings_percent > steps.with_fees_and_insurance_percent);
  CHECK(cost_of(terms).transparency_index < 1);
  CHECK_THAT(cost_of(cgap()).transparency_index, WithinAbs(1, 1e-12));
  terms.fee_at_start = terms.insurance_each = 0;
  terms.savings_rate_per_period = terms.rate_per_period;  // deposits that earn what the loan costs change nothing
  CHECK_THAT(cost_of(terms).apr_percent, WithinAbs(36, 1e-9));
  CHECK_THAT(sustainable_rate({0.25, 0.02, 0.15, 0.10, 0.01}), WithinRel(0.51 / 0.98, 1e-15));
  CHECK_THROWS_AS(sustainable_rate({0, 1, 0, 0}), Error);
}

TEST_CASE("flat and declining rates convert exactly, the rule of thumb does not") {
  CHECK_THAT(100 * declining_from_flat(0.03, 4), WithinAbs(4.69, 0.005));
  CHECK_THAT(5200 * declining_from_flat(0.10 / 52, 52), WithinAbs(19.03, 0.005));
  CHECK_THAT(rule_of_thumb(0.10, 52), WithinAbs(0.1962, 5e-5));
  for (const double flat : {-0.001, 1e-12, 1e-7, 0.001, 0.03, 0.5})
    for (const int n : {1, 4, 52, 520}) {
      INFO(flat << " " << n);
      CHECK_THAT(flat_from_declining(declining_from_flat(flat, n), n), WithinRel(flat, 1e-9));
    }
  CHECK(declining_from_flat(0, 12) == 0);
  CHECK_THROWS_AS(declining_from_flat(0.1, 0), Error);
  CHECK_THROWS_AS(flat_from_declining(-1, 3), Error);
}
