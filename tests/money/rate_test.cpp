// SPDX-License-Identifier: MIT
#include <solidarity/money/rate.hpp>

#include <fmt/core.h>

#include <functional>
#include <type_traits>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

TEST_CASE("a rate is an exact percentage") {
  STATIC_REQUIRE((24_pct).ticks() == 24 * Rate::one_percent);
  STATIC_REQUIRE((12.75_pct).ticks() == 12'750'000'000'000);
  STATIC_REQUIRE((100_pct).ticks() == Rate::one);
  STATIC_REQUIRE((0.000000000001_pct).ticks() == 1);
  STATIC_REQUIRE((9'000'000_pct).ticks() == Rate::largest);
  STATIC_REQUIRE((0_pct).is_zero());
  STATIC_REQUIRE(Rate::zero() < 1_pct);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<int, Rate>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<double, Rate>);
  STATIC_REQUIRE_FALSE(std::is_invocable_v<std::plus<>, Rate, Rate>);
}

TEST_CASE("a rate is read as it is written") {
  CHECK(Rate::parse("12.75") == 12.75_pct);
  CHECK(Rate::parse("0.000000000001").ticks() == 1);
  CHECK(Rate::parse("9000000") == 9'000'000_pct);
  CHECK(Rate::parse("-1").ticks() == -Rate::one_percent);
  CHECK(decimal_text(12.75_pct) == "12.75");
  CHECK(decimal_text(Rate::of_ticks(-1)) == "-0.000000000001");
  CHECK(decimal_text(100_pct) == "100");
  CHECK(decimal_text(Rate::zero()) == "0");
  CHECK(to_text(0.5_pct) == "0.5%");
  CHECK(fmt::format("{:>7}", 24_pct) == "    24%");
}

TEST_CASE("a rate beyond its decimals or its range is refused") {
  CHECK(test::refusal([] { return Rate::parse("0.0000000000001"); }) ==
        "out_of_range: \"0.0000000000001\" has 13 decimals; a percentage has at most 12");
  CHECK(test::refusal([] { return Rate::parse("9000000.000000000001"); }) ==
        "out_of_range: \"9000000.000000000001\" %; a percentage is at most 9000000");
  CHECK(test::refused([] { return Rate::parse("-9000000.1"); }) == "out_of_range");
  CHECK(test::refused([] { return Rate::parse("99999999999999999999"); }) == "out_of_range");
  CHECK(test::refused([] { return Rate::parse("24%"); }) == "invalid_amount");
  CHECK(test::refused([] { return Rate::parse("24,5"); }) == "invalid_amount");
}
