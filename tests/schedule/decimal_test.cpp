// SPDX-License-Identifier: MIT
#include "schedule/decimal.hpp"
#include "schedule/binary64.hpp"

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using namespace solidarity::detail;

namespace {

Binary64 number(std::int64_t coefficient, int decimals) { return Binary64::nearest(Exact::of(coefficient, decimals)); }

}  // namespace

TEST_CASE("amounts and rates become exact decimals") {
  CHECK((Exact::of(Money::parse("12.50", Currency::of("INR"))) == Exact::of(125, 1)));
  CHECK((Exact::percentage(Rate::parse("12.75")) == Exact::of(1275, 2)));
  CHECK((Exact::fraction(24_pct) == Exact::of(24, 2)));
  CHECK((Exact::of(5, -2) == Exact(500)));
}

TEST_CASE("a decimal is rounded after the point or after its first digits") {
  const Exact value = Exact::of(12'345, 3);
  CHECK((rounded(value, Decimals{2, Rounding::half_even}) == Exact::of(1234, 2)));
  CHECK((rounded(value, Decimals{2, Rounding::half_up}) == Exact::of(1235, 2)));
  CHECK((rounded(value, Decimals{-1, Rounding::up}) == Exact(20)));
  CHECK((rounded(value, Significant{3, Rounding::half_even}) == Exact::of(123, 1)));
  CHECK((rounded(Exact::of(99'999, 5), Significant{3, Rounding::half_up}) == Exact(1)));
  CHECK((rounded(-value, Decimals{0, Rounding::floor}) == Exact(-13)));
}

TEST_CASE("a quotient is rounded once") {
  CHECK((divided(2, 3, Decimals{4, Rounding::half_even}) == Exact::of(6667, 4)));
  CHECK((divided(2, 300, Significant{4, Rounding::half_even}) == Exact::of(6667, 6)));
  CHECK((divided(200, -3, Significant{2, Rounding::half_even}) == Exact(-67)));
  CHECK((divided(0, 3, Significant{2, Rounding::half_even}) == Exact(0)));
  CHECK((to_multiple(Exact::of(15'312, 2), Exact::of(5, 1), Rounding::half_up) == Exact(153)));
  CHECK(test::refused([] { return divided(1, 0, Decimals{2, Rounding::half_up}); }) == "out_of_range");
}

TEST_CASE("only whole minor units become money") {
  const Currency inr = Currency::of("INR");
  CHECK(minor_units(Exact::of(12'500, 3), inr) == 1250);
  CHECK(test::refused([&] { return minor_units(Exact::of(12'505, 3), inr); }) == "contradictory_terms");
  CHECK(test::refused([&] { return minor_units(Exact::of(1, -18), inr); }) == "overflow");
}

// The doubles that every book shows: 0.1 + 0.2 is not 0.3, 1.1 x 1.1 is not 1.21.
TEST_CASE("a double computes as the hardware does") {
  CHECK(((number(1, 1) + number(2, 1)).shortest() == Exact::of(30000000000000004, 17)));
  CHECK(((number(11, 1) * number(11, 1)).shortest() == Exact::of(12100000000000002, 16)));
  CHECK(((Binary64(1) / 10).shortest() == Exact::of(1, 1)));
  CHECK((power(number(101, 2), 2).shortest() == Exact::of(10201, 4)));
  CHECK((power(Binary64(2), -3).exact() == Exact::of(125, 3)));
  CHECK(((Binary64(1) - number(9, 1)).shortest() == Exact::of(9999999999999998, 17)));
}

TEST_CASE("a double has its exact value") {
  CHECK((number(5, 1).exact() == Exact::of(5, 1)));
  CHECK((number(1, 1).exact() > Exact::of(1, 1)));
  CHECK((number(1, 1).exact() - Exact::of(1, 1) < Exact::of(1, 17)));
  CHECK((power(Binary64(2), -1074 - 60) == Binary64(0)));
  CHECK(test::refused([] { return power(Binary64(2), 1024); }) == "overflow");
}
