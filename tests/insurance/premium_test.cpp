// SPDX-License-Identifier: MIT
#include <solidarity/insurance/cover.hpp>
#include <solidarity/insurance/premium.hpp>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::for_all;
using test::Random;
using test::refusal;

namespace {

std::string per_100(Rate rate, int decimals) { return decimal_text(printed(rate, decimals, Rounding::half_up)); }

// What is owed at the start of each of `count` equal installments of `step`.
std::vector<Money> falling(int count, std::int64_t step) {
  std::vector<Money> balances;
  for (int k = count; k >= 1; --k) balances.push_back(Money::of_units(step * k, USD));
  return balances;
}

}  // namespace

TEST_CASE("I-INS-1, I-INS-2: level cover in Texas costs twelve months of the monthly rate") {
  CHECK(level_rate_per_year(per_mille("0.392")) == 0.4704_pct);
  CHECK(per_100(level_rate_per_year(per_mille("0.392")), 3) == "0.47");
  CHECK(per_100(level_rate_per_year(per_mille("0.514")), 3) == "0.617");
}

TEST_CASE("I-INS-6: Nevada's table, level and decreasing") {
  CHECK(level_rate_per_year(per_mille("1.60")) == 1.92_pct);
  CHECK(nevada_decreasing_rate_per_year(per_mille("1.60")) == 1_pct);
  CHECK(decreasing_rate(per_mille("1.60"), 12) == 1.04_pct);  // the pure formula has 13/24 instead of 12.5/24
}

TEST_CASE("a falling premium is the sum of the monthly ones") {
  for_all([](Random& random) {
    const int months = random.number(1, 360);
    const Rate rate = Rate::of_ticks(2 * random.between(0, Rate::one_percent));
    const std::int64_t step = random.between(1, 1'000'000);
    const auto balances = falling(months, step);
    const Money single = single_premium(balances, rate, 0_pct, Rounding::half_up);
    CHECK(single == premium_on(balances.front(), decreasing_rate(rate, months), Rounding::half_up));
    Money by_month = 0 * USD;
    for (const Money part : premiums_on(balances, rate, Rounding::half_up)) by_month += part;
    CHECK(std::abs(2 * (single - by_month).units()) <= months + 1);  // half a unit of rounding each
  });
}

TEST_CASE("money earns until it is needed: a discount makes the single premium smaller") {
  const std::vector<Money> two{Money::of_units(100'000, USD), Money::of_units(100'000, USD)};
  CHECK(single_premium(two, 1_pct, 0_pct, Rounding::half_up) == 20 * USD);
  CHECK(single_premium(two, 1_pct, 25_pct, Rounding::half_up) == 18 * USD);  // 10 + 10 / 1.25
  for_all([](Random& random) {
    const auto balances = falling(random.number(1, 60), random.between(1, 1'000'000));
    const Rate low = Rate::of_ticks(random.between(0, Rate::one_percent));
    const Rate high = Rate::of_ticks(low.ticks() + random.between(0, Rate::one_percent));
    CHECK(single_premium(balances, 0.5_pct, high, Rounding::half_up) <=
          single_premium(balances, 0.5_pct, low, Rounding::half_up));
  });
}

TEST_CASE("a single premium is rounded once, also at the very half") {
  const std::vector<Money> one{Money::of_units(50, USD)};
  CHECK(single_premium(one, 1_pct, 0_pct, Rounding::half_up) == Money::of_units(1, USD));
  CHECK(single_premium(one, 1_pct, 0_pct, Rounding::half_even) == Money::of_units(0, USD));
  CHECK(single_premium(one, 3_pct, 0_pct, Rounding::half_even) == Money::of_units(2, USD));
  CHECK(single_premium(one, 0.01_pct, 0_pct, Rounding::up) == Money::of_units(1, USD));
  CHECK(single_premium(one, 1.99_pct, 0_pct, Rounding::down) == Money::of_units(0, USD));
}

TEST_CASE("premiums on the balance, level and for two lives") {
  CHECK(premium_on(10'000 * USD, per_mille("0.392"), Rounding::half_up) == Money::parse("3.92", USD));
  CHECK(level_premium(10'000 * USD, 0.47_pct, 18, Rounding::half_up) == Money::parse("70.50", USD));
  CHECK(joint_life_rate(per_mille("0.392"), 165_pct) == 0.06468_pct);
  CHECK(joint_life_rate(per_mille("0.392"), 154_pct) < joint_life_rate(per_mille("0.392"), 180_pct));
}

TEST_CASE("the premium of terms, by its basis") {
  CoverTerms terms{CoverKind::credit_life, PremiumPerPeriod{per_mille("0.5")}, InsuredOutstanding{}};
  CHECK(premium(terms, 12'000 * INR, 1) == 6 * INR);
  terms.premium = PremiumPerYear{0.6_pct};
  CHECK(premium(terms, 12'000 * INR, 18) == 108 * INR);
  terms.premium = PremiumPercent{1_pct};
  CHECK(premium(terms, 12'000 * INR, 18) == 120 * INR);
  terms.joint_life = 150_pct;
  CHECK(premium(terms, 12'000 * INR, 18) == 180 * INR);
  terms.premium = PremiumFixed{50 * INR};
  CHECK(premium(terms, 12'000 * INR, 18) == 75 * INR);
}

TEST_CASE("premiums refuse what is no rate, amount or term") {
  CHECK(refusal([] { return per_mille("0.000000000001"); }) ==
        "out_of_range: \"0.000000000001\"; a rate per mille has at most 11 decimals");
  CHECK(refusal([] { return level_rate_per_year(Rate::of_ticks(-1)); }).starts_with("out_of_range: /rate"));
  CHECK(refusal([] { return level_rate_per_year(Rate::of_ticks(Rate::largest)); }).starts_with("overflow"));
  CHECK(refusal([] { return decreasing_rate(1_pct, 0); }) == "out_of_range: /months: 0 months; a term is 1 to 1200");
  CHECK(refusal([] { return joint_life_rate(1_pct, 99.9_pct); }).starts_with("out_of_range: /joint_life"));
  CHECK(refusal([] { return joint_life_rate(1_pct, 200.1_pct); }).starts_with("out_of_range: /joint_life"));
  CHECK(refusal([] { return premium_on(-1 * USD, 1_pct, Rounding::half_up); }).starts_with("out_of_range: /amount"));
  CHECK(refusal([] { return level_premium(1 * USD, 1_pct, 1201, Rounding::half_up); }).starts_with("out_of_range"));
  CHECK(refusal([] { return single_premium({}, 1_pct, 0_pct, Rounding::half_up); }).starts_with("out_of_range"));
  const std::vector<Money> mixed{1 * USD, 1 * INR};
  CHECK(
      refusal([&] { return single_premium(mixed, 1_pct, 0_pct, Rounding::half_up); }).starts_with("currency_mismatch"));
  const std::vector<Money> vast(3, Money::of_units(9'000'000'000'000'000'000, USD));
  CHECK(refusal([&] { return single_premium(vast, 100_pct, 0_pct, Rounding::half_up); }).starts_with("overflow"));
  CHECK(refusal([] { return printed(1_pct, 13, Rounding::half_up); }).starts_with("out_of_range: /decimals"));
}
