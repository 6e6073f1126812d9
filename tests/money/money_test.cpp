// SPDX-License-Identifier: MIT
#include <solidarity/money/money.hpp>

#include <fmt/core.h>

#include <limits>
#include <type_traits>
#include <unordered_set>
#include <vector>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

namespace {
constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();
}  // namespace

TEST_CASE("an amount is whole minor units of one currency") {
  constexpr Money amount = 12'000 * INR;
  STATIC_REQUIRE(amount.units() == 1'200'000);
  STATIC_REQUIRE(amount.currency() == INR);
  STATIC_REQUIRE(sizeof(Money) == 16);
  STATIC_REQUIRE(std::is_trivially_copyable_v<Money>);
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<Money>);
  STATIC_REQUIRE((5 * UGX).units() == 5);
  STATIC_REQUIRE((5 * KWD).units() == 5000);
  STATIC_REQUIRE(Money::zero(INR).is_zero());
  STATIC_REQUIRE((-1 * INR).is_negative());
}

TEST_CASE("amounts add, subtract, multiply by whole numbers and compare") {
  STATIC_REQUIRE(1 * INR + 2 * INR == 3 * INR);
  STATIC_REQUIRE(1 * INR - 2 * INR == -(1 * INR));
  STATIC_REQUIRE(3 * (2 * INR) == 6 * INR);
  STATIC_REQUIRE((2 * INR) * 3U == 6 * INR);
  STATIC_REQUIRE(1 * INR < 2 * INR);
  Money sum_so_far = 1 * INR;
  sum_so_far += 2 * INR;
  sum_so_far -= Money::of_units(1, INR);
  CHECK(sum_so_far == Money::of_units(299, INR));
}

TEST_CASE("a result that does not fit is refused and changes nothing") {
  Money amount = Money::of_units(most, INR);
  CHECK(test::refusal([&] { return amount += Money::of_units(1, INR); }) ==
        "overflow: the result would be 9223372036854775808 minor units; an amount has at most 9223372036854775807");
  CHECK(amount.units() == most);
  CHECK(test::refused([] { return -Money::of_units(least, INR); }) == "overflow");
  CHECK(test::refused([] { return Money::of_units(least, INR) - Money::of_units(1, INR); }) == "overflow");
  CHECK(test::refused([] { return Money::of_units(most, INR) * std::numeric_limits<std::uint64_t>::max(); }) ==
        "overflow");
  CHECK(test::refused([] { return most * INR; }) == "overflow");
  CHECK((Money::of_units(most, INR) + Money::of_units(least, INR)).units() == -1);
}

TEST_CASE("two currencies never mix") {
  CHECK(test::refusal([] { return 1 * INR + 1 * KES; }) == "currency_mismatch: cannot combine INR with KES");
  CHECK(test::refused([] { return 1 * INR - 1 * KES; }) == "currency_mismatch");
  CHECK(test::refused([] { return 1 * INR == 1 * KES; }) == "currency_mismatch");
  CHECK(test::refused([] { return 1 * INR < 1 * KES; }) == "currency_mismatch");
  CHECK(test::refused([] { return 0 * INR == 0 * KES; }) == "currency_mismatch");
  CHECK(test::refusal([] { return 1 * ZWL + Money::of_units(1, Currency::custom("ZWL", 0)); }) ==
        "currency_mismatch: cannot combine ZWL of 2 digits with ZWL of 0 digits");
}

TEST_CASE("no floating point enters or leaves an amount") {
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Money, double>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<double, Money>);
  STATIC_REQUIRE_FALSE(std::is_invocable_v<std::multiplies<>, Money, double>);
  STATIC_REQUIRE_FALSE(std::is_invocable_v<std::multiplies<>, double, Currency>);
  STATIC_REQUIRE_FALSE(std::is_invocable_v<std::plus<>, Money, int>);
  STATIC_REQUIRE_FALSE(std::is_invocable_v<std::multiplies<>, Money, bool>);
  STATIC_REQUIRE_FALSE(std::is_invocable_v<std::multiplies<>, Money, char>);
  STATIC_REQUIRE_FALSE(std::is_invocable_v<std::multiplies<>, Money, Money>);
  STATIC_REQUIRE_FALSE(std::is_invocable_v<std::divides<>, Money, int>);
}

TEST_CASE("an amount is written with all the digits of its currency") {
  CHECK(to_text(12'000 * INR) == "INR 12000.00");
  CHECK(to_text(Money::of_units(-5, INR)) == "INR -0.05");
  CHECK(to_text(12 * UGX) == "UGX 12");
  CHECK(decimal_text(Money::of_units(1, KWD)) == "0.001");
  CHECK(decimal_text(Money::of_units(least, INR)) == "-92233720368547758.08");
  CHECK(fmt::format("[{:>10}] {}", 1 * INR, INR) == "[  INR 1.00] INR");
}

TEST_CASE("an amount is read without rounding") {
  CHECK(Money::parse("12000.50", INR) == Money::of_units(1'200'050, INR));
  CHECK(Money::parse("12000.5", INR) == Money::of_units(1'200'050, INR));
  CHECK(Money::parse("-0", INR) == Money::zero(INR));
  CHECK(Money::parse("92233720368547758.07", INR).units() == most);
  CHECK(test::refusal([] { return Money::parse("12.345", USD); }) ==
        "invalid_amount: \"12.345\" has 3 decimals; an amount of USD has at most 2");
  CHECK(test::refusal([] { return Money::parse("1,000", KWD); }) ==
        "invalid_amount: \"1,000\" is not an amount of KWD; write -?(0|[1-9][0-9]*)(\\.[0-9]{1,3})?");
}

TEST_CASE("a part of an amount is rounded once, as told") {
  STATIC_REQUIRE(scaled(100 * INR, 2, 3, Rounding::half_up) == Money::of_units(6667, INR));
  STATIC_REQUIRE(scaled(100 * INR, 2, 3, Rounding::down) == Money::of_units(6666, INR));
  CHECK(test::refused([] { return scaled(100 * INR, 1, 0, Rounding::down); }) == "out_of_range");
}

TEST_CASE("a sum is exact whatever the order, and says where it overflows") {
  const Money top = Money::of_units(most, INR);
  const std::vector<Money> up_and_down{top, 1 * INR, -top, -(1 * INR), 7 * INR};
  CHECK(sum(up_and_down, INR) == 7 * INR);
  CHECK(sum({}, INR) == Money::zero(INR));
  const std::vector<Money> members(200, Money::of_units(most / 100, INR));
  CHECK(test::refusal([&] { return sum(members, INR); }) ==
        "overflow: the sum of 200 amounts exceeds 9223372036854775807 minor units at amount 100");
  CHECK(test::refused([] { return sum(std::vector{1 * INR, 1 * KES}, INR); }) == "currency_mismatch");
}

TEST_CASE("equal amounts have equal hashes") {
  const std::unordered_set<Money> amounts{1 * INR, Money::parse("1.0", INR), Money::parse("1.00", INR)};
  CHECK(amounts.size() == 1);
}
